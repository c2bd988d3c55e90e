"""The only module that talks to wagtail-localize: how the words and facts of a page reach its translations.

A page type names its `words`; they are translated. Every other editable field is a fact: it is edited once,
in the source, and copied. The library's own defaults would publish untranslated text and write drafts over
live rows, so `install_safe_defaults` replaces the one function through which all its views save.

Tested against wagtail-localize 1.14 (`tests/translations/test_localize.py` holds the contract).
"""

import functools
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from modelcluster.models import get_all_child_relations
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Locale, Page, Revision
from wagtail_localize.fields import SynchronizedField, TranslatableField
from wagtail_localize.models import StringSegment, Translation, TranslationLog, TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from translations.stream_facts import carry_stream_facts

_OF_ONE_PAGE = frozenset(
    {"path", "depth", "numchild", "locale", "translation_key", "alias_of", "owner", "content_type",
     "go_live_at", "expire_at", "first_published_at", "locked", "locked_by", "locked_at"}
)  # fmt: skip
"""Fields that belong to one page in one language, neither words nor facts."""


class WordsAndFacts:
    """The list of fields wagtail-localize asks a page type for, made from the names in its `words`.

    `own_facts` of the page type names facts that are not shared between languages (the slug of a home).
    """

    def __get__(self, instance: Any, owner: Any) -> list[Any]:
        return _words_and_facts(owner)


@functools.cache
def _words_and_facts(model: Any) -> list[Any]:
    words = [TranslatableField(name) for name in model.words]
    return words + [SynchronizedField(name, overridable=False) for name in fact_names(model)]


def fact_names(model: type[Page]) -> list[str]:
    """Return the names of the fields and child relations that the source shares with its translations."""
    leave = _OF_ONE_PAGE | set(model.words) | set(model.own_facts)
    own = [*model._meta.get_fields(), *get_all_child_relations(model)]
    names = dict.fromkeys(field.name for field in own if _is_fact(field) and field.name not in leave)
    return list(names)


def _is_fact(field: Any) -> bool:
    if isinstance(field, models.ManyToOneRel):
        return field in get_all_child_relations(field.model) and field.name != COMMENTS_RELATION_NAME
    if isinstance(field, models.AutoField) or not getattr(field, "editable", False):
        return False
    return not (isinstance(field, models.OneToOneField) and field.remote_field.parent_link)


# --- saving translations ------------------------------------------------------------------------------


def install_safe_defaults() -> None:
    """Let every view and command of wagtail-localize save through `_save_draft`."""
    TranslationSource.create_or_update_translation = _save_draft


@transaction.atomic
def _save_draft(
    source: TranslationSource,
    locale: Locale,
    user: Any = None,
    publish: bool = True,
    copy_parent_pages: bool = False,
    fallback: bool = False,
) -> tuple[Page, bool]:
    """Save the strings of a translation as a draft revision; the public page stays as it is.

    Publishes that revision if asked to, by the page's own rules. Raises Refusal where they forbid it.
    """
    target, created = _target_page(source, locale)
    draft = source.get_ephemeral_translated_instance(locale, fallback=True)
    draft.made_from = words_digest(source.as_instance())
    draft.slug = find_available_slug(target.get_parent(), draft.slug, ignore_page_id=target.pk)
    revision = draft.save_revision(user=user, clean=False)
    source.sync_view_restrictions(source.as_instance(), target)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    if publish:
        revision.publish(user=user)
    return target, created


def _target_page(source: TranslationSource, locale: Locale) -> tuple[Page, bool]:
    try:
        found = source.get_translated_instance(locale)
    except models.ObjectDoesNotExist:
        return _new_target_page(source, locale), True
    if found.alias_of_id is not None:
        _end_alias(found)
    return found, False


def _new_target_page(source: TranslationSource, locale: Locale) -> Page:
    target: Page = source.as_instance().copy_for_translation(locale, copy_parents=True)
    # A translation comes and goes with its source; a copied moment would stay when the source's is changed.
    target.go_live_at = target.expire_at = None
    target.save(update_fields=["go_live_at", "expire_at"])
    return target


def _end_alias(page: Page) -> None:
    """Make a draft of a page that only mirrored its source, so that the pages below it had a place."""
    page.alias_of, page.live, page.has_unpublished_changes = None, False, True
    page.save(update_fields=["alias_of", "live", "has_unpublished_changes"], clean=False)


def untranslated(source: TranslationSource, locale: Locale) -> models.QuerySet[StringSegment]:
    """Return the passages of a source that have no translation, or one with an error, in `locale`."""
    strings = StringSegment.objects.filter(source=source).annotate_translation(locale)
    return strings.filter(translation__isnull=True)


def passages_in_the_source_language(page: Page) -> int:
    """Return how many passages of `page`, a revision of a translation, still say what the source says.

    A passage that its translator left as it is (a name) counts as translated.
    """
    translation = translation_of(page)
    if translation is None:
        return 0
    strings = StringSegment.objects.filter(source=translation.source).select_related("string", "context")
    said = {
        (found.path, found.string.data)
        for found in extract_segments(page)
        if isinstance(found, StringSegmentValue)
    }
    return sum(
        (found.context.path, found.string.data) in said and found.translation != found.string.data
        for found in strings.annotate_translation(translation.target_locale)
    )


def send_for_translation(page: Page, locale: Locale, user: Any) -> None:
    """Make (or find) the draft page of `page` in `locale`, with its passages ready to be translated."""
    translate_object(page, [locale], user=user)


def save_translation_draft(translation: Translation, user: Any) -> Revision:
    """Save the strings written so far as the newest draft of the translated page and return it."""
    target, _created = _save_draft(translation.source, translation.target_locale, user=user, publish=False)
    return type(target).objects.get(pk=target.pk).latest_revision


def translation_of(page: Page) -> Translation | None:
    """Return the running translation of which `page` is the target, if there is one."""
    running = Translation.objects.filter(enabled=True, source__object_id=page.translation_key)
    return running.filter(target_locale_id=page.locale_id).select_related("source", "target_locale").first()


def refresh_source(page: Page) -> None:
    """Take the public words of the source `page` as those that its translators see."""
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is not None:
        source.update_from_db()


# --- the source and its translations ------------------------------------------------------------------


def source_page(page: Page) -> Page | None:
    """Return the page of which `page` is a translation, or None when it is itself a source."""
    source = (
        TranslationSource.objects.filter(
            object_id=page.translation_key, translations__target_locale=page.locale_id
        )
        .exclude(locale_id=page.locale_id)
        .first()
    )
    if source is None:
        return None
    found = Page.objects.filter(translation_key=page.translation_key, locale_id=source.locale_id).first()
    return found.specific if found else None


def translated_pages(page: Page) -> Iterator[Page]:
    """Yield the pages in other languages of which `page` is the source."""
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is not None:
        for translation in source.translations.select_related("target_locale"):
            yield from page.get_translations().filter(locale=translation.target_locale).specific()


def carry_facts(source: Page, target: Page) -> None:
    """Copy the facts of `source` as it is public into the public row of `target`; its words stay."""
    names = [name for name in fact_names(type(source)) if _value(source, name) != _value(target, name)]
    for name in names:
        _carry(source, target, name)
    carried = [carry_stream_facts(source, target, field.name) for field in _streams(source)]
    if names or any(carried):
        target.slug = find_available_slug(target.get_parent(), target.slug, ignore_page_id=target.pk)
        target.save()


def _carry(source: Page, target: Page, name: str) -> None:
    field = source._meta.get_field(name)
    if isinstance(field, models.ManyToOneRel):
        source.copy_child_relation(name, target)
    elif isinstance(field, models.ManyToManyField):
        setattr(target, name, list(getattr(source, name).all()))
    else:
        setattr(target, field.attname, getattr(source, field.attname))


def _value(page: Page, name: str) -> Any:
    field = page._meta.get_field(name)
    if isinstance(field, models.ManyToOneRel):
        leave = {field.remote_field.name, field.related_model._meta.pk.name}
        rows = [
            row.serializable_data() if hasattr(row, "serializable_data") else _columns(row)
            for row in getattr(page, name).all()
        ]
        return [{key: value for key, value in row.items() if key not in leave} for row in rows]
    if isinstance(field, models.ManyToManyField):
        return {row.pk for row in getattr(page, name).all()}
    return getattr(page, field.attname)


def _columns(row: models.Model) -> dict[str, Any]:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _streams(page: Page) -> list[StreamField]:
    return [
        field
        for field in page._meta.get_fields()
        if isinstance(field, StreamField) and field.name in page.words
    ]


def words_digest(page: Page) -> str:
    """Return the SHA-256 of the words of a page, in hex; facts and structure without words do not count."""
    words = []
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            words.append([segment.path, segment.string.data])
        elif isinstance(segment, TemplateSegmentValue):
            words.append([segment.path, segment.template])
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()
