"""What machines read in the head of a page: JSON-LD in the words of schema.org."""

import datetime
import json
from typing import Any

import pytest

from cms.culture.models import HeritagePage
from cms.home.models import HomePage, PlainPage, SectionPage
from cms.investment.models import InvestmentProjectPage
from cms.news.models import ArticlePage, NoticePage
from cms.pages.models import BasePage
from cms.tourism.models import DestinationPage
from sites.publishing import addresses
from tests.factories.everything import PAGE_TYPES, Everything
from tests.visitor import visit
from tests.websites.document import read

pytestmark = pytest.mark.django_db

ROOT = "http://cao-bang.localhost"
TYPES = {
    HomePage: "WebSite",
    SectionPage: "CollectionPage",
    PlainPage: "WebPage",
    DestinationPage: "TouristAttraction",
    InvestmentProjectPage: "Project",
    HeritagePage: "LandmarksOrHistoricalBuildings",
    ArticlePage: "NewsArticle",
    NoticePage: "SpecialAnnouncement",
}


@pytest.fixture(scope="module")
def _everything(kept_for_the_module: None) -> None:
    """A page of every type with every field filled; facts and pictures have words in Vietnamese and English."""
    Everything(lambda language: f"chữ {language}", ("vi", "en", "lo"), ("vi", "en")).publish_all()
    for model in PAGE_TYPES:
        described(model)


@pytest.fixture(autouse=True)
def _pages(_everything: None) -> None:
    """Every test reads the same portal."""


def path(model: type[BasePage]) -> str:
    return addresses.address(model.objects.get(locale__language_code="vi").pk).path


def all_data(model: type[BasePage], reader: str = "vi") -> list[dict[str, Any]]:
    document = read(visit(path(model).replace("/vi/", f"/{reader}/", 1)).content)
    return [json.loads(script.text) for script in document.all("script", type="application/ld+json")]


def described(model: type[BasePage], reader: str = "vi") -> dict[str, Any]:
    """What the first description on a page says."""
    return all_data(model, reader)[0]


def empty(value: Any) -> bool:
    """Whether a value, or one within it, says nothing."""
    if isinstance(value, dict):
        return not value or any(map(empty, value.values()))
    if isinstance(value, list):
        return not value or any(map(empty, value))
    return value in (None, "")


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_a_page_is_described_by_the_type_of_what_it_is_about(model: type[BasePage]):
    data = described(model)
    assert (data["@context"], data["@type"]) == ("https://schema.org", TYPES[model])


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_every_page_has_its_name_language_address_and_picture(model: type[BasePage]):
    data = described(model)
    assert (data["name"], data["description"], data["inLanguage"]) == ("chữ vi", "chữ vi", "vi")
    assert data["url"] == ROOT + path(model)
    image = data["image"]
    assert image["@type"] == "ImageObject"
    assert image["url"].startswith(f"{ROOT}/media/pictures/")
    assert (image["caption"], image["creditText"]) == ("chữ vi", "chữ ")
    assert image["width"] > image["height"] > 0


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_a_description_holds_nothing_empty(model: type[BasePage]):
    assert not any(map(empty, all_data(model)))


@pytest.mark.parametrize("kind", DestinationPage.Kind.values)
def test_a_destination_is_what_its_editor_says(kind: str):
    DestinationPage.objects.update(kind=kind)
    assert described(DestinationPage)["@type"] == kind


def test_a_destination_has_coordinates_hours_places_and_figures():
    data = described(DestinationPage)
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 22.83, "longitude": 106.32}
    assert data["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            "opens": "08:00",
            "closes": "14:00",
        }
    ]
    assert data["containedInPlace"] == [{"@type": "Place", "name": "chữ vi"}]
    properties = {found["propertyID"]: found for found in data["additionalProperty"]}
    assert properties["area-ha"] == {
        "@type": "PropertyValue",
        "propertyID": "area-ha",
        "value": 30.0,
        "unitCode": "HAR",
    }
    assert properties["fee-vnd"]["unitText"] == "vnd"


def test_a_destination_without_coordinates_has_no_point():
    DestinationPage.objects.update(latitude=None, longitude=None)
    assert "geo" not in described(DestinationPage)


def test_an_article_has_its_day_headline_and_publisher():
    ArticlePage.objects.update(date_published=datetime.date(2026, 3, 5))
    data = described(ArticlePage)
    assert (data["headline"], data["datePublished"]) == ("chữ vi", "2026-03-05")
    assert data["publisher"] == {"@type": "GovernmentOrganization", "name": "chữ vi", "url": ROOT}


def test_a_notice_has_its_moments_in_hanoi_and_who_issued_it():
    data = described(NoticePage)
    assert (data["datePosted"], data["expires"]) == ("2026-11-23T07:00:00+07:00", "2026-11-24T07:00:00+07:00")
    assert data["publisher"]["@type"] == "GovernmentOrganization"
    assert data["publisher"]["telephone"] == "0206 385 2121"


def test_a_notice_without_an_issuer_is_the_portals():
    NoticePage.objects.update(issuer=None, valid_through=None)
    data = described(NoticePage)
    assert data["publisher"] == {"@type": "GovernmentOrganization", "name": "chữ vi", "url": ROOT}
    assert "expires" not in data


def test_a_project_has_its_figures_places_and_contact():
    data = described(InvestmentProjectPage)
    assert data["location"] == [{"@type": "Place", "name": "chữ vi"}]
    assert data["contactPoint"] == {
        "@type": "ContactPoint",
        "name": "chữ vi",
        "address": "chữ vi",
        "telephone": "0206 385 2121",
        "email": "a@example.vn",
        "url": "https://example.vn/",
    }
    assert len(data["additionalProperty"]) > 5


@pytest.mark.parametrize(
    ("kind", "latitude"), [("intangible", "22.83"), ("craft", "22.83"), ("tangible", None)]
)
def test_heritage_is_a_landmark_only_where_it_stands_somewhere(kind: str, latitude: str | None):
    HeritagePage.objects.update(kind=kind, latitude=latitude, longitude=latitude and "106.32")
    data = described(HeritagePage)
    assert data["@type"] == "Thing"
    assert "geo" not in data


def test_a_page_says_where_it_lies_below_the_home():
    crumbs = all_data(DestinationPage)[1]
    assert crumbs["@type"] == "BreadcrumbList"
    assert [(step["position"], step["item"]) for step in crumbs["itemListElement"]] == [
        (1, f"{ROOT}/vi/"),
        (2, f"{ROOT}/vi/sectionpage-1/"),
        (3, f"{ROOT}/vi/sectionpage-1/destinationpage-1/"),
    ]


def test_a_home_lies_below_nothing():
    assert [data["@type"] for data in all_data(HomePage)] == ["WebSite"]


def test_what_stands_in_is_described_as_what_it_is():
    data = described(DestinationPage, "lo")
    assert (data["inLanguage"], data["url"]) == ("vi", ROOT + path(DestinationPage))


def test_a_narrowed_list_is_not_described():
    document = read(visit("/vi/sectionpage-1/chu-de/topic-1/").content)
    assert list(document.all("script", type="application/ld+json")) == []
