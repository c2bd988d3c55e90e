"""What pages show of pictures: files by format, words in the reader's language, credit."""

import functools
from collections.abc import Iterable
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from media_assets.models import Picture, PictureWords
from media_assets.renditions import Shape, Source, renditions
from sites.publishing.capture import note, unrecorded
from sites.publishing.facts import run_of
from sites.publishing.ingredients import ingredient, making
from sites.publishing.moments import has_passed

SHAPES = {
    "lead": Shape((640, 1200, 1600), 16 / 9),
    "text": Shape((480, 960)),
    "card": Shape((400, 800, 1200), 3 / 2),
    "strip": Shape((800, 1600), 5 / 1),
    "layer-wide": Shape((1600,)),
    "layer-tall": Shape((900,)),
}
"""The crops that public pages use."""


@ingredient
def picture(picture_id: int, shape: str, language: str) -> dict[str, Any] | None:
    """Return a picture as a page of `language` shows it, or None when there is none that everybody may see.

    `sources` is a list of (media type, srcset) from the smallest format to the most readable; `night` the
    same for readers of dark screens, or None.
    """
    fetch_pictures([picture_id], shape)
    row = _picture(picture_id)
    if row is None or not may_be_seen(row):
        return None
    files = _files(row, shape)
    night = _picture(row.night_id) if row.night_id else None
    plain = files["jpeg"][-1]
    words = vars(row.words) if row.words.live else {}
    return {
        "sources": _sources(files),
        "night": _sources(_files(night, shape)) if night and may_be_seen(night) else None,
        "url": plain.url,
        "width": plain.width,
        "height": plain.height,
        "alt": run_of(words, "alt_text", language),
        "caption": run_of(words, "caption", language),
        "author": row.author,
        "licence": row.licence,
        "is_illustration": row.is_illustration,
        "is_ai_made": row.is_ai_made,
        "focus": _focus(row),
    }


def may_be_seen(shown: Picture) -> bool:
    """Return whether everybody may see a picture: its rights have not ended, and its collection is not closed."""
    note(Collection._meta.db_table, "pk", shown.collection_id)
    with unrecorded():
        path = shown.collection.path
    return not has_passed(shown.rights_end_on) and not any(map(path.startswith, closed_collections()))


def not_for_everybody() -> QuerySet[Picture]:
    """Return the pictures of which `may_be_seen` says no now."""
    ended = Q(rights_end_on__lt=timezone.localdate(timezone=timezone.get_default_timezone()))
    closed = (Q(collection__path__startswith=path) for path in closed_collections())
    return Picture.objects.filter(functools.reduce(or_, closed, ended))


@ingredient
def closed_collections() -> tuple[str, ...]:
    """Return the tree paths of the collections that not everybody may see."""
    return tuple(sorted(CollectionViewRestriction.objects.values_list("collection__path", flat=True)))


@unrecorded()
def fetch_pictures(picture_ids: Iterable[int | None], shape: str) -> None:
    """Fetch many pictures with their night versions, and their files in `shape`, with three queries."""
    with making() as run:
        wanted = {pk for pk in picture_ids if pk}
        known = run.fetch("picture", wanted, Picture.objects.select_related("words", "collection").in_bulk)
        nights = {row.night_id for pk in wanted if (row := known[pk]) and row.night_id}
        run.fetch("picture", nights, Picture.objects.select_related("collection").in_bulk)
        files = run.rows.setdefault(f"files:{shape}", {})
        shown = [row for pk in wanted if (row := known[pk])]
        new = [row for row in (*shown, *(known[pk] for pk in nights)) if row.pk not in files]
        if new:
            files.update(renditions(new, SHAPES[shape]))


def _picture(picture_id: int) -> Picture | None:
    note(Picture._meta.db_table, "pk", picture_id)
    note(PictureWords._meta.db_table, "picture_id", picture_id)
    with making() as run:
        return run.rows["picture"].get(picture_id)


def _files(row: Picture, shape: str) -> dict[str, list[Source]]:
    with making() as run:
        return run.rows[f"files:{shape}"][row.pk]


def _sources(files: dict[str, list[Source]]) -> list[tuple[str, str]]:
    return [
        (f"image/{file_format}", ", ".join(f"{source.url} {source.width}w" for source in files[file_format]))
        for file_format in files
    ]


def _focus(row: Picture) -> str:
    """The focal point as a CSS position."""
    if row.focal_point_x is None:
        return "50% 50%"
    return f"{round(100 * row.focal_point_x / row.width)}% {round(100 * row.focal_point_y / row.height)}%"
