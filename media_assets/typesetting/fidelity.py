"""Whether a text can be drawn faithfully, asked before anything is drawn.

A letter without a glyph, a mark without its letter or a reordered stack is a wrong word on a wall; so a text
that cannot be drawn as written is stopped with a message that names the letter, the font and the language.

HarfBuzz tells of some faults by a dotted circle (Khmer, Cham, Tai Viet) and passes over others in silence
(Lao, Thai and Latin marks, doubled tones, a bare Khmer coeng at the end): these are looked for here.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from django.utils.translation import gettext, gettext_lazy

from media_assets.typesetting.faces import Weight, harfbuzz_font, lacks
from media_assets.typesetting.shaping import Run, runs, shaped, typeface_of
from translations.registry import language_of

NOTDEF_GLYPH = 0
DOTTED_CIRCLE_LETTER = "\u25cc"
COENG = "\u17d2"
KHMER_CONSONANTS = range(0x1780, 0x17B4)
MARKS = ("Mn", "Mc")
JOINERS = "\u200c\u200d"
FORMATS_LET_THROUGH = frozenset("\u00ad\u200b\u200c\u200d\u2060")
"""Soft hyphen, places to break or not, joiners. Other format characters could turn a text around."""

ONE_OF_A_KIND = (
    "\u0e48\u0e49\u0e4a\u0e4b",  # Thai tones
    "\u0e34\u0e35\u0e36\u0e37",  # Thai vowels above
    "\u0ec8\u0ec9\u0eca\u0ecb",  # Lao tones
    "\u0eb4\u0eb5\u0eb6\u0eb7",  # Lao vowels above
)
LETTERS_NAMED = 4
FAULTS_NAMED = 3


class Problem(StrEnum):
    """What is wrong with a letter."""

    MISSING_GLYPH = auto()
    BROKEN_SHAPE = auto()
    DOTTED_CIRCLE = auto()
    ORPHAN_MARK = auto()
    DOUBLED_MARK = auto()
    BARE_COENG = auto()
    NOT_COMPOSED = auto()
    NOT_A_LETTER = auto()


PROBLEMS = {
    Problem.MISSING_GLYPH: gettext_lazy("the font has no glyph for it"),
    Problem.BROKEN_SHAPE: gettext_lazy("the font cannot join these letters"),
    Problem.DOTTED_CIRCLE: gettext_lazy("a mark has lost its letter, and a dotted circle would be drawn"),
    Problem.ORPHAN_MARK: gettext_lazy("a mark stands without its letter"),
    Problem.DOUBLED_MARK: gettext_lazy("two marks of one kind stand on one letter"),
    Problem.BARE_COENG: gettext_lazy("the subscript sign has no consonant after it"),
    Problem.NOT_COMPOSED: gettext_lazy("the text is not in Unicode normal form C"),
    Problem.NOT_A_LETTER: gettext_lazy("a control, private or unassigned character"),
}


@dataclass(frozen=True)
class Fault:
    """Why a text cannot be drawn as written.

    `position` is the index of the first of `letters`; `font` is empty where no font would help.
    """

    problem: Problem
    letters: str
    position: int
    font: str
    language: str

    def __str__(self) -> str:
        values = {
            "letters": ", ".join(_named(letter) for letter in self.letters[:LETTERS_NAMED]),
            "position": self.position + 1,
            "problem": PROBLEMS[self.problem],
            "font": self.font,
            "language": language_of(self.language).name_vi,
        }
        if self.font:
            return gettext("%(letters)s at %(position)d: %(problem)s (%(font)s, %(language)s)") % values
        return gettext("%(letters)s at %(position)d: %(problem)s (%(language)s)") % values


class TextFidelityError(ValueError):
    """A text cannot be drawn as written; `faults` say why."""

    def __init__(self, text: str, faults: Sequence[Fault]) -> None:
        self.text = text
        self.faults = tuple(faults)
        super().__init__(text, self.faults)

    def __str__(self) -> str:
        return gettext("“%(text)s” cannot be drawn as written. %(faults)s. Correct the text.") % {
            "text": "".join(letter for letter in self.text if unicodedata.category(letter)[0] != "C"),
            "faults": "; ".join(str(fault) for fault in self.faults[:FAULTS_NAMED]),
        }


def require_fidelity(text: str, language: str, *, weight: Weight = "bold") -> None:
    """Raise TextFidelityError unless every letter of the text would be drawn as it is written."""
    faults = check(text, language, weight=weight)
    if faults:
        raise TextFidelityError(text, faults)


def check(text: str, language: str, *, weight: Weight = "bold") -> list[Fault]:
    """Return why the text cannot be drawn as written, in the order of the questions; empty when it can.

    `language` is a code of the registry. Text that is not in normal form C is at fault: normalise it where
    it enters the house. Text with characters that are no letters is not asked further.
    """
    no_letters = list(_no_letters(text, language))
    return no_letters or [
        *_not_composed(text, language),
        *_misplaced_marks(text, language),
        *_misdrawn(text, language, weight),
    ]


def _no_letters(text: str, language: str) -> Iterator[Fault]:
    for position, letter in enumerate(text):
        category = unicodedata.category(letter)
        is_format = category == "Cf" and letter not in FORMATS_LET_THROUGH
        if is_format or category in ("Cc", "Cn", "Co", "Cs") or letter == "\ufffd":
            yield Fault(Problem.NOT_A_LETTER, letter, position, "", language)


def _not_composed(text: str, language: str) -> Iterator[Fault]:
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        pairs = enumerate(zip(text, composed + "\0" * len(text), strict=False))
        position = next(index for index, (written, wanted) in pairs if written != wanted)
        yield Fault(Problem.NOT_COMPOSED, text[position : position + 2], position, "", language)


def _misplaced_marks(text: str, language: str) -> Iterator[Fault]:
    before = " "
    for position, letter in enumerate(text):
        for problem in _problems_of_mark(letter, before, text[position + 1 : position + 2]):
            yield Fault(problem, letter, position, "", language)
        if letter not in JOINERS:
            before = letter


def _problems_of_mark(letter: str, before: str, after: str) -> Iterator[Problem]:
    if unicodedata.category(letter) in MARKS:
        if unicodedata.category(before)[0] not in "LM":
            yield Problem.ORPHAN_MARK
        if _are_of_one_kind(letter, before):
            yield Problem.DOUBLED_MARK
    if letter == COENG and (not after or ord(after) not in KHMER_CONSONANTS):
        yield Problem.BARE_COENG


def _are_of_one_kind(mark: str, other: str) -> bool:
    return mark == other or any(mark in kind and other in kind for kind in ONE_OF_A_KIND)


def _misdrawn(text: str, language: str, weight: Weight) -> Iterator[Fault]:
    position = 0
    for run in runs(text, typeface_of(text, language, weight)):
        yield from _missing_glyphs(run, position, language) or _misshapen(run, position, language)
        position += len(run.text)


def _missing_glyphs(run: Run, start: int, language: str) -> list[Fault]:
    return [
        Fault(Problem.MISSING_GLYPH, letter, start + index, run.face.name, language)
        for index, letter in enumerate(run.text)
        if lacks(run.face, letter)
    ]


def _misshapen(run: Run, start: int, language: str) -> Iterator[Fault]:
    circle = harfbuzz_font(run.face).get_nominal_glyph(ord(DOTTED_CIRCLE_LETTER))
    for glyph in shaped(run.face, run.text, language).glyph_infos:
        letters = run.text[glyph.cluster : glyph.cluster + LETTERS_NAMED]
        problem = None
        if glyph.codepoint == NOTDEF_GLYPH:
            problem = Problem.BROKEN_SHAPE
        elif glyph.codepoint == circle and not letters.startswith(DOTTED_CIRCLE_LETTER):
            problem = Problem.DOTTED_CIRCLE
        if problem:
            yield Fault(problem, letters, start + glyph.cluster, run.face.name, language)


def _named(letter: str) -> str:
    code = f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".rstrip()
    if unicodedata.category(letter)[0] in "CZ":
        return code  # shown raw, it could turn the message around or break it
    on_a_circle = DOTTED_CIRCLE_LETTER + letter if unicodedata.category(letter) in MARKS else letter
    return f"“{on_a_circle}” {code}"
