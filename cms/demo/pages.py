"""Pages of the demo: written in Vietnamese, translated string by string, approved and published."""

import copy
import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from cms.demo.references import resolve
from cms.facts.models import Organisation, People, Place, Topic
from cms.home.models import HeroLayer
from cms.pages.models import BasePage, Figure, GalleryPicture, RelatedPage
from cms.tourism.models import OpeningHours
from translations import localize, registry

_NAMESPACE = uuid.UUID("b8f4d6f0-9a5e-4a53-8f0e-3f6f6a2f3c11")
Data = dict[str, Any]


def read_pages(portal: str) -> list[Data]:
    """Return the data of a portal's pages, parents before children."""
    folder = Path(__file__).with_name("data") / portal
    rows = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    return sorted(
        rows, key=lambda row: (row.get("parent") is not None, row.get("parent") or "", row.get("order", 0))
    )


def load_pages(site: Site, approver: Any, report: Any) -> None:
    """Load the pages of a portal in all their languages."""
    rows = read_pages(site.hostname.split(".")[0])
    home = site.root_page.specific
    for row in rows:
        if row["slug"] != home.slug and not _find(row, home):
            _create(row, home)
    for row in rows:
        page = _find(row, home)
        if page.live_revision_id is None:
            with transaction.atomic():
                _write(page, row, home, approver)
            report(f"{row['slug']} vi")
    for row in rows:
        for code in row["words"]:
            if code != registry.SOURCE and _translate(_find(row, home), row, code, home, approver):
                report(f"{row['slug']} {code}")


def _find(row: Data, home: Page) -> Any:
    if row["slug"] == home.slug:
        return home
    found = Page.objects.descendant_of(home).filter(slug=row["slug"]).first()
    return found.specific if found else None


def _create(row: Data, home: Page) -> None:
    """An empty draft, so that pages can refer to each other."""
    parent = home if not row.get("parent") else Page.objects.descendant_of(home).get(slug=row["parent"])
    model = apps.get_model(row["type"])
    page = model(
        title=row["words"][registry.SOURCE]["title"], slug=row["slug"], locale=home.locale, live=False
    )
    for name, value in row.get("facts", {}).items():
        if name in {field.name for field in model._meta.concrete_fields} and name != "picture":
            setattr(page, name, _related(model, name, value))
    parent.add_child(instance=page)


def _write(page: BasePage, row: Data, home: Page, approver: Any) -> None:
    _set_facts(page, row.get("facts", {}), home)
    _set_words(page, row["words"][registry.SOURCE], home)
    revision = page.save_revision(user=approver)
    revision.publish(user=approver)


def _set_facts(page: BasePage, facts: Data, home: Page) -> None:
    for name, value in facts.items():
        _set_fact(page, name, resolve(value, home))


def _set_fact(page: BasePage, name: str, value: Any) -> None:
    many = {"topics": Topic, "places": Place, "peoples": People}
    rows = {"figures": Figure, "opening_hours": OpeningHours, "layers": HeroLayer}
    if name in many:
        setattr(page, name, [many[name].objects.get(code=code) for code in value])
    elif name in rows:
        setattr(page, name, [_row_of(rows[name], one) for one in value])
    elif name == "gallery":
        page.gallery = [GalleryPicture(picture_id=pk) for pk in value]
    elif name == "related":
        page.related = [RelatedPage(target_id=pk) for pk in value]
    elif name == "picture":
        page.picture_id = value
    else:
        setattr(page, name, _related(type(page), name, value))


def _row_of(model: Any, row: Data) -> Any:
    return model(
        **{
            model._meta.get_field(name).attname: model._meta.get_field(name).to_python(value)
            for name, value in row.items()
        }
    )


def _related(model: type[BasePage], name: str, value: Any) -> Any:
    kinds = {"zone": Place, "contact": Organisation, "issuer": Organisation}
    field = model._meta.get_field(name)
    if field.is_relation and name in kinds:
        return kinds[name].objects.get(code=value)
    return field.to_python(value)


def _set_words(page: BasePage, words: Data, home: Page) -> None:
    for name, value in words.items():
        field = page._meta.get_field(name)
        if hasattr(field, "stream_block"):
            stored = _with_ids(resolve(copy.deepcopy(value), home), page.slug)
            setattr(page, name, field.stream_block.to_python(stored))
        else:
            setattr(page, name, resolve(value, home))


def _with_ids(blocks: list[Data], seed: str) -> list[Data]:
    """Give every block and list item an id that stays the same: translations hang on it."""
    return [
        {"type": block["type"], "id": _id(seed, index), "value": _list_ids(block["value"], f"{seed}/{index}")}
        for index, block in enumerate(blocks)
    ]


def _list_ids(value: Any, seed: str) -> Any:
    if isinstance(value, dict):
        return {name: _list_ids(inner, f"{seed}/{name}") for name, inner in value.items()}
    if isinstance(value, list):
        return [
            {"type": "item", "id": _id(seed, index), "value": _list_ids(item, f"{seed}/{index}")}
            for index, item in enumerate(value)
        ]
    return value


def _id(seed: str, index: int) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{seed}/{index}"))


# --- translations -------------------------------------------------------------------------------------


def _translate(page: BasePage, row: Data, code: str, home: Page, approver: Any) -> bool:
    """Send a page for translation, enter its strings as a translator would, and publish it."""
    locale = Locale.objects.get(language_code=code)
    known = page.get_translation_or_none(locale)
    if known is not None and known.live:
        return False
    with transaction.atomic():
        if row["words"][code].get("native"):
            _write_native(page, row["words"][code], locale, home, approver)
            return True
        localize.send_for_translation(page, locale, approver)
        source = TranslationSource.objects.get_for_instance(page)
        _enter_strings(source, page, row["words"][code], locale, home, approver)
        translation = source.translations.get(target_locale=locale)
        localize.save_translation_draft(translation, approver).publish(user=approver)
    return True


def _write_native(page: BasePage, words: Data, locale: Locale, home: Page, approver: Any) -> None:
    """A page that says its own words and is no translation: the home of a language with one sentence."""
    own = page.copy_for_translation(locale, copy_parents=True)
    for name in own.words:
        setattr(own, name, [] if hasattr(own._meta.get_field(name), "stream_block") else "")
    _set_words(own, {name: value for name, value in words.items() if name != "native"}, home)
    own.save_revision(user=approver).publish(user=approver)


def _enter_strings(
    source: TranslationSource, page: BasePage, words: Data, locale: Locale, home: Page, translator: Any
) -> None:
    translated = source.as_instance()
    _set_words(translated, words, home)
    found = _strings(translated)
    for segment in source.stringsegment_set.select_related("context"):
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=locale,
            defaults={
                "data": _next(found, segment.context.path, page, locale),
                "last_translated_by": translator,
            },
        )


def _strings(page: BasePage) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for segment in extract_segments(page):
        if hasattr(segment, "string"):
            found.setdefault(segment.path, []).append(segment.string.data)
    return found


def _next(found: dict[str, list[str]], path: str, page: BasePage, locale: Locale) -> str:
    left: Iterable[str] = found.get(path, [])
    if not left:
        raise LookupError(f"The demo lacks the {locale.language_code} words of “{page.slug}” at {path}.")
    return found[path].pop(0)
