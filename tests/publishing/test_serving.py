import re

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from cms.home.models import SectionPage
from cms.news.models import ArticlePage
from cms.tourism.models import DestinationPage
from sites.publishing.models import ShortHost
from tests.factories.facts import topic
from tests.factories.pages import article, destination, own_version
from tests.factories.portals import home_of, portal, section
from tests.visitor import sitemaps, visit
from translations import registry
from translations.models import SiteLanguage

pytestmark = pytest.mark.django_db

LANGUAGES = ("vi", "en", "zh-hans", "lo", "tyz")
THERE = "/vi/diem-den/thac/"


@pytest.fixture(scope="module")
def _portals(kept_for_the_module: None) -> None:
    """A waterfall in Vietnamese and English and some news in Vietnamese; a second portal without anything."""
    site = portal(languages=LANGUAGES)
    ShortHost.objects.create(site=site, host="cb.localhost:8000")
    own_version(destination(section(site), "Thác", slug="thac"), "en", title="Waterfall")
    news = section(site, "tin-tuc", layout="dated")
    SectionPage.objects.filter(pk=news.pk).update(page_size=2)
    forest = topic("rung")
    for count in range(3):
        article(news, f"Tin {count}", slug=f"tin-{count}", topics=[forest] if count == 0 else [])
    portal("quang-tri", languages=("vi",))


@pytest.fixture(autouse=True)
def site(_portals: None) -> Site:
    return Site.objects.get(hostname="cao-bang.localhost")


@pytest.fixture
def page() -> DestinationPage:
    return DestinationPage.objects.get(slug="thac", locale__language_code="vi")


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def heading(answer: HttpResponse) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", text(answer))[1]


def tag(answer: HttpResponse, name: str) -> str:
    return re.search(rf"<{name}\b[^>]*>", text(answer))[0]


def switch_off(language: str) -> None:
    SiteLanguage.objects.filter(locale__language_code=language).update(is_on=False)


# --- the root -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,lo;q=0.8,en;q=0.5", "lo"),
        ("en;q=0.5,lo;q=0.8", "lo"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("zh-Hans-CN", "zh-hans"),
        ("zh", "zh-hans"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-Hant-HK", "zh-hans"),
        ("tyz", "tyz"),
        ("EN-US", "en"),
        ("vi;q=0,en;q=0.1", "en"),
    ],
)
def test_the_root_leads_to_the_language_that_the_browser_asks_for(asked: str, language: str):
    answer = visit("/", accept_language=asked)
    assert (answer.status_code, answer["Location"]) == (302, f"/{language}/")
    assert answer["Vary"] == "Accept-Language"


@pytest.mark.parametrize(
    ("asked", "language"), [("zh-TW", "zh-hant"), ("zh-HK", "zh-hant"), ("zh-CN", "zh-hans")]
)
def test_each_chinese_reader_gets_the_script_that_is_read_there(site: Site, asked: str, language: str):
    own = home_of(site).copy_for_translation(Locale.objects.create(language_code="zh-hant"))
    own.save_revision()
    Page.objects.filter(pk=own.pk).update(live=True)
    SiteLanguage.objects.create(site=site, locale=own.locale)
    assert visit("/", accept_language=asked)["Location"] == f"/{language}/"


def test_the_root_never_leads_to_a_language_that_is_off():
    switch_off("en")
    assert visit("/", accept_language="en,lo;q=0.1")["Location"] == "/lo/"


@pytest.mark.parametrize("asked", ["", "ja,sw", "*", ";;q=x,,", "de,vi;q=0"])
def test_the_root_lists_the_languages_for_whoever_wants_none_of_them(asked: str):
    answer = visit("/", accept_language=asked)
    assert re.findall(r'<a lang="([^"]+)" hreflang="\1" href="([^"]+)">([^<]+)</a>', text(answer)) == [
        ("vi", "/vi/", "Tiếng Việt"),
        ("en", "/en/", "English"),
        ("zh-Hans", "/zh-hans/", "简体中文"),
        ("lo", "/lo/", "ພາສາລາວ"),
        ("tyz", "/tyz/", "cằm Tày"),
    ]
    assert answer["Vary"] == "Accept-Language"
    assert "<script" not in text(answer)


def test_the_list_of_languages_leaves_out_one_that_is_off():
    switch_off("vi")
    assert 'href="/vi/"' not in text(visit("/"))
    assert tag(visit("/"), "html").startswith('<html lang="en"')


# --- languages ----------------------------------------------------------------------------------------


def test_a_home_is_answered_in_its_language():
    answer = visit("/lo/")
    assert answer.status_code == 200
    assert answer["Content-Language"] == "lo"
    assert 'lang="lo"' in tag(answer, "html")


def test_a_language_that_is_off_is_not_found():
    switch_off("lo")
    assert visit("/lo/").status_code == 404
    assert visit("/lo/diem-den/thac/").status_code == 404
    assert sitemaps("lo") == []


def test_a_language_that_the_portal_does_not_list_is_not_found():
    assert visit("/lo/", "quang-tri.localhost").status_code == 404


@pytest.mark.parametrize("code", ["fr", "xx", "VI", "zh-Hans", "zh", "vi-vn"])
def test_an_address_in_no_language_of_the_portal_is_not_found(code: str):
    assert visit(f"/{code}/").status_code == 404


def test_a_language_without_a_locale_is_not_found(site: Site):
    lao = Locale.objects.get(language_code="lo")
    Page.objects.filter(locale=lao).delete()
    SiteLanguage.objects.filter(locale=lao).delete()
    lao.delete()
    assert visit("/lo/").status_code == 404


def test_a_language_whose_home_is_a_draft_is_not_found(site: Site):
    home_of(site, "lo").unpublish()
    assert visit("/lo/").status_code == 404
    assert visit("/lo/diem-den/thac/").status_code == 404


# --- what stands in -----------------------------------------------------------------------------------


def test_a_page_of_the_readers_language_is_shown_without_a_notice():
    answer = visit("/en/diem-den/thac/")
    assert heading(answer) == "Waterfall"
    assert 'class="notice"' not in text(answer)
    assert 'rel="canonical" href="http://cao-bang.localhost/en/diem-den/thac/"' in text(answer)


def test_a_missing_page_is_stood_in_for_with_a_notice_in_the_readers_language():
    answer = visit("/lo/diem-den/thac/")
    assert answer.status_code == 200
    assert heading(answer) == "Waterfall"
    notice = re.search(r'<div class="notice".*?</div>', text(answer), re.DOTALL)[0]
    assert "ພາສາລາວ" in notice
    assert re.findall(r'hreflang="([^"]+)" href="([^"]+)"', notice) == [
        ("vi", THERE),
        ("en", "/en/diem-den/thac/"),
    ]
    assert 'lang="lo"' in tag(answer, "html")


def test_what_stands_in_says_the_language_of_its_words():
    answer = visit("/lo/diem-den/thac/")
    assert tag(answer, "h1") == '<h1 lang="en">'
    assert answer["Content-Language"] == "lo"


def test_what_stands_in_is_not_for_search_engines():
    answer = visit("/lo/diem-den/thac/")
    assert '<meta name="robots" content="noindex">' in text(answer)
    assert 'rel="canonical"' not in text(answer)
    assert 'rel="alternate" hreflang' not in text(answer)


def test_readers_of_a_language_without_an_interface_are_told_in_the_nearest_one():
    answer = visit("/tyz/diem-den/thac/")
    assert ('lang="tyz"' in tag(answer, "html"), tag(answer, "body")) == (True, '<body lang="vi">')
    assert tag(answer, "h1") == "<h1>"


def test_what_stands_in_follows_the_portals_own_chain():
    SiteLanguage.objects.filter(locale__language_code="lo").update(fallback="vi")
    assert heading(visit("/lo/diem-den/thac/")) == "Thác"


def test_nothing_stands_in_where_the_chain_has_nothing(page: Page):
    page.unpublish()
    assert visit("/tyz/diem-den/thac/").status_code == 404
    assert visit("/en/diem-den/thac/").status_code == 200


# --- where a page is called otherwise -----------------------------------------------------------------


def test_a_page_that_is_called_otherwise_in_the_language_is_found_by_both_names():
    own = DestinationPage.objects.get(title="Waterfall")
    own.slug = "waterfall"
    own.save()
    answer = visit("/en/diem-den/thac/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/diem-den/waterfall/")
    assert visit("/en/diem-den/waterfall/").status_code == 200


def test_a_list_that_is_called_otherwise_is_found_with_its_choices():
    news = SectionPage.objects.get(slug="tin-tuc")
    own = own_version(ArticlePage.objects.get(title="Tin 0"), "en").get_parent().specific
    own.alias_of, own.live, own.slug = None, True, "news"
    own.save()
    answer = visit("/en/tin-tuc/chu-de/rung/")
    assert news.live
    assert (answer.status_code, answer["Location"]) == (301, "/en/news/chu-de/rung/")
    assert visit("/en/tin-tuc/chu-de/khong-co/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/vi", "/vi/"),
        ("/vi/diem-den/thac", THERE),
        ("/lo/diem-den/thac", "/lo/diem-den/thac/"),
        ("/vi/tin-tuc/trang/1", "/vi/tin-tuc/trang/1/"),
    ],
)
def test_an_address_without_its_last_slash_leads_to_the_one_with_it(asked: str, leads_to: str):
    answer = visit(asked)
    assert (answer.status_code, answer["Location"]) == (301, leads_to)


def test_a_page_that_is_called_otherwise_is_found_without_its_last_slash_too():
    own = DestinationPage.objects.get(title="Waterfall")
    own.slug = "waterfall"
    own.save()
    answer = visit("/en/diem-den/thac")
    assert (answer.status_code, answer["Location"]) == (301, "/en/diem-den/waterfall/")


@pytest.mark.parametrize("old", ["/le-hoi", "/le-hoi/2.0", "/vi/diem-den/thac-cu", "/le-hoi.html"])
def test_a_redirect_leads_on_with_its_last_slash_and_without(site: Site, old: str):
    Redirect.objects.create(site=site, old_path=old, redirect_link="/vi/")
    answers = [visit(asked) for asked in (old, f"{old}/")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(301, "/vi/")] * 2


def test_a_file_has_no_last_slash():
    assert visit("/vi/feed.xml").status_code == 200
    assert visit("/vi/feed.xml/").status_code == 404


@pytest.mark.parametrize("asked", ["/vi/khong-co", "/xx", "/vi/diem-den/thac/khong-co"])
def test_an_address_that_does_not_exist_leads_nowhere_without_its_slash_either(asked: str):
    assert visit(asked).status_code == 404


# --- what is not there --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/vi/khong-co/",
        "/vi/diem-den/thac/khong-co/",
        "/vi//diem-den/thac/",
        "/vi/diem-den//thac/",
        "/vi/../vi/diem-den/",
        "/diem-den/thac/",
        "/vi/diem-den/thac.html",
        "/vi/diem-den/thac/index.html",
        "/vi/cao-bang/diem-den/",
        "/favicon.ico",
        "/en/404",
        "/vi/tin-tuc/trang/2/",
        "/vi/tin-tuc/trang/0/",
        "/vi/tin-tuc/trang/01/",
        "/vi/tin-tuc/trang/-1/",
        "/vi/tin-tuc/trang/x/",
        "/vi/tin-tuc/trang/9999999999999999999999/",
        "/vi/tin-tuc/chu-de/khong-co/",
        "/vi/tin-tuc/noi/cao-bang/",
        "/vi/tin-tuc/chu-de/rung/trang/1/",
        "/vi/tin-tuc/chu-de/rung/chu-de/rung/",
        "/vi/tin-tuc/noi/cao-bang/chu-de/rung/",
        "/vi/tin-tuc/tin-0/chu-de/rung/",
        "/vi/%00/",
        "/vi/%FF/",
        "/vi/đi%E1%BB%83m/",
    ],
)
def test_what_does_not_exist_is_not_found(path: str):
    assert visit(path).status_code == 404


@pytest.mark.parametrize("path", ["/vi/tin-tuc/trang/1/", "/vi/tin-tuc/chu-de/rung/", "/vi/tin-tuc/feed.xml"])
def test_what_a_list_has_is_found(path: str):
    assert visit(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "asked", "language"),
    [
        ("/vi/khong-co/", "en", "vi"),
        ("/en/khong-co/", "vi", "en"),
        ("/khong-co/", "en", "en"),
        ("/khong-co/", "", "vi"),
        ("/lo/khong-co/", "", "lo"),
        ("/tyz/khong-co/", "", "tyz"),
    ],
)
def test_who_asks_for_what_is_not_there_is_told_in_the_language_of_the_address_or_browser(
    path: str, asked: str, language: str
):
    answer = visit(path, accept_language=asked)
    assert (answer.status_code, answer["Content-Language"]) == (404, language)
    assert f'lang="{language}"' in tag(answer, "html")
    with translation.override(registry.language_of(language).interface):
        assert heading(answer) == gettext("This way is not open yet")
    assert f"<title>{heading(answer)} | " in text(answer)


def test_who_asks_for_what_is_not_there_finds_the_sections_and_other_languages():
    found = re.findall(r'<a[^>]* href="([^"]+)"', text(visit("/en/khong-co/")))
    assert found == ["/en/", "/en/diem-den/", "/en/tin-tuc/", "/vi/", "/zh-hans/"]


def test_what_is_not_there_is_not_for_search_engines():
    answer = visit("/en/khong-co/")
    assert '<meta name="robots" content="noindex">' in text(answer)
    assert 'rel="canonical"' not in text(answer)
    assert 'rel="alternate" hreflang' not in text(answer)


def test_the_page_for_what_is_not_there_has_an_address_of_its_own():
    answer = visit("/en/404.html")
    assert answer.status_code == 404
    assert heading(answer) == "This way is not open yet"


@pytest.mark.parametrize("host", ["khac.localhost", "xcao-bang.localhost", "127.0.0.1"])
def test_a_host_that_no_portal_has_is_not_found(host: str):
    assert visit("/", host).status_code == 404
    assert visit(THERE, host).status_code == 404


def test_a_portal_whose_homes_are_all_drafts_is_not_found(site: Site):
    for language in LANGUAGES:
        home_of(site, language).unpublish()
    assert visit("/").status_code == 404
    assert visit("/vi/").status_code == 404


def test_a_portal_answers_on_its_short_host_and_names_its_own():
    answer = visit(THERE, "cb.localhost:8000")
    assert answer.status_code == 200
    assert 'rel="canonical" href="http://cao-bang.localhost/vi/diem-den/thac/"' in text(answer)


# --- how it is served ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/vi/", THERE, "/vi/tin-tuc/", "/sitemap.xml", "/robots.txt", "/vi/feed.xml"]
)
def test_an_answer_that_the_browser_has_is_not_sent_again(path: str):
    first = visit(path)
    again = visit(path, if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("has", ['W/"x", {etag}', "{etag}", "*, {etag}"])
def test_a_browser_may_name_several_answers_that_it_has(has: str):
    etag = visit(THERE)["ETag"]
    assert visit(THERE, if_none_match=has.format(etag=etag)).status_code == 304


def test_an_answer_that_changed_is_sent_with_another_etag(page: Page):
    before = visit(THERE)["ETag"]
    Page.objects.filter(pk=page.pk).update(title="Thác lớn")
    answer = visit(THERE, if_none_match=before)
    assert answer.status_code == 200
    assert answer["ETag"] != before
    assert heading(answer) == "Thác lớn"


@pytest.mark.parametrize("path", ["/vi/", THERE, "/robots.txt", "/"])
def test_head_answers_as_get_does_without_a_body(path: str):
    get, head = visit(path), visit(path, method="head")
    assert (head.status_code, head.content) == (get.status_code, b"")
    for name in ("ETag", "Content-Type", "Content-Language", "Location"):
        assert head.get(name) == get.get(name)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/", THERE, "/vi/khong-co/"])
def test_nothing_can_be_sent_to_a_portal(path: str, method: str):
    answer = visit(path, method=method)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/", "/vi/", THERE, "/vi/tin-tuc/", "/vi/khong-co/", "/vi/feed.xml"])
def test_a_visitor_gets_no_cookie_and_no_session(path: str):
    answer = visit(path)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert not Session.objects.exists()


def test_one_page_is_the_same_bytes_for_everybody():
    assert visit(THERE).content == visit(THERE, accept_language="lo", user_agent="x", cookie="a=b").content


def test_a_question_behind_the_address_changes_nothing():
    assert visit(f"{THERE}?utm_source=x").content == visit(THERE).content
