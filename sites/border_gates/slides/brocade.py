"""Woven cloth of a portal. A stitch is a whole number of pixels, so it stays crisp on a coarse LED wall."""

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray
from PIL import Image

from media_assets.typesetting.drawing import Colour
from sites.border_gates.slides.themes import Theme

Weave = NDArray[numpy.uint8]
"""A thread's number for every stitch."""

SHADOW = 0.62
"""How far the threads of a whole cloth stand out of its ground, so that the words stay what is seen first."""


def band(theme: Theme, width: int, height: int, stitch: int) -> Image.Image:
    """Return an upright band of the portal's motif; what is left of the width is ground on both sides."""
    motif = _motif(theme)
    across = numpy.zeros((motif.shape[1], width // stitch), numpy.uint8)
    side = (across.shape[1] - motif.shape[0]) // 2
    across[:, side : side + motif.shape[0]] = motif.T
    return _woven(across, width, height, stitch, _threads(theme))


def cloth(theme: Theme, width: int, height: int, stitch: int) -> Image.Image:
    """Return a whole cloth, in colours near its ground: what a slide shows that has no picture."""
    motif = _motif(theme)[:-1]  # its last row is its first again
    return _woven(motif, width, height, stitch, [_near(theme.dark, thread) for thread in _threads(theme)])


def _motif(theme: Theme) -> Weave:
    return numpy.array([[".123".index(sign) for sign in row] for row in theme.motif], numpy.uint8)


def _threads(theme: Theme) -> list[Colour]:
    return [theme.dark, theme.paper, theme.warm, theme.second]


def _near(ground: Colour, thread: Colour) -> Colour:
    red, green, blue = (round(g + (t - g) * SHADOW) for g, t in zip(ground, thread, strict=True))
    return red, green, blue


def _woven(weave: Weave, width: int, height: int, stitch: int, threads: Sequence[Colour]) -> Image.Image:
    """Repeat the weave both ways until it covers the size, from the middle of the height."""
    rows, columns = -(-height // stitch) + 1, -(-width // stitch)
    start = -(rows // 2) % weave.shape[0]
    repeated = numpy.take(weave, (numpy.arange(rows) + start) % weave.shape[0], axis=0)
    repeated = numpy.take(repeated, numpy.arange(columns) % weave.shape[1], axis=1)
    stitches = numpy.kron(repeated, numpy.ones((stitch, stitch), numpy.uint8))
    return Image.fromarray(numpy.array(threads, numpy.uint8)[stitches[:height, :width]])
