import pytest

from media_assets.typesetting.breaking import pieces_of
from media_assets.typesetting.shaping import typeface_of


def pieces(text, language="vi", names=frozenset()):
    return pieces_of(text, typeface_of(text, language, "bold"), names)


def texts(text, language="vi"):
    return [piece.text for piece in pieces(text, language)]


def penalty_after(word, text, language="vi", names=frozenset()):
    return next(piece.penalty for piece in pieces(text, language, names) if piece.ending.endswith(word))


def test_vietnamese_breaks_at_spaces():
    assert texts("Thác Bản Giốc") == ["Thác ", "Bản ", "Giốc"]


def test_korean_words_stay_whole():
    assert texts("베트남에 오신 것을", "ko") == ["베트남에 ", "오신 ", "것을"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("lo", "ຍິນດີຕ້ອນຮັບສູ່ຫວຽດນາມ"), ("km", "សូមស្វាគមន៍មកកាន់ប្រទេសវៀតណាម"), ("th", "ยินดีต้อนรับสู่เวียดนาม")],
)
def test_scripts_without_spaces_break_between_words_of_the_dictionary(language, text):
    assert 3 <= len(texts(text, language)) < len(text) / 2


def test_japanese_breaks_between_phrases():
    assert texts("ベトナムへようこそ", "ja") == ["ベトナムへ", "ようこそ"]


def test_break_inside_a_chinese_word_costs():
    assert penalty_after("世", "世界遗产", "zh-hans") > penalty_after("界", "世界遗产", "zh-hans")


def test_tai_viet_breaks_at_typed_spaces_only():
    assert texts("ꪋꪴ ꪬꪺ ꫛ", "blt") == ["ꪋꪴ ", "ꪬꪺ ", "ꫛ"]


def test_zero_width_space_is_a_place_to_break_and_no_letter():
    assert texts("ꪋꪴ\u200bꪬꪺ", "blt") == ["ꪋꪴ", "ꪬꪺ"]


def test_emoji_does_not_shift_later_breaks():
    assert texts("😀 Thác Bản Giốc")[1:] == ["Thác ", "Bản ", "Giốc"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("rộng 845 ha rừng", "845\u00a0ha "),
        ("mở từ 14:00 nay", "từ\u00a014:00 "),
        ("Đông - Tây", "Đông\u00a0- "),
        ("Où ? Ici", "Où\u00a0? "),
    ],
)
def test_what_belongs_together_is_not_parted(text, whole):
    assert whole in texts(text)


def test_a_named_place_is_costly_to_cut():
    names = frozenset({"bản giốc"})

    assert penalty_after("Bản", "Thác Bản Giốc", names=names) > penalty_after("Bản", "Thác Bản Giốc")


def test_a_whole_name_of_many_words_is_kept():
    names = frozenset({"phong nha - kẻ bàng"})
    text = "Vườn quốc gia Phong Nha - Kẻ Bàng"

    assert min(piece.penalty for piece in pieces(text, names=names)[3:-1]) >= 0.7


def test_a_name_inside_a_longer_word_is_not_that_name():
    assert penalty_after("ban", "ban giocs", names=frozenset({"ban gioc"})) == 0


def test_a_vietnamese_compound_is_costly_to_cut():
    assert penalty_after("Cửa", "Cửa khẩu") > penalty_after("khẩu", "Cửa khẩu lớn")


def test_the_end_of_a_sentence_invites_a_break():
    assert penalty_after("quét!", "Lũ quét! Rời khỏi bờ") < 0


def test_a_line_should_not_end_with_a_weak_word():
    assert penalty_after("the", "Leave the bank", "en") > penalty_after("Leave", "Leave the bank", "en")


def test_soft_hyphen_is_a_hyphen_only_at_the_end_of_a_line():
    first, second = pieces("Wasser\u00adfall", "de")

    assert (first.text, first.ending) == ("Wasser", "Wasser-")
    assert second.ending == "fall"


def test_a_text_of_spaces_has_no_pieces():
    assert pieces("  ") == ()
