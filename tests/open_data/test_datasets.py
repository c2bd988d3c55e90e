"""What stands in the datasets of a portal, in which languages, and what never does."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from cms.home.models import SectionPage
from cms.pages.models import Figure
from cms.tourism.models import OpeningHours
from sites.open_data.datasets import about, entries, size
from sites.publishing.ingredients import making
from tests.factories import facts
from tests.factories.accounts import administrator
from tests.factories.large import large_portal
from tests.factories.pages import (
    article,
    destination,
    heritage,
    notice,
    own_version,
    plain_page,
    project,
    translated,
)
from tests.factories.portals import home_of, portal, section
from tests.open_data.portals import ROOT, features, is_there, items, linked, table
from translations.models import SiteLanguage

pytestmark = pytest.mark.django_db

HERE: dict[str, Any] = {"latitude": "22.8550", "longitude": "106.7230"}
MOST_QUERIES = 25


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "en", "lo"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


def names(path: str) -> list[str]:
    return [row["name"] for row in table(path)]


# --- kinds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("add", "code"),
    [
        (destination, "destinations"),
        (project, "investment-projects"),
        (heritage, "heritage"),
        (article, "news"),
        (notice, "notices"),
    ],
)
def test_a_page_stands_in_the_dataset_of_its_kind(places: SectionPage, add: Any, code: str):
    page = add(places, "Một trang", slug="mot-trang", summary="Vài lời")
    (row,) = table(f"/data/vi/{code}.csv")
    assert row["id"] == str(page.translation_key)
    assert (row["name"], row["summary"], row["language"]) == ("Một trang", "Vài lời", "vi")
    assert row["url"] == f"{ROOT}/vi/diem-den/mot-trang/"
    assert row["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [item["identifier"] for item in items(f"/data/vi/{code}.jsonld")] == [row["id"]]


def test_what_frames_a_portal_is_no_data(site: Site):
    plain_page(home_of(site), "Giới thiệu")
    section(site)
    assert linked("/data/catalogue.jsonld").get("dcat:dataset", []) == []


def test_a_destination_says_where_it_is_and_when_it_is_open(places: SectionPage):
    page = destination(places, kind="Beach", season_from=9, season_to=11, **HERE)
    page.opening_hours = [OpeningHours(days="Mo-Fr", opens=datetime.time(8), closes=datetime.time(17, 30))]
    page.save()
    (row,) = table("/data/vi/destinations.csv")
    assert (row["kind"], row["kind_label"]) == ("Beach", "bãi biển")
    assert (row["latitude"], row["longitude"]) == ("22.855", "106.723")
    assert row["opening_hours"] == "Mo-Fr 08:00-17:30"
    assert (row["season_from_month"], row["season_to_month"]) == ("9", "11")


def test_a_figure_stands_with_how_exact_it_is_and_who_said_so_when(places: SectionPage):
    page = project(places, as_of="2025")
    page.figures = [
        Figure(kind="capital-bn-vnd", precision="over", value="1500.5", source="QĐ 12", as_of="2026-03")
    ]
    page.save()
    (row,) = table("/data/vi/investment-projects.csv")
    assert (row["capital_bn_vnd"], row["capital_bn_vnd_precision"]) == ("1500.5", "over")
    assert (row["capital_bn_vnd_source"], row["capital_bn_vnd_as_of"]) == ("QĐ 12", "2026-03")
    assert row["area_ha"] == ""
    (item,) = items("/data/vi/investment-projects.jsonld")
    assert item["additionalProperty"] == [
        {
            "@type": "PropertyValue",
            "propertyID": "capital-bn-vnd",
            "minValue": 1500.5,
            "unitText": "bn-vnd",
        }
    ]


def test_a_project_names_its_office(places: SectionPage):
    office = facts.organisation("ban", name_vi="Ban quản lý", name_en="Board", telephone="0206 385")
    own_version(project(places, contact=office, zone=facts.place("khu", name_vi="Khu kinh tế")), "lo")
    (row,) = table("/data/lo/investment-projects.csv")
    assert (row["contact_code"], row["contact_name"], row["contact_telephone"]) == (
        "ban",
        "Board",
        "0206 385",
    )
    assert (row["zone_code"], row["zone_name"]) == ("khu", "Khu kinh tế")


def test_topics_places_and_peoples_stand_as_codes_and_as_names(places: SectionPage):
    chosen = [facts.topic("thac", name_vi="Thác"), facts.topic("rung", name_vi="Rừng")]
    heritage(places, topics=chosen, places=[facts.place("cao-bang")], peoples=[facts.people("tay")])
    (row,) = table("/data/vi/heritage.csv")
    assert (row["topic_codes"], row["topic_names"]) == ("rung|thac", "Rừng|Thác")
    assert (row["place_codes"], row["people_codes"]) == ("cao-bang", "tay")


def test_entries_stand_in_the_order_in_which_they_were_added(places: SectionPage):
    for title in ("c", "a", "b"):
        destination(places, title)
    assert names("/data/vi/destinations.csv") == ["c", "a", "b"]


# --- border gates -------------------------------------------------------------------------------------


def test_a_gate_stands_with_its_counterpart(site: Site):
    facts.gate(
        "tra-linh",
        name_vi="Cửa khẩu quốc tế Trà Lĩnh",
        short_name_vi="Trà Lĩnh",
        counterpart_name_vi="Long Bang",
        counterpart_name_zh_hans="龙邦",
        international_since=datetime.date(2023, 12, 26),
        **HERE,
    )
    (row,) = table("/data/vi/border-gates.csv")
    assert (row["id"], row["name"]) == ("tra-linh", "Cửa khẩu quốc tế Trà Lĩnh")
    assert (row["counterpart_name"], row["counterpart_name_there"]) == ("Long Bang", "龙邦")
    assert row["international_since"] == "2023-12-26"
    (item,) = items("/data/vi/border-gates.jsonld")
    assert (item["identifier"], item["alternateName"]) == ("tra-linh", "Trà Lĩnh")
    assert features("/data/vi/border-gates.geojson")[0]["id"] == "tra-linh"


def test_a_gate_stands_in_the_languages_in_which_it_has_a_name(site: Site):
    facts.gate("tra-linh", name_vi="Trà Lĩnh", short_name_lo="ຈ່າລິງ")
    assert names("/data/lo/border-gates.csv") == ["ຈ່າລິງ"]
    assert not is_there("/data/en/border-gates.csv")


def test_a_portal_has_the_gates_of_the_places_that_its_home_is_about(site: Site):
    province, other = facts.place("cao-bang"), facts.place("quang-tri")
    facts.gate("tra-linh", province=province)
    facts.gate("lao-bao", province=other)
    assert names("/data/vi/border-gates.csv") == ["lao-bao", "tra-linh"]
    home = home_of(site)
    home.places = [province]
    home.save()
    assert names("/data/vi/border-gates.csv") == ["tra-linh"]


def test_a_gate_that_is_a_draft_is_no_data(site: Site):
    facts.gate("tra-linh").unpublish(user=administrator())
    assert not is_there("/data/vi/border-gates.csv")


# --- languages ----------------------------------------------------------------------------------------


def test_a_dataset_in_a_language_holds_what_is_published_in_it(places: SectionPage):
    translated(destination(places, "Thác"), "en")
    destination(places, "Động")
    assert names("/data/vi/destinations.csv") == ["Thác", "Động"]
    assert names("/data/en/destinations.csv") == ["en Thác"]


def test_a_page_has_one_id_in_all_its_languages(places: SectionPage):
    own_version(destination(places), "lo")
    ids = [table(f"/data/{language}/destinations.csv")[0]["id"] for language in ("vi", "lo")]
    assert ids[0] == ids[1]


def test_what_only_stands_in_is_no_data(places: SectionPage):
    destination(places, "Thác")
    assert is_there("/lo/diem-den/thac/")
    assert not is_there("/data/lo/destinations.csv")


def test_a_dataset_says_that_nothing_stands_in(places: SectionPage):
    destination(places)
    assert "chỉ gồm những gì đã đăng bằng ngôn ngữ này" in (
        linked("/data/vi/destinations.jsonld")["description"].lower()
    )


def test_a_language_that_is_off_has_no_data(site: Site, places: SectionPage):
    own_version(destination(places), "lo")
    SiteLanguage.objects.filter(site=site, locale__language_code="lo").update(is_on=False)
    assert not is_there("/data/lo/destinations.csv")
    assert "/data/lo/" not in str(linked("/data/catalogue.jsonld"))


def test_portals_have_data_of_their_own(site: Site, places: SectionPage):
    destination(places, "Thác")
    destination(section(portal("quang-tri", languages=("vi",))), "Đảo")
    assert names("/data/vi/destinations.csv") == ["Thác"]


# --- what is not public -------------------------------------------------------------------------------


def test_a_page_that_is_taken_down_leaves_the_data(places: SectionPage):
    page = destination(places, "Thác", **HERE)
    destination(places, "Động")
    page.unpublish()
    assert names("/data/vi/destinations.csv") == ["Động"]
    assert [item["name"] for item in items("/data/vi/destinations.jsonld")] == ["Động"]
    assert not is_there("/data/vi/destinations.geojson")


def test_a_dataset_goes_with_its_last_entry(places: SectionPage):
    destination(places).unpublish()
    assert not is_there("/data/vi/destinations.csv")
    assert linked("/data/catalogue.jsonld").get("dcat:dataset", []) == []


def test_a_restricted_page_is_no_data(places: SectionPage):
    page = destination(places)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert not is_there("/data/vi/destinations.csv")


def test_words_that_wait_for_approval_are_no_data(places: SectionPage):
    page = destination(places, "Thác")
    draft = page.get_latest_revision_as_object()
    draft.title = "Chưa duyệt"
    draft.save_revision(user=administrator())
    assert names("/data/vi/destinations.csv") == ["Thác"]


# --- dates --------------------------------------------------------------------------------------------


def test_a_dataset_holds_as_of_the_newest_date_that_it_states(site: Site, places: SectionPage):
    project(places, as_of="2025-03")
    project(places, "Khác", as_of="2026")
    assert about("investment-projects", site.pk, "vi")["as_of"] == "2026"
    assert [row["as_of"] for row in table("/data/vi/investment-projects.csv")] == ["2025-03", "2026"]


def test_a_day_that_has_not_come_is_not_yet_as_of_when_data_hold(site: Site, places: SectionPage):
    article(places, date_published=datetime.date(2020, 1, 5))
    article(places, "Mai sau", date_published=datetime.date(2999, 1, 5))
    told = about("news", site.pk, "vi")
    assert (told["entries"], told["as_of"], told["since"]) == (2, "2020-01", "2020-01-05")


@pytest.mark.parametrize(("count", "told"), [(99, (99, True)), (100, (100, False)), (1219, (1200, False))])
def test_of_many_entries_only_about_how_many_are_told(count: int, told: tuple[int, bool]):
    assert size("destinations", large_portal(count, ["diem-den"]).pk, "vi") == told


def test_data_without_a_date_say_none(site: Site, places: SectionPage):
    destination(places)
    assert about("destinations", site.pk, "vi")["as_of"] == ""
    assert "dateModified" not in linked("/data/vi/destinations.jsonld")


# --- large portals ------------------------------------------------------------------------------------


def test_more_entries_do_not_ask_the_database_more_often(site: Site, places: SectionPage):
    def queries() -> int:
        with making(), CaptureQueriesContext(connection) as asked:
            entries("destinations", site.pk, "vi")
        return len(asked)

    def add(number: int) -> None:
        own = {"topics": [facts.topic(f"t{number}")], "places": [facts.place(f"p{number}")]}
        page = destination(places, f"Nơi {number}", **own, **HERE)
        page.figures = [Figure(kind="area-ha", value=number + 1, source="s", as_of="2026")]
        page.save()

    add(0)
    few = queries()
    for number in range(1, 8):
        add(number)
    assert len(entries("destinations", site.pk, "vi")) == 8
    assert queries() <= few <= MOST_QUERIES
