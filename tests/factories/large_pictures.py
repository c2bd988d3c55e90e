"""Pictures as large as may be uploaded."""

import functools
import io
import os
from pathlib import Path

from django.core.files.images import ImageFile
from PIL import Image

from media_assets.models import Picture

SIZE = (10_000, 6_000)
"""60 megapixels: 240 MB each time it stands in memory."""
QUICKLY: dict[str, dict[str, int]] = {"WEBP": {"method": 0}, "AVIF": {"speed": 10}, "JPEG": {}}


@functools.cache
def large_image(file_format: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", SIZE, (31, 42, 85)).save(content, file_format, **QUICKLY[file_format])
    return content.getvalue()


def large_picture(file_format: str = "WEBP", title: str = "toàn cảnh") -> Picture:
    file = ImageFile(io.BytesIO(large_image(file_format)), name=f"{title}.{file_format.lower()}")
    made: Picture = Picture.objects.create(title=title, file=file)
    return made


def forget_high_water() -> float:
    """Begin anew to note the most memory that this process holds; return what it holds now, in MiB."""
    Path("/proc/self/clear_refs").write_text("5")
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
