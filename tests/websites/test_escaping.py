"""Whatever an editor writes into any field stays text: all fields of all page types at once."""

import json

import pytest

from cms.home.models import HomePage, SectionPage
from cms.pages.models import BasePage
from sites.publishing import addresses
from tests.factories.everything import PAGE_TYPES, Everything
from tests.visitor import sitemaps, visit
from tests.websites.document import Element, read, read_xml

pytestmark = pytest.mark.django_db

HOSTILE = "\"'<script>x</script><!--"
"""It ends attributes and starts elements; a title on walls has room for 24 letters."""
OUR_SCRIPTS = ({"type": "module", "src": "/static/websites/site.js"}, {"type": "application/ld+json"})
READERS = ("vi", "en")


@pytest.fixture(scope="module")
def _everything(kept_for_the_module: None) -> None:
    """A portal where every word of every page, fact and picture is an attack."""
    Everything(lambda language: HOSTILE, READERS, READERS).publish_all()
    for model in PAGE_TYPES:
        page(model)


@pytest.fixture(autouse=True)
def _pages(_everything: None) -> None:
    """Every test reads the same portal."""


def path(model: type[BasePage]) -> str:
    return addresses.address(model.objects.get(locale__language_code="vi").pk).path


def page(model: type[BasePage], reader: str = "vi") -> Element:
    answer = visit(path(model).replace("/vi/", f"/{reader}/", 1))
    assert answer.status_code == 200
    return read(answer.content)


def attacks(document: Element) -> list[str]:
    """Everything in a document that a browser would do, beside what we wrote."""
    scripts = [script.attributes for script in document.all("script") if script.attributes not in OUR_SCRIPTS]
    attributes = [
        f"{element.name} {name}"
        for element in document.all()
        for name, value in element.attributes.items()
        if name.startswith("on")
        or value.lower().startswith("javascript:")
        or not name.replace("-", "").isalpha()
    ]
    return [*map(str, scripts), *attributes]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_what_an_editor_writes_into_any_field_stays_text(model: type[BasePage], reader: str):
    document = page(model, reader)
    assert attacks(document) == []
    assert HOSTILE in document.one("body").text


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_what_an_editor_writes_into_a_title_stays_text(model: type[BasePage]):
    assert HOSTILE in page(model).one("title").text


@pytest.mark.parametrize("layout", SectionPage.Layout.values)
def test_what_an_editor_writes_stays_text_in_every_layout_of_a_list(layout: str):
    SectionPage.objects.update(layout=layout)
    document = page(SectionPage)
    assert attacks(document) == []
    assert document.one("main").text.count(HOSTILE) > 6


def test_every_plain_word_of_a_page_is_shown_as_it_was_written():
    destination = next(model for model in PAGE_TYPES if model.__name__ == "DestinationPage")
    text = page(destination).one("main").text
    assert text.count(HOSTILE) > 40
    assert "&lt;" not in text
    assert "&amp;" not in text


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_what_machines_read_cannot_be_ended_by_what_an_editor_writes(model: type[BasePage]):
    found = [json.loads(script.text) for script in page(model).all("script", type="application/ld+json")]
    assert HOSTILE in [data.get("name") for data in found]


@pytest.mark.parametrize(
    "address", ["/vi/feed.xml", "/vi/sectionpage-1/feed.xml", "sitemaps", "/sitemap.xml"]
)
def test_what_an_editor_writes_breaks_no_feed_and_no_sitemap(address: str):
    address = sitemaps("vi")[0] if address == "sitemaps" else address
    document = read_xml(visit(address).content)
    titles = [element.text for element in document.iter("{http://www.w3.org/2005/Atom}title")]
    assert all(HOSTILE in title for title in titles)
    assert "sitemap" in address or len(titles) > 2


def test_the_page_for_what_is_not_there_is_as_safe():
    answer = visit("/vi/<script>x</script>/")
    assert answer.status_code == 404
    assert attacks(read(answer.content)) == []
    assert HOSTILE in read(answer.content).one("main").text


@pytest.mark.parametrize("letter", ["\x0b", "\x1f", "\ufffe", "\x85", "\u2028"])
def test_a_letter_that_xml_forbids_breaks_no_feed(letter: str):
    HomePage.objects.update(title=f"Cao{letter}Bằng")
    feed = read_xml(visit("/vi/feed.xml").content)
    assert feed.findtext("{http://www.w3.org/2005/Atom}title").replace(letter, "") == "CaoBằng"
