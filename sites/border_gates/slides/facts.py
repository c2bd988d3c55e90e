"""What a slide came to be: for the preview, for the checks, and for whoever asks why a line is missing."""

from dataclasses import dataclass

from sites.border_gates.slides.frames import Rect


@dataclass(frozen=True)
class TextFacts:
    """A text as it was set; `box` bounds its ink on the canvas."""

    role: str
    """`title`, `line` or `gate`."""
    lines: tuple[str, ...]
    size_px: int
    box: Rect


@dataclass(frozen=True)
class SlideFacts:
    """What was placed where, and what was left out for want of room."""

    texts: tuple[TextFacts, ...]
    left_out: tuple[str, ...]
    """Of `line`, `gate` and `code`: what the words have and the slide does not show."""
    shade: float
    """How much of the portal's dusk is printed over the picture under the words, 0-1."""
    contrast: float
    """The least contrast of the words with a pixel under them."""
    code_module_px: int | None
