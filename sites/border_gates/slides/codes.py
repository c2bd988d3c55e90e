"""The code a passer-by photographs, on whole pixels with its quiet zone.

Written in capitals an address takes QR's alphanumeric mode: up to 38 characters make 25 modules at level M.
A camera needs 1.8 of its own pixels a module, and a code is read from about ten times its width.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy
import segno
from numpy.typing import NDArray
from PIL import Image

from media_assets.typesetting.drawing import Colour

Modules = NDArray[numpy.uint8]

QUIET_MODULES = 4
LEAST_MODULE_PX = 3
"""Below it a code is an ornament that no camera reads."""
WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Code:
    """A drawn code with its quiet zone, no larger than it was asked to be."""

    picture: Image.Image
    module_px: int
    modules: int


def code_for(address: str, side_px: int, dark: Colour) -> Code | None:
    """Return the largest code of whole pixels that fits the side, or None when cameras could not read it.

    No address has no code, and neither has one longer than a code can hold.
    """
    modules = _modules(address) if address else None
    module_px = side_px // len(modules) if modules is not None else 0
    if modules is None or module_px < LEAST_MODULE_PX:
        return None
    pixels = numpy.kron(modules, numpy.ones((module_px, module_px), numpy.uint8))
    picture = Image.fromarray(numpy.array([WHITE, dark], numpy.uint8)[pixels])
    return Code(picture, module_px, len(modules) - 2 * QUIET_MODULES)


@lru_cache(maxsize=512)
def _modules(address: str) -> Modules | None:
    try:
        symbol = segno.make_qr(address, error="m", boost_error=False)
    except ValueError:
        return None
    return numpy.pad(numpy.array(symbol.matrix, numpy.uint8), QUIET_MODULES)
