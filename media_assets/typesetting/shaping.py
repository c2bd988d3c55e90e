"""What a line of mixed scripts is made of, and how much room its ink takes.

Everything is measured in em with HarfBuzz, once: Pillow's advances are unhinted and linear (0.01 % off at
24-96 px), so a width at any size is arithmetic.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz
from icu4py.breakers import CharacterBreaker

from media_assets.typesetting.faces import (
    Face,
    Weight,
    covers,
    harfbuzz_font,
    latin_face,
    own_face,
    rescue_face,
)
from media_assets.typesetting.segments import segments
from translations.registry import language_of

NO_BREAK_SPACE = "\u00a0"
SPACES = " " + NO_BREAK_SPACE
HORN = "\u031b"
HORN_GAP_EM = 0.05
"""Added to the word gap where a word ends in ơ or ư, whose horn reaches into the space."""

LATIN_OR_CYRILLIC = re.compile(r"[0-9A-Za-z\u00c0-\u02af\u0370-\u052f\u1e00-\u1eff₫%+]")
"""Letters and signs that a Latin family draws, even inside a text of another script."""


@dataclass(frozen=True)
class Typeface:
    """What a text is set in, chosen once for all its lines: its language and its faces."""

    language: str
    own: Face | None
    """Of the language's own script; None where that is Latin, or the text keeps to Latin letters."""
    latin: Face


@dataclass(frozen=True)
class Run:
    """A piece of a line that one face draws; `gap` em of the face follow it."""

    face: Face
    text: str
    gap: float = 0.0


@dataclass(frozen=True)
class Extent:
    """The room a text takes, in em from its origin on the baseline; `bottom` is below it and negative.

    `left`, `right`, `top` and `bottom` bound the ink, which is not the advance: ế and ư stick out of theirs,
    Tai Viet by a tenth of an em.
    """

    advance: float = 0.0
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0

    @property
    def width(self) -> float:
        return self.right - self.left


@lru_cache(maxsize=1024)
def typeface_of(text: str, language: str, weight: Weight) -> Typeface:
    """Return the typeface for a whole text; `language` is a code of the registry."""
    clusters = segments(CharacterBreaker, text, language)
    own = own_face(language)
    if own is not None and not any(_is_letter_of(own, cluster) for cluster in clusters):
        own = None  # the language in Latin spelling: its commas are Latin too
    latin_letters = "".join(filter(LATIN_OR_CYRILLIC.match, clusters))
    return Typeface(language, own, latin_face(frozenset(latin_letters), weight))


@lru_cache(maxsize=4096)
def runs(text: str, typeface: Typeface) -> tuple[Run, ...]:
    """Return a line as runs of one face each, in the order of the text.

    A run ends after a space that wants more room than the font gives it.
    """
    found: list[Run] = []
    for cluster in segments(CharacterBreaker, text, typeface.language):
        last = found[-1] if found else None
        face = _face_of(cluster, typeface)
        if last and cluster in SPACES:
            found[-1] = Run(last.face, last.text + cluster, _gap_after(last))
        elif last and last.face is face and not last.gap:
            found[-1] = Run(last.face, last.text + cluster)
        else:
            found.append(Run(face, cluster))
    return tuple(found)


@lru_cache(maxsize=16384)
def measure(text: str, typeface: Typeface) -> Extent:
    """Return the room a line takes, in em of its nominal size."""
    pen = 0.0
    inked = []
    for run in runs(text, typeface):
        extent, scale = shape(run.face, run.text, typeface.language), run.face.optical
        inked.append(_moved(extent, pen, scale))
        pen += (extent.advance + run.gap) * scale
    return _around(pen, inked)


@lru_cache(maxsize=16384)
def shape(face: Face, text: str, language: str) -> Extent:
    """Return the room a run takes, in em of its face."""
    font, buffer = harfbuzz_font(face), shaped(face, text, language)
    em = 1 / font.face.upem
    pen = 0
    inked = []
    for glyph, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        ink = font.get_glyph_extents(glyph.codepoint)
        if ink is not None and ink.width:
            left, top = pen + position.x_offset + ink.x_bearing, position.y_offset + ink.y_bearing
            inked.append(Extent(0.0, left, left + ink.width, top, top + ink.height))
        pen += position.x_advance
    return _emboldened(_moved(_around(pen, inked), 0.0, em), face.embolden)


def shaped(face: Face, text: str, language: str) -> uharfbuzz.Buffer:
    """Return the glyphs and positions of a run, in font units."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = language_of(language).tag
    uharfbuzz.shape(harfbuzz_font(face), buffer)
    return buffer


def _is_letter_of(face: Face, cluster: str) -> bool:
    return cluster[0].isalpha() and not LATIN_OR_CYRILLIC.match(cluster) and covers(face, cluster)


def _face_of(cluster: str, typeface: Typeface) -> Face:
    preferred = [typeface.latin]
    if typeface.own is not None and not LATIN_OR_CYRILLIC.match(cluster):
        preferred.insert(0, typeface.own)
    able = (face for face in preferred if covers(face, cluster))
    return next(able, None) or rescue_face(cluster) or preferred[0]


def _gap_after(run: Run) -> float:
    last_letter = run.text.rstrip(SPACES)[-1:]
    ends_in_horn = HORN in unicodedata.normalize("NFD", last_letter)
    return run.face.word_gap + (HORN_GAP_EM if ends_in_horn else 0.0)


def _moved(extent: Extent, pen: float, scale: float) -> Extent:
    return Extent(
        extent.advance * scale,
        pen + extent.left * scale,
        pen + extent.right * scale,
        extent.top * scale,
        extent.bottom * scale,
    )


def _around(advance: float, inked: Sequence[Extent]) -> Extent:
    if not inked:
        return Extent(advance)
    return Extent(
        advance,
        min(part.left for part in inked),
        max(part.right for part in inked),
        max(part.top for part in inked),
        min(part.bottom for part in inked),
    )


def _emboldened(extent: Extent, stroke: float) -> Extent:
    if not extent.width:
        return extent
    return Extent(
        extent.advance + 2 * stroke,
        extent.left,
        extent.right + 2 * stroke,
        extent.top + stroke,
        extent.bottom - stroke,
    )
