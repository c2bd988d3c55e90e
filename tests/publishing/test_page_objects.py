"""Pages that are read together say the same as one that is read alone, and each hears of its own rows only."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.home.models import SectionPage
from cms.pages.figures import Figure
from cms.pages.models import GalleryPicture, RelatedPage
from cms.tourism.models import DestinationPage, OpeningHours
from sites.publishing import outbox
from sites.publishing.afresh import differences
from sites.publishing.capture import recording
from sites.publishing.ingredients import making
from sites.publishing.models import Change
from sites.publishing.page_objects import fetch_page_objects, page_object
from sites.publishing.publisher import Publisher
from tests.factories import facts
from tests.factories.pages import destination
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db

HOST = "cao-bang.localhost"
HANGING: dict[str, Callable[[DestinationPage], Any]] = {
    "figure": lambda page: Figure.objects.create(
        page=page, kind="height-m", value="53", precision="exact", source="Sở", as_of="2024"
    ),
    "picture": lambda page: GalleryPicture.objects.create(page=page, picture=picture("la")),
    "recommended page": lambda page: RelatedPage.objects.create(page=page, target=page.get_parent()),
    "hours": lambda page: OpeningHours.objects.create(
        page=page, days=OpeningHours.Days.DAILY, opens="07:00", closes="17:00"
    ),
    "topic": lambda page: page.topics.through.objects.create(
        destinationpage_id=page.pk, topic=facts.topic("nuoc")
    ),
}


@pytest.fixture
def pages(places: SectionPage) -> list[DestinationPage]:
    topic = facts.topic()
    found = [destination(places, f"Thác {number}") for number in range(4)]
    for page in found:
        page.topics.add(topic)
        page.save()
    return found


@pytest.mark.parametrize("kind", HANGING)
def test_what_hangs_on_a_page_is_noted_though_many_were_read_together(
    pages: list[DestinationPage], kind: str
):
    tags = []
    with making(is_recorded=True):
        fetch_page_objects(page.pk for page in pages)
        for page in pages[:2]:
            with recording(str(page)) as reads:
                page_object(page.pk)
            tags.append(reads.record("").tags)
    Change.objects.all().delete()
    HANGING[kind](pages[0])
    changed = outbox.expand(Change.objects.all()).tags
    assert [bool(found & changed) for found in tags] == [True, False]


@pytest.mark.parametrize("kind", HANGING)
def test_what_hangs_on_one_of_many_pages_is_published(
    publisher: Publisher, pages: list[DestinationPage], kind: str
):
    publisher.publish_everything()
    before = publisher.tree.read(f"{HOST}/vi/diem-den/thac-1/")
    HANGING[kind](pages[1])
    publisher.publish()
    assert publisher.tree.read(f"{HOST}/vi/diem-den/thac-1/") != before
    assert list(differences(publisher.tree)) == []


def test_more_pages_ask_no_more_questions(pages: list[DestinationPage]):
    asked = []
    for found in (pages[:2], pages):
        with making(), CaptureQueriesContext(connection) as queries:
            fetch_page_objects(page.pk for page in found)
            for page in found:
                page_object(page.pk).figures.get_object_list()
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_what_one_loads_through_a_page_nobody_else_has(pages: list[DestinationPage]):
    with making():
        fetch_page_objects(page.pk for page in pages)
        assert page_object(pages[0].pk) is not page_object(pages[0].pk)
        page_object(pages[0].pk).title = "anders"
        assert page_object(pages[0].pk).title == "Thác 0"


def test_a_page_that_does_not_exist_is_none():
    assert page_object(987654) is None
