import numpy
import pytest
from PIL import Image, ImageDraw, ImageFont

from media_assets.typesetting.faces import KHMER, pillow_font
from media_assets.typesetting.fidelity import check
from media_assets.typesetting.shaping import measure, runs, shape, shaped, typeface_of
from translations.registry import LANGUAGES

SAMPLES = [(language.code, language.sample.text) for language in LANGUAGES if language.sample]
AUTONYMS = [(language.code, language.autonym) for language in LANGUAGES]


def extent(text, language="vi"):
    return measure(text, typeface_of(text, language, "bold"))


@pytest.mark.parametrize(("language", "text"), SAMPLES + AUTONYMS)
def test_every_sample_shapes_without_missing_glyph_or_dotted_circle(language, text):
    assert check(text, language) == []


@pytest.mark.parametrize(("language", "text"), SAMPLES)
def test_runs_joined_are_the_text(language, text):
    assert "".join(run.text for run in runs(text, typeface_of(text, language, "bold"))) == text


def test_khmer_vowel_is_moved_before_its_consonant():
    clusters = [glyph.codepoint for glyph in shaped(KHMER, "កេ", "km").glyph_infos]
    consonant, vowel = (shaped(KHMER, letter, "km").glyph_infos[0].codepoint for letter in ("ក", "អ"))

    assert clusters[1] == consonant
    assert vowel not in clusters


def test_raqm_draws_khmer_in_another_order_than_it_is_typed():
    text = "ព្រំដែន"
    basic = ImageFont.truetype(KHMER.path, 60, layout_engine=ImageFont.Layout.BASIC)

    assert not numpy.array_equal(drawn(text, pillow_font(KHMER, 60)), drawn(text, basic))


def test_a_khmer_cluster_of_four_letters_takes_fewer_glyphs():
    assert len(shaped(KHMER, "ស្ត្រី", "km").glyph_infos) < len("ស្ត្រី")


def test_horn_of_a_last_letter_gets_room_before_the_next_word():
    with_horn = runs("Xứ núi", typeface_of("Xứ núi", "vi", "bold"))[0]
    without = runs("Xá núi", typeface_of("Xá núi", "vi", "bold"))[0]

    assert with_horn.gap > without.gap > 0


def test_a_space_after_the_last_word_adds_no_ink():
    assert extent("Thác ").right == extent("Thác").right
    assert extent("Thác ").advance > extent("Thác").advance


def test_a_space_before_the_first_word_is_no_ink():
    assert extent("\u00a0Thác").left > extent("Thác").left + 0.1


def test_ink_may_stick_out_of_its_advance():
    tai_viet = extent("ꪋꪴ", "blt")

    assert tai_viet.right > tai_viet.advance or tai_viet.left < 0


def test_optical_size_makes_lao_beside_latin_larger():
    lao = typeface_of("ລາວ", "lo", "bold")

    assert measure("ລາວ", lao).advance == pytest.approx(1.04 * shape(lao.own, "ລາວ", "lo").advance)


def drawn(text, font):
    image = Image.new("L", (600, 200))
    ImageDraw.Draw(image).text((40, 120), text, fill=255, font=font, anchor="ls")
    return numpy.asarray(image)
