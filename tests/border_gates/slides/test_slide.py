import hashlib
import io
import os
import subprocess
import sys

import pytest
from django.utils.translation import override
from PIL import Image

from media_assets.typesetting.drawing import RaqmMissingError
from sites.border_gates.slides import SlideError, UnknownCanvasError, draw_slide
from sites.border_gates.slides.words import SlideTextError
from tests.border_gates.slides.samples import CANVAS, landscape, words_in

DIGESTS = """
from sites.border_gates.slides import draw_slide
from tests.border_gates.slides.samples import CANVAS, landscape, words_in
for language in ("vi", "zh-hans", "lo", "km"):
    print(draw_slide(words_in(language, picture=landscape()), **CANVAS).sha256)
"""


def test_a_slide_is_a_jpeg_of_the_size_of_its_canvas():
    slide = draw_slide(words_in("vi"), **CANVAS)
    image = Image.open(io.BytesIO(slide.image))

    assert (image.format, image.size) == ("JPEG", (1920, 384))
    assert (slide.width, slide.height) == (1920, 384)


def test_its_name_is_the_hash_of_its_bytes():
    slide = draw_slide(words_in("vi"), **CANVAS)

    assert slide.sha256 == hashlib.sha256(slide.image).hexdigest()


def test_it_carries_no_metadata_and_full_colour():
    image = Image.open(io.BytesIO(draw_slide(words_in("vi", picture=landscape()), **CANVAS).image))

    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert [layer[1:3] for layer in image.layer] == [(1, 1)] * 3


def test_the_same_words_give_the_same_bytes_in_another_process():
    here = [
        draw_slide(words_in(language, picture=landscape()), **CANVAS).sha256
        for language in ("vi", "zh-hans", "lo", "km")
    ]
    for seed in ("1", "77"):
        run = subprocess.run(
            [sys.executable, "-c", DIGESTS],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.split() == here


@pytest.mark.parametrize(
    ("width", "height"), [(1080, 1920), (1920, 1080), (384, 384), (64, 64), (500, 143), (90_000, 300)]
)
def test_a_shape_that_no_layout_is_drawn_for_is_refused(width, height):
    with override("en"), pytest.raises(UnknownCanvasError, match=r"at least 2\.5 times as wide as high"):
        draw_slide(words_in("vi"), width=width, height=height)


@pytest.mark.parametrize("field", ["title", "line", "gate"])
def test_a_letter_no_font_has_stops_the_slide_and_is_named(field):
    with override("en"), pytest.raises(SlideTextError) as caught:
        draw_slide(words_in("vi", **{field: "Thác 🏞"}), **CANVAS)

    message = str(caught.value)
    assert "U+1F3DE NATIONAL PARK" in message
    assert "Be Vietnam Pro" in message
    assert "Tiếng Việt" in message
    assert caught.value.language == "vi"


def test_a_slide_without_title_is_refused():
    with pytest.raises(SlideError):
        draw_slide(words_in("vi", title=" "), **CANVAS)


def test_nothing_is_drawn_where_text_cannot_be_shaped(monkeypatch):
    monkeypatch.setattr("PIL.features.check", lambda feature: feature != "raqm")

    with pytest.raises(RaqmMissingError):
        draw_slide(words_in("km"), **CANVAS)


@pytest.mark.parametrize(("width", "height"), [(360, 144), (1280, 256), (5760, 480)])
def test_banners_of_every_size_are_drawn(width, height):
    slide = draw_slide(words_in("zh-hans", line=""), width=width, height=height)

    assert Image.open(io.BytesIO(slide.image)).size == (width, height)
