import pytest

from media_assets.typesetting.breaking import pieces_of
from media_assets.typesetting.cutting import best_cut, least_width
from media_assets.typesetting.fitting import Box, Sizes, fit
from media_assets.typesetting.shaping import measure, typeface_of
from translations.registry import LANGUAGES

BANNER = Box(1419, 256)
TITLE = Sizes(150, 61, lines=2)
GEOPARK = "Công viên địa chất toàn cầu UNESCO Non nước Cao Bằng"


def rows(block):
    return [line.text.replace("\u00a0", " ") for line in block.lines]


def test_a_short_title_stands_on_one_line_at_the_largest_size():
    block = fit("Thác Bản Giốc", "vi", BANNER, TITLE)

    assert rows(block) == ["Thác Bản Giốc"]
    assert block.size_px == 150


def test_a_long_title_takes_two_even_lines():
    assert rows(fit(GEOPARK, "vi", BANNER, TITLE)) == [
        "Công viên địa chất toàn cầu",
        "UNESCO Non nước Cao Bằng",
    ]


def test_a_wide_box_never_sets_smaller_than_a_narrow_one():
    sizes = [
        fit(GEOPARK, "vi", Box(width, 256), Sizes(150, 20, lines=2)).size_px for width in range(400, 1800, 50)
    ]

    assert sizes == sorted(sizes)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_ink_stays_in_its_box(language):
    text = language.sample.text if language.sample else language.autonym
    block = fit(text, language.code, BANNER, Sizes(150, 20, lines=3))

    assert not block.overflows
    assert block.width <= BANNER.width
    assert block.height <= BANNER.height


def test_overflow_is_told_and_the_least_size_kept():
    block = fit("Sonderverwaltungsregionen", "de", Box(300, 100), Sizes(150, 61))

    assert block.overflows
    assert block.size_px == 61
    assert block.width > 300


@pytest.mark.parametrize(
    ("language", "text", "floor"), [("km", "ខ្មែរ", 36), ("th", "ไทย", 28), ("zh-hans", "越南", 24)]
)
def test_no_script_is_set_below_its_floor(language, text, floor):
    block = fit(text, language, Box(60, 100), Sizes(12, 8))

    assert int(block.size_px * block.typeface.own.optical) >= floor


def test_latin_is_not_set_below_twenty_pixels():
    assert fit("Thác", "vi", Box(20, 100), Sizes(12, 8)).size_px == 20


def test_lines_with_tall_letters_stand_apart_by_their_ink():
    block = fit("Ngỹgypgỵ ẤỄỖẨẪỂ", "vi", Box(500, 400), Sizes(80, 80, lines=2))
    upper, lower = (measure(line.text, block.typeface) for line in block.lines)
    pitch = block.lines[1].y - block.lines[0].y

    assert pitch > 1.2 * block.size_px
    assert pitch >= (lower.top - upper.bottom + 0.1) * block.size_px - 0.01


def test_lines_without_tall_letters_keep_the_least_leading():
    block = fit("xem mưa xem mưa", "vi", Box(400, 400), Sizes(80, 80, lines=2))

    assert block.lines[1].y - block.lines[0].y == pytest.approx(1.06 * 80)


def test_khmer_lines_stand_further_apart_than_latin_ones():
    khmer = fit("សូមស្វាគមន៍មកកាន់ប្រទេសវៀតណាម", "km", Box(500, 400), Sizes(60, 60, lines=2))
    latin = fit("Welcome to Viet Nam", "en", Box(350, 400), Sizes(60, 60, lines=2))

    assert khmer.lines[1].y - khmer.lines[0].y > latin.lines[1].y - latin.lines[0].y


def test_a_line_does_not_cut_a_name_the_caller_knows():
    text, box, sizes = "Chợ phiên vùng cao Sà Phìn", Box(600, 300), Sizes(60, 60, lines=2)
    names = frozenset({"vùng cao sà phìn"})

    assert rows(fit(text, "vi", box, sizes)) == ["Chợ phiên vùng", "cao Sà Phìn"]
    assert rows(fit(text, "vi", box, sizes, names=names)) == ["Chợ phiên", "vùng cao Sà Phìn"]


def test_a_line_that_ends_at_a_soft_hyphen_shows_it():
    block = fit("Sonder\u00adverwaltungs\u00adregion", "de", Box(650, 200), Sizes(60, 60, lines=2))

    assert rows(block) == ["Sonder-", "verwaltungsregion"]


def test_soft_hyphens_inside_a_line_are_not_drawn():
    assert rows(fit("Wasser\u00adfall", "de", BANNER, TITLE)) == ["Wasserfall"]


def test_a_text_of_spaces_has_no_lines():
    assert fit(" ", "vi", BANNER, TITLE).lines == ()


def test_a_lone_short_last_word_is_avoided():
    block = fit("Cồn Cỏ Special Zone (island)", "en", BANNER, Sizes(150, 40, lines=3))

    assert rows(block) == ["Cồn Cỏ Special Zone (island)"]


def test_of_two_settings_nearly_as_large_the_one_with_fewer_lines_wins():
    block = fit("Chu Lai International Airport", "en", BANNER, Sizes(150, 40, lines=3))

    assert len(block.lines) == 1


def test_a_text_wider_than_all_lines_together_has_no_cut():
    pieces = pieces_of(GEOPARK, typeface_of(GEOPARK, "vi", "bold"))

    assert best_cut(pieces, least_width(pieces, 2) * 0.9, 2) is None
