"""Files of pictures come from a process of their own: the same bytes, within bounds; a fault stays with its picture."""

import io
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from PIL import Image
from wagtail.images.models import Filter
from wagtail.models import Site

from cms.accounts.teams import portal_collection
from media_assets.models import Picture, Rendition
from media_assets.renditions import Shape, renditions
from media_assets.resizing import apart
from media_assets.resizing.apart import (
    PictureBoundError,
    PictureUnreadableError,
    ResizingProcess,
    ResizingStoppedError,
)
from media_assets.resizing.original import Original
from tests.bench.processes import high_water_mib
from tests.factories.large_pictures import forget_high_water, large_image, large_picture
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db

SHAPE = Shape((64, 120), 3 / 2)
SLOW = ["width-3000|format-avif"]
SIDEWAYS = 6
PATIENCE_SECONDS = 10
"""Of a camera that was held upright, in Exif."""


@pytest.fixture
def resizing() -> Iterator[ResizingProcess]:
    process = ResizingProcess()
    yield process
    process.end()


def coloured(file_format: str, mode: str = "RGB", **options: Any) -> bytes:
    """A picture of 180 × 120 pixels in which no two crops are the same."""
    colours = Image.radial_gradient("L").resize((180, 120))
    drawn = Image.merge("RGBA", (colours, colours.rotate(90), colours.rotate(180), colours)).convert(mode)
    content = io.BytesIO()
    drawn.save(content, file_format, **options)
    return content.getvalue()


def sideways() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = SIDEWAYS
    return coloured("JPEG", exif=exif)


def kept(content: bytes, name: str, **values: Any) -> Picture:
    made: Picture = Picture.objects.create(
        title="thac", file=ImageFile(io.BytesIO(content), name=name), **values
    )
    return made


def damaged() -> bytes:
    """A picture whose head is whole."""
    return coloured("PNG")[:-2000]


# --- the same bytes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.webp", coloured("WEBP", "RGBA")),
        ("a.avif", coloured("AVIF")),
        ("a.jpeg", sideways()),
        ("a.png", coloured("PNG", "RGBA")),
        ("a.png", coloured("PNG", "P")),
        ("a.gif", coloured("GIF", "P")),
    ],
)
def test_files_are_those_that_wagtail_makes_here(name: str, content: bytes):
    focus = {"focal_point_x": 40, "focal_point_y": 30, "focal_point_width": 9, "focal_point_height": 9}
    shown = kept(content, name, **focus)
    specs = [*SHAPE.specs, "max-165x165", "width-50|bgcolor-fff|format-jpeg", "fill-20x20-c100"]
    made = shown.get_renditions(*specs)
    assert {spec: each.file.read() for spec, each in made.items()} == {
        spec: Filter(spec).run(shown, io.BytesIO()).f.getvalue() for spec in specs
    }


@pytest.mark.parametrize("name", ["a.webp", "a.avif", "a.jpeg", "a.png", "a.gif"])
def test_the_original_is_the_file_as_it_is(name: str):
    content = coloured(name.partition(".")[2].upper())
    made = kept(content, name).get_rendition("original")
    assert made.file.read() == content
    assert (made.width, made.height) == Image.open(io.BytesIO(content)).size
    assert made.file.name.rpartition(".")[2] in (name.partition(".")[2], "jpg")


@pytest.mark.parametrize("content", [b"", b"no picture", coloured("WEBP")[:20]])
def test_what_is_no_picture_has_no_original(content: bytes):
    shown = kept(coloured("WEBP"), "a.webp")
    Path(shown.file.path).write_bytes(content)
    with pytest.raises(PictureUnreadableError):
        shown.get_rendition("original")


def test_one_file_alone_is_the_same_as_one_of_many():
    first, second = kept(coloured("WEBP"), "a.webp"), kept(coloured("WEBP"), "a.webp")
    many = second.get_renditions(*SHAPE.specs)
    for spec in SHAPE.specs:
        assert first.get_rendition(spec).file.read() == many[spec].file.read()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.webp", coloured("WEBP")), ("a.avif", coloured("AVIF")), ("a.jpeg", sideways())],
)
def test_the_size_of_a_picture_is_that_of_its_file(name: str, content: bytes):
    shown = kept(content, name)
    assert (shown.width, shown.height) == Image.open(io.BytesIO(content)).size


# --- bounds -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", ["WEBP", "AVIF"])
def test_a_picture_of_60_megapixels_takes_its_memory_elsewhere(file_format: str):
    large_image(file_format)
    before = forget_high_water()
    [files] = renditions([large_picture(file_format)], Shape((480,))).values()
    assert [source.width for source in files["avif"]] == [480]
    assert high_water_mib(os.getpid()) > 400  # with the process that did the work
    apart.ours.end()
    assert high_water_mib(os.getpid()) - before < 60


def test_a_picture_beyond_the_bound_of_memory_says_which_and_the_next_one_is_made():
    small = ResizingProcess(memory_mib=400)
    with override("en"), pytest.raises(PictureBoundError) as caught:
        small.resize("toàn cảnh", Original(large_image("JPEG")), ["width-480"])
    with override("en"):
        assert str(caught.value) == (
            "The picture “toàn cảnh” cannot be shown: "
            "it takes more than 400 MiB of memory. Choose a smaller picture."
        )

    assert small.resize("thac", Original(coloured("WEBP")), ["width-48"])
    small.end()


@pytest.mark.parametrize("file_format", ["WEBP", "AVIF"])
def test_the_original_of_60_megapixels_takes_half_the_memory_that_it_may(file_format: str):
    small = ResizingProcess(memory_mib=640)
    content = large_image(file_format)
    assert small.resize("toàn cảnh", Original(content), ["original"])[0].content == content
    small.end()


def test_a_picture_that_takes_too_long_says_so_in_the_language_of_who_asks():
    hasty = ResizingProcess(seconds=1)
    with override("vi"), pytest.raises(PictureBoundError) as caught:
        hasty.resize("toàn cảnh", Original(large_image("WEBP")), SLOW)
    with override("vi"):
        assert "Không hiện được ảnh “toàn cảnh”" in str(caught.value)
    hasty.end()


def test_a_process_killed_at_work_stops_that_picture_only(resizing: ResizingProcess):
    resizing.resize("thac", Original(coloured("WEBP")), [])
    assert resizing.pid
    threading.Timer(0.3, os.kill, (resizing.pid, signal.SIGKILL)).start()
    with pytest.raises(ResizingStoppedError):
        resizing.resize("toàn cảnh", Original(large_image("WEBP")), SLOW)

    assert resizing.resize("thac", Original(coloured("WEBP")), ["width-48"])


def test_nothing_is_kept_of_a_picture_whose_process_was_killed():
    shown = large_picture()
    renditions([picture(size=(70, 70))], SHAPE)
    before = default_storage.listdir("pictures")
    killed = apart.ours.pid
    assert killed
    threading.Timer(0.5, os.kill, (killed, signal.SIGKILL)).start()
    with pytest.raises(ResizingStoppedError):
        renditions([shown], SHAPE)
    assert not Rendition.objects.filter(image=shown).exists()
    assert default_storage.listdir("pictures") == before

    [files] = renditions([shown], SHAPE).values()
    assert [source.width for source in files["jpeg"]] == [64, 120]


# --- the newsroom -------------------------------------------------------------------------------------


def test_a_damaged_picture_is_refused_at_its_field(editor: Client, site: Site):
    file = SimpleUploadedFile("thac.png", damaged())
    fields = {"title": "thac", "licence": "own", "collection": portal_collection(site).pk, "file": file}
    answer = editor.post(reverse("wagtailimages:add"), fields)
    assert "thac.png" in str(answer.context["form"].errors["file"])
    assert not Picture.objects.exists()


def test_a_picture_that_cannot_be_read_takes_no_other_from_the_list(editor: Client, site: Site):
    collection = portal_collection(site)
    kept(damaged(), "hong.png", collection=collection)
    good = kept(coloured("PNG"), "lanh.png", collection=collection)
    answer = editor.get(reverse("wagtailimages:index"))
    assert answer.status_code == 200
    assert good.get_rendition("max-165x165").url in answer.content.decode()


def test_a_damaged_picture_says_that_it_is_damaged():
    with override("en"), pytest.raises(PictureUnreadableError, match=r"thac.*cannot be read"):
        kept(damaged(), "hong.png").get_rendition("max-165x165")


def test_a_process_that_nobody_asks_leaves():
    idle = ResizingProcess(idle_seconds=0)
    assert idle.resize("thac", Original(coloured("WEBP")), ["width-48"])
    ends_at = time.monotonic() + PATIENCE_SECONDS
    while idle.pid is not None and time.monotonic() < ends_at:
        time.sleep(0.05)
    assert idle.pid is None


def test_the_page_opens_on_which_a_picture_that_cannot_be_read_is_replaced(editor: Client, site: Site):
    shown = kept(damaged(), "hong.png", collection=portal_collection(site))
    assert editor.get(reverse("wagtailimages:edit", args=[shown.pk])).status_code == 200
