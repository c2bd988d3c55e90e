"""Rows of pages as plain tuples, fetched together for everything that is made in a run.

They are fetched for whoever comes next too, so fetching notes nothing: each use notes the key that it asks by.
"""

import functools
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Max, QuerySet
from wagtail.models import Page

from sites.publishing.capture import note, note_all, unrecorded
from sites.publishing.ingredients import making

_COLUMNS = (
    "pk", "title", "slug", "url_path", "path", "depth", "live", "locale__language_code", "translation_key",
    "content_type_id", "alias_of_id", "show_in_menus",
)  # fmt: skip

PAGES = Page._meta.db_table
PARENT, ABOVE, PART = "^parent", "^above", "^part"
"""Keys that no column has: the tree path of the page directly above, of each page above, the number of a part."""
PART_SIZE = 500
"""So many page ids make a part."""


class PageRow(NamedTuple):
    """The columns of a page that places it: no words but its title."""

    pk: int
    title: str
    slug: str
    url_path: str
    path: str
    depth: int
    live: bool
    language: str
    key: str
    content_type_id: int
    alias_of_id: int | None
    show_in_menus: bool


def page_row(page_id: int) -> PageRow | None:
    """Return the row of a page, or None when there is no such page."""
    note(PAGES, "pk", page_id)
    found: PageRow | None = fetch_pages([page_id])[page_id]
    return found


def rows_of_key(key: str) -> tuple[PageRow, ...]:
    """Return the rows of a page in all its languages, by translation key."""
    note(PAGES, "translation_key", key)
    found: tuple[PageRow, ...] = fetch_keys([key])[key]
    return found


def fetch_pages(page_ids: Iterable[int]) -> dict[int, PageRow | None]:
    """Fetch the rows of many pages with one query, those that this run has already left out."""
    with making() as run:
        return run.fetch("page", page_ids, lambda ids: {row.pk: row for row in _fetch(pk__in=ids)})


def fetch_keys(keys: Iterable[str]) -> dict[str, tuple[PageRow, ...]]:
    """Fetch the rows of many pages in all their languages with one query."""
    with making() as run:
        return run.fetch("key", keys, lambda keys: _keep(_rows(translation_key__in=keys)), missing=())


def find_pages(url_paths: Iterable[str]) -> list[PageRow]:
    """Return the rows of the pages that stand at one of `url_paths`."""
    wanted = list(url_paths)
    note_all(PAGES, "url_path", wanted)
    with making() as run:
        known = run.fetch("url_path", wanted, _at)
    return [row for url_path in wanted if (row := known[url_path])]


def _at(url_paths: set[str]) -> dict[str, PageRow]:
    found = _fetch(url_path__in=url_paths)
    return {row.url_path: row for row in found if row.url_path in url_paths}


def children(parent: PageRow) -> list[PageRow]:
    """Return the rows of the live pages directly below `parent`, in the order of the tree."""
    note(PAGES, PARENT, parent.path)
    depth = parent.depth + 1
    found = _fetch(path__startswith=parent.path, depth=depth, live=True)
    return [row for row in found if row.live and row.depth == depth and row.path.startswith(parent.path)]


def last_part() -> int:
    """Return the number of the last part in which a live page stands, of whatever portal."""
    last = Page.objects.filter(live=True).aggregate(last=Max("pk"))["last"] or 0
    return last // PART_SIZE


def in_part(number: int, path: str) -> list[PageRow]:
    """Return the rows of the live pages of a part at a tree path and below it, in the order of their ids."""
    note(PAGES, PART, number)
    first = number * PART_SIZE
    found = _fetch(pk__range=(first, first + PART_SIZE - 1), path__startswith=path, live=True)
    ours = (row for row in found if row.live and row.path.startswith(path) and row.pk // PART_SIZE == number)
    return sorted(ours, key=lambda row: row.pk)


def _fetch(**conditions: Any) -> list[PageRow]:
    """Return the pages for which the conditions hold, with all the languages of each.

    Whoever asks for a page asks for its other languages next: one query brings both.
    """
    keys = Page.objects.filter(**conditions).order_by().values("translation_key")
    found = _rows(translation_key__in=keys)
    _keep(found)
    return found


def _keep(found: list[PageRow]) -> dict[str, tuple[PageRow, ...]]:
    """Keep the rows of pages of which every language is there; return them by translation key."""
    by_key: dict[str, tuple[PageRow, ...]] = {}
    for row in found:
        by_key[row.key] = (*by_key.get(row.key, ()), row)
    with making() as run:
        run.rows.setdefault("key", {}).update(by_key)
        run.rows.setdefault("page", {}).update({row.pk: row for row in found})
    return by_key


def _rows(**conditions: Any) -> list[PageRow]:
    with unrecorded():
        values = list(_all_rows().filter(**conditions))
    found = [PageRow._make((*row[:8], row[8].hex, *row[9:])) for row in values]
    return sorted(found, key=lambda row: row.path)


@functools.cache
def _all_rows() -> QuerySet[Any]:
    """Naming the columns takes as long as asking for them, so they are named once."""
    return Page.objects.order_by().values_list(*_COLUMNS)
