"""Atom feeds (RFC 4287): what is new on a portal and in a section, per language."""

import re
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from sites.publishing import addresses, lists, rows
from sites.publishing.capture import note, unrecorded
from sites.publishing.ingredients import ingredient, making
from sites.publishing.lanes import Lane, reads_all_of
from sites.publishing.moments import iso
from sites.publishing.subjects import Artifact
from sites.websites.cards import cards
from sites.websites.parts import menu, portal_face
from translations import registry
from translations.models import ApprovedText

ATOM = "application/atom+xml; charset=utf-8"
MOST_ENTRIES = 20
BEFORE_ALL = "2020-01-01T00:00:00+07:00"
"""When an empty feed was last updated: Atom asks for a moment."""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that XML 1.0 forbids: word processors leave some behind."""


def section(page_id: int) -> Artifact | None:
    """Make the feed of a section in its language."""
    here, row = addresses.address(page_id), rows.page_row(page_id)
    if here is None or row is None:
        return None
    portal = addresses.portal(here.site_id)
    title = f"{row.title} | {portal_face(here.site_id, here.language)['title']}"
    return _feed(portal, here.language, here.path, title, lists.listing(page_id, "", "")[:MOST_ENTRIES])


def portal(site_id: int, language: str) -> Artifact:
    """Make the feed of everything dated on a portal in a language."""
    found = addresses.portal(site_id)
    return _feed(
        found, language, f"/{language}/", portal_face(site_id, language)["title"], newest(site_id, language)
    )


@reads_all_of(Lane.SECTION)
@ingredient
def newest(site_id: int, language: str) -> tuple[int, ...]:
    """Return the ids of the newest dated pages of all sections that exist in `language`."""
    sections = [link.page_id for link in menu(site_id, language) if link.language == language]
    dated = [
        (entry.date, entry.page_id)
        for section_id in sections
        for entry in lists.entries(section_id)
        if entry.date
    ]
    return tuple(page_id for _date, page_id in sorted(dated, reverse=True)[:MOST_ENTRIES])


def _feed(
    portal: addresses.Portal, language: str, path: str, title: str, page_ids: tuple[int, ...]
) -> Artifact:
    shown_cards = cards(page_ids, portal.site_id, language)
    tag, url = registry.language_of(language).tag, portal.root_url + path
    with making():
        _fetch_approvals(shown["link"].page_id for shown in shown_cards if not shown["iso_date"])
        dated = [(shown, _updated(shown)) for shown in shown_cards]
    entries = "".join(_entry(portal, shown, moment) for shown, moment in dated)
    updated = max((moment for _shown, moment in dated), default=BEFORE_ALL)
    xml = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(tag)}>'
        f"<id>{escape(url)}</id><title>{_text(title)}</title><updated>{updated}</updated>"
        f'<link rel="self" href={quoteattr(url + "feed.xml")}/><link rel="alternate" href={quoteattr(url)}/>'
        f"<author><name>{_text(portal_face(portal.site_id, language)['title'])}</name></author>{entries}</feed>\n"
    )
    return Artifact(xml.encode(), ATOM, tag)


def _entry(portal: addresses.Portal, shown: dict[str, Any], moment: str) -> str:
    link: addresses.Link = shown["link"]
    url = portal.root_url + link.path
    return (
        f"<entry><id>{escape(url)}</id><title>{_text(link.title)}</title><updated>{moment}</updated>"
        f"<link href={quoteattr(url)}/><summary>{_text(str(shown['summary']))}</summary></entry>"
    )


def _text(words: str) -> str:
    return escape(_NOT_IN_XML.sub("", words))


def _updated(shown: dict[str, Any]) -> str:
    """The day that an editor gave the page, or the moment when its words were approved."""
    if shown["iso_date"]:
        return f"{shown['iso_date']}T00:00:00+07:00"
    return public_since(shown["link"].page_id) or BEFORE_ALL


@ingredient
def public_since(page_id: int) -> str:
    """Return the moment when the public words of a page were approved first (ISO 8601), or an empty string."""
    note(ApprovedText._meta.db_table, "page_id", page_id)
    return _fetch_approvals([page_id])[page_id]


@unrecorded()
def _fetch_approvals(page_ids: Iterable[int]) -> dict[int, str]:
    """Fetch when the words of many pages were approved, with one query."""
    with making() as run:
        return run.fetch("approval", page_ids, _approved, missing="")


def _approved(page_ids: set[int]) -> dict[int, str]:
    found = ApprovedText.objects.filter(page__in=page_ids).values_list("page_id", "public_since")
    return {page_id: iso(moment.replace(microsecond=0)) for page_id, moment in found}
