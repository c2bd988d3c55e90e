import io

import numpy
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from sites.border_gates.slides import draw_slide
from sites.border_gates.slides.codes import QUIET_MODULES, WHITE, code_for
from sites.border_gates.slides.themes import THEMES
from tests.border_gates.slides.samples import ADDRESS, CANVAS, landscape, words_in

DARK = (21, 29, 63)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("height", [144, 192, 384])
def test_the_code_on_a_slide_is_read_back(theme, height):
    slide = draw_slide(words_in("vi", theme=theme, picture=landscape()), width=5 * height, height=height)

    assert [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(slide.image)))] == [ADDRESS]


def test_the_code_is_read_from_a_blurred_photograph_taken_at_an_angle():
    slide = Image.open(io.BytesIO(draw_slide(words_in("vi"), **CANVAS).image))
    photograph = slide.rotate(7, Image.Resampling.BICUBIC, expand=True).reduce(3)
    blurred = photograph.filter(ImageFilter.GaussianBlur(0.7))

    assert [code.text for code in zxingcpp.read_barcodes(blurred)] == [ADDRESS]


def test_an_address_of_38_capitals_takes_25_modules():
    address = ADDRESS.ljust(38, "7")

    assert code_for(address, 300, DARK).modules == 25
    assert code_for(address.lower(), 300, DARK).modules > 25


def test_the_quiet_zone_is_four_modules_wide():
    code = code_for(ADDRESS, 300, DARK)
    margin = code.module_px * QUIET_MODULES
    pixels = numpy.asarray(code.picture)

    assert code.module_px == 300 // 33
    assert (pixels[:margin] == WHITE).all()
    assert (pixels[:, :margin] == WHITE).all()
    assert tuple(pixels[margin, margin]) == DARK


def test_a_code_that_no_camera_could_read_is_not_drawn():
    assert code_for(ADDRESS, 3 * 33, DARK).module_px == 3
    assert code_for(ADDRESS, 3 * 33 - 1, DARK) is None


def test_a_code_left_out_is_told():
    slide = draw_slide(words_in("vi", address="HTTP://CAOBANG.VN/" + "7" * 200), width=480, height=144)

    assert "code" in slide.facts.left_out
    assert slide.facts.code_module_px is None


def test_a_slide_without_address_misses_no_code():
    slide = draw_slide(words_in("vi", address=""), **CANVAS)

    assert slide.facts.left_out == ()
    assert slide.facts.code_module_px is None


def test_an_address_longer_than_any_code_has_none():
    assert code_for("7" * 8000, 5000, DARK) is None
