"""Wagtail's filters, run one after the other on a picture that is decoded once."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import willow
from wagtail.images.models import Filter

from media_assets.resizing.original import Original, Resized


def resized(original: Original, specs: Sequence[str]) -> list[Resized]:
    """Return one file for each specification; without any the picture is decoded all the same.

    Raises what Willow and Pillow raise on files that are damaged.
    """
    decoded = _Decoded(original.content)
    return [_file(spec, original, decoded) for spec in specs]


def _file(spec: str, original: Original, decoded: "_Decoded") -> Resized:
    made = _FilterOfDecoded(spec, decoded).run(original, io.BytesIO())
    return Resized(made.format_name, made.f.getvalue())


class _Decoded:
    """A picture as a filter opens it, but decoded and turned upright already."""

    def __init__(self, content: bytes) -> None:
        file = willow.Image.open(io.BytesIO(content))
        self.format_name = file.format_name
        self._upright = file.auto_orient()

    def auto_orient(self) -> Any:
        return self._upright


class _FilterOfDecoded(Filter):
    def __init__(self, spec: str, decoded: _Decoded) -> None:
        super().__init__(spec)
        self.decoded = decoded

    @contextmanager
    def get_willow_image(self, image: Original, source: Any = None) -> Iterator[_Decoded]:
        yield self.decoded
