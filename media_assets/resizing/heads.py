"""How large a picture is, read from the head of its file.

Willow decodes a whole picture to say so, and is asked when one is uploaded, when it is saved, and for every size
that is made of it.
"""

from PIL import Image
from willow.image import AvifImageFile, GIFImageFile, ImageFile, JPEGImageFile, PNGImageFile, WebPImageFile
from willow.registry import registry

FILES = (AvifImageFile, GIFImageFile, JPEGImageFile, PNGImageFile, WebPImageFile)


def register() -> None:
    """Have Willow read heads. It knows no animation: the first picture of one is what is shown."""
    for kind in FILES:
        registry.register_operation(kind, "get_size", _size)
        registry.register_operation(kind, "get_frame_count", _frame_count)


def _size(file: ImageFile) -> tuple[int, int]:
    file.f.seek(0)
    return Image.open(file.f).size  # the file is not ours to close


def _frame_count(file: ImageFile) -> int:
    return 1
