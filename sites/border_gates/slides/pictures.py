"""A picture file becomes the pixels of a rectangle, cut about what matters most in it."""

import io

from django.utils.translation import gettext
from PIL import Image, ImageOps

from media_assets.damage import UNREADABLE
from media_assets.typesetting.drawing import Colour

FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
MOST_PIXELS = 80_000_000
STANDS_AT = (0.68, 0.5)
"""Where in the rectangle the focal point goes if the picture has room: beside the words, not under them."""
REDUCING_GAP = 2.0
ROWS_AT_ONCE = 256
"""Of a transparent picture: laid on its ground as a whole, it would stand in memory four times."""


class PictureUnreadableError(ValueError):
    """The bytes are not a whole picture of a kind and size that is opened here."""


def cut_out(data: bytes, size: tuple[int, int], focus: tuple[float, float], ground: Colour) -> Image.Image:
    """Return the largest part of the picture that has the shape of `size`, reduced to it.

    The part lies about `focus`, (0, 0) being the picture's top left; `ground` shows where it is transparent.
    Raises PictureUnreadableError.
    """
    picture = _opened(data, size, ground)
    part = _part(picture.size, size, focus)
    return picture.resize(size, Image.Resampling.BICUBIC, box=part, reducing_gap=REDUCING_GAP)


def _opened(data: bytes, size: tuple[int, int], ground: Colour) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            _require_moderate_size(picture)
            _decode_small(picture, size)
            ImageOps.exif_transpose(picture, in_place=True)
            return _flat(picture, ground)
    except UNREADABLE as error:
        raise PictureUnreadableError(
            gettext(
                "the picture cannot be read (%(error)s). Upload it again as a JPEG, PNG, WebP or AVIF of at"
                " most %(most)d megapixels."
            )
            % {"error": error, "most": MOST_PIXELS // 1_000_000}
        ) from error


def _require_moderate_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureUnreadableError(f"{picture.width} × {picture.height} px")


def _decode_small(picture: Image.Image, size: tuple[int, int]) -> None:
    """Let a JPEG be decoded at an eighth, a quarter or half of its size where that is still enough."""
    scale = max(size) / min(picture.size)  # enough too for a picture that is yet to be turned on its side
    picture.draft("RGB", (int(picture.width * scale), int(picture.height * scale)))


def _flat(picture: Image.Image, ground: Colour) -> Image.Image:
    if not picture.has_transparency_data:
        return picture if picture.mode == "RGB" else picture.convert("RGB")
    flat = Image.new("RGB", picture.size)
    for top in range(0, picture.height, ROWS_AT_ONCE):
        strip = picture.crop((0, top, picture.width, min(top + ROWS_AT_ONCE, picture.height)))
        below = Image.new("RGBA", strip.size, (*ground, 255))
        flat.paste(Image.alpha_composite(below, strip.convert("RGBA")).convert("RGB"), (0, top))
    return flat


def _part(
    picture: tuple[int, int], size: tuple[int, int], focus: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Return the largest part of a picture with the shape of `size`: left, top, right, bottom."""
    scale = max(size[0] / picture[0], size[1] / picture[1])
    left, right = _span(picture[0], size[0] / scale, focus[0], STANDS_AT[0])
    top, bottom = _span(picture[1], size[1] / scale, focus[1], STANDS_AT[1])
    return left, top, right, bottom


def _span(whole: int, wanted: float, focus: float, stands_at: float) -> tuple[float, float]:
    length = min(wanted, whole)
    start = min(max(focus * whole - length * stands_at, 0.0), whole - length)
    return start, min(start + length, whole)
