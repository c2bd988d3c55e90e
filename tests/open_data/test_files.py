"""The files of the data, read back by the parsers that others use: whatever an editor wrote comes back as it was."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, Site

from cms.home.models import SectionPage
from cms.tourism.models import DestinationPage
from sites.open_data.files import STARTS_A_FORMULA, cell
from sites.open_data.formats import BELOW
from sites.publishing.subjects import Artifact, make, portal_paths
from tests.factories import facts
from tests.factories.everything import Everything
from tests.factories.pages import destination
from tests.factories.portals import portal, section
from tests.open_data.portals import BYTE_ORDER_MARK, answer, features, items, linked, table
from tests.visitor import visit

pytestmark = pytest.mark.django_db

SCHEMA = "https://schema.org"
HARD = 'Thác, "Bản Giốc"\r\nhàng hai\t<b>&amp;</b> ; ປ່າ 瀑布 🏞'


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "lo"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


def reworded(page: Page, **values: Any) -> None:
    type(page).objects.filter(pk=page.pk).update(**values)


def test_pages_of_other_websites_may_read_the_data(places: SectionPage):
    destination(places)
    assert visit("/data/vi/destinations.csv")["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in visit("/vi/diem-den/")


# --- CSV ----------------------------------------------------------------------------------------------


def test_a_table_is_utf_8_that_spreadsheets_know_with_the_line_ends_of_the_standard(places: SectionPage):
    destination(places, "Thác")
    text = answer("/data/vi/destinations.csv", "text/csv; charset=utf-8").decode()
    assert text.startswith(f"{BYTE_ORDER_MARK}id,language,url,name,summary,")
    assert text.endswith("\r\n")
    assert text.count("\r\n") == text.count("\n") == 2


def test_words_come_back_from_a_table_as_they_were_written(places: SectionPage):
    reworded(destination(places), title=HARD, summary=HARD)
    (row,) = table("/data/vi/destinations.csv")
    assert (row["name"], row["summary"]) == (HARD, HARD)


@pytest.mark.parametrize("code", ["destinations", "investment-projects", "heritage", "news", "notices"])
def test_columns_are_named_the_same_in_every_language_and_by_plain_ids(code: str):
    Everything(lambda language: f"chữ {language}", ("vi", "en"), ("vi", "en")).publish_all()
    (row,) = table(f"/data/vi/{code}.csv")
    assert all(name.isascii() and name.replace("_", "").isalnum() and name.islower() for name in row)
    assert None not in row
    assert row["licence"].startswith("https://")


@pytest.mark.parametrize("sign", STARTS_A_FORMULA)
@pytest.mark.parametrize("before", ["", " ", "\n", "\t"])
def test_no_cell_begins_a_formula(sign: str, before: str):
    assert cell(f"{before}{sign}HYPERLINK(1)") == f"'{before}{sign}HYPERLINK(1)"


def test_a_formula_in_a_title_is_shown_and_not_calculated(places: SectionPage):
    reworded(destination(places), title="=cmd|' /C calc'!A0")
    assert table("/data/vi/destinations.csv")[0]["name"] == "'=cmd|' /C calc'!A0"
    assert items("/data/vi/destinations.jsonld")[0]["name"] == "=cmd|' /C calc'!A0"


def test_a_position_south_of_the_equator_stays_a_number(places: SectionPage):
    destination(places, latitude="-8.5", longitude="-106.25")
    (row,) = table("/data/vi/destinations.csv")
    assert (row["latitude"], row["longitude"]) == ("-8.5", "-106.25")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_words_come_back_from_a_cell(words: str):
    text = io.StringIO(newline="")
    csv.writer(text).writerow([cell(words), "end"])
    (row,) = csv.reader(io.StringIO(text.getvalue(), newline=""), strict=True)
    assert row[0].removeprefix("'") == words.removeprefix("'")
    assert not row[0].lstrip().startswith(STARTS_A_FORMULA)
    assert row[1] == "end"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_any_number_comes_back_from_a_cell(number: Decimal):
    assert Decimal(cell(number)) == number
    assert "E" not in cell(number)


# --- GeoJSON ------------------------------------------------------------------------------------------


def test_a_feature_has_longitude_before_latitude(places: SectionPage):
    page = destination(places, "Thác", latitude="22.8550", longitude="106.7230")
    (feature,) = features("/data/vi/destinations.geojson")
    assert feature["geometry"] == {"type": "Point", "coordinates": [106.723, 22.855]}
    assert (feature["type"], feature["id"]) == ("Feature", str(page.translation_key))
    assert feature["properties"]["name"] == "Thác"


def test_a_map_shows_what_has_a_position_only(places: SectionPage):
    destination(places, "Ở đâu đó")
    destination(places, "Thác", latitude="22.85", longitude="106.72")
    assert [feature["properties"]["name"] for feature in features("/data/vi/destinations.geojson")] == [
        "Thác"
    ]


def test_a_feature_keeps_numbers_and_lists(places: SectionPage):
    where = {"latitude": "22.85", "longitude": "106.72"}
    destination(places, topics=[facts.topic("thac")], season_from=9, season_to=11, **where)
    said = features("/data/vi/destinations.geojson")[0]["properties"]
    assert (said["season_from_month"], said["topic_codes"]) == (9, ["thac"])
    assert "area_ha" not in said


@pytest.mark.parametrize("code", ["news", "investment-projects"])
def test_what_lies_nowhere_has_no_map(code: str):
    Everything(lambda language: f"chữ {language}", ("vi",), ("vi",)).publish_all()
    site = Site.objects.get(hostname="cao-bang.localhost")
    assert f"{BELOW}vi/{code}.csv" in portal_paths(site.pk)
    assert f"{BELOW}vi/{code}.geojson" not in portal_paths(site.pk)


# --- JSON-LD ------------------------------------------------------------------------------------------


def test_a_dataset_describes_itself_in_the_words_of_schema_org(places: SectionPage):
    destination(places, "Thác", latitude="22.85", longitude="106.72")
    data = linked("/data/vi/destinations.jsonld")
    assert (data["@context"], data["@type"], data["name"]) == (SCHEMA, "Dataset", "Điểm đến")
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [found["contentUrl"].rpartition(".")[2] for found in data["distribution"]] == [
        "csv",
        "geojson",
        "jsonld",
    ]


def test_an_entry_is_described_as_in_the_head_of_its_page(places: SectionPage):
    destination(places, "Thác", kind="Beach", latitude="22.85", longitude="106.72")
    (item,) = items("/data/vi/destinations.jsonld")
    assert (item["@type"], item["name"], item["@id"]) == ("Beach", "Thác", item["url"])
    assert item["geo"] == {"@type": "GeoCoordinates", "latitude": 22.85, "longitude": 106.72}


def test_words_come_back_from_json_as_they_were_written(places: SectionPage):
    reworded(destination(places), title=HARD)
    assert items("/data/vi/destinations.jsonld")[0]["name"] == HARD


# --- all of them --------------------------------------------------------------------------------------


def test_the_same_data_are_the_same_bytes():
    Everything(lambda language: f"chữ {language}", ("vi", "en"), ("vi", "en")).publish_all()
    site = Site.objects.get(hostname="cao-bang.localhost")
    calls = {path: call for path, call in portal_paths(site.pk).items() if path.startswith(BELOW)}
    made = [{path: make(call) for path, call in calls.items()} for _ in range(2)]
    assert made[0] == made[1]
    assert len(made[0]) > 10
    assert all(isinstance(found, Artifact) for found in made[0].values())


def test_a_body_is_no_data(places: SectionPage):
    page = destination(places, "Thác")
    DestinationPage.objects.filter(pk=page.pk).update(
        how_to_get_there="<p>dài</p>", body=json.dumps([{"type": "paragraph", "value": "<p>dài</p>"}])
    )
    assert "dài" not in json.dumps(linked("/data/vi/destinations.jsonld"), ensure_ascii=False)
    assert "dài" not in str(table("/data/vi/destinations.csv"))
