"""What a filter asks of a picture, in plain values."""

from dataclasses import dataclass, field
from typing import NamedTuple

from wagtail.images.rect import Rect


@dataclass(frozen=True)
class Original:
    """The file of a picture and its focal point."""

    content: bytes = field(repr=False)
    focal_point: Rect | None = None

    def get_focal_point(self) -> Rect | None:
        return self.focal_point

    def is_svg(self) -> bool:
        return False


class Resized(NamedTuple):
    """A file in one size; `file_format` as Willow names it."""

    file_format: str
    content: bytes
