"""What each page type says of its own: fact sheets and what is said where something is missing."""

import datetime
import re

import pytest

from cms.home.models import SectionPage
from cms.pages.models import BasePage, Figure, GalleryPicture, RelatedPage
from cms.tourism.models import DestinationPage, OpeningHours
from sites.publishing import addresses
from tests.factories import facts
from tests.factories.pages import article, destination, heritage, notice, own_version, project
from tests.factories.pictures import picture
from tests.factories.portals import portal, section
from tests.visitor import visit
from tests.websites.document import Element, read

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _portal(kept_for_the_module: None) -> None:
    """A section on a portal that is read in English."""
    section(portal(languages=("vi", "en", "zh-hans")))


@pytest.fixture
def places(_portal: None) -> SectionPage:
    return SectionPage.objects.get(slug="diem-den", locale__language_code="vi")


def shown(page: BasePage, reader: str = "en") -> Element:
    path = addresses.address(page.pk).path.replace("/vi/", f"/{reader}/", 1)
    return read(visit(path).content)


def sheet(page: BasePage, reader: str = "en") -> dict[str, list[str]]:
    """The rows of a fact sheet: label and items."""
    rows: dict[str, list[str]] = {}
    for part in shown(page, reader).one("aside").one("dl").children:
        if isinstance(part, Element) and part.name == "dt":
            items = rows.setdefault(part.text, [])
        elif isinstance(part, Element):
            items.append(re.sub(r"\s+", " ", part.text).strip())
    return rows


# --- destinations -------------------------------------------------------------------------------------


def test_a_destination_tells_how_large_when_and_where(places: SectionPage):
    facts.gate("tra-linh", name_vi="Cửa khẩu Trà Lĩnh", latitude="22.83", longitude="106.32")
    page = destination(
        places,
        latitude="22.85",
        longitude="106.72",
        season_from=9,
        season_to=11,
        places=[facts.place("trung-khanh", name_vi="Trùng Khánh")],
        peoples=[facts.people("tay", name_en="Tày people")],
        figures=[Figure(kind="height-m", value="30.5", precision="about", source="VOV4", as_of="2024")],
    )
    assert sheet(page) == {
        "Height": ["about 30.5 m", "VOV4, 2024"],
        "Best season": ["September – November"],
        "Coordinates": ["22.85° N · 106.72° E"],
        "Nearest border gate": ["Cửa khẩu Trà Lĩnh", "41 km in a straight line"],
        "Community": ["Tày people"],
        "Place": ["Trùng Khánh"],
    }


def test_a_destination_without_coordinates_says_so_and_names_no_gate(places: SectionPage):
    facts.gate("tra-linh", latitude="22.83", longitude="106.32")
    assert sheet(destination(places)) == {"Coordinates": ["no coordinates yet"]}


def test_hours_are_told_by_one_clock_or_by_two(places: SectionPage):
    opening = [OpeningHours(days="Mo-Su", opens=datetime.time(8), closes=datetime.time(14))]
    page = destination(places, opening_hours=opening, hours_note="Theo tin 2024", hours_source="VNS")
    aside = shown(page).one("aside")
    assert "every day 08:00–14:00" in re.sub(r"\s+", " ", aside.one(class_="clock").text)
    assert "Theo tin 2024" in aside.text
    assert "VNS" in aside.text
    DestinationPage.objects.update(shows_second_clock=True)
    assert [clock.text for clock in shown(page).one(class_="clocks").all("b")] == [
        "08:00–14:00",
        "09:00–15:00",
    ]
    assert shown(page).one("aside").one(class_="clock").text == "every day"


def test_a_destination_tells_how_to_get_there(places: SectionPage):
    page = destination(places, how_to_get_there="<p>Đi <b>xe</b></p>")
    assert shown(page).one(class_="prose").one("b").text == "xe"


def test_a_page_says_what_it_is_called_in_other_languages(places: SectionPage):
    page = destination(places, "Thác")
    own_version(page, "en", title="Falls")
    own_version(page, "zh-hans", title="瀑布")
    assert names(page, "vi") == [("Falls", "en"), ("瀑布", "zh-Hans")]
    assert names(page, "en") == [("Thác", "vi"), ("瀑布", "zh-Hans")]
    assert names(page, "zh-hans") == [("Thác", "vi"), ("Falls", "en")]


def names(page: BasePage, reader: str) -> list[tuple[str, str]]:
    return [(name.text, name.language) for name in shown(page, reader).one(class_="names").all("span")]


def test_the_pictures_of_a_page_say_who_made_them_and_under_which_licence(places: SectionPage):
    lead = picture("thac", author="Lê", licence="permission")
    other = picture("dong", author="Nông", is_ai_made=True)
    page = shown(destination(places, picture=lead, gallery=[GalleryPicture(picture=other)]))
    under_lead = page.one(class_="text").one("p", class_="small")
    assert re.sub(r"\s+", " ", under_lead.text).strip() == "Picture: Lê · With the owner's permission"
    assert page.one("figcaption").text.strip() == "Picture made by AI. Picture: Nông · Our own work"


def test_a_page_recommends_others_in_the_readers_language(places: SectionPage):
    other, draft = destination(places, "Động"), destination(places, "Bản thảo", live=False)
    own_version(other, "en", title="Cave")
    page = destination(places, related=[RelatedPage(target=other), RelatedPage(target=draft)])
    assert [card.one("a").text for card in shown(page).one(class_="more").all("article")] == ["Cave"]


def test_a_page_ends_with_its_source_credit_and_topics(places: SectionPage):
    page = destination(
        places, source="VCCI", credit="Bài: Cửa Ngõ", topics=[facts.topic("rung", name_en="Forest")]
    )
    ends = re.sub(r"\s+", " ", shown(page).one(class_="ends").text)
    assert ends == "Source: VCCIBài: Cửa NgõTopic: Forest"


# --- other subjects -----------------------------------------------------------------------------------


def test_a_project_tells_what_an_investor_looks_for(places: SectionPage):
    page = project(
        places,
        sector="logistics",
        form="ppp",
        stage="calling",
        zone=facts.place("khu", name_en="The zone"),
        legal_basis="Quyết định 1",
        as_of="2026-03",
        contact=facts.organisation(
            "so", name_en="Department", telephone="0206 3", email="a@b.vn", url="https://a.vn"
        ),
        figures=[Figure(kind="capital-usd", value=5, source="VOV", as_of="2025")],
    )
    assert sheet(page) == {
        "Sector": ["Logistics"],
        "Form of investment": ["Public-private partnership (PPP)"],
        "Stage": ["Calling for investment"],
        "Zone": ["The zone"],
        "Capital (USD)": ["5 USD", "VOV, 2025"],
        "Legal basis": ["Quyết định 1"],
        "Contact": ["Department", "0206 3", "a@b.vn"],
        "Data as of": ["03/2026"],
    }
    hrefs = [link.attributes["href"] for link in shown(page).one("aside").one("dl").all("a")]
    assert hrefs == ["https://a.vn", "tel:02063", "mailto:a@b.vn"]


def test_a_project_without_capital_says_so(places: SectionPage):
    assert sheet(project(places))["Capital"] == ["not published"]


def test_heritage_tells_what_it_is_who_recognised_it_and_when(places: SectionPage):
    page = heritage(places, kind="intangible", level="unesco", recognised="2019-12-12")
    assert sheet(page) == {
        "Kind": ["intangible heritage"],
        "Level of recognition": ["UNESCO"],
        "Recognised": ["12/12/2019"],
    }


def test_an_article_has_its_day_and_no_empty_fact_sheet(places: SectionPage):
    document = shown(article(places, date_published=datetime.date(2026, 3, 5)))
    assert document.one("time").attributes["datetime"] == "2026-03-05"
    assert document.one("time").text == "05/03/2026"
    assert list(document.all("aside")) == []


def test_a_notice_tells_from_when_to_when_and_by_whom(places: SectionPage):
    start = datetime.datetime(2026, 3, 4, 20, tzinfo=datetime.UTC)
    page = notice(
        places,
        valid_from=start,
        valid_through=start + datetime.timedelta(days=2),
        issuer=facts.organisation("ban", name_en="Border board", address_vi="Trà Lĩnh"),
    )
    assert sheet(page) == {
        "Valid from": ["05/03/2026"],
        "Valid until": ["07/03/2026"],
        "Issued by": ["Border board", "Trà Lĩnh"],
    }
    assert "Official notice" in shown(page).one(class_="geo").text


def test_a_notice_without_an_end_says_so(places: SectionPage):
    assert sheet(notice(places))["Valid until"] == ["until further notice"]


# --- lists --------------------------------------------------------------------------------------------


def listed(places: SectionPage, layout: str, reader: str = "en") -> Element:
    SectionPage.objects.filter(pk=places.pk).update(layout=layout)
    return shown(places, reader).one("main")


def test_a_list_of_cards_numbers_them_as_the_sheet_does(places: SectionPage):
    facts.gate("tra-linh", name_vi="Trà Lĩnh", latitude="22.83", longitude="106.32")
    destination(places, "Thác", latitude="22.85", longitude="106.72", summary="Nước")
    destination(places, "Hồ", latitude="22.75", longitude="106.30")
    page = listed(places, "cards")
    assert [card.one("h3").text for card in page.all("article")] == ["1. Thác", "2. Hồ"]
    drawing = page.one(class_="sheet")
    assert [mark.text for mark in drawing.all("g", class_="p")] == ["1", "2"]
    assert [gate.text for gate in drawing.all("g", class_="gate")] == ["Trà Lĩnh"]
    assert "22.85° N · 106.72° E" in page.text


def test_a_list_without_coordinates_has_no_sheet(places: SectionPage):
    destination(places, "Thác")
    page = listed(places, "cards")
    assert [card.one("h3").text for card in page.all("article")] == ["Thác"]
    assert "no coordinates yet" in page.text


def test_a_table_of_projects_says_what_is_not_published(places: SectionPage):
    project(places, "Khu", form="ppp", legal_basis="QĐ 1")
    project(places, "Cảng", figures=[Figure(kind="area-ha", value=30, source="VOV", as_of="2025")])
    rows = [
        [re.sub(r"\s+", " ", cell.text).strip() for cell in row.all() if cell.name in ("td", "th")]
        for row in listed(places, "table").one("tbody").all("tr")
    ]
    assert rows == [
        ["Khu", "Economic zone, Public-private partnership (PPP)", "not published", "QĐ 1"],
        ["Cảng", "Economic zone", "30 ha", ""],
    ]


def test_a_table_of_projects_is_called_by_the_name_of_its_section(places: SectionPage):
    project(places, "Khu")
    assert listed(places, "table").one(role="region").name_for_listeners == ("diem-den", "vi")


def test_a_fact_sheet_is_called_by_its_heading(places: SectionPage):
    assert shown(destination(places)).one("aside").name_for_listeners == ("Before you go", "en")


def test_an_index_of_heritage_says_what_is_known(places: SectionPage):
    heritage(places, "Then", level="unesco", recognised="2019")
    heritage(places, "Rèn", kind="craft")
    assert [part.text for part in listed(places, "index").one(class_="index").all("span")] == [
        "intangible heritage · UNESCO · 2019",
        "craft village",
    ]


def test_a_list_can_be_narrowed_where_there_is_a_choice(places: SectionPage):
    forest, caves = facts.topic("rung", name_en="Forest"), facts.topic("hang", name_en="Caves")
    destination(places, "Thác", topics=[forest])
    destination(places, "Động", topics=[caves, forest], places=[facts.place("o-day", name_en="Here")])
    page = listed(places, "index")
    choices = [(link.text, link.attributes["href"]) for link in page.one(class_="filter").all("a")]
    assert choices == [
        ("All", "/en/diem-den/"),
        ("Caves1", "/en/diem-den/chu-de/hang/"),
        ("Forest2", "/en/diem-den/chu-de/rung/"),
    ]


def test_a_narrowed_list_marks_the_choice_and_leads_back(places: SectionPage):
    forest, caves = facts.topic("rung", name_en="Forest"), facts.topic("hang", name_en="Caves")
    destination(places, "Thác", topics=[forest])
    destination(places, "Động", topics=[caves])
    document = read(visit("/en/diem-den/chu-de/rung/").content)
    marked = [link.attributes["href"] for link in document.one(class_="filter").all("a", aria_current="true")]
    assert marked == ["/en/diem-den/chu-de/rung/"]
    assert [card.one("a").text for card in document.all("article")] == ["Thác"]
    assert document.one("title").text == "diem-den · Forest | cao-bang en"


def test_there_is_nothing_to_narrow_in_a_list_of_one_kind(places: SectionPage):
    destination(places, "Thác", topics=[facts.topic("rung")])
    assert list(listed(places, "cards").all(class_="filter")) == []
