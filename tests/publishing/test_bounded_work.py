"""How much is made again because of one act: as much on a large portal as on a small one.

BOUNDED_PAGES says how large the portal is; what is asserted is the same for any size.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cms.home.models import SectionPage
from cms.news.models import ArticlePage
from sites.publishing.publisher import Publisher
from sites.publishing.stores.folder import FolderTree
from tests.factories.large import LANGUAGES, large_portal
from tests.factories.pages import article, publish

pytestmark = pytest.mark.django_db
PAGES = int(os.environ.get("BOUNDED_PAGES", "120"))
HOST = "cao-bang.localhost"
LAST = PAGES - 1
"""The number of the newest article."""


@pytest.fixture(scope="module")
def _published(kept_for_the_module: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A large portal of which everything is published."""
    root = tmp_path_factory.mktemp("published") / "tree"
    large_portal(PAGES, ["tin-tuc"])
    Publisher(FolderTree(root)).publish_everything()
    return root


@pytest.fixture
def publisher(_published: Path, tmp_path: Path) -> Iterator[Publisher]:
    shutil.copytree(_published, tmp_path / "tree")
    return Publisher(FolderTree(tmp_path / "tree"))


def made_by(publisher: Publisher) -> list[str]:
    """The paths that the publisher renders now, without their host, sorted."""
    publisher.publish()
    return sorted(path.removeprefix(HOST) for path in publisher.made)


def made_in_a_step(publisher: Publisher) -> list[str]:
    """The paths that the publisher renders, if it renders any, before it looks at the change rows again."""
    before = len(publisher.made)
    while publisher.step() and len(publisher.made) == before:
        pass
    return sorted(path.removeprefix(HOST) for path in publisher.made[before:])


def paths_that_show(publisher: Publisher, words: str) -> list[str]:
    """The paths in whose bytes some words stand."""
    tree = publisher.tree
    found = (path for path in tree.paths() if words.encode() in (tree.read(path) or b""))
    return sorted(path.removeprefix(HOST) for path in found)


def news(number: int, language: str = "vi") -> ArticlePage:
    return ArticlePage.objects.get(
        slug=f"bai-{number}", locale__language_code=language, url_path__contains="/tin-tuc/"
    )


def section_of_news() -> SectionPage:
    return SectionPage.objects.get(slug="tin-tuc", locale__language_code="vi")


def body(words: str) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "value": f"<p>{words}</p>"}]


def test_a_body_makes_its_path_and_those_where_it_stands_in(publisher: Publisher):
    publish(news(LAST - 1), body=body("Mới"))
    assert made_by(publisher) == sorted(f"/{code}/tin-tuc/bai-{LAST - 1}/" for code in LANGUAGES)


def test_a_body_that_stands_in_nowhere_makes_one_path(publisher: Publisher):
    publish(news(LAST), body=body("Mới"))
    assert made_by(publisher) == [f"/vi/tin-tuc/bai-{LAST}/"]


def test_the_body_of_a_translation_makes_its_path_and_where_it_stands_in(publisher: Publisher):
    publish(news(LAST - 4, "en"), body=body("New"))
    assert made_by(publisher) == [f"/en/tin-tuc/bai-{LAST - 4}/", f"/lo/tin-tuc/bai-{LAST - 4}/"]


@pytest.mark.parametrize("number", [LAST, LAST - 1, LAST - 4, LAST // 2])
def test_a_title_makes_what_shows_it_and_nothing_else(publisher: Publisher, number: int):
    page = news(number)
    shown = paths_that_show(publisher, page.title)
    publish(page, title="Tên khác hẳn")
    assert made_by(publisher) == shown
    assert paths_that_show(publisher, "Tên khác hẳn") == shown


NEW = "/vi/tin-tuc/tin-moi/"
OF_THE_WEBSITE = {
    NEW,
    "/en/tin-tuc/tin-moi/",
    "/lo/tin-tuc/tin-moi/",
    "/vi/",
    "/vi/feed.xml",
    "/vi/tin-tuc/",
    "/vi/tin-tuc/feed.xml",
}
"""The article in each language, and where the newest stand; beside them a part of a sitemap."""
OF_THE_OPEN_DATA = {"/data/vi/news.csv", "/data/vi/news.jsonld"}
"""The files that hold it."""


MOST = 10
"""So many paths a new article makes: those above and a part of a sitemap."""


def add_article(publisher: Publisher) -> list[str]:
    """The paths that the publisher renders for a new article, each as often as it does."""
    before = len(publisher.made)
    article(section_of_news(), "Tin mới", date_published=news(LAST).date_published)
    publisher.publish()
    return sorted(path.removeprefix(HOST) for path in publisher.made[before:])


def fill_the_last_page(publisher: Publisher, left: int) -> None:
    """Publish articles until the last numbered page of the section has room for just so many."""
    section = section_of_news()
    missing = (-section.get_children().live().count() - left) % section.page_size
    for number in range(missing):
        article(section, f"Tin trước {number}", date_published=news(LAST).date_published)
    publisher.publish()


def test_a_new_article_makes_as_few_paths_in_a_long_section_as_in_a_short_one(publisher: Publisher):
    fill_the_last_page(publisher, 1)
    before = publisher.tree.redirects(HOST)
    made = add_article(publisher)
    assert set(made) >= OF_THE_WEBSITE | OF_THE_OPEN_DATA
    further = [path for path in made if path not in OF_THE_WEBSITE | OF_THE_OPEN_DATA]
    assert [path.rpartition("-")[0] for path in further] == ["/vi/sitemap"]
    assert len(made) <= MOST
    assert len(publisher.tree.redirects(HOST)) == len(before) + 1  # its short address, which nobody renders


def test_an_article_that_begins_a_numbered_page_makes_two_paths_more(publisher: Publisher):
    fill_the_last_page(publisher, 0)
    made = add_article(publisher)
    numbered = [path for path in made if path.startswith("/vi/tin-tuc/trang/")]
    assert len(numbered) == 2  # one more, and the one that is not the last any more
    assert len(made) <= MOST + len(numbered)


def test_what_was_edited_is_made_before_what_reads_a_whole_section_and_that_before_the_open_data(
    publisher: Publisher,
):
    article(section_of_news(), "Tin mới", date_published=news(LAST).date_published)
    first, then, at_last = (made_in_a_step(publisher) for _step in range(3))
    assert first == sorted(f"/{code}/tin-tuc/tin-moi/" for code in LANGUAGES)
    assert set(then) >= OF_THE_WEBSITE - set(first)
    assert set(at_last) == OF_THE_OPEN_DATA
    assert made_by(publisher) == sorted([*first, *then, *at_last])


def test_a_label_of_the_menu_makes_no_page_with_a_body(publisher: Publisher):
    publish(section_of_news(), title="Tin mới nhất")
    made = made_by(publisher)
    assert [path for path in made if "/bai-" in path] == []
    assert set(made) <= set(paths_that_show(publisher, "Tin mới nhất"))
