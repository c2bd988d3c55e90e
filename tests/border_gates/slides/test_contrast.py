import numpy
import pytest

from sites.border_gates.slides.banner import lay_out, shaded_picture
from sites.border_gates.slides.contrast import AIM, contrast, luminance_of, luminances
from sites.border_gates.slides.frames import frame_of
from sites.border_gates.slides.themes import THEMES
from tests.border_gates.slides.samples import CANVAS, GEOPARK, hard_pictures, landscape, words_in

FRAME = frame_of(**CANVAS)
LEAST_CONTRAST = 4.5
PICTURES = hard_pictures() | {"landscape": landscape(), "cloth": None}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("title", ["Núi", "Thác Bản Giốc", GEOPARK])
def test_every_pixel_under_a_word_leaves_it_readable(picture, title, theme):
    words = words_in("vi", title=title, theme=theme, picture=PICTURES[picture])
    texts = lay_out(words, FRAME)
    ground = shaded_picture(words, FRAME, texts)
    light = luminances(numpy.asarray(ground.picture))
    ink = luminance_of(THEMES[theme].paper)

    for text in texts:
        left, top = int(text.x), int(text.y)
        under = light[top : top + int(text.block.height) + 1, left : left + int(text.block.width) + 1]
        assert contrast(ink, float(under.max())) >= LEAST_CONTRAST
        assert contrast(ink, float(under.max())) >= ground.contrast - 0.01


@pytest.mark.parametrize("theme", THEMES.values())
def test_light_words_are_readable_on_every_ground_of_a_portal(theme):
    ink = luminance_of(theme.paper)

    for ground in (theme.dark, theme.deep, theme.dusk):
        assert contrast(ink, luminance_of(ground)) >= AIM


@pytest.mark.parametrize("theme", THEMES.values())
def test_the_place_mark_stands_out(theme):
    for ground in (theme.dark, theme.dusk):
        assert contrast(luminance_of(theme.glow), luminance_of(ground)) >= 3


def test_a_dark_picture_is_shaded_less_than_a_white_one():
    def depth(picture):
        words = words_in("vi", picture=PICTURES[picture])
        return shaded_picture(words, FRAME, lay_out(words, FRAME)).depth

    assert depth("black") < depth("landscape") < depth("white")


def test_the_picture_beside_the_words_is_left_as_it_is():
    words = words_in("vi", title="Núi", line="", picture=PICTURES["white"])
    ground = shaded_picture(words, FRAME, lay_out(words, FRAME)).picture

    assert ground.getpixel((ground.width - 1, 100)) == (255, 255, 255)
    assert ground.getpixel((60, 100)) != (255, 255, 255)


def test_contrast_of_black_and_white_is_twenty_one():
    assert contrast(luminance_of((0, 0, 0)), luminance_of((255, 255, 255))) == pytest.approx(21)
