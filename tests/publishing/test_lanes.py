"""What is made before what: what was taken off, what somebody waits for, then what reads whole portals."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import TestCase
from django.utils import timezone
from wagtail.models import Page, Site

from cms.home.models import SectionPage
from cms.tourism.models import DestinationPage
from sites.publishing import index, queue
from sites.publishing import publisher as process
from sites.publishing.afresh import differences
from sites.publishing.again import mark_everything
from sites.publishing.lanes import Lane
from sites.publishing.models import Dirty
from sites.publishing.publisher import Publisher
from sites.publishing.withdrawal import withdraw
from tests.factories.accounts import administrator
from tests.factories.pages import destination, own_version, publish
from tests.factories.pictures import picture
from tests.factories.portals import home_of, section
from tests.factories.screens import screen

pytestmark = pytest.mark.django_db
HOST = "cao-bang.localhost"
PAGE = f"{HOST}/vi/diem-den/thac/"
DATA = f"{HOST}/data/vi/destinations.csv"
SCREEN = f"{HOST}/screens/tra-linh-1/feed.json"
UNRELATED = f"{HOST}/vi/a/ao/"
"""Comes before the page by its address, and shows nothing of it."""


@pytest.fixture
def page(site: Site, places: SectionPage, publisher: Publisher) -> DestinationPage:
    """A page with a picture that stands in lists, feeds, data and on two screens; beside it others that do not."""
    made = destination(places, "Thác", picture=picture("thac"))
    own_version(made, "lo")
    wall = screen(site, made, destination(places, "Hồ"), languages=("vi", "lo"))
    screen(site, code="tra-linh-2", playlist=wall.playlist, languages=("vi", "lo"))
    far = section(site, "a")
    for title in ("Ao", "Áng", "Am"):
        destination(far, title)
    publisher.publish_everything()
    publisher.made.clear()
    return made


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A backlog of a small portal is done in as many steps as one of a large one."""
    monkeypatch.setattr(process, "PATHS_AT_ONCE", 4)
    monkeypatch.setattr(process, "SUBJECTS_AT_ONCE", 4)
    monkeypatch.setattr(queue, "MANY", 20)


# --- what somebody waits for ----------------------------------------------------------------------------


def test_an_edited_page_is_made_before_what_reads_a_portal(publisher: Publisher, page: DestinationPage):
    publish(page, title="Thác Bản Giốc")
    publisher.publish()
    assert publisher.made.index(PAGE) < publisher.made.index(DATA)


def test_an_edited_page_is_made_before_the_rest_of_a_mass(
    publisher: Publisher, page: DestinationPage, small_steps: None
):
    mark_everything()
    while not publisher.made:
        publisher.step()
    publish(DestinationPage.objects.get(slug="ho"), summary="Một hồ")
    publisher.made.clear()
    publisher.publish()
    assert publisher.made.index(f"{HOST}/vi/diem-den/ho/") < publisher.made.index(UNRELATED)


# --- what was taken off -------------------------------------------------------------------------------


def take_off(page: Page) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw(page, administrator(), "Nhầm")


def still_shown(publisher: Publisher, page: Page) -> set[str]:
    """The paths whose bytes name the page: by its title, its address or its key."""
    names = (page.title.encode(), b"/thac/", page.translation_key.hex.encode())
    bodies = {path: publisher.tree.read(path) or b"" for path in publisher.tree.paths()}
    return {path for path, body in bodies.items() if any(name in body for name in names)}


def everything_anew(page: Page) -> None:
    mark_everything()


def edits(page: Page) -> None:
    for other in DestinationPage.objects.exclude(translation_key=page.translation_key):
        publish(other, title=f"{other.title} mới")


def a_part_of_every_page(page: Page) -> None:
    publish(home_of(Site.objects.get(hostname=HOST)), theme="an-giang")


@pytest.mark.parametrize("backlog", [everything_anew, edits, a_part_of_every_page])
def test_what_was_taken_off_is_gone_before_any_backlog_is_made(
    publisher: Publisher, page: DestinationPage, small_steps: None, backlog: Callable[[Page], Any]
):
    assert {DATA, SCREEN, f"{HOST}/vi/diem-den/"} <= still_shown(publisher, page)
    backlog(page)
    take_off(page)
    while still_shown(publisher, page):
        assert publisher.step()
    assert publisher.made
    assert UNRELATED not in publisher.made
    publisher.publish()
    assert UNRELATED in publisher.made
    assert list(differences(publisher.tree)) == []


def test_a_backlog_that_comes_after_pushes_nothing_back(
    publisher: Publisher, page: DestinationPage, small_steps: None
):
    take_off(page)
    mark_everything()
    while still_shown(publisher, page):
        assert publisher.step()
    assert UNRELATED not in publisher.made


def test_a_withdrawal_overtakes_what_is_under_way(
    publisher: Publisher, page: DestinationPage, small_steps: None
):
    mark_everything()
    while not publisher.made:
        publisher.step()
    take_off(page)
    while still_shown(publisher, page):
        assert publisher.step()
    assert UNRELATED not in publisher.made


def test_what_only_the_page_had_on_a_screen_is_gone_without_the_publisher(
    publisher: Publisher, page: DestinationPage
):
    before = {path for path in publisher.tree.paths() if path.endswith(".jpg") and "/objects/" in path}
    take_off(page)
    after = {path for path in publisher.tree.paths() if path.endswith(".jpg") and "/objects/" in path}
    assert (len(before), len(after)) == (3, 1)
    publisher.publish()
    assert list(differences(publisher.tree)) == []


def test_what_is_taken_off_while_it_waits_for_its_lane_goes_first_all_the_same(
    publisher: Publisher, page: DestinationPage
):
    queue.mark([(index.PATH, DATA)], "sửa")
    taken = queue.take(index.PATH, 1, timezone.now(), publisher.number, (), but=())
    queue.mark([(index.PATH, DATA)], "sai", is_first=True)
    queue.put_behind(dict.fromkeys(taken, Lane.PORTAL))
    assert queue.first_among([taken[0].node_id]) == {taken[0].node_id}


# --- in pieces ------------------------------------------------------------------------------------------


def test_everything_is_many_however_it_is_pieced(
    publisher: Publisher, page: DestinationPage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(index, "PIECE", 7)
    mark_everything()
    lanes = Dirty.objects.filter(kind=index.PATH).values_list("lane", flat=True)
    assert set(lanes) == {Lane.MANY}


def test_what_takes_long_to_ask_is_left_for_the_next_step(
    publisher: Publisher, page: DestinationPage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(process, "SECONDS_AT_ONCE", 0)
    mark_everything()
    before = Dirty.objects.filter(kind=index.SUBJECT).count()
    publisher.step()
    left = Dirty.objects.filter(kind=index.SUBJECT)
    assert left.filter(taken_by=None).count() == left.count() == before - 1
    publisher.publish()
    assert list(differences(publisher.tree)) == []
