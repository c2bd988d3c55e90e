import pytest
from django.utils.translation import override

from media_assets.typesetting.fidelity import Problem, TextFidelityError, check, require_fidelity

SOUND = [
    ("vi", "Được UNESCO công nhận tháng 4/2018, hơn 3.000 km²"),
    ("vi", "Cửa khẩu “Trà Lĩnh” – 龙邦 ₫"),
    ("lo", "ນໍ້າຕົກ ຟອງຍາ-ແກບ່າງ"),
    ("th", "ที่ปู่ ญี่ปุ่น น้ำตก 50%"),
    ("km", "ច្រកទ្វារព្រំដែន អន្តរជាតិ\u200bស្ត្រី ២០២៤"),
    ("km", "ប\u200c៉ា"),
    ("blt", "ꪼꪕꪒꪾ"),
    ("mtq", "Pa̒ Ko̒ thuô̭c wiḙ̂n"),
    ("rad", "ê̆ ô̆ ơ̆"),
    ("ja", "フォンニャ＝ケバン・髙﨑"),
    ("de", "Wasser\u00adfall"),
]
BROKEN = [
    ("vi", "Thác 🏞", Problem.MISSING_GLYPH, "🏞"),
    ("vi", "שלום", Problem.MISSING_GLYPH, "ש"),
    ("vi", "Tha\u0301c", Problem.NOT_COMPOSED, "a\u0301"),
    ("vi", "Thác\u202eGiốc", Problem.NOT_A_LETTER, "\u202e"),
    ("vi", "Thác\nGiốc", Problem.NOT_A_LETTER, "\n"),
    ("vi", "\ue000", Problem.NOT_A_LETTER, "\ue000"),
    ("vi", "\ufffd", Problem.NOT_A_LETTER, "\ufffd"),
    ("vi", "\u0323a", Problem.ORPHAN_MARK, "\u0323"),
    ("lo", "\u0ec9ກ", Problem.ORPHAN_MARK, "\u0ec9"),
    ("th", "ก\u0e49\u0e48", Problem.DOUBLED_MARK, "\u0e48"),
    ("lo", "ກ\u0eb4\u0eb5", Problem.DOUBLED_MARK, "\u0eb5"),
    ("km", "ក\u17d2", Problem.BARE_COENG, "\u17d2"),
    ("km", "\u17c1ក", Problem.DOTTED_CIRCLE, "\u17c1"),
]


@pytest.mark.parametrize(("language", "text"), SOUND)
def test_sound_text_has_no_fault(language, text):
    assert check(text, language) == []


@pytest.mark.parametrize(("language", "text", "problem", "letters"), BROKEN)
def test_what_cannot_be_drawn_as_written_is_found(language, text, problem, letters):
    faults = check(text, language)

    assert problem in {fault.problem for fault in faults}
    assert letters in {fault.letters[: len(letters)] for fault in faults if fault.problem == problem}


def test_the_message_names_letter_font_and_language():
    with override("en"), pytest.raises(TextFidelityError) as caught:
        require_fidelity("Thác 🏞", "vi")

    assert "U+1F3DE NATIONAL PARK" in str(caught.value)
    assert "🏞" in str(caught.value)
    assert "Be Vietnam Pro Bold" in str(caught.value)
    assert "Tiếng Việt" in str(caught.value)


def test_a_message_does_not_repeat_a_character_that_could_turn_it_around():
    with override("en"), pytest.raises(TextFidelityError) as caught:
        require_fidelity("Thác\u202e", "vi")

    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in str(caught.value.faults[0])
    assert "\u202e" not in str(caught.value)


def test_a_fault_tells_where_it_is():
    assert check("Thác 🏞", "vi")[0].position == 5
