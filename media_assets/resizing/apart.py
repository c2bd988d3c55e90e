"""The files of pictures, made in a process of their own.

`child.py` is the process, `media_assets.bounded` how it is asked and what ends it.
"""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext
from wagtail.images.models import SourceImageIOError

from media_assets.bounded import BoundedProcess, BoundError, StoppedError
from media_assets.damage import UNREADABLE
from media_assets.resizing.original import Original, Resized


class ResizingError(SourceImageIOError):
    """A picture has no files: says which picture, and why. Wagtail shows a broken picture in its place."""

    def __init__(self, title: str, reason: str) -> None:
        self.title = title
        self.reason = reason
        super().__init__(title, reason)

    def __str__(self) -> str:
        return gettext("The picture “%(title)s” cannot be shown: %(reason)s") % {
            "title": self.title,
            "reason": self.reason,
        }


class PictureBoundError(ResizingError):
    """A picture takes more memory or time than any may take; it always will."""


class PictureUnreadableError(ResizingError):
    """A file is not a whole picture."""


class PictureMissingError(ResizingError):
    """A picture has lost its file."""


class ResizingStoppedError(ResizingError):
    """The process ended before the files were made. Another time they may be made."""


class ResizingProcess(BoundedProcess):
    """A process that makes the files of pictures for this one."""

    module = "media_assets.resizing.child"
    most_memory_mib = 1280
    """Measured with pictures of 60 megapixels, the largest that may be uploaded, and all files of a shape: 600 MiB
    for JPEG, 850 for AVIF and 1030 for WebP, and at most 15 s. A usual picture takes 150; the process starts in 0.6
    s."""

    def resize(self, title: str, original: Original, specs: Sequence[str]) -> list[Resized]:
        """Return one file for each of Wagtail's filter specifications. Raises a ResizingError.

        Without any the picture is decoded all the same, so that one that cannot be read raises.
        """
        try:
            made: list[Resized] = self.ask(original, list(specs))
        except BoundError as error:
            raise PictureBoundError(title, str(error)) from error
        except StoppedError as error:
            raise ResizingStoppedError(title, str(error)) from error
        except UNREADABLE as error:
            raise PictureUnreadableError(title, _unreadable(error)) from error
        return made


def _unreadable(error: Exception) -> str:
    """Of memory that a decoder did not get Pillow speaks in the same way, so the size is named too."""
    return gettext(
        "the picture cannot be read (%(error)s). Upload it again as a JPEG, PNG, WebP or AVIF of at"
        " most %(most)d megapixels."
    ) % {"error": error, "most": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000}


ours = ResizingProcess()
"""The one that works for this process."""
