"""Publishers that work at the same time, and one that is told something while it works."""

import contextvars
import datetime
import gzip
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.home.models import SectionPage
from sites.publishing import index, installation, media, publishers, queue
from sites.publishing.afresh import differences
from sites.publishing.again import mark_everything, mark_pages
from sites.publishing.capture import Record, node_id
from sites.publishing.ingredients import ingredient, key_of
from sites.publishing.lanes import Lane
from sites.publishing.models import Change, Dirty, Node, PublishedPath
from sites.publishing.publisher import Publisher
from sites.publishing.results import Result
from sites.publishing.stores import Redirects
from sites.publishing.stores.folder import FolderTree
from tests.factories.pages import destination, publish
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db
PATH = "cao-bang.localhost/vi/diem-den/thac/"
A_MONTH = datetime.timedelta(days=31)


class MeddledPublisher(Publisher):
    """One of the publishers at work, to whom something happens once, between making and keeping the page."""

    def __init__(self, publisher: Publisher, meanwhile: Callable[[], None]) -> None:
        super().__init__(publisher.tree, number=publisher.number)
        self.made = publisher.made
        self.meanwhile: Callable[[], None] | None = meanwhile

    def _publish_path(self, row: Dirty, *further: Any) -> Result:
        result = super()._publish_path(row, *further)
        if row.key == PATH and self.meanwhile:
            meanwhile, self.meanwhile = self.meanwhile, None
            contextvars.Context().run(meanwhile)
        return result


def count_writes(publisher: Publisher, meanwhile: Callable[[], None]) -> int:
    """Publish, let something happen while the page is made, and return how often it was made."""
    publisher.made.clear()
    MeddledPublisher(publisher, meanwhile).publish()
    return publisher.made.count(PATH)


def test_what_is_marked_while_it_is_made_is_made_once_more(publisher: Publisher, places: SectionPage):
    page = destination(places, "Thác")
    assert count_writes(publisher, lambda: mark_pages(page)) == 2
    assert not Dirty.objects.exists()


def test_what_changes_while_it_is_made_is_made_once_more(publisher: Publisher, places: SectionPage):
    page = destination(places, "Thác")
    assert count_writes(publisher, lambda: publish(page, summary="Mới")) == 2
    assert list(differences(publisher.tree)) == []


def let_much_wait(publisher: Publisher) -> None:
    """Let everything that stands in the tree wait to be made again, in the lane of many paths."""
    publisher.publish()
    with index.locked():
        queue.mark([(index.PATH, path) for path in PublishedPath.objects.values_list("pk", flat=True)], "")
    Dirty.objects.update(lane=Lane.MANY)
    publisher.made.clear()


def test_an_edit_does_not_wait_for_the_rest_of_many_paths(publisher: Publisher, places: SectionPage):
    page = destination(places, "Thác")
    last = [destination(places, f"Vực {number}").slug for number in range(20)][-1]
    let_much_wait(publisher)
    MeddledPublisher(publisher, lambda: publish(page, summary="Mới")).publish()
    twice = [number for number, path in enumerate(publisher.made) if path == PATH]
    assert len(twice) == 2
    assert twice[1] < publisher.made.index(f"cao-bang.localhost/vi/diem-den/{last}/")
    assert list(differences(publisher.tree)) == []


def test_what_waits_for_an_edit_is_free_for_other_publishers(publisher: Publisher, places: SectionPage):
    page = destination(places, "Thác")
    for number in range(20):
        destination(places, f"Vực {number}")
    let_much_wait(publisher)
    MeddledPublisher(publisher, lambda: publish(page, summary="Mới")).step()
    assert Dirty.objects.exists()
    assert not Dirty.objects.exclude(taken_by=None).exists()


def test_a_picture_that_a_page_shows_again_stays_though_another_publisher_sweeps_meanwhile(
    publisher: Publisher, places: SectionPage
):
    """It was in the tree when the page was made, for one moment more."""
    shown = picture("thac")
    page = destination(places, "Thác", picture=shown)
    publisher.publish()
    publish(page, picture=None)
    publisher.publish()
    media.sweep(publisher.tree, timezone.now())
    publish(page, picture=shown)
    count_writes(publisher, lambda: media.sweep(publisher.tree, timezone.now() + A_MONTH))
    names = media.named_in(publisher.tree.read(PATH) or b"")
    assert names
    assert media.missing(publisher.tree, names) == []


class KilledError(BaseException):
    """Stands for a signal that ends the process."""


class LastTree(FolderTree):
    """A tree of a publisher that is killed in the middle of a piece of work: it never keeps what it wrote."""

    def write(self, path: str, body: bytes) -> None:
        if path == PATH:
            self.file(path).write_bytes(body)
            raise KilledError
        super().write(path, body)

    def write_redirects(self, host: str, redirects: Redirects) -> None:
        super().write_redirects(host, redirects)
        raise KilledError


def publish_until_killed(publisher: Publisher) -> None:
    with pytest.raises(KilledError):
        Publisher(LastTree(publisher.tree.root)).publish()


def test_a_redirect_that_a_killed_publisher_wrote_goes_with_its_reason(publisher: Publisher, site: Site):
    publisher.publish()
    redirect = Redirect.objects.create(site=site, old_path="/cu", redirect_link="/vi/")
    publish_until_killed(publisher)
    redirect.delete()
    publisher.publish()
    assert "/cu/" not in publisher.tree.redirects(site.hostname)


def test_compressed_bytes_are_those_of_the_page_after_two_publishers_were_killed(
    publisher: Publisher, places: SectionPage
):
    """The first wrote some for a text that was taken back, the second none any more."""
    page = destination(places, "Thác", summary="Cũ")
    publisher.publish()
    publish(page, summary="Mới")
    file = publisher.tree.file(PATH).with_name("index.html.gz")
    file.write_bytes(gzip.compress(b"M\xe1\xbb\x9bi"))
    publish_until_killed(publisher)
    publish(page, summary="Cũ")
    publish_until_killed(publisher)
    publisher.publish()
    assert gzip.decompress(file.read_bytes()) == publisher.tree.read(PATH)


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
def test_a_part_that_another_publisher_made_anew_meanwhile_is_not_missed(
    two: list[Publisher], places: SectionPage
):
    """Nobody knew yet that the page has it: it was made of the part as it was when the first publisher began."""
    first, second = two
    destination(places, "Hồ")
    first.publish()
    publish(SectionPage.objects.get(pk=places.pk), title="Nơi đến")
    destination(places, "Thác")

    def meanwhile() -> None:
        publish(SectionPage.objects.get(pk=places.pk), title="Chốn")
        while second.step():
            pass

    count_writes(first, meanwhile)
    assert list(differences(first.tree)) == []


@ingredient
def fleeting() -> str:
    """Nobody uses it, until somebody does."""
    return ""


@ingredient
def slow() -> str:
    """While it is made, another publisher keeps a page that uses the other one."""
    contextvars.Context().run(keep_page_that_uses, fleeting, "vi/moi/")
    return ""


def keep_page_that_uses(used: Callable[[], str], path: str) -> None:
    with index.locked():
        tags = frozenset({node_id(index.INGREDIENT, key_of(used))})
        index.keep(index.PATH, {path: Record("", tags, None)})


@pytest.mark.postgres
def test_an_ingredient_that_is_used_meanwhile_is_not_forgotten(two: list[Publisher], site: Site):
    first, _second = two
    with index.locked():
        index.keep(index.INGREDIENT, {key_of(fleeting): Record("", frozenset(), None)})
        keep_page_that_uses(slow, "vi/")
        queue.mark([(index.INGREDIENT, key_of(fleeting)), (index.INGREDIENT, key_of(slow))], "")
    first.step()
    assert Node.objects.filter(key=key_of(fleeting)).exists()


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
def test_what_a_dead_publisher_had_taken_is_made_by_another(publisher: Publisher, places: SectionPage):
    destination(places, "Thác")
    publisher.publish()
    mark_everything()
    with publishers.joined() as dying:
        with index.locked():
            queue.take(index.PATH, 500, timezone.now(), dying, (), but=())
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
