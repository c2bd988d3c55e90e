import contextlib
import io
import struct
import zlib

import numpy
import pytest
from PIL import Image

from sites.border_gates.slides import draw_slide
from sites.border_gates.slides.banner import SlidePictureError
from sites.border_gates.slides.pictures import PictureUnreadableError, cut_out
from tests.border_gates.slides.samples import CANVAS, landscape, picture_file, words_in

BLACK = (0, 0, 0)
SIZE = (1575, 384)


def with_a_dot_at(x, y, width=1600, height=900):
    pixels = numpy.zeros((height, width, 3))
    pixels[y - 20 : y + 20, x - 20 : x + 20] = (255, 0, 0)
    return picture_file(pixels)


def dot_in(image):
    rows, columns = numpy.nonzero(numpy.asarray(image)[..., 0] > 128)
    return (columns.mean(), rows.mean()) if len(rows) else None


@pytest.mark.parametrize(("x", "y"), [(800, 60), (800, 450), (800, 840), (100, 450), (1500, 450)])
def test_the_focal_point_is_in_the_part_that_is_shown(x, y):
    image = cut_out(with_a_dot_at(x, y), SIZE, (x / 1600, y / 900), BLACK)

    assert dot_in(image) is not None


def test_another_focal_point_would_lose_it():
    assert dot_in(cut_out(with_a_dot_at(800, 60), SIZE, (0.5, 0.9), BLACK)) is None


def test_the_focal_point_of_a_wide_picture_stands_beside_the_words():
    x, _ = dot_in(cut_out(with_a_dot_at(1500, 200, width=3200, height=400), SIZE, (1500 / 3200, 0.5), BLACK))

    assert x == pytest.approx(0.68 * SIZE[0], abs=3)


@pytest.mark.parametrize("size", [(6710, 1080), (179, 144), (5, 1000)])
def test_any_shape_is_filled(size):
    assert cut_out(with_a_dot_at(800, 450), size, (1, 1), BLACK).size == size


def test_a_picture_turned_by_its_camera_is_turned_upright():
    upright = Image.open(io.BytesIO(with_a_dot_at(1500, 60)))
    lying = upright.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    lying.save(file, "JPEG", exif=exif, quality=95)

    x, y = dot_in(cut_out(file.getvalue(), (1600, 900), (0.5, 0.5), BLACK))

    assert (x, y) == pytest.approx((1500, 60), abs=3)


def test_transparent_pixels_show_the_ground():
    file = io.BytesIO()
    Image.new("RGBA", (1600, 400), (255, 255, 255, 0)).save(file, "PNG")

    image = cut_out(file.getvalue(), SIZE, (0.5, 0.5), (31, 42, 85))
    assert image.getextrema() == ((31, 31), (42, 42), (85, 85))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_common_kinds_of_picture_are_opened(kind):
    pixels = numpy.full((100, 400, 3), 200)

    assert cut_out(picture_file(pixels, kind), (40, 10), (0.5, 0.5), BLACK).getpixel((5, 5))[0] > 190


def bomb():
    """A PNG of a few bytes that says it is 60,000 by 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def large():
    file = io.BytesIO()
    Image.new("1", (9_500, 9_000)).save(file, "PNG")
    return file.getvalue()


HOSTILE = {
    "empty": b"",
    "not a picture": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "truncated": landscape()[:4000],
    "truncated in its header": landscape()[:20],
    "a bomb": bomb(),
    "too large": large(),
    "a kind that is not opened": picture_file(numpy.zeros((10, 10, 3)), "TIFF"),
}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_picture_is_refused(data):
    with pytest.raises(PictureUnreadableError):
        cut_out(data, SIZE, (0.5, 0.5), BLACK)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_damaged_picture_is_drawn_or_refused(kind):
    whole = picture_file(numpy.random.default_rng(5).integers(0, 256, (60, 240, 3)), kind)
    random = numpy.random.default_rng(7)
    for _ in range(60):
        damaged = bytearray(whole)
        for place in random.integers(0, len(whole), 8):
            damaged[place] = random.integers(0, 256)
        with contextlib.suppress(PictureUnreadableError):
            cut_out(bytes(damaged), (40, 10), (0.5, 0.5), BLACK)


def test_a_slide_with_such_a_picture_is_refused_by_name():
    with pytest.raises(SlidePictureError, match="Thác Bản Giốc"):
        draw_slide(words_in("vi", picture=b"?"), **CANVAS)
