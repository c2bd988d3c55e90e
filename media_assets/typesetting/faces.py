"""Which font draws which letter.

A language is drawn by its own face where its script has one, by a Latin family otherwise, and a letter that
neither has by the first rescue face that has it. All Latin letters of one text come from one family: Be
Vietnam Pro, or Noto Sans when the text holds a letter that Be Vietnam Pro lacks (ƀ ĕ ĭ ŏ ŭ, Cyrillic).
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import uharfbuzz
from fontTools.ttLib import TTFont
from PIL import ImageFont

from translations.registry import language_of

Weight = Literal["bold", "semibold"]
"""Titles are bold and what stands beside them is semibold, where the family has it."""

FONTS = Path(__file__).with_name("fonts")


@dataclass(frozen=True)
class Face:
    """A font and how it wants to be set. Lengths are em of the font, measured on our languages' titles."""

    name: str
    file: str
    optical: float = 1.0
    """Its size beside Latin of 1.0, at which letters of both look equally large."""
    least_leading: float = 1.06
    line_gap: float = 0.10
    """Least room between the ink of one line and the ink of the next."""
    floor_px: int = 20
    """Size at which the letters most easily confused still differ by eight whole pixels of an LED wall."""
    embolden: float = 0.0
    """Stroke that stands in for a bold the family does not have."""
    word_gap: float = 0.0
    """Added to a space that is narrower than its letters' own room."""

    @property
    def path(self) -> str:
        return str(FONTS / self.file)


BE_VIETNAM: dict[Weight, Face] = {
    "bold": Face("Be Vietnam Pro Bold", "BeVietnamPro-Bold.ttf", word_gap=0.03),
    "semibold": Face("Be Vietnam Pro SemiBold", "BeVietnamPro-SemiBold.ttf", word_gap=0.03),
}
NOTO_SANS = Face("Noto Sans Bold", "NotoSans-Bold.ttf", least_leading=1.12, line_gap=0.12, word_gap=0.03)
CJK = Face("Noto Sans CJK Bold", "NotoSansCJK-Bold.otf", 0.94, least_leading=1.2, line_gap=0.2, floor_px=24)
LAO = Face("Noto Sans Lao Bold", "NotoSansLao-Bold.ttf", 1.04, least_leading=1.28)
KHMER = Face("Noto Sans Khmer Bold", "NotoSansKhmer-Bold.ttf", 1.06, least_leading=1.44, floor_px=36)
THAI = Face("Noto Sans Thai Bold", "NotoSansThai-Bold.ttf", 1.06, least_leading=1.3, floor_px=28)
CHAM = Face("Noto Sans Cham Bold", "NotoSansCham-Bold.ttf", 0.96, least_leading=1.3, line_gap=0.12)
TAI_VIET = Face(
    "Noto Sans Tai Viet",
    "NotoSansTaiViet-Regular.ttf",
    0.98,
    least_leading=1.22,
    line_gap=0.14,
    embolden=0.022,
)

FACE_OF_FAMILY: dict[str, Face | None] = {
    "Noto Sans": None,
    "Noto Sans SC": CJK,
    "Noto Sans TC": CJK,
    "Noto Sans JP": CJK,
    "Noto Sans KR": CJK,
    "Noto Sans Lao": LAO,
    "Noto Sans Khmer": KHMER,
    "Noto Sans Thai": THAI,
    "Noto Sans Cham": CHAM,
    "Noto Sans Tai Viet": TAI_VIET,
}
"""The face of a family that the registry names; None where the Latin families are the language's own."""

RESCUE = (NOTO_SANS, LAO, KHMER, THAI, CHAM, TAI_VIET, CJK)

SHAPED_WITHOUT_GLYPH = frozenset("\u00a0\u2009\u202f\u2011")
"""Spaces and a hyphen that HarfBuzz makes of others when a font lacks them."""


def own_face(language: str) -> Face | None:
    """Return the face of the language's own script, or None where that script is Latin or Cyrillic."""
    return FACE_OF_FAMILY[language_of(language).font_family]


@lru_cache(maxsize=1024)
def latin_face(letters: frozenset[str], weight: Weight) -> Face:
    """Return the one family for all the Latin and Cyrillic letters of a text."""
    preferred = BE_VIETNAM[weight]
    return preferred if covers(preferred, "".join(letters)) else NOTO_SANS


def rescue_face(cluster: str) -> Face | None:
    """Return the first face that has all of a cluster, or None when no font of ours can draw it."""
    return next((face for face in RESCUE if covers(face, cluster)), None)


def covers(face: Face, text: str) -> bool:
    """Say whether the face can draw every character of the text."""
    return not any(lacks(face, character) for character in text)


def lacks(face: Face, character: str) -> bool:
    """Say whether a character needs a glyph that the face does not have."""
    return ord(character) not in coverage(face) and not is_drawn_without_glyph(character)


def is_drawn_without_glyph(character: str) -> bool:
    """Say whether HarfBuzz draws nothing for a character, or makes it of another."""
    return character in SHAPED_WITHOUT_GLYPH or unicodedata.category(character) == "Cf"


@lru_cache
def coverage(face: Face) -> frozenset[int]:
    """Return the code points for which the face has a glyph."""
    with TTFont(face.path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache
def harfbuzz_font(face: Face) -> uharfbuzz.Font:
    """Return the face for measuring, in font units."""
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(face.path)))


@lru_cache(maxsize=256)
def pillow_font(face: Face, size_px: int) -> ImageFont.FreeTypeFont:
    """Return the face for drawing."""
    return ImageFont.truetype(face.path, size_px, layout_engine=ImageFont.Layout.RAQM)
