"""Which pages a section lists, in which order, by which choices, and how its pages are numbered.

A list shows only what exists in its language. Numbered pages are counted from the oldest entry, so that a new
entry changes the index and never shifts the pages behind it; the index shows the newest entries.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType

from cms.facts.models import Fact, Place, Topic
from cms.pages.models import BasePage
from sites.publishing import addresses, rows
from sites.publishing.capture import note_all, unrecorded
from sites.publishing.ingredients import ingredient
from sites.publishing.lanes import Lane, reads_all_of
from sites.publishing.moments import iso

TOPIC, PLACE, NUMBER = "chu-de", "noi", "trang"
"""The words of list addresses, the same in every language, as slugs are."""


class Entry(NamedTuple):
    """A page in a section, with what it can be filtered by; `date` is ISO 8601 or empty."""

    page_id: int
    topics: tuple[str, ...]
    places: tuple[str, ...]
    date: str


class ListPage(NamedTuple):
    """What one address of a list shows; `older` and `newer` are numbers, 0 the index, None nowhere."""

    page_ids: tuple[int, ...]
    older: int | None
    newer: int | None


class PublicPage(NamedTuple):
    """A page that is public in some language: without its words, so that they may change."""

    page_id: int
    key: str
    content_type_id: int
    path: str


class Choice(NamedTuple):
    """One way to narrow a list: the code of a topic or place, how many entries it leaves or 0, and its path."""

    code: str
    entries: int
    path: str
    is_chosen: bool


@ingredient
def last_part() -> int:
    """Return the number of the last part of pages; a portal may have none in it."""
    return rows.last_part()


@reads_all_of(Lane.SECTION)
@ingredient
def public_part(site_id: int, language: str, number: int) -> tuple[PublicPage, ...]:
    """Return the pages of a part that are public in a language, oldest first.

    Parts are cut by the ids of pages, so that a new page changes the last part only.
    """
    home = addresses.portal(site_id).home(language)
    if home is None:
        return ()
    public = addresses.public_among(rows.in_part(number, home.path))
    base = len(home.url_path)
    return tuple(
        PublicPage(row.pk, row.key, row.content_type_id, f"/{language}/{row.url_path[base:]}")
        for row in public
    )


@reads_all_of(Lane.SECTION)
@ingredient
def entries(section_id: int) -> tuple[Entry, ...]:
    """Return the public pages directly below a section, newest first where they have dates.

    Of two pages of a day the one that was added later stands first: at the end where numbers grow.
    """
    section = rows.page_row(section_id)
    if section is None:
        return ()
    found = addresses.public_among(rows.children(section))
    models = _by_model(found)
    topics, places = _codes(models, "topics", Topic), _codes(models, "places", Place)
    with unrecorded():  # a change of what hangs on a page counts as one among its siblings
        dates = _dates(models)
    listed = [
        Entry(row.pk, topics.get(row.pk, ()), places.get(row.pk, ()), dates.get(row.pk, "")) for row in found
    ]
    oldest_first = sorted((entry for entry in listed if entry.date), key=lambda entry: entry.date)
    return (*oldest_first[::-1], *(entry for entry in listed if not entry.date))


def _by_model(found: Iterable[rows.PageRow]) -> dict[type[BasePage], list[int]]:
    models: dict[type[BasePage], list[int]] = {}
    for row in found:
        models.setdefault(ContentType.objects.get_for_id(row.content_type_id).model_class(), []).append(
            row.pk
        )
    return models


def _codes(
    models: dict[type[BasePage], list[int]], relation: str, kind: type[Fact]
) -> dict[int, tuple[str, ...]]:
    """Return the codes of the facts of each page that are live; others may become so, and are noted too."""
    codes: dict[int, tuple[str, ...]] = {}
    for model, page_ids in models.items():
        with unrecorded():  # a change of what hangs on a page counts as one among its siblings
            related = model.objects.filter(pk__in=page_ids, **{f"{relation}__isnull": False})
            found = list(
                related.order_by(f"{relation}__code").values_list(
                    "pk", f"{relation}__code", f"{relation}__live"
                )
            )
        note_all(kind._meta.db_table, "code", {code for _page_id, code, _is_live in found})
        for page_id, code, is_live in found:
            if is_live:
                codes[page_id] = (*codes.get(page_id, ()), code)
    return codes


def _dates(models: dict[type[BasePage], list[int]]) -> dict[int, str]:
    dates: dict[int, Any] = {}
    for model, page_ids in models.items():
        if model.date_field:
            dates.update(model.objects.filter(pk__in=page_ids).values_list("pk", model.date_field))
    return {page_id: iso(value) for page_id, value in dates.items()}


@ingredient
def listing(section_id: int, topic: str, place: str) -> tuple[int, ...]:
    """Return the ids of the entries of a section with that topic and place; an empty code asks for all."""
    return tuple(
        entry.page_id
        for entry in entries(section_id)
        if (not topic or topic in entry.topics) and (not place or place in entry.places)
    )


@ingredient
def last_number(section_id: int, topic: str, place: str, size: int) -> int:
    """Return the number of the newest numbered page: 0 when the index shows everything."""
    beyond = len(listing(section_id, topic, place)) - size
    return -(-beyond // size) if beyond > 0 else 0


@ingredient
def list_page(section_id: int, topic: str, place: str, size: int, number: int) -> ListPage:
    """Return what the numbered page `number` of a list shows, 0 for its index."""
    found = listing(section_id, topic, place)
    last = last_number(section_id, topic, place, size)
    if number == 0:
        return ListPage(found[:size], last or None, None)
    oldest_first = found[::-1]
    shown = oldest_first[(number - 1) * size : number * size][::-1]
    return ListPage(shown, number - 1 or None, number + 1 if number < last else 0)


@ingredient
def choices(
    section_id: int, topic: str, place: str, base: str
) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Return the topics and the places by which the list can be narrowed from here: only those with entries.

    How many entries each leaves is told in the whole list only: elsewhere each new entry would change every list.
    """
    found = entries(section_id)
    topics = Counter(code for entry in found if not place or place in entry.places for code in entry.topics)
    places = Counter(code for entry in found if not topic or topic in entry.topics for code in entry.places)
    told = 0 if topic or place else 1
    return (
        tuple(
            Choice(code, count * told, path(base, code, place), code == topic)
            for code, count in sorted(topics.items())
        ),
        tuple(
            Choice(code, count * told, path(base, topic, code), code == place)
            for code, count in sorted(places.items())
        ),
    )


def path(base: str, topic: str = "", place: str = "", number: int = 0) -> str:
    """Return the address of a list: `base` is the section's own path."""
    parts = ((TOPIC, topic), (PLACE, place), (NUMBER, str(number) if number else ""))
    return base + "".join(f"{word}/{value}/" for word, value in parts if value)


def paths(section_id: int, base: str, size: int) -> dict[str, tuple[str, str, int]]:
    """Return every address of a section's lists with its (topic, place, number)."""
    found = entries(section_id)
    narrowed = {("", "")}
    for entry in found:
        narrowed |= {(topic, place) for topic in ("", *entry.topics) for place in ("", *entry.places)}
    return {
        path(base, topic, place, number): (topic, place, number)
        for topic, place in narrowed
        for number in range(last_number(section_id, topic, place, size) + 1)
    }
