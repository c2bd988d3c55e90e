"""How many banners a core draws in a second, with decoding and encoding, and how much memory that takes.

They are drawn as the publisher has them drawn: by a process that is asked for one after the other.

python -m tests.bench.slides
"""

import io
import os
import sys
import time

import numpy
from PIL import Image

from sites.border_gates.slides import SlideWords
from sites.border_gates.slides.apart import ours
from tests.bench.processes import high_water_mib, processor_seconds

WIDTH, HEIGHT = 1920, 384
PICTURE_SIZE = (2400, 1600)
ROUNDS = 30
TEXTS = {
    "vi": ("Thác Bản Giốc", "Khu du lịch xuyên biên giới đầu tiên giữa hai nước"),
    "zh-hans": ("板约瀑布", "越中两国首个跨境旅游区"),
    "km": ("សូមស្វាគមន៍មកកាន់ប្រទេសវៀតណាម", ""),
}


def main() -> None:
    """Print slides per second of processor time for each language, the memory of the process, and how soon it is up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    picture = photograph()
    for language, (title, line) in TEXTS.items():
        _tell(f"{language:8} {slides_per_second(language, title, line, picture):5.1f} slides/s")
    assert ours.pid
    _tell(f"process that draws: {high_water_mib(ours.pid):.0f} MiB at most")
    ours.end()
    start = time.perf_counter()
    ours.draw(SlideWords("vi", "cao-bang", *TEXTS["vi"], "", "vi", "", picture), width=WIDTH, height=HEIGHT)
    _tell(f"its start, with its first slide: {(time.perf_counter() - start) * 1000:.0f} ms")


def slides_per_second(language: str, title: str, line: str, picture: bytes) -> float:
    """Have the slide drawn, each time with another address, and return how many a second of one core gives."""
    words = [
        SlideWords(language, "cao-bang", title, line, "Trà Lĩnh", "vi", f"HTTP://CB.VN/S/{number}", picture)
        for number in range(ROUNDS + 1)
    ]
    ours.draw(words[-1], width=WIDTH, height=HEIGHT)
    start = processor_seconds(os.getpid())
    for each in words[:ROUNDS]:
        ours.draw(each, width=WIDTH, height=HEIGHT)
    return ROUNDS / (processor_seconds(os.getpid()) - start)


def photograph() -> bytes:
    """Return a JPEG with grain at many scales, as foliage and rock have it."""
    width, height = PICTURE_SIZE
    random = numpy.random.default_rng(3)
    picture = Image.new("RGB", PICTURE_SIZE, (120, 130, 100))
    for scale in (256, 64, 16, 4):
        grain = random.integers(0, 256, (height // scale, width // scale, 3), numpy.uint8)
        picture = Image.blend(picture, Image.fromarray(grain).resize(PICTURE_SIZE), 0.3)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
