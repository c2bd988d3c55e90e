"""The sizes and formats of pictures, for many pictures at once.

A page asks for all its pictures in one call: one query finds the renditions that exist, and only missing
ones are made. Every shape has AVIF, WebP and JPEG, so that each browser takes the smallest it can read.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.images.models import Filter

from media_assets.models import Picture, Rendition

FORMATS = ("avif", "webp", "jpeg")
QUALITY = {"avif": "avifquality-58", "webp": "webpquality-72", "jpeg": "jpegquality-78"}


@dataclass(frozen=True)
class Shape:
    """A crop about the focal point, in the widths (px) that a page offers; `ratio` None keeps the picture's own."""

    widths: tuple[int, ...]
    ratio: float | None = None

    def spec(self, width: int, file_format: str) -> str:
        """Return Wagtail's filter specification of one width in one format."""
        size = f"fill-{width}x{round(width / self.ratio)}" if self.ratio else f"width-{width}"
        return f"{size}|format-{file_format}|{QUALITY[file_format]}"

    @property
    def specs(self) -> list[str]:
        return [self.spec(width, file_format) for file_format in FORMATS for width in self.widths]


@dataclass(frozen=True)
class Source:
    """One file of a picture."""

    url: str
    width: int
    height: int


def renditions(pictures: Iterable[Picture], shape: Shape) -> dict[int, dict[str, list[Source]]]:
    """Return for each picture id the files of `shape` by format, smallest first; one query if all exist."""
    pictures = list(pictures)
    found = _existing(pictures, shape)
    return {picture.pk: _by_format(picture, shape, found.get(picture.pk, {})) for picture in pictures}


def _existing(pictures: list[Picture], shape: Shape) -> dict[int, dict[tuple[str, str], Rendition]]:
    rows: dict[int, dict[tuple[str, str], Rendition]] = {}
    wanted = Rendition.objects.filter(image__in=pictures, filter_spec__in=shape.specs)
    for row in wanted:
        rows.setdefault(row.image_id, {})[row.filter_spec, row.focal_point_key] = row
    return rows


def _by_format(
    picture: Picture, shape: Shape, existing: dict[tuple[str, str], Rendition]
) -> dict[str, list[Source]]:
    widths = _fitting(picture, shape)
    specs = {file_format: [shape.spec(width, file_format) for width in widths] for file_format in FORMATS}
    found = _of_picture(picture, [spec for each in specs.values() for spec in each], existing)
    return {file_format: [_source(found[spec]) for spec in each] for file_format, each in specs.items()}


def _fitting(picture: Picture, shape: Shape) -> list[int]:
    """Never a width beyond the picture's own, but always one."""
    return [width for width in shape.widths if width <= picture.width] or [shape.widths[0]]


def _of_picture(
    picture: Picture, specs: list[str], existing: dict[tuple[str, str], Rendition]
) -> dict[str, Rendition]:
    """Return the renditions of one picture by their specifications; those that are missing are made at once.

    Wagtail's cache is not asked: it still knows those of a file that was replaced, and that may come back.
    """
    keys = {spec: _filter(spec).get_cache_key(picture) for spec in specs}
    known = {spec: found for spec, key in keys.items() if (found := existing.get((spec, key)))}
    made = picture.create_renditions(*(_filter(spec) for spec in specs if spec not in known))
    return {**known, **{each.spec: rendition for each, rendition in made.items()}}


@functools.cache
def _filter(spec: str) -> Filter:
    """Taking a specification apart costs more than all else that a known rendition does."""
    return Filter(spec=spec)


def _source(rendition: Rendition) -> Source:
    return Source(rendition.url, rendition.width, rendition.height)
