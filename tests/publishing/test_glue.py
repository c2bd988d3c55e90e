"""Parts that many pages share, and what is made again when one of them changes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from wagtail.models import Page, Site

from cms.home.models import SectionPage
from cms.tourism.models import DestinationPage
from sites.publishing import subjects
from sites.publishing.afresh import differences
from sites.publishing.glue import filled, slot
from sites.publishing.index import PATH
from sites.publishing.ingredients import Making, ingredient, making
from sites.publishing.lanes import Lane
from sites.publishing.models import Dirty
from sites.publishing.publisher import Publisher
from sites.publishing.stores.folder import FolderTree
from sites.publishing.subjects import Artifact
from tests.factories.pages import article, destination, publish
from tests.factories.portals import home_of, section

pytestmark = pytest.mark.django_db
HOST = "cao-bang.localhost"


@ingredient
def _greeting(name: str) -> str:
    return f"Chào {name}"


def test_a_slot_is_filled_wherever_it_stands():
    with making():
        text = f"<p>{slot(_greeting, 'Tày')}</p>" + json.dumps({"name": slot(_greeting, "Mông")})
        body, slots = filled(text)
    assert body.decode() == '<p>Chào Tày</p>{"name": "Chào Mông"}'
    assert [body[start:end].decode() for start, end, _key in slots] == ["Chào Tày", "Chào Mông"]


def test_nobodys_text_is_taken_for_a_slot():
    key = b'["sites.websites.parts.colophon", 1, "vi"]'.hex()
    assert filled(f"@0123456789abcdef:{key}@").slots == ()


@pytest.fixture
def news(site: Site) -> SectionPage:
    return section(site, "tin-tuc", "dated")


@pytest.fixture
def published(publisher: Publisher, site: Site, places: SectionPage, news: SectionPage) -> Publisher:
    publish(news)
    publish(home_of(site))
    for title in ("Thác", "Hồ"):
        destination(places, title)
        article(news, title)
    publisher.publish()
    publisher.made.clear()
    return publisher


def test_a_new_label_of_the_menu_renders_only_the_page_whose_title_it_is(
    published: Publisher, news: SectionPage
):
    publish(news, title="Tin mới nhất")
    published.publish()
    made = {path.removeprefix(HOST) for path in published.made}
    assert {path for path in made if not path.endswith(".xml")} == {
        "/vi/tin-tuc/",
        "/en/tin-tuc/",
        "/lo/tin-tuc/",
    }


@pytest.mark.parametrize("path", ["vi/diem-den/thac/", "lo/tin-tuc/ho/", "vi/", "vi/404.html"])
def test_a_new_label_of_the_menu_stands_on_every_page(published: Publisher, news: SectionPage, path: str):
    publish(news, title="Tin mới nhất")
    published.publish()
    assert "Tin mới nhất".encode() in (published.tree.read(f"{HOST}/{path}") or b"")
    assert list(differences(published.tree)) == []


def test_the_words_of_the_footer_render_only_the_home(published: Publisher, site: Site):
    publish(home_of(site), contact="Số 1, đường Hoàng Đình Giong")
    published.publish()
    assert {path.removeprefix(HOST) for path in published.made} == {"/vi/"}
    assert list(differences(published.tree)) == []


def test_a_page_that_somebody_changed_in_the_tree_is_made_and_not_glued(
    published: Publisher, news: SectionPage
):
    published.tree.write(f"{HOST}/vi/diem-den/thac/", b"khac")
    publish(news, title="Tin mới nhất")
    published.publish()
    assert f"{HOST}/vi/diem-den/thac/" in published.made
    assert list(differences(published.tree)) == []


class ClosedTree(FolderTree):
    """A tree in which one page cannot be read."""

    def read(self, path: str) -> bytes | None:
        if path == f"{HOST}/vi/diem-den/thac/":
            raise PermissionError(path)
        return super().read(path)


def test_a_page_that_cannot_be_read_in_the_tree_holds_nothing_else_up(
    published: Publisher, news: SectionPage
):
    publish(news, title="Tin mới nhất")
    publisher = Publisher(ClosedTree(Path(published.tree.root)))
    publisher.publish()
    assert "PermissionError" in Dirty.objects.get(key=f"{HOST}/vi/diem-den/thac/").error
    assert "Tin mới nhất".encode() in (publisher.tree.read(f"{HOST}/vi/diem-den/ho/") or b"")


def test_a_page_whose_own_words_change_with_the_menu_is_made(published: Publisher, news: SectionPage):
    publish(news, title="Tin mới nhất")
    publish(DestinationPage.objects.get(slug="thac"), summary="Một thác nước")
    published.publish()
    assert f"{HOST}/vi/diem-den/thac/" in published.made
    assert list(differences(published.tree)) == []


# --- a change between two batches ---------------------------------------------------------------------------


@ingredient
def _title(page_id: int) -> str:
    return Page.objects.values_list("title", flat=True).get(pk=page_id)


@ingredient
def _sign(first_id: int, second_id: int) -> str:
    return f"{_title(first_id)}, {_title(second_id)}"


def _board(first_id: int, second_id: int) -> Artifact:
    body, slots = filled(f"{_title(first_id)}: {slot(_sign, first_id, second_id)}")
    return Artifact(body, "text/plain", slots=slots)


@pytest.fixture
def board(places: SectionPage, monkeypatch: pytest.MonkeyPatch) -> list[DestinationPage]:
    """Two pages whose titles stand on a board of the portal: the first one beside its sign too."""
    pages = [destination(places, "Thác"), destination(places, "Hồ")]
    call = (_board, tuple(page.pk for page in pages))
    monkeypatch.setattr(subjects, "_portal_paths", [*subjects._portal_paths])
    subjects.publishes_portals(lambda site_id: {"/bang.txt": call})
    return pages


class InterruptedPublisher(Publisher):
    """Before the first batch of paths that are only glued, something happens."""

    def __init__(self, publisher: Publisher, meanwhile: Callable[[], None]) -> None:
        super().__init__(publisher.tree)
        self.meanwhile = [meanwhile]

    def _make_paths(self, run: Making, lane: Lane) -> bool:
        is_glue = not Dirty.objects.filter(kind=PATH, is_glue=False).exists()
        if self.meanwhile and is_glue and Dirty.objects.filter(kind=PATH).exists():
            self.meanwhile.pop()()
        return super()._make_paths(run, lane)


def test_what_was_glued_is_made_when_something_beside_its_parts_changed_meanwhile(
    publisher: Publisher, board: list[DestinationPage]
):
    first, second = board
    publisher.publish_everything()
    publish(second, title="Hang")
    InterruptedPublisher(publisher, lambda: publish(first, title="Đèo")).publish()
    assert publisher.tree.read(f"{HOST}/bang.txt") == "Đèo: Đèo, Hang".encode()
