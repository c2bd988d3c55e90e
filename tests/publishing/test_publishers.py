"""Publishers that work at the same time, and one that is told something while it works."""

import contextvars
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from wagtail.models import Site

from cms.home.models import SectionPage
from sites.publishing import index, installation, publishers
from sites.publishing.afresh import differences
from sites.publishing.models import Change, Dirty
from sites.publishing.publisher import Publisher, mark_everything, mark_pages
from sites.publishing.stores.folder import FolderTree
from tests.factories.pages import destination, publish

pytestmark = pytest.mark.django_db
PATH = "cao-bang.localhost/vi/diem-den/thac/"


class MeddledTree(FolderTree):
    """A tree while whose path is written, between making and keeping it, something else happens."""

    def __init__(self, root: Path, path: str, meanwhile: Callable[[], None]) -> None:
        super().__init__(root)
        self.path = path
        self.meanwhile = meanwhile

    def write(self, path: str, body: bytes) -> None:
        super().write(path, body)
        if path == self.path:
            self.path = ""
            contextvars.Context().run(self.meanwhile)


def count_writes(publisher: Publisher, meanwhile: Callable[[], None]) -> int:
    """Publish, let something happen while the page is made, and return how often it was made."""
    publisher.tree = MeddledTree(publisher.tree.root, PATH, meanwhile)
    publisher.made.clear()
    publisher.publish()
    return publisher.made.count(PATH)


def test_what_is_marked_while_it_is_made_is_made_once_more(publisher: Publisher, places: SectionPage):
    page = destination(places, "Thác")
    assert count_writes(publisher, lambda: mark_pages(page)) == 2
    assert not Dirty.objects.exists()


def test_what_changes_while_it_is_made_is_made_once_more(publisher: Publisher, places: SectionPage):
    page = destination(places, "Thác")
    assert count_writes(publisher, lambda: publish(page, summary="Mới")) == 2
    assert list(differences(publisher.tree)) == []


# --- several, on PostgreSQL ----------------------------------------------------------------------------


@pytest.fixture
def two(publisher: Publisher) -> Iterator[list[Publisher]]:
    """Two publishers at work on one tree."""
    with ExitStack() as stack:
        yield [
            Publisher(installation.tree(), number=stack.enter_context(publishers.joined())) for _ in range(2)
        ]


@pytest.mark.postgres
def test_a_change_that_another_publisher_took_meanwhile_is_not_missed(
    two: list[Publisher], places: SectionPage
):
    """It is taken before anybody knows what the first publisher used: nobody else would mark the page."""
    first, second = two
    page = destination(places, "Thác")

    def meanwhile() -> None:
        publish(page, summary="Mới")
        while second.step():
            pass

    count_writes(first, meanwhile)
    assert "Mới".encode() in (first.tree.read(PATH) or b"")
    assert list(differences(first.tree)) == []


@pytest.mark.postgres
def test_what_one_publisher_makes_no_other_makes(two: list[Publisher], places: SectionPage):
    first, second = two
    destination(places, "Thác")

    def meanwhile() -> None:
        while second.step():
            pass

    count_writes(first, meanwhile)
    assert PATH not in second.made
    assert not set(first.made) & set(second.made)


@pytest.mark.postgres
def test_what_a_dead_publisher_had_claimed_is_made_by_another(publisher: Publisher, places: SectionPage):
    destination(places, "Thác")
    publisher.publish()
    mark_everything()
    with publishers.joined() as dying:
        Publisher(installation.tree(), number=dying)._claim(index.PATH, 500)
        with publishers.joined() as number:
            living = Publisher(installation.tree(), number=number)
            living.step()
            assert living.made == []
    publisher.publish()
    assert not Dirty.objects.exists()


@pytest.mark.postgres
def test_changes_are_forgotten_once_nobody_can_have_missed_them(two: list[Publisher], site: Site):
    first, second = two
    first.step()
    second.step()
    Site.objects.update(site_name="khác")
    first.step()
    assert Change.objects.exists()
    second.step()
    assert not Change.objects.exists()


@pytest.mark.postgres
def test_only_the_first_of_several_publishers_looks_at_the_clock(two: list[Publisher]):
    assert [publishers.is_first(publisher.number) for publisher in two] == [True, False]
