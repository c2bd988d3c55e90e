import pytest
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from cms.home.models import HomePage, SectionPage
from cms.tourism.models import DestinationPage
from sites.publishing.facts import Run
from sites.websites.frame import language_name, width_in_letters
from tests.factories.pages import article, destination, own_version, plain_page
from tests.factories.portals import home_of, portal, section
from tests.visitor import visit
from tests.websites.document import Element, read
from translations import registry
from translations.models import SiteLanguage

pytestmark = pytest.mark.django_db

ROOT = "http://cao-bang.localhost"
THERE = "/vi/diem-den/thac/"


@pytest.fixture(scope="module")
def _portal(kept_for_the_module: None) -> None:
    """A waterfall in Vietnamese and English, some news in Vietnamese, a plain page; homes in five languages."""
    site = portal(languages=("vi", "en", "zh-hans", "lo", "tyz"))
    HomePage.objects.filter(pk=home_of(site).pk).update(
        title="Cao Bằng",
        tagline="Cổng thông tin",
        issuer="Ủy ban nhân dân tỉnh",
        contact="1 Hoàng Đình Giong",
    )
    own_version(destination(section(site), "Thác", slug="thac"), "en", title="Waterfall")
    news = section(site, "tin-tuc", layout="dated")
    SectionPage.objects.filter(pk=news.pk).update(page_size=1)
    for count in range(2):
        article(news, f"Tin {count}", slug=f"tin-{count}")
    own_version(plain_page(home_of(site), "Giới thiệu", slug="gioi-thieu"), "lo", title="ກ່ຽວກັບ")
    plain_page(home_of(site), "Bản thảo", live=False)


@pytest.fixture(autouse=True)
def site(_portal: None) -> Site:
    return Site.objects.get(hostname="cao-bang.localhost")


def document(path: str) -> Element:
    answer = visit(path)
    assert answer.status_code == 200
    return read(answer.content)


def links(within: Element) -> list[tuple[str, str]]:
    return [(link.attributes["href"], link.text.strip()) for link in within.all("a")]


# --- the switcher -------------------------------------------------------------------------------------


def switcher(path: str) -> list[list[tuple[str, str]]]:
    """(address, own name of the language) by section of the switcher."""
    sheet = document(path).one(class_="lang__sheet")
    return [
        [(link.attributes["href"], link.one("bdi").text) for link in part.all("a")]
        for part in sheet.all("section")
    ]


def test_the_switcher_lists_what_exists_and_tells_where_else_the_portal_speaks():
    assert switcher(THERE) == [
        [(THERE, "Tiếng Việt"), ("/en/diem-den/thac/", "English")],
        [("/zh-hans/", "简体中文"), ("/lo/", "ພາສາລາວ"), ("/tyz/", "cằm Tày")],
    ]


def test_the_switcher_of_a_page_in_every_language_has_no_others():
    [has] = switcher("/lo/")
    assert [href for href, _name in has] == ["/vi/", "/en/", "/zh-hans/", "/lo/", "/tyz/"]


def test_the_switcher_on_what_stands_in_lists_what_exists():
    assert switcher("/lo/diem-den/thac/") == switcher(THERE)


def test_the_switcher_shows_no_language_that_is_off():
    SiteLanguage.objects.filter(locale__language_code__in=("en", "lo")).update(is_on=False)
    has, later = switcher(THERE)
    assert [href for href, _name in (*has, *later)] == [THERE, "/zh-hans/", "/tyz/"]


def test_the_switcher_marks_the_language_that_is_read():
    marked = [
        link.attributes["href"]
        for link in document(THERE).one(class_="lang__sheet").all("a", aria_current="true")
    ]
    assert marked == [THERE]


def test_the_switcher_names_each_language_in_itself_and_for_the_reader():
    sheet = document("/en/diem-den/thac/").one(class_="lang__sheet")
    named = {link.one("bdi").language: link.one("small").text.strip() for link in sheet.all("a")}
    assert named["vi"] == "Vietnamese"
    assert named["tyz"] == "Tày"
    assert [link.attributes["hreflang"] for link in sheet.all("a")] == ["vi", "en", "zh-Hans", "lo", "tyz"]


@pytest.mark.parametrize("reader", registry.INTERFACE)
def test_every_language_has_a_name_of_its_own_for_every_reader(reader: str):
    names = [language_name(code, reader) for code in registry.CODES]
    assert all(name.text for name in names)
    assert len({name.text for name in names}) == len(registry.CODES)


def test_a_language_that_the_reader_has_no_name_for_is_named_in_english_and_says_so():
    assert language_name("nut", "lo") == Run("Nùng", "en")


# --- header and footer --------------------------------------------------------------------------------


def test_the_menu_holds_the_sections_in_order_and_marks_where_the_reader_is():
    nav = document(THERE).one("nav", class_="nav")
    assert links(nav) == [("/vi/diem-den/", "diem-den"), ("/vi/tin-tuc/", "tin-tuc")]
    assert [link.attributes["href"] for link in nav.all("a", aria_current="true")] == ["/vi/diem-den/"]


def test_the_section_itself_is_the_current_page():
    nav = document("/vi/diem-den/").one("nav", class_="nav")
    assert [link.attributes["href"] for link in nav.all("a", aria_current="page")] == ["/vi/diem-den/"]


def test_the_home_is_in_no_section():
    assert list(document("/vi/").one("nav", class_="nav").all("a", aria_current="true")) == []


def test_the_menu_shows_what_stands_in_with_its_language():
    nav = document("/lo/").one("nav", class_="nav")
    assert links(nav) == [("/lo/diem-den/", "diem-den"), ("/lo/tin-tuc/", "tin-tuc")]
    assert {link.language for link in nav.all("a")} == {"vi"}


def test_a_section_that_is_taken_down_leaves_the_menu():
    Page.objects.filter(slug="tin-tuc").update(live=False)
    assert links(document("/vi/").one("nav", class_="nav")) == [("/vi/diem-den/", "diem-den")]


def test_a_page_that_is_not_in_the_menu_does_not_stand_there():
    Page.objects.filter(slug="tin-tuc").update(show_in_menus=False)
    assert links(document("/vi/").one("nav", class_="nav")) == [("/vi/diem-den/", "diem-den")]


def test_the_header_and_footer_say_whose_portal_it_is():
    page = document(THERE)
    assert "Cao Bằng" in page.one("a", class_="mark").text
    assert "Cổng thông tin" in page.one("a", class_="mark").text
    footer = page.one("footer").text
    assert "Ủy ban nhân dân tỉnh" in footer
    assert "1 Hoàng Đình Giong" in footer


def test_the_footer_of_a_home_that_names_no_publisher_names_it_in_vietnamese():
    footer = document("/tyz/").one("footer")
    assert ("Ủy ban nhân dân tỉnh", "vi") in footer.runs()
    assert ("1 Hoàng Đình Giong", "vi") in footer.runs()


def test_the_footer_of_a_home_that_names_its_publisher_names_no_other(site: Site):
    HomePage.objects.filter(pk=home_of(site, "lo").pk).update(issuer="ຄະນະກໍາມະການ")
    footer = document("/lo/").one("footer")
    assert ("ຄະນະກໍາມະການ", "lo") in footer.runs()
    assert "Ủy ban nhân dân tỉnh" not in footer.text
    assert ("1 Hoàng Đình Giong", "vi") in footer.runs()


def test_the_footer_leads_to_plain_pages_in_the_readers_language_and_to_all_homes():
    about, homes = document("/lo/").one("footer").all("nav")
    assert links(about)[0] == ("/lo/gioi-thieu/", "ກ່ຽວກັບ")
    assert [link.attributes["href"] for link in about.all("a")][-1] == "/lo/feed.xml"
    assert [href for href, _name in links(homes)] == ["/vi/", "/en/", "/zh-hans/", "/lo/", "/tyz/"]


def test_the_footer_holds_no_drafts():
    assert "Bản thảo" not in document("/vi/").one("footer").text


def test_the_footer_tells_the_short_address_of_the_page_and_none_for_what_stands_in():
    assert "http://cao-bang.localhost/s/" in document(THERE).one("footer").text
    assert "/s/" not in document("/lo/diem-den/thac/").one("footer").text


def test_the_portal_wears_its_cloth_in_every_language():
    HomePage.objects.update(theme="an-giang")
    assert document("/lo/").one("html").attributes["data-portal"] == "an-giang"


# --- what the head says -------------------------------------------------------------------------------


def alternates(path: str) -> list[tuple[str, str]]:
    return [
        (link.attributes["hreflang"], link.attributes["href"])
        for link in document(path).all("link", rel="alternate")
        if "hreflang" in link.attributes
    ]


def canonical(path: str) -> str:
    return document(path).one("link", rel="canonical").attributes["href"]


def test_every_version_names_all_versions_and_the_one_for_everybody_else():
    expected = [
        ("vi", f"{ROOT}{THERE}"),
        ("en", f"{ROOT}/en/diem-den/thac/"),
        ("x-default", f"{ROOT}/en/diem-den/thac/"),
    ]
    assert alternates(THERE) == alternates("/en/diem-den/thac/") == expected


def test_without_english_the_source_is_for_everybody_else():
    DestinationPage.objects.get(title="Waterfall").unpublish()
    assert alternates(THERE) == [("vi", f"{ROOT}{THERE}"), ("x-default", f"{ROOT}{THERE}")]


def test_without_both_the_first_version_is_for_everybody_else(site: Site):
    SiteLanguage.objects.filter(locale__language_code__in=("vi", "en")).update(is_on=False)
    assert alternates("/lo/")[0] == ("zh-Hans", f"{ROOT}/zh-hans/")
    assert alternates("/lo/")[-1] == ("x-default", f"{ROOT}/zh-hans/")


def test_languages_are_named_by_their_tags():
    assert [tag for tag, _href in alternates("/vi/")] == ["vi", "en", "zh-Hans", "lo", "tyz", "x-default"]


@pytest.mark.parametrize("path", ["/vi/", THERE, "/vi/tin-tuc/", "/vi/tin-tuc/trang/1/"])
def test_a_page_is_canonical_at_its_own_address(path: str):
    assert canonical(path) == ROOT + path


def test_a_numbered_page_is_in_no_other_language():
    assert alternates("/vi/tin-tuc/trang/1/") == []


def test_the_title_names_the_page_and_the_portal():
    assert document(THERE).one("title").text == "Thác | Cao Bằng"
    assert document("/vi/").one("title").text == "Cao Bằng"


def test_a_page_may_have_words_of_its_own_for_search_engines():
    DestinationPage.objects.filter(title="Thác").update(
        seo_title="Thác lớn nhất", search_description="Ở biên giới", summary="Tóm tắt"
    )
    page = document(THERE)
    assert page.one("title").text == "Thác lớn nhất | Cao Bằng"
    assert page.one("meta", name="description").attributes["content"] == "Ở biên giới"
    assert page.one("h1").text == "Thác"


def test_the_summary_describes_a_page_without_words_for_search_engines():
    DestinationPage.objects.filter(title="Thác").update(summary="Tóm tắt")
    assert document(THERE).one("meta", name="description").attributes["content"] == "Tóm tắt"


def test_the_head_of_a_numbered_page_says_which_it_is():
    assert document("/en/tin-tuc/trang/1/").one("title").text == "tin-tuc · page 1 | cao-bang en"


# --- lists --------------------------------------------------------------------------------------------


def pager(path: str) -> dict[str, str]:
    found = document(path).one("nav", class_="pager")
    return {link.attributes["rel"]: link.attributes["href"] for link in found.all("a")}


def test_a_list_leads_to_its_older_and_newer_entries():
    assert pager("/vi/tin-tuc/") == {"next": "/vi/tin-tuc/trang/1/"}
    assert pager("/vi/tin-tuc/trang/1/") == {"prev": "/vi/tin-tuc/"}


def test_an_empty_list_says_so():
    DestinationPage.objects.filter(title="Thác").update(live=False)
    assert document("/vi/diem-den/").one(class_="text").text.strip() != ""
    assert list(document("/vi/diem-den/").all("article")) == []


# --- the languages of the peoples ---------------------------------------------------------------------


def test_the_home_of_a_language_without_an_interface_begins_with_its_own_voice():
    page = document("/tyz/")
    voice = page.one(class_="voice")
    assert voice.one("h2").text == "cằm Tày"
    assert voice.one("h2").language == "tyz"
    assert voice.one("blockquote").text == registry.language_of("tyz").sample.text
    assert registry.language_of("tyz").sample.source in voice.text
    assert page.one("body").language == "vi"


def write(site: Site, language: str, text: str) -> None:
    home = home_of(site, language)
    empty = dict.fromkeys(("opens", "closes", "source", "page", "link", "gates_heading"))
    home.body = [
        ("cloth", {**empty, "heading": text, "text": RichText(f"<p>{text}</p>"), "gates": []}),
    ]
    home.save()


def test_a_home_without_a_text_of_its_own_shows_the_vietnamese_one_and_says_so(site: Site):
    write(site, "vi", "Sang bờ bên kia")
    page = document("/tyz/").one("main")
    assert "Sang bờ bên kia" in page.text
    assert "dưới đây bằng tiếng Việt" in page.one(class_="voice").text


def test_a_home_with_a_text_of_its_own_shows_it_and_no_other(site: Site):
    write(site, "vi", "Sang bờ bên kia")
    write(site, "tyz", "Nẩy lẻ tỉ")
    page = document("/tyz/").one("main")
    assert ("Nẩy lẻ tỉ", "tyz") in list(page.runs())
    assert "Sang bờ bên kia" not in page.text
    assert "dưới đây bằng tiếng Việt" not in page.text


def test_a_home_of_the_interface_has_no_such_voice():
    assert list(document("/lo/").all(class_="voice")) == []


def test_a_locale_that_no_portal_shows_changes_nothing():
    before = visit("/vi/").content
    Locale.objects.create(language_code="fr")
    assert visit("/vi/").content == before


@pytest.mark.parametrize(("text", "ems"), [("Cao Bằng", 4.17), ("高平", 2.35), ("", 0.25), ("e\u0323", 0.74)])
def test_a_wide_letter_counts_as_two(text: str, ems: float):
    assert width_in_letters(text) == ems
