"""The pieces of a text as readers get them."""

import datetime
import re
from typing import Any

import pytest
from wagtail.models import Page, Site

from cms.facts.models import BorderGate
from cms.home.models import SectionPage
from media_assets.models import Picture
from sites.websites import blocks
from tests.factories import facts
from tests.factories.pages import article, destination, own_version
from tests.factories.pictures import picture
from tests.factories.portals import portal, section
from tests.websites.document import Element, read
from translations import registry

pytestmark = pytest.mark.django_db

HOSTILE = "<script>x()</script> & \"'"


@pytest.fixture(scope="module")
def _portal(kept_for_the_module: None) -> None:
    """Two destinations, one in Lao too, and a draft; a section of news; a gate to China and one that is a draft."""
    site = portal(languages=("vi", "en", "lo"))
    places = section(site)
    own_version(destination(places, "Thác", slug="thac", summary="Tóm tắt"), "lo")
    destination(places, "Động", slug="dong")
    destination(places, "Bản thảo", slug="ban-thao", live=False)
    article(
        section(site, "tin-tuc", layout="dated"), "Tin", slug="tin", date_published=datetime.date(2026, 3, 5)
    )
    facts.gate(
        "tra-linh",
        name_vi="Cửa khẩu Trà Lĩnh",
        counterpart_name_zh_hans="龙邦",
        counterpart_name_vi="Long Bang",
        international_since=datetime.date(2023, 12, 26),
        source="baocaobang.vn",
    )
    facts.gate("ta-lung", name_vi="Cửa khẩu Tà Lùng").unpublish()


@pytest.fixture(autouse=True)
def site(_portal: None) -> Site:
    return Site.objects.get(hostname="cao-bang.localhost")


def rendered(name: str, value: Any, reader: str = "vi", words: str = "") -> Element:
    """A block as a reader gets it; `words` is the language that it is written in, the reader's own if empty."""
    site = Site.objects.get(hostname="cao-bang.localhost")
    return read(blocks.render(name, value, site.pk, reader, words or reader))


def page_id(slug: str) -> int:
    return Page.objects.get(slug=slug, locale__language_code="vi").pk


def gate_id(code: str) -> int:
    return BorderGate.objects.get(code=code).pk


def figure(**changes: str) -> dict[str, str]:
    plain = {
        "value": "1931",
        "unit": "m",
        "precision": "exact",
        "label": "đỉnh",
        "source": "VOV4",
        "as_of": "2024",
    }
    return {**plain, **changes}


def table(**changes: Any) -> dict[str, Any]:
    rows = [{"name": "Tà Lùng", "value": "14632"}, {"name": "Trà Lĩnh", "value": "7316.5"}]
    return {
        "caption": "Diện tích",
        "rows": rows,
        "unit": "ha",
        "source": "dantri.com.vn",
        "as_of": "2014-03",
        **changes,
    }


def squeezed(element: Element) -> str:
    return re.sub(r"\s+", " ", element.text).strip()


# --- words --------------------------------------------------------------------------------------------


def test_a_heading_is_a_heading():
    assert rendered("heading", "Sang bờ bên kia").one("h2").text == "Sang bờ bên kia"


def test_a_quotation_has_its_source():
    shown = rendered("quote", {"text": "Nơi thành lập", "source": "SGGP 2018"})
    assert shown.one("blockquote").text == "Nơi thành lập"
    assert shown.one("figcaption").text == "SGGP 2018"


@pytest.mark.parametrize("name", ["heading", "quote"])
def test_words_in_another_language_than_the_readers_say_so(name: str):
    value = "Chữ" if name == "heading" else {"text": "Chữ", "source": "Chữ"}
    assert {language for text, language in rendered(name, value, "lo", "vi").runs() if "Chữ" in text} == {
        "vi"
    }
    assert {language for text, language in rendered(name, value, "vi").runs() if "Chữ" in text} == {""}


@pytest.mark.parametrize(
    ("name", "value", "times"),
    [
        ("heading", HOSTILE, 1),
        ("quote", {"text": HOSTILE, "source": HOSTILE}, 2),
        ("figures", {"figures": [figure(label=HOSTILE, source=HOSTILE)]}, 2),
        ("facts_table", table(caption=HOSTILE, source=HOSTILE, rows=[{"name": HOSTILE, "value": "1"}]), 3),
        ("map_point", {"name": HOSTILE, "latitude": "22.85", "longitude": "106.72"}, 1),
        ("call_to_action", {"text": HOSTILE, "page": None, "url": "https://a.vn/"}, 1),
        ("voice", {"heading": HOSTILE, "language": "tyz", "meaning": HOSTILE}, 2),
    ],
)
def test_what_an_editor_writes_into_a_plain_field_stays_text(name: str, value: Any, times: int):
    shown = rendered(name, value)
    assert list(shown.all("script")) == []
    assert shown.text.count(HOSTILE) == times


def test_a_number_and_its_unit_stay_on_one_line():
    shown = rendered("paragraph", "<p>Cao 1.931 m, rộng 3.000 km² và 5 mùa</p>")
    assert shown.one("p").text == "Cao 1.931\N{NO-BREAK SPACE}m, rộng 3.000\N{NO-BREAK SPACE}km² và 5 mùa"


def test_running_text_keeps_its_tags_and_no_others():
    shown = rendered("paragraph", "<p>Nước <b>trong</b><script>x()</script></p>")
    assert shown.one("p").one("b").text == "trong"
    assert "x()" not in shown.text


# --- facts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reader", "numbers"),
    [("vi", ["14.632", "7.316,5"]), ("en", ["14,632", "7,316.5"]), ("lo", ["14.632", "7.316,5"])],
)
def test_a_table_writes_numbers_as_its_readers_do(reader: str, numbers: list[str]):
    shown = rendered("facts_table", table(), reader)
    assert [cell.text for cell in shown.one("tbody").all("td", class_="n")] == numbers


def test_a_table_has_a_caption_heads_source_and_date():
    shown = rendered("facts_table", table(), "en")
    assert shown.one("caption").text == "Diện tích"
    assert [head.text for head in shown.one("tbody").all("th", scope="row")] == ["Tà Lùng", "Trà Lĩnh"]
    assert "Value (ha)" in [head.text for head in shown.one("thead").all("th", scope="col")]
    assert squeezed(shown.one("p", class_="src")).endswith("dantri.com.vn, 03/2014")


def test_a_table_is_called_by_its_caption_in_the_language_of_the_caption():
    region = rendered("facts_table", table(), "en", "vi").one(role="region")
    assert region.name_for_listeners == ("Diện tích", "vi")


def test_each_of_several_tables_is_called_by_its_own_caption(site: Site):
    stored = [{"type": "facts_table", "value": table(caption=caption)} for caption in ("Một", "Hai")]
    shown = read("".join(blocks.body(stored, site.pk, "vi", "vi")))
    assert [region.name_for_listeners[0] for region in shown.all(role="region")] == ["Một", "Hai"]


def test_bars_compare_with_the_largest():
    shown = rendered("facts_table", table())
    assert [bar.attributes["style"] for bar in shown.all(class_="bar")] == ["--v:100.0", "--v:50.0"]


def test_a_table_of_nothing_has_no_bars_to_compare():
    shown = rendered("facts_table", table(rows=[{"name": "Không", "value": "0"}], unit=""))
    assert shown.one(class_="bar").attributes["style"] == "--v:0.0"


def test_a_table_that_is_stored_with_ids_is_the_same():
    rows = [{"type": "item", "id": str(count), "value": row} for count, row in enumerate(table()["rows"])]
    assert rendered("facts_table", table(rows=rows)).text == rendered("facts_table", table()).text


@pytest.mark.parametrize(
    ("changes", "reader", "text"),
    [
        ({}, "en", "1,931 m"),
        ({"precision": "about"}, "en", "about 1,931 m"),
        ({"value": "9.500", "unit": "km2"}, "vi", "9,5 km²"),
        ({"value": "2000", "unit": "bn-vnd"}, "en", "2,000 billion VND"),
        ({"unit": ""}, "en", "1,931"),
    ],
)
def test_a_figure_is_written_for_its_reader(changes: dict[str, str], reader: str, text: str):
    shown = rendered("figures", {"figures": [figure(**changes)]}, reader)
    assert squeezed(next(shown.all("dd"))) == text


@pytest.mark.parametrize(
    ("as_of", "text"),
    [("2024", "VOV4, 2024"), ("2014-03", "VOV4, 03/2014"), ("2014-03-11", "VOV4, 11/03/2014")],
)
def test_a_figure_has_its_source_and_a_date_as_exact_as_it_is(as_of: str, text: str):
    shown = rendered("figures", {"figures": [figure(as_of=as_of)]}, "en")
    assert squeezed(shown.one(class_="src")) == text


def test_signs_between_words_are_those_of_the_readers_script():
    assert rendered("figures", {"figures": [figure()]}, "zh-hans").one(class_="src").text == "VOV4，2024"
    source = rendered("facts_table", table(), "zh-hans").one("p", class_="src")
    assert source.text.startswith("来源：dantri.com.vn，2014")


def test_a_point_opens_in_the_readers_own_map():
    shown = rendered("map_point", {"name": "Thác", "latitude": "22.8500", "longitude": "106.72"}, "en")
    assert shown.one("a").attributes["href"] == "geo:22.85,106.72"
    assert shown.one("a").text == "22.85° N · 106.72° E"


def test_a_point_in_the_south_and_west_is_written_with_signs():
    shown = rendered("map_point", {"name": "Xa", "latitude": "-22.5", "longitude": "-0.25"}, "vi")
    assert shown.one("a").text == "-22,50° · -0,25°"


def test_gates_stand_in_pairs_each_side_in_its_own_language():
    shown = rendered("gates", {"gates": [gate_id("tra-linh")]}, "en")
    here, there = shown.all("b")
    assert (here.text, here.one("span").language) == ("Cửa khẩu Trà Lĩnh", "vi")
    assert (there.text, there.language) == ("龙邦", "zh-Hans")
    assert "Long Bang" in shown.text
    assert "International since 26/12/2023" in shown.text
    assert "baocaobang.vn" in shown.text


@pytest.mark.parametrize(
    ("reader", "text"), [("vi", "Nguồn: baocaobang.vn"), ("zh-hans", "来源：baocaobang.vn")]
)
def test_a_gate_of_which_only_the_source_is_known_begins_with_it(reader: str, text: str):
    plain = facts.gate("pac-mieu", source="baocaobang.vn")
    assert rendered("gates", {"gates": [plain.pk]}, reader).one("p").text == text


def test_a_gate_that_is_a_draft_or_gone_is_not_shown():
    shown = rendered("gates", {"gates": [gate_id("ta-lung"), 987654, gate_id("tra-linh")]})
    assert len(list(shown.all("li"))) == 1


# --- pictures -----------------------------------------------------------------------------------------

CREDIT = "Illustration, not a photograph. Picture made by AI. Picture: Lê · CC BY 4.0"


def credited_picture(**words: str) -> Picture:
    plain = {"author": "Lê", "is_illustration": True, "is_ai_made": True, "licence": "cc-by"}
    return picture("thac", **plain, **words)


def test_a_picture_has_its_caption_and_says_what_it_is():
    made = credited_picture(alt_text_vi="Thác nước", caption_en="The falls")
    shown = rendered("picture", {"picture": made.pk}, "en")
    assert (shown.one("img").attributes["alt"], shown.one("img").language) == ("Thác nước", "vi")
    caption = squeezed(shown.one("figcaption"))
    assert caption == f"The falls {CREDIT}"


def test_a_picture_of_a_gallery_has_the_same_caption():
    made = credited_picture(caption_en="The falls")
    shown = rendered("gallery", {"pictures": [made.pk]}, "en")
    assert squeezed(shown.one("figcaption")) == f"The falls {CREDIT}"


@pytest.mark.parametrize(("style", "under"), [("index", "figcaption"), ("table", "p")])
def test_the_picture_of_a_shelf_has_the_same_caption(style: str, under: str):
    SectionPage.objects.filter(slug="diem-den").update(picture=credited_picture(caption_en="The falls"))
    shown = rendered("shelf", shelf("diem-den", style), "en")
    assert squeezed(shown.one(under)) == f"The falls {CREDIT}"


def test_a_caption_speaks_to_its_reader():
    shown = rendered("picture", {"picture": credited_picture().pk}, "lo", "vi")
    caption = squeezed(shown.one("figcaption"))
    assert caption.startswith("ຮູບແຕ້ມ")
    assert caption.endswith("CC BY 4.0")


@pytest.mark.parametrize("stored", ["bare", "with ids"])
def test_a_gallery_shows_its_pictures(stored: str):
    made = [picture(title, alt_text_vi=title) for title in ("một", "hai")]
    items = [
        one.pk if stored == "bare" else {"type": "item", "id": one.title, "value": one.pk} for one in made
    ]
    shown = read(
        "".join(blocks.body([{"type": "gallery", "value": {"pictures": items}}], _site_id(), "vi", "vi"))
    )
    assert [image.attributes["alt"] for image in shown.all("img")] == ["một", "hai"]


def _site_id() -> int:
    return Site.objects.get(hostname="cao-bang.localhost").pk


def test_a_gallery_leaves_out_what_is_gone():
    made = picture("một")
    yesterday = datetime.date(2020, 1, 1)
    ended = picture("hết quyền", rights_end_on=yesterday)
    shown = rendered("gallery", {"pictures": [987654, ended.pk, made.pk]})
    assert len(list(shown.all("figure"))) == 1


def test_a_picture_that_is_gone_leaves_cloth():
    shown = rendered("picture", {"picture": 987654})
    assert shown.one("figure").children == []


# --- links --------------------------------------------------------------------------------------------


def test_the_way_on_leads_to_the_page_in_the_readers_language():
    shown = rendered("call_to_action", {"text": "Đi", "page": page_id("thac"), "url": ""}, "lo", "vi")
    assert shown.one("a").attributes["href"] == "/lo/diem-den/thac/"
    assert shown.one("a").language == "vi"


def test_the_way_out_leads_to_its_address():
    shown = rendered("call_to_action", {"text": "Đi", "page": None, "url": "https://a.vn/?b=1&c=2"})
    assert shown.one("a").attributes["href"] == "https://a.vn/?b=1&c=2"


def test_the_way_to_what_is_not_public_is_no_way():
    assert (
        rendered("call_to_action", {"text": "Đi", "page": page_id("ban-thao"), "url": ""}).text.strip() == ""
    )


def test_chosen_pages_are_cards_in_the_readers_language():
    chosen = [page_id("dong"), page_id("ban-thao"), page_id("thac"), 987654]
    shown = rendered("page_links", {"heading": "Đọc thêm", "pages": chosen}, "lo", "vi")
    assert shown.one("h2").text == "Đọc thêm"
    assert [link.attributes["href"] for link in shown.all("a")] == [
        "/lo/diem-den/dong/",
        "/lo/diem-den/thac/",
    ]
    assert [link.text for link in shown.all("a")] == ["Động", "lo Thác"]


# --- the home -----------------------------------------------------------------------------------------


def shelf(slug: str, style: str, count: int = 8) -> dict[str, Any]:
    return {"section": page_id(slug), "style": style, "count": count, "way_on": "Tất cả"}


@pytest.mark.parametrize(
    ("style", "class_"),
    [("mosaic", "mosaic"), ("index", "index"), ("table", "stack"), ("dated", "index--date")],
)
def test_a_shelf_leads_to_its_section_and_its_entries(style: str, class_: str):
    shown = rendered("shelf", shelf("diem-den", style))
    assert len(list(shown.all(class_=class_))) == 1
    hrefs = [link.attributes["href"] for link in shown.all("a")]
    assert hrefs == ["/vi/diem-den/", "/vi/diem-den/thac/", "/vi/diem-den/dong/"]
    assert shown.one("h2").text == "diem-den"


def test_a_table_on_a_shelf_is_called_by_the_name_of_its_section():
    region = rendered("shelf", shelf("diem-den", "table"), "en", "vi").one(role="region")
    assert region.name_for_listeners == ("diem-den", "vi")


def test_a_shelf_holds_as_many_as_its_editor_says():
    hrefs = [link.attributes["href"] for link in rendered("shelf", shelf("diem-den", "index", 1)).all("a")]
    assert hrefs == ["/vi/diem-den/", "/vi/diem-den/thac/"]


def test_a_shelf_of_dated_entries_shows_their_days():
    shown = rendered("shelf", shelf("tin-tuc", "dated"), "en")
    assert (shown.one("time").attributes["datetime"], shown.one("time").text) == ("2026-03-05", "05/03/2026")


def test_a_shelf_of_a_section_that_is_gone_or_empty_is_not_shown():
    assert rendered("shelf", {**shelf("diem-den", "index"), "section": 987654}).text.strip() == ""
    assert rendered("shelf", {**shelf("diem-den", "index"), "section": None}).text.strip() == ""
    assert rendered("shelf", {**shelf("diem-den", "index"), "section": page_id("thac")}).text.strip() == ""


def cloth(**changes: Any) -> dict[str, Any]:
    plain = {
        "heading": "Hai múi giờ",
        "text": "<p>Một ngọn thác</p>",
        "opens": "08:00:00",
        "closes": "23:30:00",
        "source": "VNS",
        "page": None,
        "link": "",
        "gates_heading": "",
        "gates": [],
    }
    return {**plain, **changes}


def test_hours_at_the_border_have_two_clocks():
    clocks = rendered("cloth", cloth()).one(class_="clocks")
    assert [clock.text for clock in clocks.all("b")] == ["08:00–23:30", "09:00–00:30"]


def test_a_cloth_without_hours_has_no_clocks():
    assert list(rendered("cloth", cloth(opens=None, closes=None)).all(class_="clocks")) == []


def test_a_cloth_leads_to_its_page_by_its_own_words_or_the_title():
    assert rendered("cloth", cloth(page=page_id("thac"))).one("a").text == "Thác"
    shown = rendered("cloth", cloth(page=page_id("thac"), link="Xem"), "lo", "vi").one("a")
    assert (shown.text, shown.attributes["href"]) == ("Xem", "/lo/diem-den/thac/")


def test_a_voice_is_the_sample_of_its_language_with_its_source():
    shown = rendered(
        "voice", {"heading": "Bằng tiếng Tày", "language": "tyz", "meaning": "Đây là"}, "en", "vi"
    )
    assert shown.one("blockquote").language == "tyz"
    assert "Nẩy lẻ tỉ" in shown.one("blockquote").text
    source = shown.one("p").one("span")
    assert (source.language, source.text) == ("vi", registry.language_of("tyz").sample.source)
