"""Draws a block of set type on a picture, with Pillow and Raqm."""

from django.utils.translation import gettext
from PIL import Image, ImageDraw, features

from media_assets.typesetting.faces import pillow_font
from media_assets.typesetting.fitting import Block, Line
from media_assets.typesetting.shaping import runs, shape
from translations.registry import language_of

Colour = tuple[int, int, int]
"""Red, green and blue, 0-255."""


class RaqmMissingError(RuntimeError):
    """Pillow cannot shape text on this machine; it would draw Khmer, Lao and Thai wrong without a word."""


def require_raqm() -> None:
    """Raise RaqmMissingError unless Pillow shapes text here; a worker asks once before it starts."""
    if not features.check("raqm"):
        raise RaqmMissingError(
            gettext(
                "Pillow cannot shape text: its Raqm layout needs FriBiDi (libfribidi.so.0), which is missing."
                " Install it with: apt-get install libfribidi0"
            )
        )


def draw(image: Image.Image, block: Block, x: float, y: float, ink: Colour) -> None:
    """Draw the block with the top left corner of its ink at `x`, `y`. Raises RaqmMissingError."""
    require_raqm()
    pen = ImageDraw.Draw(image)
    for line in block.lines:
        _draw_line(pen, block, line, (x + line.x, y + line.y), ink)


def _draw_line(
    pen: ImageDraw.ImageDraw, block: Block, line: Line, origin: tuple[float, float], ink: Colour
) -> None:
    x, y = origin
    language = block.typeface.language
    for run in runs(line.text, block.typeface):
        size = block.size_px * run.face.optical
        stroke = run.face.embolden * size
        pen.text(
            (x + stroke, round(y)),
            run.text,
            fill=ink,
            font=pillow_font(run.face, int(size)),
            anchor="ls",
            language=language_of(language).tag,
            stroke_width=stroke,
        )
        x += (shape(run.face, run.text, language).advance + run.gap) * size
