import re

import pytest
from wagtail.models import Page, Site

from cms.home.models import SectionPage
from cms.tourism.models import DestinationPage
from tests.factories.pages import destination, own_version
from tests.factories.portals import home_of, portal, section
from tests.visitor import sitemaps, visit
from tests.websites.document import read_xml
from translations.models import SiteLanguage

pytestmark = pytest.mark.django_db

ROOT = "http://cao-bang.localhost"
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(scope="module")
def _portal(kept_for_the_module: None) -> None:
    """A waterfall in Vietnamese and English, a cave in Vietnamese, a draft; homes in three languages."""
    site = portal(languages=("vi", "en", "zh-hans"))
    places = section(site)
    own_version(destination(places, "Thác", slug="thac"), "en")
    destination(places, "Động", slug="dong")
    destination(places, "Bản thảo", slug="ban-thao", live=False)
    destination(section(portal("quang-tri", languages=("vi",))), "Đảo", slug="dao")


@pytest.fixture(autouse=True)
def site(_portal: None) -> Site:
    return Site.objects.get(hostname="cao-bang.localhost")


def pages(language: str) -> list[str]:
    """The addresses of a sitemap, without the page on open data, which every portal has."""
    return [address for address in listed(language) if not address.endswith("/du-lieu-mo/")]


def listed(language: str) -> dict[str, list[tuple[str, str]]]:
    """(hreflang, address) of the versions of each address in the sitemaps of a language."""
    return {
        url.findtext(f"{MAPS}loc"): [(link.get("hreflang"), link.get("href")) for link in url.findall(LINK)]
        for path in sitemaps(language)
        for url in read_xml(visit(path).content).findall(f"{MAPS}url")
    }


def test_the_index_names_sitemaps_for_each_language_of_the_portal():
    index = read_xml(visit("/sitemap.xml").content)
    assert index.tag == f"{MAPS}sitemapindex"
    assert all(len(sitemaps(language)) in (1, 2) for language in ("vi", "en", "zh-hans"))


def test_a_page_of_a_later_part_stands_in_a_sitemap_of_its_own(site: Site):
    before = sitemaps("vi")
    places = SectionPage.objects.get(
        slug="diem-den", locale__language_code="vi", path__startswith=site.root_page.path
    )
    far = places.add_child(
        instance=DestinationPage(
            pk=Page.objects.latest("pk").pk + 1000, title="Hang", slug="hang", locale=places.locale
        )
    )
    [further] = set(sitemaps("vi")) - set(before)
    assert re.findall(r"<loc>([^<]+)</loc>", visit(further).content.decode()) == [f"{ROOT}/vi/diem-den/hang/"]
    far.delete()
    assert visit(further).status_code == 404


def test_the_index_leaves_out_a_language_that_is_off():
    SiteLanguage.objects.filter(locale__language_code="en").update(is_on=False)
    assert b"/en/" not in visit("/sitemap.xml").content
    assert sitemaps("en") == []


def test_a_sitemap_lists_every_public_page_of_its_language_oldest_first():
    assert pages("vi") == [
        f"{ROOT}/vi/",
        f"{ROOT}/vi/diem-den/",
        f"{ROOT}/vi/diem-den/thac/",
        f"{ROOT}/vi/diem-den/dong/",
    ]


def test_a_sitemap_lists_nothing_that_only_stands_in():
    assert pages("en") == [f"{ROOT}/en/", f"{ROOT}/en/diem-den/thac/"]
    assert pages("zh-hans") == [f"{ROOT}/zh-hans/"]


def test_an_entry_names_its_real_translations_and_itself():
    expected = [("vi", f"{ROOT}/vi/diem-den/thac/"), ("en", f"{ROOT}/en/diem-den/thac/")]
    assert listed("vi")[f"{ROOT}/vi/diem-den/thac/"] == expected
    assert listed("en")[f"{ROOT}/en/diem-den/thac/"] == expected
    assert listed("vi")[f"{ROOT}/vi/diem-den/dong/"] == [("vi", f"{ROOT}/vi/diem-den/dong/")]


def test_an_entry_names_languages_by_their_tags():
    assert [tag for tag, _href in listed("vi")[f"{ROOT}/vi/"]] == ["vi", "en", "zh-Hans"]


def test_every_address_of_a_sitemap_is_found():
    for language in ("vi", "en", "zh-hans"):
        for address in listed(language):
            assert visit(address.removeprefix(ROOT)).status_code == 200


def test_a_page_that_is_taken_down_leaves_the_sitemap():
    Page.objects.filter(slug="dong").update(live=False)
    assert f"{ROOT}/vi/diem-den/dong/" not in listed("vi")


def test_a_sitemap_with_an_empty_tree_lists_its_home(site: Site):
    home_of(site, "zh-hans").get_children().delete()
    assert pages("zh-hans") == [f"{ROOT}/zh-hans/"]


def test_robots_are_led_to_the_sitemap_and_kept_out_of_the_newsroom():
    answer = visit("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /accounts/", f"Sitemap: {ROOT}/sitemap.xml"} <= set(lines)


def test_a_sitemap_is_served_as_xml():
    types = {visit(path)["Content-Type"] for path in ("/sitemap.xml", *sitemaps("vi"))}
    assert types == {"application/xml; charset=utf-8"}
