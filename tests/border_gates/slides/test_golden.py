"""Slides as somebody looked at them; `golden/__init__.py` says how to make them again."""

import numpy
import pytest
from PIL import Image

from tests.border_gates.slides.golden import FOLDER, LANGUAGES, drawn

FEW_LEVELS = 24
"""A pixel this far off is seen; another build of a decoder or of FreeType stays below."""
FEW_PIXELS = 0.0005


@pytest.mark.parametrize("language", LANGUAGES)
def test_slide_looks_as_it_did(language):
    expected = numpy.asarray(Image.open(FOLDER / f"{language}.png"), numpy.int16)
    difference = numpy.abs(numpy.asarray(drawn(language), numpy.int16) - expected).max(axis=2)

    assert (difference > FEW_LEVELS).mean() < FEW_PIXELS
