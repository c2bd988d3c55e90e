import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from django.core.files.storage import default_storage
from django.test import RequestFactory
from wagtail.models import Site

from cms.home.models import SectionPage
from sites.border_gates.models import DrawnSlide, slide_path
from sites.border_gates.previews import show
from sites.border_gates.slides.apart import ours
from tests.border_gates.walls import (
    ask,
    faults,
    feed,
    feed_path,
    image,
    key,
    pictures,
    publish,
    slides,
)
from tests.factories.pages import destination, translated
from tests.factories.pictures import picture
from tests.factories.portals import portal, section
from tests.factories.screens import screen

pytestmark = pytest.mark.django_db

DIGESTS = """
import django
from dataclasses import replace
django.setup()
from sites.border_gates.drawing import digest_of
from sites.border_gates.slides import draw_slide
from tests.border_gates.slides.samples import CANVAS, landscape, words_in
for language in ("vi", "zh-hans", "lo", "km"):
    words = words_in(language, names=frozenset({"trà lĩnh", "bản giốc", "板约", "tà lùng"}))
    print(digest_of(words, "0a1b thac.png", **CANVAS), draw_slide(replace(words, picture=landscape()), **CANVAS).sha256)
"""


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "en", "lo"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


# --- drawn once ---------------------------------------------------------------------------------------


def test_slide_is_drawn_once(site: Site, places: SectionPage, monkeypatch: pytest.MonkeyPatch):
    wall = screen(site, destination(places, "Thác"))
    drawn = ask(feed_path(wall)).content
    ours.end()
    monkeypatch.setattr("sys.executable", "/bin/false")  # now nothing can be drawn

    assert ask(feed_path(wall)).content == drawn


def test_screens_of_one_size_at_one_gate_share_their_slides(site: Site, places: SectionPage):
    page = destination(places, "Thác")
    left, right = screen(site, page), screen(site, page, code="tra-linh-2")

    assert pictures(left) == pictures(right)
    assert DrawnSlide.objects.count() == 1


def test_slide_drawn_again_has_the_same_bytes(site: Site, places: SectionPage):
    wall = screen(site, destination(places, "Thác", picture=picture()))
    first = ask(feed_path(wall)).content
    (sha256,) = pictures(wall)
    DrawnSlide.objects.all().delete()
    default_storage.delete(slide_path(sha256))

    assert ask(feed_path(wall)).content == first
    assert default_storage.exists(slide_path(sha256))


def test_half_a_slide_of_a_publisher_that_was_killed_is_not_shown(site: Site, places: SectionPage):
    wall = screen(site, destination(places, "Thác"))
    [item] = feed(wall)["items"]
    whole = ask(item["url"]).content
    DrawnSlide.objects.all().delete()
    Path(default_storage.path(slide_path(item["sha256"]))).write_bytes(whole[: len(whole) // 2])

    assert feed(wall)["items"] == [item]
    assert ask(item["url"]).content == whole


def test_slide_that_was_drawn_needs_the_file_of_its_picture_no_more(site: Site, places: SectionPage):
    shown = picture()
    wall = screen(site, destination(places, "Thác", picture=shown))
    drawn = ask(feed_path(wall)).content
    shown.file.storage.delete(shown.file.name)

    assert ask(feed_path(wall)).content == drawn


def test_slide_is_drawn_anew_when_its_picture_has_another_file(site: Site, places: SectionPage):
    shown = picture()
    wall = screen(site, destination(places, "Thác", picture=shown))
    before = pictures(wall)
    other = picture("anh khác", size=(90, 30), colour=(240, 230, 90))
    shown.file.save(shown.filename, other.file)

    assert pictures(wall) != before


def test_every_process_draws_the_same_bytes_under_the_same_digest():
    runs = [
        subprocess.run(
            [sys.executable, "-c", DIGESTS],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    ]

    assert runs[0].count("\n") == 4
    assert runs[0] == runs[1]


# --- what cannot be drawn -----------------------------------------------------------------------------


def test_text_with_a_letter_that_no_font_has_stops_its_slide_only(site: Site, places: SectionPage):
    fall, cave = destination(places, "Thác 🏞"), destination(places, "Động")

    assert slides(screen(site, fall, cave)) == [(key(cave), "vi")]


def test_operator_is_told_the_letter_the_font_and_the_language(site: Site, places: SectionPage):
    (fault,) = faults(screen(site, destination(places, "Thác 🏞")))

    for name in ("U+1F3DE NATIONAL PARK", "Be Vietnam Pro", "Tiếng Việt"):
        assert name in fault


def test_mark_without_its_letter_stops_the_slide_of_that_language_only(site: Site, places: SectionPage):
    page = destination(places, "Thác")
    translated(page, "en")
    publish(translated(page, "lo"), wall_title="\u0eb4ແກ້ວ")
    wall = screen(site, page, languages=("vi", "lo", "en"))

    assert slides(wall) == [(key(page), "vi"), (key(page), "en")]
    (fault,) = faults(wall)
    assert "U+0EB4 LAO VOWEL SIGN I" in fault
    assert "Tiếng Lào" in fault


def test_picture_whose_file_is_lost_stops_its_slide_only(site: Site, places: SectionPage):
    lost = picture()
    fall, cave = destination(places, "Thác", picture=lost), destination(places, "Động")
    lost.file.storage.delete(lost.file.name)
    wall = screen(site, fall, cave)

    assert slides(wall) == [(key(cave), "vi")]
    (fault,) = faults(wall)
    assert "“Thác”" in fault


def test_corrected_text_is_shown(site: Site, places: SectionPage):
    page = destination(places, "Thác 🏞")
    wall = screen(site, page)
    assert slides(wall) == []
    publish(page, title="Thác")

    assert slides(wall) == [(key(page), "vi")]


# --- what is beyond the bounds of the process that draws ------------------------------------------------


@pytest.fixture
def in_little_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The process that draws has memory for small slides only, until the patch is undone."""
    ours.end()
    monkeypatch.setattr(ours, "memory_mib", 128)
    yield monkeypatch
    ours.end()


def test_slide_beyond_the_bound_is_left_out_and_the_others_of_its_wall_play(
    site: Site, places: SectionPage, in_little_memory: pytest.MonkeyPatch
):
    large = destination(places, "Thác", picture=picture(size=(7000, 5000)))
    small = destination(places, "Hồ")
    assert slides(screen(site, large, small)) == [(key(small), "vi")]


def test_preview_of_a_slide_beyond_the_bound_says_so(
    site: Site, places: SectionPage, in_little_memory: pytest.MonkeyPatch
):
    page = destination(places, "Thác", picture=picture(size=(7000, 5000)))
    answer = show(page, RequestFactory().get("/"))

    assert "128 MiB" in answer.content.decode()


# --- the code -----------------------------------------------------------------------------------------


def test_code_on_each_slide_leads_to_the_page_in_the_language_of_the_slide(site: Site, places: SectionPage):
    page = destination(places, "Thác", slug="thac")
    translated(places, "en")
    translated(page, "en")
    wall = screen(site, page, languages=("vi", "en"), width=1920, height=384)

    for item in feed(wall)["items"]:
        (code,) = zxingcpp.read_barcodes(image(item))
        scheme, host, path = code.text.replace("://", "/").split("/", 2)
        answer = ask("/" + path, host.lower())
        assert scheme == "HTTP"
        assert answer["Location"] == f"http://cao-bang.localhost/{item['language']}/diem-den/thac/"
