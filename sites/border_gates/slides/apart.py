"""Slides drawn in a process of their own: no picture takes the memory or the time of who publishes.

`child.py` is the process, `media_assets.bounded` how it is asked and what ends it.
"""

from django.utils.translation import get_language, gettext

from media_assets.bounded import BoundedProcess, BoundError, StoppedError
from sites.border_gates.slides.slide import Slide
from sites.border_gates.slides.words import SlideError, SlideWords
from translations.registry import language_of


class SlideBoundError(SlideError):
    """A slide takes more memory or time than any may take; it always will."""


class SlideStoppedError(RuntimeError):
    """The process that drew a slide ended before the slide was done. Another time it may be drawn."""

    def __init__(self, words: SlideWords, reason: str) -> None:
        super().__init__(
            gettext("The slide “%(title)s” (%(language)s) was not drawn: %(reason)s")
            % {"title": words.title, "language": language_of(words.language).name_vi, "reason": reason}
        )


class DrawingProcess(BoundedProcess):
    """A process that draws slides for this one."""

    module = "sites.border_gates.slides.child"
    most_memory_mib = 1280
    """Measured on a canvas of 7680 × 3072 px with pictures of 60 megapixels, the largest that may be uploaded:
    500-570 MiB for JPEG, GIF and opaque PNG, 810 for AVIF and 1080 for WebP with transparency, and at most 7 s. A
    usual slide takes 80; the process starts in 0.3 s."""

    def draw(self, words: SlideWords, *, width: int, height: int) -> Slide:
        """Return what `draw_slide` returns. Raises what that raises, SlideBoundError and SlideStoppedError."""
        try:
            slide: Slide = self.ask(words, width, height, get_language())
        except BoundError as error:
            raise SlideBoundError(words.title, words.language, str(error)) from error
        except StoppedError as error:
            raise SlideStoppedError(words, str(error)) from error
        return slide


ours = DrawingProcess()
"""The one that draws for this process."""
