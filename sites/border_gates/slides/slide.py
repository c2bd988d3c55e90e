"""One slide: words and a picture in, the bytes of one image out."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from sites.border_gates.slides.banner import draw_banner
from sites.border_gates.slides.facts import SlideFacts
from sites.border_gates.slides.frames import Rect, frame_of
from sites.border_gates.slides.words import SlideWords, require_drawable

QUALITY = 92
WITHOUT_CHROMA_SUBSAMPLING = 0
"""Halved colour smears red beside yellow by up to 100 of 255 levels."""


@dataclass(frozen=True)
class Slide:
    """A drawn slide. The same words and size give the same bytes."""

    image: bytes
    sha256: str
    """Of `image`, in hexadecimal digits."""
    width: int
    height: int
    clock: Rect
    """Left empty: the player writes the time here."""
    facts: SlideFacts


def draw_slide(words: SlideWords, *, width: int, height: int) -> Slide:
    """Draw a slide for a canvas of `width` by `height` pixels.

    Raises UnknownCanvasError for a shape no layout is drawn for, RaqmMissingError where text cannot be
    shaped, and a SlideError that names the slide, its language and the reason: SlideTextError,
    TitleOverflowError or SlidePictureError. Nothing is drawn then.
    """
    frame = frame_of(width, height)
    require_drawable(words)
    banner = draw_banner(words, frame)
    image = _encoded(banner.image)
    digest = hashlib.sha256(image).hexdigest()
    return Slide(image, digest, width, height, frame.clock, banner.facts)


def _encoded(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY, subsampling=WITHOUT_CHROMA_SUBSAMPLING)
    return file.getvalue()
