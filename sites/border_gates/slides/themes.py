"""Colours and woven motif of each portal, as its walls show them."""

from dataclasses import dataclass

from media_assets.typesetting.drawing import Colour


@dataclass(frozen=True)
class Theme:
    """The colours of one portal. `motif` is drawn a stitch a sign: `.` ground, 1 paper, 2 warm, 3 second."""

    dark: Colour
    """Ground under light text."""
    deep: Colour
    """Darker ground under the clock; ink of codes on white."""
    dusk: Colour
    """What white turns to where words stand on a picture; dark enough that they can be read on it."""
    second: Colour
    warm: Colour
    paper: Colour
    glow: Colour
    """A light warm sign on dusk."""
    motif: tuple[str, ...]


THEMES = {
    "cao-bang": Theme(
        dark=(31, 42, 85),
        deep=(21, 29, 63),
        dusk=(48, 80, 156),
        second=(28, 140, 124),
        warm=(217, 98, 43),
        paper=(251, 248, 242),
        glow=(255, 176, 122),
        motif=(
            ".33.2.33",
            "..33.33.",
            "1..333..",
            ".1..3..1",
            "2.1...1.",
            ".1..3..1",
            "1..333..",
            "..33.33.",
            ".33.2.33",
        ),
    ),
    "quang-tri": Theme(
        dark=(14, 76, 90),
        deep=(8, 51, 61),
        dusk=(28, 100, 114),
        second=(42, 143, 160),
        warm=(180, 69, 44),
        paper=(249, 243, 232),
        glow=(255, 196, 138),
        motif=(
            ".22.3.22",
            "1.22.22.",
            "11.222.1",
            ".11.2.11",
            "3.11.11.",
            ".11.2.11",
            "11.222.1",
            "1.22.22.",
            ".22.3.22",
        ),
    ),
    "an-giang": Theme(
        dark=(35, 83, 44),
        deep=(23, 57, 30),
        dusk=(126, 58, 82),
        second=(184, 58, 107),
        warm=(224, 165, 38),
        paper=(251, 247, 234),
        glow=(255, 209, 102),
        motif=(
            ".22.1.22",
            "3.22.22.",
            "33.222.3",
            ".33.2.33",
            "1.33.33.",
            ".33.2.33",
            "33.222.3",
            "3.22.22.",
            ".22.1.22",
        ),
    ),
}
"""By the key of the portal."""
