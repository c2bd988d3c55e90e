import numpy
import pytest
from PIL import Image, features

from media_assets.typesetting.drawing import RaqmMissingError, draw, require_raqm
from media_assets.typesetting.fitting import Box, Sizes, fit
from translations.registry import LANGUAGES

WHITE = (255, 255, 255)
FAINT = 60
"""Edges fainter than this are the softness of a letter, not its ink."""


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_ink_lies_where_the_block_says(language):
    text = language.sample.text if language.sample else language.autonym
    block = fit(text, language.code, Box(1400, 500), Sizes(110, 20, lines=3))
    image = Image.new("RGB", (1600, 700))

    draw(image, block, 100, 100, WHITE)

    rows, columns = numpy.nonzero(numpy.asarray(image.convert("L")) > FAINT)
    assert columns.min() == pytest.approx(100, abs=3)
    assert rows.min() == pytest.approx(100, abs=3)
    assert columns.max() == pytest.approx(100 + block.width, abs=0.01 * block.width + 3)
    assert rows.max() == pytest.approx(100 + block.height, abs=3)


def test_the_ink_has_its_colour():
    image = Image.new("RGB", (400, 200))

    draw(image, fit("Núi", "vi", Box(300, 150), Sizes(120, 60)), 20, 20, (217, 98, 43))

    assert (217, 98, 43) in {colour for _, colour in image.getcolors(1 << 16)}


def test_drawing_without_raqm_is_refused(monkeypatch):
    block = fit("ខ្មែរ", "km", Box(300, 150), Sizes(60, 40))
    image = Image.new("RGB", (400, 200))
    monkeypatch.setattr(features, "check", lambda feature: feature != "raqm")

    with pytest.raises(RaqmMissingError, match="apt-get install libfribidi0"):
        draw(image, block, 20, 20, WHITE)

    assert image.getbbox() is None


def test_this_machine_has_raqm():
    require_raqm()
