"""What Pillow raises, kind by kind, on files that are damaged."""

import struct

from PIL import Image

UNREADABLE = (
    Image.DecompressionBombError,
    EOFError,
    OSError,
    RuntimeError,
    SyntaxError,
    ValueError,
    struct.error,
)
