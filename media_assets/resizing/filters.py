"""Wagtail's filters, run one after the other on a picture that is decoded once; `original` is the file as it is.

To make a large AVIF again in its own size takes more memory than there is, and nobody sees a difference.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import willow
from PIL import Image
from wagtail.images.models import Filter

from media_assets.resizing.original import Original, Resized

AS_IT_IS = "original"


def resized(original: Original, specs: Sequence[str]) -> list[Resized]:
    """Return one file for each specification; without any the picture is decoded all the same.

    Raises what Willow and Pillow raise on files that are damaged.
    """
    decoded = _Decoded(original.content)
    if not specs:
        decoded.auto_orient()
    return [_file(spec, original, decoded) for spec in specs]


def _file(spec: str, original: Original, decoded: "_Decoded") -> Resized:
    if spec == AS_IT_IS:
        return Resized(decoded.format_name, original.content)
    made = _FilterOfDecoded(spec, decoded).run(original, io.BytesIO())
    return Resized(made.format_name, made.f.getvalue())


class _Decoded:
    """A picture as a filter opens it, but decoded and turned upright once, for the first that asks."""

    def __init__(self, content: bytes) -> None:
        Image.open(io.BytesIO(content))  # what has no head is no picture
        self._file = willow.Image.open(io.BytesIO(content))
        self.format_name = self._file.format_name

    def auto_orient(self) -> Any:
        return self._upright

    @cached_property
    def _upright(self) -> Any:
        return self._file.auto_orient()


class _FilterOfDecoded(Filter):
    def __init__(self, spec: str, decoded: _Decoded) -> None:
        super().__init__(spec)
        self.decoded = decoded

    @contextmanager
    def get_willow_image(self, image: Original, source: Any = None) -> Iterator[_Decoded]:
        yield self.decoded
