from itertools import product

import pytest

from media_assets.typesetting.faces import (
    BE_VIETNAM,
    CJK,
    FACE_OF_FAMILY,
    NOTO_SANS,
    RESCUE,
    covers,
    own_face,
)
from media_assets.typesetting.shaping import runs, shaped, typeface_of
from translations.registry import LANGUAGES

SAMPLES = [(language.code, language.sample.text) for language in LANGUAGES if language.sample]
AUTONYMS = [(language.code, language.autonym) for language in LANGUAGES]


def faces_in(text, language, weight="bold"):
    return {run.face for run in runs(text, typeface_of(text, language, weight))}


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_family_of_the_registry_has_a_face(language):
    assert language.font_family in FACE_OF_FAMILY


@pytest.mark.parametrize(("language", "text"), SAMPLES + AUTONYMS)
def test_every_language_is_drawn_by_its_own_face(language, text):
    own = own_face(language)
    expected = {own} if own else {BE_VIETNAM["bold"], NOTO_SANS}
    letters = "".join(letter for letter in text if letter.isalpha())

    assert faces_in(letters, language) <= expected


def test_title_and_line_differ_in_weight():
    assert faces_in("Thác", "vi", "bold") == {BE_VIETNAM["bold"]}
    assert faces_in("Thác", "vi", "semibold") == {BE_VIETNAM["semibold"]}
    assert len({face.path for face in BE_VIETNAM.values()}) == 2


def test_all_latin_letters_of_a_text_come_from_one_family():
    with_a_letter_that_be_vietnam_lacks = "bơngăt lĕ"

    assert faces_in(with_a_letter_that_be_vietnam_lacks, "jra") == {NOTO_SANS}


def test_a_first_line_keeps_the_family_that_the_second_line_needs():
    typeface = typeface_of("kơ mơnuih lĕ", "jra", "bold")

    assert {run.face for run in runs("kơ mơnuih", typeface)} == {NOTO_SANS}


def test_latin_words_and_figures_in_lao_are_latin():
    text = "ດ່ານ Lao Bảo 2024"

    assert faces_in(text, "lo") == {own_face("lo"), BE_VIETNAM["bold"]}


def test_lao_name_in_vietnamese_is_lao():
    assert own_face("lo") in faces_in("Cửa khẩu ລາວ", "vi")


def test_cham_in_latin_spelling_takes_no_points_from_the_cham_face():
    assert faces_in("Champa, Ninh Thuận", "cjm") == {BE_VIETNAM["bold"]}


@pytest.mark.parametrize("letter", "骨直角海")
def test_one_font_gives_every_region_its_own_shape(letter):
    glyphs = {
        shaped(CJK, letter, code).glyph_infos[0].codepoint for code in ("zh-hans", "zh-hant", "ja", "ko")
    }

    assert len(glyphs) > 1


def test_japanese_middle_dot_is_full_width():
    assert shaped(CJK, "ニ・ケ", "ja").glyph_positions[1].x_advance == 1000


@pytest.mark.parametrize("codec", ["gb2312", "big5", "shift_jis", "euc_kr"])
def test_no_letter_of_a_national_standard_is_missing(codec):
    pairs = map(bytes, product(range(0x81, 0xFF), range(0x40, 0xFF)))
    letters = {letter for pair in pairs for letter in pair.decode(codec, "ignore") if letter.isalpha()}

    assert len(letters) > 6000
    assert [letter for letter in letters if not any(covers(face, letter) for face in RESCUE)] == []
