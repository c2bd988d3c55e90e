"""Where a text may be broken into lines, and how ugly each break would be.

ICU says where a break is allowed; its dictionaries know the words of Lao, Khmer and Thai. What it does not
know is added here:

- Korean words stay whole: ICU breaks between syllables and passes over `lw-keepall`;
- Japanese breaks between phrases (`lw-phrase`); for Chinese that option does nothing, so a break inside one
  of the words that ICU's dictionary finds costs instead;
- Tai Viet has no dictionary: a text breaks at spaces, or where its author typed U+200B;
- a dash stays on the line of the words before it, a number on the line of its unit;
- U+200B and U+00AD are places to break, not letters: they are taken out, and a soft hyphen at which a line
  does end is drawn as a hyphen;
- places, gates and terms that the caller names stay whole where they can, and so do Vietnamese compounds.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from icu4py.breakers import LineBreaker, WordBreaker

from media_assets.typesetting.segments import segments
from media_assets.typesetting.shaping import LATIN_OR_CYRILLIC, NO_BREAK_SPACE, Typeface, measure
from translations.registry import language_of

Names = frozenset[str]
"""Whole names in lower case, as `frozenset({"bản giốc", "phong nha - kẻ bàng"})`."""

ZERO_WIDTH_SPACE = "\u200b"
SOFT_HYPHEN = "\u00ad"
HYPHEN = "-"

INSIDE_NAME = 0.7
INSIDE_WORD = 0.5
HYPHENATED = 0.35
AFTER_WEAK_WORD = 0.25
BETWEEN_CAPITALS = 0.25
AFTER_DASH = 0.15
AFTER_POINT = -0.12
AFTER_SENTENCE = -0.45
"""What a break costs: the fitting takes 0.45 of it off a setting's size. Below zero it invites a break."""

SENTENCE_ENDS = ".!?。！？"
POINTS = ",:;)，、；：）」』”»។"
DASHES = "-–—"

WEAK_WORDS = {
    "vi": "và của tại ở đến là từ cho với trong trên các những một",
    "en": "the of and a an in at to on by for with from",
    "fr": "de du des la le les l' d' et à au aux en un une",
    "de": "und der die das den dem des von zu im am in an ein eine",
    "ru": "и в на с к о у из по от для",
}
"""Words that lean on the next one: a line should not end with them."""

UNITS = "km²|km2|km|ha|m²|m|°C|tấn|tỷ|triệu|nghìn|ngày|giờ|phút|hộ|bến|người"
LEANING_ON_A_NUMBER = "từ|đến|tháng|năm|ngày|lúc|số|tầng|thế kỷ|on|of|phase|than|at|since"
GLUE = (
    (re.compile(rf"(?<=\d) (?=(?:{UNITS})\b)"), NO_BREAK_SPACE),
    (re.compile(rf"\b({LEANING_ON_A_NUMBER}) (?=\d)"), rf"\1{NO_BREAK_SPACE}"),
    (re.compile(rf" (?=[{DASHES}] )"), NO_BREAK_SPACE),
    (re.compile(r"(?<=\S) (?=[:;!?»])"), NO_BREAK_SPACE),
)


@dataclass(frozen=True)
class Piece:
    """The least part of a text that stays on one line; all widths are advances in em."""

    text: str
    """As it stands inside a line, with the space that follows."""
    ending: str
    """As it stands at the end of a line."""
    advance: float
    closing: float
    """The advance of `ending`."""
    penalty: float
    """What ending a line here costs."""


@lru_cache(maxsize=2048)
def pieces_of(text: str, typeface: Typeface, names: Names = frozenset()) -> tuple[Piece, ...]:
    """Return the text as pieces between which a line may end."""
    language = typeface.language
    glued = glue(text)
    parts = _parts(glued, language)
    costly = _costly_breaks(glued, language, names)
    pieces = []
    end = 0
    for part, following in pairwise([*parts, ""]):
        end += len(part)
        cost = costly.get(end, 0.0) or _cost_between(part, following, language)
        pieces.append(_piece(part, cost, typeface))
    return tuple(pieces)


def glue(text: str) -> str:
    """Return the text with spaces that must not part words made unbreakable, each still one character."""
    text = text.strip()
    for pattern, replacement in GLUE:
        text = pattern.sub(replacement, text)
    return text


def _parts(text: str, language: str) -> list[str]:
    if not text:
        return []
    if language == "ja":
        return segments(LineBreaker, text, "ja-u-lb-strict-lw-phrase")
    if language == "ko":
        return _kept_whole(segments(LineBreaker, text, "ko"))
    return segments(LineBreaker, text, language_of(language).tag)


def _kept_whole(parts: Iterable[str]) -> list[str]:
    words: list[str] = []
    for part in parts:
        if words and not words[-1][-1].isspace():
            words[-1] += part
        else:
            words.append(part)
    return words


def _piece(part: str, cost: float, typeface: Typeface) -> Piece:
    text = part.replace(ZERO_WIDTH_SPACE, "").replace(SOFT_HYPHEN, "")
    hyphen = HYPHEN if part.endswith(SOFT_HYPHEN) else ""
    ending = text.rstrip(" ") + hyphen
    return Piece(
        text,
        ending,
        measure(text, typeface).advance,
        measure(ending, typeface).advance,
        cost + (HYPHENATED if hyphen else 0.0),
    )


def _costly_breaks(text: str, language: str, names: Names) -> dict[int, float]:
    """Return what a break at an index of the text costs, where it would cut a word or a name."""
    costs = dict.fromkeys(_inside_words(text, language), INSIDE_WORD)
    if language == "vi":
        costs |= dict.fromkeys(_inside_any(_compounds(), text), INSIDE_WORD)
    return costs | dict.fromkeys(_inside_any(names, text), INSIDE_NAME)


def _inside_words(text: str, language: str) -> set[int]:
    if not language_of(language).script.startswith("Han"):
        return set()
    inside: set[int] = set()
    start = 0
    for word in segments(WordBreaker, text, language_of(language).tag):
        inside.update(range(start + 1, start + len(word)))
        start += len(word)
    return inside


def _inside_any(names: Iterable[str], text: str) -> set[int]:
    plain = "".join(_lower(letter) for letter in text)
    inside: set[int] = set()
    for name in names:
        start = plain.find(name)
        while start >= 0:
            end = start + len(name)
            if not (_goes_on(plain, start) or _goes_on(plain, end)):
                inside.update(range(start + 1, end))
            start = plain.find(name, end)
    return inside


def _lower(letter: str) -> str:
    lower = " " if letter == NO_BREAK_SPACE else letter.lower()
    return lower if len(lower) == 1 else letter


def _goes_on(text: str, index: int) -> bool:
    """Say whether a word of a spaced script runs across the index."""
    return 0 < index < len(text) and all(map(LATIN_OR_CYRILLIC.match, text[index - 1 : index + 1]))


@cache
def _compounds() -> Names:
    lines = Path(__file__).with_name("vietnamese_compounds.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _cost_between(part: str, following: str, language: str) -> float:
    if not following:
        return 0.0
    before = part.rstrip(" ").split(NO_BREAK_SPACE)[-1]
    after = following.split(NO_BREAK_SPACE)[0]
    if before[-1:] in SENTENCE_ENDS:
        return AFTER_SENTENCE
    if before[-1:] in POINTS:
        return AFTER_POINT
    if before[-1:] in DASHES:
        return AFTER_DASH
    if before.lower() in WEAK_WORDS.get(language, "").split():
        return AFTER_WEAK_WORD
    return BETWEEN_CAPITALS if before[:1].isupper() and after[:1].isupper() else 0.0
