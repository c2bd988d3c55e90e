"""The fonts that `cut_fonts.sh` makes for the websites."""

import io
import unicodedata
from pathlib import Path

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont

from media_assets.typesetting.faces import FONTS
from translations.registry import LANGUAGES, language_of

WEB_FONTS = Path(__file__).parents[3] / "sites/websites/static/websites/fonts"
BY_SCRIPT = {
    "Laoo": ("notosans-lao-400", "notoserif-lao-700"),
    "Khmr": ("notosans-khmer-400", "notoserif-khmer-700"),
    "Thai": ("notosans-thai-400", "notosans-thai-700"),
    "Tavt": ("notosans-taiviet-400",),
    "Cham": ("notosans-cham-400",),
    "Cyrl": ("notosans-cyrillic-400", "alegreya-cyrillic-700"),
}
IN_VIETNAMESE_FACES = ("vi", "en", "fr", "de", "tyz", "nut", "hmn", "ium", "hni")
VIETNAMESE = ("bevietnam-400", "bevietnam-600", "alegreya-500", "alegreya-700")
MINORITY = ("notosans-minority-400", "notosans-minority-700")
BY_SYSTEM_FONTS = ("Hans", "Hant", "Jpan", "Kore")
ON_THE_WEB = [language for language in LANGUAGES if language.script not in BY_SYSTEM_FONTS]


def coverage(name):
    return set(TTFont(WEB_FONTS / f"{name}.woff2", lazy=True).getBestCmap())


def faces_of(language):
    if language.script in BY_SCRIPT:
        return BY_SCRIPT[language.script]
    return VIETNAMESE if language.code in IN_VIETNAMESE_FACES else MINORITY


@pytest.mark.parametrize("language", ON_THE_WEB, ids=lambda language: language.code)
def test_every_letter_of_a_language_is_in_its_web_faces(language):
    text = language.autonym + (language.sample.text if language.sample else "")
    own_letters = {ord(letter) for letter in unicodedata.normalize("NFC", text) if letter.isalpha()}
    marks = {ord(letter) for letter in text if unicodedata.category(letter).startswith("M")}

    for face in faces_of(language):
        assert own_letters | marks <= coverage(face)


@pytest.mark.parametrize("face", VIETNAMESE + MINORITY)
def test_every_vietnamese_letter_and_tone_is_in_the_latin_faces(face):
    vowels = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    tones = "\u0300\u0301\u0303\u0309\u0323"
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones}

    assert {ord(letter) for letter in letters | set(tones) | set("đĐ₫")} <= coverage(face)


@pytest.mark.parametrize(
    ("web", "complete", "language", "text"),
    [
        ("notosans-khmer-700", "NotoSansKhmer-Bold.ttf", "km", "ច្រកទ្វារព្រំដែនអន្តរជាតិ ស្ត្រី ខ្ញុំ"),
        ("notosans-lao-700", "NotoSansLao-Bold.ttf", "lo", "ນໍ້າຕົກ ທີ່ ກູ້"),
        ("notosans-thai-700", "NotoSansThai-Bold.ttf", "th", "ที่ปู่ ญี่ปุ่น น้ำ"),
    ],
)
def test_a_web_font_joins_letters_as_the_complete_font_does(web, complete, language, text):
    font = TTFont(WEB_FONTS / f"{web}.woff2")
    font.flavor = None
    file = io.BytesIO()
    font.save(file)

    assert joined(file.getvalue(), text, language) == joined((FONTS / complete).read_bytes(), text, language)


def joined(font, text, language):
    """Return how many glyphs the text takes and where they stand; their numbers differ between cuts."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text.replace(" ", ""))
    buffer.guess_segment_properties()
    buffer.language = language_of(language).tag
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(font)), buffer)
    return [(place.x_advance, place.x_offset, place.y_offset) for place in buffer.glyph_positions]
