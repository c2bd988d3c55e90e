import dataclasses

import numpy
import pytest
from PIL import Image

from media_assets.typesetting.faces import harfbuzz_font
from media_assets.typesetting.shaping import runs, typeface_of
from sites.border_gates.slides import draw_slide
from sites.border_gates.slides.banner import TitleOverflowError, draw_banner, lay_out
from sites.border_gates.slides.frames import frame_of
from sites.border_gates.slides.themes import THEMES
from tests.border_gates.slides.samples import CANVAS, DEMO, GEOPARK, words_in
from translations.registry import LANGUAGES

FRAME = frame_of(**CANVAS)
PLAIN_LETTERS = {"zh-hans": "国", "lo": "ກ", "km": "ក", "th": "ก", "ko": "국"}
"""A letter as high as most of its script, as x is in Latin."""


def texts_of(slide):
    return {text.role: text for text in slide.facts.texts}


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_sample_is_drawn_as_a_title_or_told_as_overflow(language):
    title = language.sample.text if language.sample else language.autonym
    words = words_in(language.code, theme="cao-bang", title=title, line="")

    if len(title) > 90:
        with pytest.raises(TitleOverflowError, match=title[:20]):
            draw_slide(words, **CANVAS)
    else:
        assert "title" in texts_of(draw_slide(words, **CANVAS))


@pytest.mark.parametrize("language", DEMO)
def test_plain_letters_of_a_title_are_a_twelfth_of_the_wall(language):
    block = lay_out(words_in(language), FRAME)[0].block
    letter = PLAIN_LETTERS.get(language, "x")
    face = runs(letter, typeface_of(letter, language, "bold"))[0].face
    font = harfbuzz_font(face)
    height_em = -font.get_glyph_extents(font.get_nominal_glyph(ord(letter))).height / font.face.upem

    assert block.size_px * face.optical * height_em >= CANVAS["height"] / 12


@pytest.mark.parametrize("language", DEMO)
def test_words_stay_in_the_frame(language):
    slide = draw_slide(words_in(language), **CANVAS)

    for text in slide.facts.texts:
        assert text.box.x >= FRAME.heading.x
        assert text.box.right <= FRAME.heading.right + 1
        assert text.box.y >= 0
        assert text.box.bottom <= FRAME.all_words.bottom + 1


def test_title_line_and_gate_stand_apart():
    boxes = {role: text.box for role, text in texts_of(draw_slide(words_in("vi"), **CANVAS)).items()}

    assert boxes["gate"].bottom < boxes["title"].y
    assert boxes["title"].bottom < boxes["line"].y


def test_a_line_without_room_beside_a_long_title_is_left_out_and_told():
    slide = draw_slide(words_in("vi", title=f"{GEOPARK} {GEOPARK}"), **CANVAS)

    assert slide.facts.left_out == ("line",)
    assert len(texts_of(slide)["title"].lines) == 3


def test_a_line_too_long_for_two_rows_is_left_out_and_told():
    slide = draw_slide(words_in("vi", line=f"{GEOPARK} {GEOPARK} {GEOPARK}"), **CANVAS)

    assert slide.facts.left_out == ("line",)


def test_a_long_line_takes_two_rows_of_its_least_size():
    line = texts_of(draw_slide(words_in("vi", line=f"{GEOPARK}, {GEOPARK}"), **CANVAS))["line"]

    assert (len(line.lines), line.size_px) == (2, 40)


def test_a_title_too_long_for_the_wall_is_refused_by_name():
    with pytest.raises(TitleOverflowError) as caught:
        draw_slide(words_in("vi", title=GEOPARK * 4), **CANVAS)

    assert GEOPARK in str(caught.value)
    assert "Tiếng Việt" in str(caught.value)
    assert "61 px" in str(caught.value)


def test_a_gate_without_room_is_left_out_and_the_title_takes_its_place():
    canvas = {"width": 360, "height": 144}

    slide = draw_slide(words_in("vi", line=""), **canvas)

    assert slide.facts.left_out == ("gate",)
    assert texts_of(slide)["title"].box.y < frame_of(**canvas).words.y


def test_gate_may_be_named_in_another_language_than_the_title():
    words = words_in("vi", gate="ດ່ານສາກົນ Lao Bảo", gate_language="lo")

    gate = next(text for text in lay_out(words, FRAME) if text.role == "gate")

    assert gate.block.typeface.language == "lo"


def test_names_are_not_cut():
    title = "Hội chợ thương mại biên giới vùng cao Sà Phìn huyện Đồng Văn năm 2026"
    words = words_in("vi", title=title, line="")
    named = dataclasses.replace(words, names=frozenset({"vùng cao sà phìn"}))

    def is_whole(slide):
        return any("vùng cao Sà Phìn" in line for line in texts_of(slide)["title"].lines)

    assert not is_whole(draw_slide(words, **CANVAS))
    assert is_whole(draw_slide(named, **CANVAS))


def test_clock_is_left_empty_for_the_player():
    slide = draw_slide(words_in("vi"), **CANVAS)
    banner = draw_banner(words_in("vi"), FRAME)

    assert slide.clock == (1620, 0, 300, 84)
    assert banner.image.crop(slide.clock.box).getcolors() == [(300 * 84, THEMES["cao-bang"].deep)]


@pytest.mark.parametrize("theme", THEMES)
def test_a_slide_without_picture_shows_the_cloth_of_its_portal(theme):
    image = draw_banner(words_in("vi", theme=theme), FRAME).image
    beside_the_words = numpy.asarray(image.crop((FRAME.picture.right - 100, 0, FRAME.picture.right, 384)))

    assert len(numpy.unique(beside_the_words.reshape(-1, 3), axis=0)) > 3


def test_stitches_of_the_band_are_whole_pixels():
    stitch = FRAME.stitch
    left, top, right, bottom = FRAME.band.box
    band = draw_banner(words_in("vi"), FRAME).image.crop((left, top, right, bottom - bottom % stitch))

    stitches = band.reduce(stitch)

    assert len(stitches.getcolors()) == 4
    assert numpy.array_equal(stitches.resize(band.size, Image.Resampling.NEAREST), band)
