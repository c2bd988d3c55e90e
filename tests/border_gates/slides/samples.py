"""Small valid slides and pictures to draw them on."""

import io
from typing import Any

import numpy
from PIL import Image

from sites.border_gates.slides import SlideWords

CANVAS = {"width": 1920, "height": 384}
ADDRESS = "HTTP://CAOBANG.VN/S/7K3F"
GATES = {
    "vi": "Cửa khẩu quốc tế Trà Lĩnh",
    "en": "Trà Lĩnh International Border Gate",
    "zh-hans": "茶岭国际口岸",
    "lo": "ດ່ານສາກົນ Lao Bảo",
    "km": "ច្រកទ្វារព្រំដែនអន្តរជាតិ Tịnh Biên",
}
DEMO = {
    "vi": ("cao-bang", "Thác Bản Giốc", "Khu du lịch xuyên biên giới đầu tiên giữa hai nước"),
    "en": ("cao-bang", "Bản Giốc Waterfall", "The first cross-border tourist site between two countries"),
    "zh-hans": ("cao-bang", "板约瀑布", "越中两国首个跨境旅游区"),
    "lo": ("quang-tri", "ຟອງຍາ-ແກບ່າງ", "Phong Nha - Kẻ Bàng, UNESCO"),
    "km": ("an-giang", "សូមស្វាគមន៍មកកាន់ប្រទេសវៀតណាម", ""),
    "th": ("quang-tri", "ยินดีต้อนรับสู่เวียดนาม", ""),
    "ko": ("quang-tri", "베트남에 오신 것을 환영합니다", ""),
}
GEOPARK = "Công viên địa chất toàn cầu UNESCO Non nước Cao Bằng"


def words_in(language: str = "vi", **changes: Any) -> SlideWords:
    """Return the demo's slide in a language, with some of its words changed."""
    theme, title, line = DEMO.get(language, DEMO["vi"])
    gate_language = language if language in GATES else "vi"
    values = {
        "language": language,
        "theme": theme,
        "title": title,
        "line": line,
        "gate": GATES[gate_language],
        "gate_language": gate_language,
        "address": ADDRESS,
    }
    return SlideWords(**values | changes)


def picture_file(pixels: numpy.ndarray, kind: str = "PNG") -> bytes:
    """Return pixels as a picture file."""
    file = io.BytesIO()
    Image.fromarray(pixels.astype(numpy.uint8)).save(file, kind)
    return file.getvalue()


def hard_pictures() -> dict[str, bytes]:
    """Return pictures on which light words are hard to read."""
    white = numpy.full((900, 1600, 3), 255)
    squares = numpy.indices((900, 1600)).sum(0) // 7 % 2 * 255
    single_pixels = numpy.indices((384, 1575)).sum(0) % 2 * 255
    sun = numpy.zeros((900, 1600, 3))
    sun[400:420, 300:320] = 255
    return {
        "white": picture_file(white),
        "black": picture_file(white * 0),
        "checker": picture_file(numpy.dstack([squares] * 3)),
        "checker of pixels": picture_file(numpy.dstack([single_pixels] * 3)),
        "noise": picture_file(numpy.random.default_rng(3).integers(0, 256, (900, 1600, 3))),
        "yellow": picture_file(white * numpy.array([1, 1, 0])),
        "a small sun": picture_file(sun),
    }


def landscape() -> bytes:
    """Return a sky above hills above water: smooth, so that goldens do not hang on a decoder."""
    height, width = 900, 1600
    rows, columns = numpy.mgrid[0:height, 0:width]
    hills = 520 + 90 * numpy.sin(columns / 130) + 50 * numpy.sin(columns / 47)
    sky = numpy.dstack([250 - rows / 20, 226 - rows / 12, 190 - rows / 30])
    land = numpy.dstack([20 + rows * 0.03, 90 - rows * 0.02, 70 + rows * 0.02])
    water = numpy.dstack([60 + rows * 0, 120 + rows * 0, 150 + rows * 0])
    pixels = numpy.where((rows > hills)[..., None], land, sky)
    return picture_file(numpy.where((rows > 640)[..., None], water, pixels))
