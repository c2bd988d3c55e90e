"""Shade under words, no deeper than it must be: measured on the picture that lies there.

The picture is dusk under the words and day beside them. It is printed over with a colour of the portal, as
paper is with ink: white becomes that colour and the rest deeper still, so a picture keeps its forms and its
life, where a black veil would turn it grey. Contrast is WCAG's: (lighter + 0.05) / (darker + 0.05) of
relative luminances.
"""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageEnhance

from media_assets.typesetting.drawing import Colour

AIM = 5.2
"""Above WCAG's 4.5, for what JPEG does to a pixel and the sun to a wall."""
OFFSET = 0.05
LEAST_DEPTH, MOST_DEPTH = 0.35, 1.0
BISECTIONS = 7
SATURATION = 1.25
SIDE_GRAINS = 96
"""To how many pixels the shorter side is reduced under words."""

_CHANNEL = numpy.arange(256) / 255
_LINEAR = numpy.where(_CHANNEL <= 0.04045, _CHANNEL / 12.92, ((_CHANNEL + 0.055) / 1.055) ** 2.4)
_RED, _GREEN, _BLUE = ((share * _LINEAR).astype(numpy.float32) for share in (0.2126, 0.7152, 0.0722))

Pixels = NDArray[numpy.uint8]
Luminances = NDArray[numpy.float32]


@dataclass(frozen=True)
class Shade:
    """A picture with shade under its words, and what that took."""

    picture: Image.Image
    depth: float
    """How much of the dusk was printed over it, 0-1."""
    contrast: float
    """The least contrast of the ink with a pixel under the words."""


def shade(picture: Image.Image, until: int, fall: int, ink: Colour, dusk: Colour) -> Shade:
    """Return the picture shaded from its left edge to `until`, and less and less over `fall` pixels more.

    The light ink then has a contrast of 5.2 with every pixel left of `until` (at least 4.5 after rounding),
    whatever the picture, provided that it has it with `dusk` itself.
    """
    reach = (0, 0, min(picture.width, until + fall), picture.height)
    grain = max(2, min(picture.size) // SIDE_GRAINS)
    calm = _calm(picture.crop(reach), grain)
    under_words = calm.crop((0, 0, min(calm.width, until // grain + 2), calm.height))
    depth = _least_depth(under_words, ink, dusk)
    printed = _printed_over(calm, dusk, depth).resize(reach[2:], Image.Resampling.BILINEAR)

    shaded = picture.copy()
    shaded.paste(printed, reach, _fading(printed.size, until, fall))
    return Shade(shaded, depth, _least_contrast(_printed_over(under_words, dusk, depth), ink))


def clear(picture: Image.Image, until: int, fall: int, ink: Colour, ground: Colour) -> Shade:
    """Return the picture with plain ground up to `until`, giving way to it over `fall` pixels more."""
    cleared = picture.copy()
    cleared.paste(ground, (0, 0), _fading(picture.size, until, fall))
    return Shade(cleared, MOST_DEPTH, contrast(luminance_of(ink), luminance_of(ground)))


def contrast(one: float, other: float) -> float:
    """Return the contrast of two luminances, 1-21."""
    return (max(one, other) + OFFSET) / (min(one, other) + OFFSET)


def luminance_of(colour: Colour) -> float:
    """Return the relative luminance of a colour, 0-1."""
    return float(luminances(numpy.array(colour, numpy.uint8)))


def luminances(pixels: Pixels) -> Luminances:
    """Return the relative luminance of every pixel; red, green and blue are the last axis."""
    return _RED[pixels[..., 0]] + _GREEN[pixels[..., 1]] + _BLUE[pixels[..., 2]]


def _calm(picture: Image.Image, grain: int) -> Image.Image:
    """Return the picture reduced by `grain` and a little richer.

    Enlarged again it is soft, so that letters stand calm on it, and between two pixels it is nowhere brighter
    than the brighter one: what is measured on it holds for every pixel of the wall.
    """
    return ImageEnhance.Color(picture.reduce(grain)).enhance(SATURATION)


def _least_depth(calm: Image.Image, ink: Colour, dusk: Colour) -> float:
    low, high = LEAST_DEPTH, MOST_DEPTH
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if _least_contrast(_printed_over(calm, dusk, middle), ink) < AIM:
            low = middle
        else:
            high = middle
    return high


def _printed_over(picture: Image.Image, dusk: Colour, depth: float) -> Image.Image:
    red, green, blue = (round(255 - depth * (255 - channel)) for channel in dusk)
    return ImageChops.multiply(picture, Image.new("RGB", picture.size, (red, green, blue)))


def _least_contrast(ground: Image.Image, ink: Colour) -> float:
    return contrast(luminance_of(ink), float(luminances(numpy.asarray(ground)).max()))


def _fading(size: tuple[int, int], until: int, fall: int) -> Image.Image:
    """Return a mask that is full up to `until` and eases to nothing over `fall` pixels."""
    width, height = size
    left = numpy.clip(1 - (numpy.arange(width) - until) / fall, 0, 1)
    row = (left * left * (3 - 2 * left) * 255).astype(numpy.uint8)
    return Image.fromarray(numpy.tile(row, (height, 1)))
