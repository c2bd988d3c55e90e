"""What surrounds a page: language switcher, notice, what the head of the document says, and the shared parts."""

import unicodedata
from typing import Any, NamedTuple

from babel import Locale

from sites.publishing import addresses
from sites.publishing.facts import Run
from sites.publishing.glue import slot
from sites.publishing.ingredients import ingredient
from sites.publishing.short_addresses import short_address
from sites.websites import parts
from sites.websites.parts import OPEN_DATA
from translations import registry
from translations.formatting import cldr_locale


class Version(NamedTuple):
    """A language in the switcher: its own name, its name for the reader, and where it leads."""

    code: str
    tag: str
    autonym: str
    name: Run
    path: str


@ingredient
def switcher(key: str, site_id: int, language: str) -> tuple[tuple[Version, ...], tuple[Version, ...]]:
    """Return the languages that a page has, and the others of the portal with their homes."""
    portal = addresses.portal(site_id)
    here = {code: path for code, _page_id, path in addresses.versions(key, site_id)}
    has = tuple(_version(code, here[code], language) for code in portal.languages if code in here)
    later = tuple(_version(code, f"/{code}/", language) for code in portal.languages if code not in here)
    return has, later


def _version(code: str, path: str, reader: str) -> Version:
    spoken = registry.language_of(code)
    return Version(code, spoken.tag, spoken.autonym, language_name(code, reader), path)


@ingredient
def language_name(code: str, reader: str) -> Run:
    """Return what a reader of `reader` calls the language `code`: Thai and Thái are never called the same."""
    spoken, interface = (
        registry.language_of(code),
        registry.language_of(registry.language_of(reader).interface),
    )
    own = {"vi": spoken.name_vi, "en": spoken.name_en}.get(interface.code)
    known = own or _cldr_name(spoken, cldr_locale(interface.code))
    return Run(known, interface.tag) if known else Run(spoken.name_en, "en")


def _cldr_name(spoken: registry.Language, locale: Locale) -> str | None:
    names = locale.languages
    return names.get(spoken.tag.replace("-", "_")) or (
        names.get(spoken.code) if "-" not in spoken.code else None
    )


def frame(
    key: str,
    site_id: int,
    reader: str,
    *,
    words: str,
    path: str,
    title: str,
    current: str = "",
    portal_words: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the values that every page's template needs.

    `reader` is the reader's language, `words` that of the words shown (codes), `path` the address of the
    page, `current` the translation key of the section it belongs to, `portal_words` those of a home that may
    not be published yet.
    """
    portal = addresses.portal(site_id)
    spoken = registry.language_of(reader)
    has, later = switcher(key, site_id, reader)
    return {
        "tag": spoken.tag,
        "interface_tag": registry.language_of(spoken.interface).tag,
        "words_tag": registry.language_of(words).tag,
        "is_fallback": words != reader,
        "is_for_search_engines": words == reader,
        "words_name": language_name(words, reader),
        "home_path": f"/{reader}/",
        "title": title,
        "path": path,
        "url": portal.root_url + path,
        "has": has,
        "later": later,
        "autonym": spoken.autonym,
        "alternates": alternates(portal, has) if words == reader else (),
        "short_address": short_address(key, site_id, reader) if words == reader else None,
        "feed": f"/{reader}/feed.xml",
        **_shared(site_id, reader, current, path, portal_words),
    }


def _shared(
    site_id: int, reader: str, current: str, path: str, portal_words: dict[str, str] | None
) -> dict[str, Any]:
    """The parts that other pages have too; those of a draft of a home stand in no slot, since nobody shares them."""
    here = parts.Here(current, path == addresses.way(current, site_id, reader)) if current else parts.NOWHERE
    ways = slot(parts.ways, site_id, reader)
    if portal_words is None or portal_words == parts.home_words(site_id, reader):
        return {
            "portal": parts.portal_face(site_id, reader),
            "masthead": slot(parts.masthead, site_id, reader, *here),
            "colophon": slot(parts.colophon, site_id, reader),
            "ways": ways,
        }
    return {
        "portal": portal_words,
        "masthead": parts.masthead_of(portal_words, site_id, reader, *here),
        "colophon": parts.colophon_of(portal_words, site_id, reader),
        "ways": ways,
    }


def open_data_frame(site_id: int, reader: str, title: str) -> dict[str, Any]:
    """Return the same for the page on open data, which every language of a portal has."""
    portal = addresses.portal(site_id)
    path = f"/{reader}/{OPEN_DATA}/"
    has = tuple(_version(code, f"/{code}/{OPEN_DATA}/", reader) for code in portal.languages)
    return {
        **frame(portal.key, site_id, reader, words=reader, path=path, title=title),
        "has": has,
        "later": (),
        "alternates": alternates(portal, has),
        "short_address": None,
    }


def alternates(portal: addresses.Portal, has: tuple[Version, ...]) -> list[tuple[str, str]]:
    """(hreflang, absolute address) of every version, and the one for everybody else."""
    found = [(version.tag, portal.root_url + version.path) for version in has]
    preferred = [
        url
        for code in ("en", registry.SOURCE)
        for version, (_tag, url) in zip(has, found, strict=True)
        if version.code == code
    ]
    return [*found, ("x-default", (preferred or [found[0][1]])[0])] if found else []


def width_in_letters(text: str) -> float:
    """Return about how many ems wide `text` is as a large heading, to fit a name to the width of a screen."""
    wide = sum(
        1.05 if unicodedata.east_asian_width(ch) in "WF" else 0.49
        for ch in text
        if not unicodedata.combining(ch)
    )
    return round(wide + 0.25, 2)
