"""A page that is withdrawn leaves every wall, whatever else a wall shows and however that fares."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import TestCase
from django.utils import timezone
from wagtail.models import Page, Site

from cms.home.models import HomePage, SectionPage
from cms.tourism.models import DestinationPage
from sites.border_gates.slides.apart import ours
from sites.publishing import installation
from sites.publishing.afresh import differences
from sites.publishing.models import Dirty, Node
from sites.publishing.publisher import Publisher
from sites.publishing.withdrawal import withdraw
from tests.border_gates.walls import HOST
from tests.factories.accounts import administrator
from tests.factories.pages import destination, publish
from tests.factories.pictures import picture
from tests.factories.portals import portal, section
from tests.factories.screens import screen

pytestmark = pytest.mark.django_db
FEED = f"{HOST}/screens/tra-linh-1/feed.json"


@pytest.fixture
def publisher(settings: Any, tmp_path: Path) -> Publisher:
    settings.TREE_ROOT = tmp_path / "tree"
    return Publisher(installation.tree())


@pytest.fixture
def places() -> SectionPage:
    return section(portal(languages=("vi", "en")))


@pytest.fixture
def cave(places: SectionPage) -> DestinationPage:
    return destination(places, "Động", picture=picture("dong"))


@pytest.fixture
def fall(places: SectionPage, cave: DestinationPage, publisher: Publisher) -> DestinationPage:
    """A page that stands on a wall before another one; both are published."""
    page = destination(places, "Thác")
    screen(Site.objects.get(hostname=HOST), page, cave)
    publisher.publish_everything()
    return page


@pytest.fixture
def no_drawing(fall: DestinationPage, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The process that draws ends at once, until the patch is undone."""
    ours.end()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    yield monkeypatch
    ours.end()


def slides(publisher: Publisher) -> dict[str, str]:
    """What the feed in the tree shows: the path of the picture of each page."""
    found = json.loads(publisher.tree.read(FEED) or b"")["items"]
    return {item["page"]: HOST + item["url"] for item in found}


def objects(publisher: Publisher) -> set[str]:
    return {path for path in publisher.tree.paths() if "/objects/" in path}


def take_off(page: Page) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw(page, administrator(), "Nhầm")


def let_time_pass() -> None:
    Node.objects.exclude(remake_at=None).update(remake_at=timezone.now())


def test_a_wall_shows_a_withdrawn_page_no_more_while_another_slide_cannot_be_drawn(
    publisher: Publisher, fall: DestinationPage, cave: DestinationPage, no_drawing: pytest.MonkeyPatch
):
    publish(cave, wall_title="Động Ngườm Ngao")
    take_off(fall)
    assert objects(publisher) == set()
    publisher.publish()
    assert slides(publisher) == {}


def test_a_slide_that_could_not_be_drawn_is_tried_again(
    publisher: Publisher, fall: DestinationPage, cave: DestinationPage, no_drawing: pytest.MonkeyPatch
):
    publish(cave, wall_title="Động Ngườm Ngao")
    publisher.publish()
    assert list(slides(publisher)) == [fall.translation_key.hex]
    assert not Dirty.objects.exists()
    no_drawing.undo()
    let_time_pass()
    publisher.publish()
    assert list(slides(publisher)) == [fall.translation_key.hex, cave.translation_key.hex]
    assert set(slides(publisher).values()) == objects(publisher)
    assert list(differences(publisher.tree)) == []


def test_a_slide_whose_picture_cannot_be_read_now_stops_no_other(
    publisher: Publisher, fall: DestinationPage, cave: DestinationPage
):
    shown = picture("dong moi")
    file = Path(shown.file.path)
    body = file.read_bytes()
    file.unlink()
    file.mkdir()  # nobody can read a folder
    publish(cave, picture=shown)
    publish(fall, wall_title="Thác Bản Giốc")
    publisher.publish()
    assert list(slides(publisher)) == [fall.translation_key.hex]
    file.rmdir()
    file.write_bytes(body)
    let_time_pass()
    publisher.publish()
    assert list(slides(publisher)) == [fall.translation_key.hex, cave.translation_key.hex]


@pytest.fixture
def broken(fall: DestinationPage) -> None:
    """Past every form the portal has a theme that nobody knows: nobody can tell what the wall shows."""
    HomePage.objects.update(theme="không có")


def test_the_picture_of_a_withdrawn_page_goes_though_its_wall_cannot_tell_what_it_shows(
    publisher: Publisher, fall: DestinationPage, cave: DestinationPage, broken: None
):
    before = slides(publisher)
    take_off(fall)
    assert objects(publisher) == {before[cave.translation_key.hex]}


def test_so_it_does_when_the_process_that_withdrew_the_page_dies(
    publisher: Publisher, fall: DestinationPage, cave: DestinationPage, broken: None
):
    before = slides(publisher)
    withdraw(fall, administrator(), "Nhầm")
    publisher.publish()
    assert Dirty.objects.filter(key=FEED).exists()
    assert objects(publisher) == {before[cave.translation_key.hex]}
