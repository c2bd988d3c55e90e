"""Makers of pages, lists and the page that says that there is none."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cms.home.models import HomePage, SectionPage
from cms.pages.models import BasePage
from sites.publishing import addresses, lists
from sites.publishing.addresses import Address
from sites.publishing.facts import Run, fetch_facts, gate, land_gates, name_of, names_of
from sites.publishing.glue import filled, slot
from sites.publishing.page_objects import fetch_page_objects, page_object
from sites.publishing.short_addresses import fetch_codes
from sites.publishing.structured_data import json_in_html, structured_data
from sites.publishing.subjects import Artifact, reads_ahead
from sites.websites.cards import cards, fetch_cards
from sites.websites.coordinates_sheet import sheet
from sites.websites.frame import frame, width_in_letters
from sites.websites.parts import HOME_WORDS, portal_face, sections, trail
from sites.websites.presenters import own_words, related_pages
from sites.websites.rendering import html
from sites.websites.values import in_interface
from translations import formatting, registry

HTML = "text/html; charset=utf-8"


def _fetch_pages(asked: Sequence[tuple[Any, ...]]) -> None:
    """Read many pages, and the cards of those that they recommend."""
    fetch_page_objects(page_id for page_id, *_rest in asked)
    found = {page_id: shown for page_id, *_rest in asked if (shown := page_object(page_id))}
    fetch_codes(shown.translation_key.hex for shown in found.values())
    recommended: dict[tuple[int, str], list[int]] = {}
    for page_id, reader, *_rest in asked:
        here = addresses.address(page_id)
        if here is not None and page_id in found:
            recommended.setdefault((here.site_id, reader), []).extend(related_pages(found[page_id]))
    for (site_id, reader), page_ids in recommended.items():
        fetch_cards(page_ids, site_id, reader)


@reads_ahead(_fetch_pages)
def page(page_id: int, reader: str) -> Artifact | None:
    """Make a page for a reader: its own language, or what stands in for it."""
    here = addresses.address(page_id)
    loaded = page_object(page_id)
    if here is None or loaded is None:
        return None
    path = f"/{reader}/" + here.path.removeprefix(f"/{here.language}/")
    return _artifact(document(loaded, here.site_id, reader, path), reader)


@reads_ahead(_fetch_pages)
def section(page_id: int, reader: str, topic: str, place: str, number: int) -> Artifact | None:
    """Make one address of a section's lists."""
    here = addresses.address(page_id)
    loaded = page_object(page_id)
    if here is None or not isinstance(loaded, SectionPage):
        return None
    return _artifact(list_document(loaded, here, reader, topic, place, number), reader)


def not_found(site_id: int, reader: str) -> Artifact:
    """Make the page that says, in the reader's language, that there is nothing at an address."""
    portal = addresses.portal(site_id)
    with in_interface(reader):
        title = gettext("This way is not open yet")
    values = frame(portal.key, site_id, reader, words=reader, path=f"/{reader}/404.html", title=title)
    others = [
        home for home in portal.homes if home.language in ("vi", "en", "zh-hans") and home.language != reader
    ]
    notes = [(home.language, _not_found_note(home.language)) for home in others]
    values |= {
        "others": notes,
        "sections": slot(sections, site_id, reader),
        "alternates": (),
        "is_for_search_engines": False,
    }
    return _artifact(html("websites/not_found.html", values, reader), reader, status=404)


def languages(site_id: int) -> Artifact:
    """Make the root of a portal for a browser that wants none of its languages: a list of them."""
    portal = addresses.portal(site_id)
    first = portal.languages[0]
    spoken = [registry.language_of(code) for code in portal.languages]
    values = {"first": first, "languages": spoken, "portal": portal_face(site_id, first)}
    return _artifact(html("websites/languages.html", values, first), first)


def _not_found_note(language: str) -> str:
    with in_interface(language):
        return gettext("Page not found: go to the home page")


def _artifact(document_html: SafeString, reader: str, status: int = 200) -> Artifact:
    body, slots = filled(document_html)
    return Artifact(body, HTML, registry.language_of(reader).tag, status, slots)


def document(shown: BasePage, site_id: int, reader: str, path: str) -> SafeString:
    """Return the whole document of a page object, saved or not, for a reader."""
    own = own_words(shown, site_id, reader)
    key, words = shown.translation_key.hex, shown.locale.language_code
    values = frame(
        key,
        site_id,
        reader,
        words=words,
        path=path,
        title=own["document_title"],
        current=_section_key(shown, site_id),
        portal_words=_portal_words(shown) if isinstance(shown, HomePage) else None,
    )
    extra = {"width": width_in_letters(shown.title)} if isinstance(shown, HomePage) else {}
    template = f"{shown._meta.app_label}/{_snake(type(shown).__name__)}.html"
    return html(
        template,
        {
            **values,
            **own,
            **extra,
            "trail": _trail(shown, site_id, reader),
            "data": _json_ld(shown, site_id, words),
        },
        reader,
    )


def _portal_words(shown: HomePage) -> dict[str, str]:
    """What surrounds a home is its own words too: those of a draft in its preview."""
    return {name: getattr(shown, name) for name in HOME_WORDS}


def _json_ld(shown: BasePage, site_id: int, words: str) -> list[str]:
    return [json_in_html(found) for found in structured_data(shown, site_id, words)]


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _trail(shown: BasePage, site_id: int, reader: str) -> str:
    """The steps to the page above `shown`, in a slot that all pages there share; empty for a home or unsaved page."""
    above = addresses.pages_above(shown.pk, site_id) if shown.pk else ()
    return slot(trail, above[-1][0], site_id, reader) if above else ""


def _section_key(shown: BasePage, site_id: int) -> str:
    """The translation key of the page below the home that `shown` is or belongs to."""
    home = addresses.portal(site_id).home(shown.locale.language_code)
    if home is None or not shown.path or not shown.path.startswith(home.path) or shown.path == home.path:
        return ""
    above = [key for page_id, key in addresses.pages_above(shown.pk, site_id) if page_id != home.page_id]
    return above[0] if above else str(shown.translation_key.hex)


# --- lists --------------------------------------------------------------------------------------------


def list_document(
    shown: SectionPage, here: Address, reader: str, topic: str, place: str, number: int
) -> SafeString:
    """Return the document of one address of a section's lists."""
    base = f"/{reader}/" + here.path.removeprefix(f"/{here.language}/")
    listed = lists.list_page(shown.pk, topic, place, shown.page_size, number)
    shown_cards = cards(listed.page_ids, here.site_id, reader)
    own = own_words(shown, here.site_id, reader)
    path = lists.path(base, topic, place, number)
    title = _list_title(own["document_title"], topic, place, number, reader)
    values = frame(
        shown.translation_key.hex,
        here.site_id,
        reader,
        words=here.language,
        path=path,
        title=title,
        current=shown.translation_key.hex,
    )
    if topic or place or number:
        values["alternates"] = []
    return html(
        "home/section_page.html",
        {
            **values,
            **own,
            "trail": _trail(shown, here.site_id, reader),
            "cards": shown_cards,
            "filters": [] if number else _filters(shown.pk, topic, place, base, reader),
            "older": None if listed.older is None else lists.path(base, topic, place, listed.older),
            "newer": None if listed.newer is None else lists.path(base, topic, place, listed.newer),
            "sheet": _sheet(shown_cards, reader) if shown.layout == SectionPage.Layout.CARDS else None,
            "data": [] if topic or place or number else _json_ld(shown, here.site_id, here.language),
        },
        reader,
    )


def _list_title(title: str, topic: str, place: str, number: int, reader: str) -> str:
    names = [name_of(kind, code, reader) for kind, code in (("topic", topic), ("place", place)) if code]
    with in_interface(reader):
        numbered = (
            [gettext("page %(number)s") % {"number": formatting.number(number, reader)}] if number else []
        )
    return " · ".join([title, *(name.text for name in names if name), *numbered])


def _filters(section_id: int, topic: str, place: str, base: str, reader: str) -> list[dict[str, Any]]:
    topics, places = lists.choices(section_id, topic, place, base)
    with in_interface(reader):
        named = [
            (gettext("Topic"), "topic", topics, lists.path(base, "", place), not topic),
            (gettext("Place"), "place", places, lists.path(base, topic, ""), not place),
        ]
    return [
        {"name": name, "choices": _named(kind, found, reader), "all": everything, "is_all": is_all}
        for name, kind, found, everything, is_all in named
        if len(found) > 1 or not is_all
    ]


def _named(kind: str, found: tuple[lists.Choice, ...], reader: str) -> list[dict[str, Any]]:
    names = dict(names_of(kind, [choice.code for choice in found], reader))
    return [
        {
            "name": names[choice.code],
            "count": choice.entries,
            "path": choice.path,
            "is_chosen": choice.is_chosen,
        }
        for choice in found
        if choice.code in names
    ]


def _sheet(shown_cards: list[dict[str, Any]], reader: str) -> dict[str, Any] | None:
    points = [(str(number), *shown["point"]) for number, shown in enumerate(shown_cards, 1) if shown["point"]]
    gates = _gates_near(points, reader)
    drawn = sheet(points, [(name.text, lat, lon) for name, lat, lon in gates])
    if drawn is None:
        return None
    with in_interface(reader):
        north, east = gettext("%(degrees)s N"), gettext("%(degrees)s E")
    return {
        "drawn": drawn,
        "gates": [(mark, name.tag) for mark, (name, _lat, _lon) in zip(drawn.gates, gates, strict=True)],
        "parallels": [
            (line.at, north % {"degrees": formatting.number(line.degrees, reader) + "°"})
            for line in drawn.parallels
        ],
        "meridians": [
            (line.at, east % {"degrees": formatting.number(line.degrees, reader) + "°"})
            for line in drawn.meridians
        ],
    }


def _gates_near(points: list[tuple[str, float, float]], reader: str) -> list[tuple[Run, float, float]]:
    """The land gates that lie within half a degree of the places, by their names for the reader."""
    if not points:
        return []
    lats, lons = [lat for _number, lat, _lon in points], [lon for _number, _lat, lon in points]
    located = ((code, float(lat), float(lon)) for code, lat, lon in land_gates())
    found = [
        (code, lat, lon)
        for code, lat, lon in located
        if min(lats) - 0.5 <= lat <= max(lats) + 0.5 and min(lons) - 0.5 <= lon <= max(lons) + 0.5
    ]
    fetch_facts("bordergate", [code for code, _lat, _lon in found])
    named = [(gate(code, reader), lat, lon) for code, lat, lon in found]
    return [(shown["name"], lat, lon) for shown, lat, lon in named if shown]
