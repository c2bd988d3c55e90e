"""Change rows, and what they mean: which keys changed, and which subjects may have other paths now.

The triggers write them in the editor's transaction (`triggers.py`). A publisher takes all that it sees in the
transaction in which it notes what must be made again; they are deleted once no other publisher can have missed them.
"""

import functools
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from django.db.models import ManyToManyField, Model
from wagtail.models import Page

from cms.pages.models import BasePage
from sites.publishing import index, publishers
from sites.publishing.capture import WHOLE_TABLE, hash_of, text_of
from sites.publishing.models import Change
from sites.publishing.rows import ABOVE, PAGES, PARENT, PART, PART_SIZE
from sites.publishing.subjects import subject_key
from sites.publishing.watched import watched_tables

STEP = Page.steplen
MOST_AT_ONCE = 5000
LISTED_BY = ("topics", "places")
"""Relations of pages by which lists are narrowed."""


class Expanded(NamedTuple):
    """The tags of everything that changed, and the keys of the subjects that must be asked for their paths."""

    tags: frozenset[int]
    subjects: frozenset[str]


def is_waiting() -> bool:
    """Return whether there are changes that no publisher has taken."""
    return Change.objects.filter(taken=None).exists()


def take() -> list[Change]:
    """Return the oldest changes that no publisher has taken."""
    return list(Change.objects.filter(taken=None).order_by("pk")[:MOST_AT_ONCE])


def put_aside(changes: Collection[Change], number: int) -> int:
    """Note that a publisher took some changes, and return its position; forget what no other can have missed."""
    last = publishers.last_position()
    position = last + 1 if changes else last
    for piece in index.pieces(change.pk for change in changes):
        Change.objects.filter(pk__in=piece).update(taken=position)
    publishers.stand_at(number, position)
    oldest = publishers.oldest_position(but=number)
    seen_by_all = (
        Change.objects.exclude(taken=None) if oldest is None else Change.objects.filter(taken__lte=oldest)
    )
    seen_by_all.delete()
    return position


def taken_behind(position: int) -> list[Change]:
    """Return the changes that were taken after a publisher began at a position."""
    return list(Change.objects.filter(taken__gt=position))


def expand(changes: Iterable[Change]) -> Expanded:
    """Return what some change rows mean."""
    tags: set[tuple[str, str, str]] = set()
    subjects: set[str] = set()
    pages_listed_otherwise: set[int] = set()
    for change in changes:
        tags.update(_tags(change))
        table = watched_tables().get(change.table_name)
        if table is None:
            continue
        for keys in filter(None, (change.old_keys, change.new_keys)):
            if (key := subject_key(table.model, keys["pk"])) is not None:
                subjects.add(key)
            if _is_listed_by(table.model, change):
                pages_listed_otherwise.add(keys[_page_column(table.model)])
    tags.update(_parents(pages_listed_otherwise))
    return Expanded(frozenset(hash_of(*tag) for tag in tags), frozenset(subjects))


def _tags(change: Change) -> Iterator[tuple[str, str, str]]:
    yield change.table_name, WHOLE_TABLE, ""
    for keys in filter(None, (change.old_keys, change.new_keys)):
        for name, value in keys.items():
            if value is not None:
                yield (
                    change.table_name,
                    name,
                    text_of(value).replace("-", "") if _is_uuid(name) else text_of(value),
                )
        if change.table_name == PAGES:
            yield PAGES, PART, str(keys["pk"] // PART_SIZE)
            yield from _places(keys["path"])


def _is_uuid(name: str) -> bool:
    return name in ("translation_key", "key")


def _places(path: str) -> Iterator[tuple[str, str, str]]:
    """A row of a page counts as a change among its siblings, and below every page above it."""
    yield PAGES, PARENT, path[:-STEP]
    for end in range(STEP, len(path) + 1, STEP):
        yield PAGES, ABOVE, path[:end]


def _parents(page_ids: set[int]) -> Iterator[tuple[str, str, str]]:
    """A page that is gone needs none: its own row says so."""
    for path in Page.objects.filter(pk__in=page_ids).values_list("path", flat=True):
        yield PAGES, PARENT, path[:-STEP]


def _is_listed_by(model: type[Model], change: Change) -> bool:
    """Whether a change may move a page in its list: its date, or what the list is narrowed by."""
    if issubclass(model, BasePage):
        return bool(model.date_field) and (
            change.operation != "u" or model.date_field in change.columns.split()
        )
    return model in _through_tables()


@functools.cache
def _through_tables() -> dict[type[Model], str]:
    """The tables of the relations by which lists are narrowed, with their column of the page."""
    found: dict[type[Model], str] = {}
    for table in watched_tables().values():
        if issubclass(table.model, BasePage):
            for name in LISTED_BY:
                field = table.model._meta.get_field(name)
                assert isinstance(field, ManyToManyField)  # noqa: S101 - says the type
                found[field.remote_field.through] = field.m2m_column_name()
    return found


def _page_column(model: type[Model]) -> str:
    return "pk" if issubclass(model, BasePage) else _through_tables()[model]
