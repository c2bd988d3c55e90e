"""Where everything stands on a canvas, and how large its words may be.

Measures are those of a banner 384 px high and grow with the canvas. One shape is drawn today; another is
another function that answers a `Frame`, and a module beside `banner.py` that fills it.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext

from media_assets.typesetting.fitting import Sizes

BANNER_HEIGHT = 384
BANNER_RATIO = 2.5
LEAST_SIDE_PX = 144
MOST_SIDE_PX = 16_384
LEAST_WORD_PX = 20
STITCHES_ACROSS = 9


class UnknownCanvasError(ValueError):
    """No layout is drawn for a canvas of this shape."""


class Rect(NamedTuple):
    """A rectangle of whole pixels from the top left corner of the canvas."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def box(self) -> tuple[int, int, int, int]:
        """As Pillow writes it: left, top, right, bottom."""
        return self.x, self.y, self.right, self.bottom


@dataclass(frozen=True)
class Frame:
    """The rectangles and type sizes of one canvas."""

    width: int
    height: int
    picture: Rect
    heading: Rect
    """The gate's name, above the words."""
    words: Rect
    """Title and line, below the heading."""
    all_words: Rect
    """Heading and words: the room of title and line where the gate's name is left out."""
    band: Rect
    clock: Rect
    code: Rect
    title: Sizes
    line: Sizes
    gate: Sizes
    gap: int
    """Between title and line."""
    fall: int
    """Over which the shade under the words gives way to the picture."""
    stitch: int
    """Whole pixels, or the weave turns to noise on a coarse wall."""


def frame_of(width: int, height: int) -> Frame:
    """Return the frame of a canvas, in pixels. Raises UnknownCanvasError."""
    sides = sorted((width, height))
    if sides[0] < LEAST_SIDE_PX or sides[1] > MOST_SIDE_PX or width < BANNER_RATIO * height:
        raise UnknownCanvasError(
            gettext(
                "No slide is drawn for a canvas of %(width)d × %(height)d px. Banners are: at least %(ratio)s"
                " times as wide as high, and %(least)d to %(most)d px a side."
            )
            % {
                "width": width,
                "height": height,
                "ratio": BANNER_RATIO,
                "least": LEAST_SIDE_PX,
                "most": MOST_SIDE_PX,
            }
        )
    return _banner(width, height)


def _banner(width: int, height: int) -> Frame:
    """Words on the picture at the left; at the right a woven band, the clock above the code."""

    def px(measure: float) -> int:
        return round(measure * height / BANNER_HEIGHT)

    def word_px(measure: float) -> int:
        return max(LEAST_WORD_PX, px(measure))

    stitch = max(2, height * 5 // BANNER_HEIGHT)
    column, band = px(300), stitch * STITCHES_ACROSS
    picture = Rect(0, 0, width - column - band, height)
    margin, top = px(52), px(30)
    gate = Sizes(word_px(36), word_px(20))
    heading = Rect(margin, top, picture.width - 2 * margin, round(gate.largest_px * 1.9))
    return Frame(
        width=width,
        height=height,
        picture=picture,
        heading=heading,
        words=Rect(margin, heading.bottom, heading.width, height - top - heading.bottom),
        all_words=Rect(margin, top, heading.width, height - 2 * top),
        band=Rect(picture.right, 0, band, height),
        clock=Rect(width - column, 0, column, height - column),
        code=Rect(width - column, height - column, column, column),
        title=Sizes(word_px(150), word_px(61), lines=2),
        line=Sizes(word_px(50), word_px(40)),
        gate=gate,
        gap=px(30),
        fall=px(520),
        stitch=stitch,
    )
