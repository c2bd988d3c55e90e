"""The page on which people find the open data of a portal."""

import datetime
import json

import pytest
from wagtail.models import Site

from cms.home.models import SectionPage
from sites.publishing.short_addresses import give_short_address
from tests.factories.pages import article, destination, own_version
from tests.factories.portals import home_of, portal, section
from tests.visitor import visit
from tests.websites.document import Element, read
from tests.websites.test_sitemaps import listed

pytestmark = pytest.mark.django_db

PATH = "/vi/du-lieu-mo/"


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "en", "tyz"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


def shown(path: str = PATH) -> Element:
    answer = visit(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    return read(answer.content)


def cells(path: str = PATH) -> list[list[str]]:
    """The words of each row of the table."""
    rows = list(shown(path).one("tbody").all("tr"))
    return [[child.text.strip() for child in row.children if isinstance(child, Element)] for row in rows]


def test_every_page_leads_to_the_open_data_in_its_readers_language(places: SectionPage):
    link = shown("/vi/diem-den/").one("footer").one("a", href=PATH)
    assert link.text == "Dữ liệu mở"
    assert shown("/en/").one("footer").one("a", href="/en/du-lieu-mo/").text == "Open data"


def test_the_data_are_listed_with_how_much_there_is_and_as_of_when(site: Site):
    news = section(site, "tin-tuc")
    for day in (4, 5):
        article(news, f"Tin {day}", date_published=datetime.date(2026, 3, day))
    ((name, size, as_of, files),) = cells()
    assert name.startswith("Tin tức")
    assert (size, as_of) == ("2 mục", "03/2026")
    assert "CSV" in files
    assert "GeoJSON" not in files


def test_every_file_is_found_and_says_of_what_it_is(places: SectionPage):
    destination(places, latitude="22.85", longitude="106.72")
    links = list(shown().one("tbody").all("a"))
    assert [link.text for link in links] == ["Điểm đến: CSV", "Điểm đến: GeoJSON", "Điểm đến: JSON-LD"]
    for link in links:
        assert visit(link.attributes["href"])["Content-Type"] == link.attributes["type"]


def test_the_page_says_under_what_terms(places: SectionPage):
    destination(places)
    link = shown().one("main").one("a", rel="license")
    assert link.attributes["href"] == "https://creativecommons.org/licenses/by/4.0/"
    assert link.text == "Giấy phép: CC BY 4.0"


def test_a_language_without_data_says_so(places: SectionPage):
    destination(places)
    page = shown("/en/du-lieu-mo/")
    assert list(page.all("table")) == []
    assert "Nothing here in this language yet." in page.one("main").text


def test_readers_of_a_language_without_words_get_the_nearest(places: SectionPage):
    own_version(destination(places), "tyz")
    page = shown("/tyz/du-lieu-mo/")
    assert (page.one("html").attributes["lang"], page.one("h1").language) == ("tyz", "vi")
    assert page.one("tbody").one("a", type="text/csv; charset=utf-8").attributes["href"] == (
        "/data/tyz/destinations.csv"
    )


def test_the_page_is_the_same_page_in_every_language(places: SectionPage):
    page = shown()
    assert next(page.all("a", hreflang="tyz")).attributes["href"] == "/tyz/du-lieu-mo/"
    assert page.one("link", rel="canonical").attributes["href"].endswith(PATH)


def test_the_page_does_not_take_the_short_address_of_the_home(site: Site):
    give_short_address(home_of(site))
    assert "/s/" in shown("/vi/").one("footer").text
    assert "/s/" not in shown().one("footer").text


def test_machines_find_the_catalogue(places: SectionPage):
    destination(places)
    page = shown()
    assert page.one("link", type="application/ld+json").attributes["href"] == "/data/catalogue.jsonld"
    data = json.loads(page.one("script", type="application/ld+json").text)
    assert (data["@type"], [found["name"] for found in data["dataset"]]) == ("DataCatalog", ["Điểm đến"])


def test_search_engines_find_the_page(places: SectionPage):
    assert [tag for tag, _href in listed("en")["http://cao-bang.localhost/en/du-lieu-mo/"]] == [
        "vi",
        "en",
        "tyz",
    ]
