"""The catalogue of a portal as data portals harvest it: its terms written out in full."""

import datetime
import json
from typing import Any

import pytest
from wagtail.models import Site

from cms.home.models import HomePage, SectionPage
from sites.open_data.licences import UnknownLicenceError, licence
from tests.factories.pages import article, destination, own_version, project
from tests.factories.portals import portal, section
from tests.open_data.portals import ROOT, is_there, linked

pytestmark = pytest.mark.django_db

DCAT, DCT, FOAF = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/"
EU = "http://publications.europa.eu/resource/authority/"
Node = dict[str, Any]


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "en", "lo", "tyz"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


def catalogue() -> Node:
    """The catalogue with every term written out by the context that the file itself brings."""
    data = linked("/data/catalogue.jsonld")
    return dict(_expanded(data, data.pop("@context")))


def _expanded(value: Any, context: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_expanded(one, context) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        _term(key, context): _types(inner, context) if key == "@type" else _expanded(inner, context)
        for key, inner in value.items()
    }


def _types(value: str, context: dict[str, str]) -> str:
    return _term(value, context)


def _term(name: str, context: dict[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    assert name.startswith("@") or (colon and prefix in context), f"{name} has no meaning"
    return name if name.startswith("@") else context[prefix] + local


def only_dataset() -> Node:
    (found,) = catalogue()[f"{DCAT}dataset"]
    return dict(found)


def test_a_catalogue_says_whose_it_is_and_under_what_terms(places: SectionPage):
    HomePage.objects.filter(locale__language_code="vi").update(issuer="Sở Văn hóa", title="Cao Bằng")
    found = catalogue()
    assert (found["@id"], found["@type"]) == (f"{ROOT}/data/catalogue.jsonld", f"{DCAT}Catalog")
    assert found[f"{DCT}license"] == {"@id": f"{EU}licence/CC_BY_4_0"}
    assert found[f"{DCT}publisher"][f"{FOAF}name"] == [{"@value": "Sở Văn hóa", "@language": "vi"}]
    assert found[f"{FOAF}homepage"] == {"@id": f"{ROOT}/"}
    assert {"@value": "Dữ liệu mở | Cao Bằng", "@language": "vi"} in found[f"{DCT}title"]


def test_where_nobody_answers_for_a_portal_it_is_its_own_publisher(site: Site):
    names = catalogue()[f"{DCT}publisher"][f"{FOAF}name"]
    assert {"@value": "cao-bang lo", "@language": "lo"} in names


def test_a_dataset_is_one_with_titles_in_every_language_of_the_portal_that_has_words(places: SectionPage):
    own_version(destination(places), "tyz")
    found = only_dataset()
    assert (found["@type"], found[f"{DCT}identifier"]) == (f"{DCAT}Dataset", "destinations")
    assert found[f"{DCT}title"] == [
        {"@value": "Điểm đến", "@language": "vi"},
        {"@value": "Destinations", "@language": "en"},
        {"@value": "ຈຸດໝາຍປາຍທາງ", "@language": "lo"},
    ]
    assert [tag["@value"] for tag in found[f"{DCT}language"]] == ["vi", "tyz"]


def test_each_file_is_a_distribution_with_its_language_type_and_terms(places: SectionPage):
    own_version(destination(places, latitude="22.85", longitude="106.72"), "lo")
    files = only_dataset()[f"{DCAT}distribution"]
    assert [found["@id"].removeprefix(f"{ROOT}/data/") for found in files] == [
        f"{language}/destinations.{suffix}"
        for language in ("vi", "lo")
        for suffix in ("csv", "geojson", "jsonld")
    ]
    assert [found[f"{DCAT}mediaType"]["@id"].rpartition("media-types/")[2] for found in files[:3]] == [
        "text/csv",
        "application/geo+json",
        "application/ld+json",
    ]
    for found in files:
        assert found["@type"] == f"{DCAT}Distribution"
        assert found[f"{DCT}license"] == {"@id": f"{EU}licence/CC_BY_4_0"}
        assert is_there(found[f"{DCAT}downloadURL"]["@id"].removeprefix(ROOT))


def test_dates_are_as_exact_as_they_are_known(places: SectionPage):
    project(places, as_of="2026-03")
    assert only_dataset()[f"{DCT}modified"] == {
        "@value": "2026-03",
        "@type": "http://www.w3.org/2001/XMLSchema#gYearMonth",
    }


def test_news_say_since_when_there_are_some(places: SectionPage):
    for day in (5, 3, 9):
        article(places, f"Tin {day}", date_published=datetime.date(2026, 3, day))
    found = only_dataset()
    assert (found[f"{DCT}issued"]["@value"], found[f"{DCT}modified"]["@value"]) == (
        "2026-03-03",
        "2026-03",
    )


def test_an_installation_may_give_its_data_away_without_conditions(settings: Any, places: SectionPage):
    settings.OPEN_DATA_LICENCE = "CC0-1.0"
    destination(places)
    assert only_dataset()[f"{DCT}license"] == {"@id": f"{EU}licence/CC0"}


def test_a_licence_that_data_cannot_have_is_refused(settings: Any):
    settings.OPEN_DATA_LICENCE = "own"
    with pytest.raises(UnknownLicenceError, match=r"CC-BY-4\.0"):
        licence()


def test_a_catalogue_holds_nothing_empty(places: SectionPage):
    destination(places)
    text = json.dumps(catalogue())
    assert '""' not in text
    assert "[]" not in text
    assert "null" not in text
