"""What must hold before a revision of a page becomes public, and the words that become public with it."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision

from media_assets.models import Picture, PictureWords
from media_assets.rights import ended_rights
from translations import localize
from translations.refusals import Refusal
from translations.rights import APPROVE, languages_for


def require_publishable(page: Page, revision: Revision, user: Any) -> None:
    """Raise Refusal unless `page`, the content of `revision`, may become public now, by the will of `user`."""
    if user is None and revision.approved_go_live_at is None:
        raise Refusal(gettext("“%(title)s” was not published: nobody approved it.") % {"title": page.title})
    _require_valid(page)
    _require_public_source(page)
    _require_translated(page)
    for picture in (*pictures_of(page), *_other_pictures(page)):
        _require_rights(page, picture)


def _require_valid(page: Page) -> None:
    """A draft may be saved with faults, and a translation is never typed into the form that would show them."""
    try:
        page.full_clean()
    except ValidationError as error:
        faults = [f"{_label(page, name)}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
        raise Refusal(
            gettext("“%(title)s” was not published. Correct it first: %(faults)s")
            % {"title": page.title, "faults": "; ".join(faults)}
        ) from None


def _label(page: Page, name: str) -> str:
    return page.title if name == NON_FIELD_ERRORS else str(page._meta.get_field(name).verbose_name)


def _require_public_source(page: Page) -> None:
    source = localize.source_page(page)
    if source is not None and not source.live:
        raise Refusal(
            gettext(
                "“%(title)s” was not published: the page it was translated from, “%(source)s”, is not public. "
                "Publish that one first."
            )
            % {"title": page.title, "source": source.title}
        )


def _require_translated(page: Page) -> None:
    count = localize.passages_in_the_source_language(page)
    if count:
        left = ngettext(
            "“%(title)s” was not published: %(count)d passage is not translated yet. Translate it and publish again.",
            "“%(title)s” was not published: %(count)d passages are not translated yet. "
            "Translate them and publish again.",
            count,
        )
        raise Refusal(left % {"title": page.get_admin_display_title(), "count": count})


def _require_rights(page: Page, picture: Picture) -> None:
    reason = ended_rights(picture, _on_air_from(page))
    if reason:
        raise Refusal(gettext("“%(title)s” was not published.") % {"title": page.title} + " " + reason)


def _on_air_from(page: Page) -> datetime.date:
    return timezone.localdate(max(page.go_live_at or timezone.now(), timezone.now()))


def pictures_of(page: Page) -> list[Picture]:
    """Return the pictures that `page` shows: its lead, its gallery and those in its text."""
    ids = {page.picture_id, *(row.picture_id for row in page.gallery.all()), *_pictures_in_text(page)}
    return list(Picture.objects.select_related("words").filter(pk__in=[pk for pk in ids if pk]))


def _other_pictures(page: Page) -> list[Picture]:
    """Return the pictures in other rows that hang on `page`, whose words are not shown with it."""
    ids = [
        getattr(row, field.attname)
        for relation in get_all_child_relations(page)
        for field in relation.related_model._meta.concrete_fields
        if field.related_model is Picture
        for row in getattr(page, relation.get_accessor_name()).all()
    ]
    return list(Picture.objects.filter(pk__in=ids))


def _pictures_in_text(page: Page) -> Iterator[int]:
    for field_name in page.words:
        stream = getattr(page, field_name)
        if hasattr(stream, "stream_block"):
            for child in stream:
                yield from _picture_ids(child.value)


def _picture_ids(value: Any) -> Iterator[int]:
    if isinstance(value, Picture):
        yield value.pk
    elif hasattr(value, "bound_blocks"):
        bound = value.bound_blocks.values() if isinstance(value.bound_blocks, dict) else value.bound_blocks
        for child in bound:
            yield from _picture_ids(child.value)


def approve_words_of_pictures(page: Page, revision: Revision, user: Any) -> None:
    """Approve the waiting words, in the page's language, of the pictures that `page` shows.

    Whoever approves a page has looked at its pictures with their words. Raises Refusal when words were
    changed after the revision was saved: those have not been looked at with it.
    """
    code = page.locale.language_code
    if code not in languages_for(user, APPROVE):
        return
    for picture in pictures_of(page):
        if code in picture.words.waiting_languages():
            _approve(picture.words, code, page, revision, user)


def _approve(words: PictureWords, code: str, page: Page, revision: Revision, user: Any) -> None:
    drafted = words.latest_revision
    if drafted.created_at > revision.created_at:
        raise Refusal(
            gettext(
                "“%(title)s” was not published: the words of the picture “%(picture)s” were changed after the page "
                "was saved. Look at the page again and approve it once more."
            )
            % {"title": page.title, "picture": words}
        )
    words.publish(drafted, user=user, only={code})
