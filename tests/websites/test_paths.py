"""Every address that a page or a portal has: nothing else is ever written or answered."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Page, Site

from cms.home.models import SectionPage
from sites.publishing.short_addresses import code_of
from sites.publishing.subjects import Artifact, Redirect, make, page_paths, portal_paths
from tests.factories.facts import topic
from tests.factories.pages import article, destination, own_version
from tests.factories.portals import home_of, portal, section
from translations.models import SiteLanguage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _portal(kept_for_the_module: None) -> None:
    """A waterfall in Vietnamese and English, and three pieces of news; homes in four languages."""
    site = portal(languages=("vi", "en", "lo", "km"))
    own_version(destination(section(site), "Thác", slug="thac"), "en")
    news = section(site, "tin-tuc", layout="dated")
    SectionPage.objects.filter(pk=news.pk).update(page_size=2)
    forest = topic("rung")
    for count in range(3):
        article(news, f"Tin {count}", topics=[forest] if count == 0 else [])


@pytest.fixture(autouse=True)
def site(_portal: None) -> Site:
    return Site.objects.get(hostname="cao-bang.localhost")


def page(slug: str, language: str = "vi") -> Page:
    return Page.objects.get(slug=slug, locale__language_code=language)


def short(of: Page, language: str) -> str:
    return f"/s/{code_of(of.translation_key.hex, language)}"


def test_a_page_has_its_own_address_and_those_of_the_readers_for_whom_it_stands_in():
    assert set(page_paths(page("thac").pk)) == {
        "/vi/diem-den/thac/",
        "/km/diem-den/thac/",
        short(page("thac"), "vi"),
    }
    assert set(page_paths(page("thac", "en").pk)) == {
        "/en/diem-den/thac/",
        "/lo/diem-den/thac/",
        short(page("thac"), "en"),
    }


def test_a_section_without_entries_on_a_page_is_refused():
    news = SectionPage.objects.get(slug="tin-tuc")
    news.page_size = 0
    with pytest.raises(ValidationError, match="page_size"):
        news.full_clean()
    with pytest.raises(IntegrityError, match="section_shows_entries_on_a_page"), transaction.atomic():
        SectionPage.objects.filter(pk=news.pk).update(page_size=0)


def test_a_page_stands_in_for_more_readers_when_another_is_taken_down():
    page("thac", "en").specific.unpublish()
    assert set(page_paths(page("thac").pk)) == {
        *(f"/{code}/diem-den/thac/" for code in ("vi", "en", "lo", "km")),
        short(page("thac"), "vi"),
    }
    assert page_paths(page("thac", "en").pk) == {}


def test_a_page_stands_in_for_no_language_that_is_off():
    SiteLanguage.objects.filter(locale__language_code="km").update(is_on=False)
    assert "/km/diem-den/thac/" not in page_paths(page("thac").pk)


def test_a_section_has_an_address_for_every_list_and_numbered_page_and_a_feed():
    own = {path for path in page_paths(page("tin-tuc").pk) if path.startswith("/vi/")}
    assert own == {
        "/vi/tin-tuc/",
        "/vi/tin-tuc/trang/1/",
        "/vi/tin-tuc/chu-de/rung/",
        "/vi/tin-tuc/feed.xml",
    }


def test_a_section_that_stands_in_has_its_lists_and_no_feed():
    stands_in = {path for path in page_paths(page("tin-tuc").pk) if path.startswith("/km/")}
    assert stands_in == {"/km/tin-tuc/", "/km/tin-tuc/trang/1/", "/km/tin-tuc/chu-de/rung/"}


def test_a_page_that_is_not_public_has_no_address():
    Page.objects.filter(slug="thac").update(live=False)
    assert page_paths(page("thac").pk) == {}
    assert page_paths(987654) == {}


def test_a_portal_has_addresses_for_machines_in_every_language_that_it_shows(site: Site):
    home_of(site, "km").unpublish()
    found = set(portal_paths(site.pk))
    assert {path.split("/")[1] for path in found if "/sitemap-" in path} == {"vi", "en", "lo"}
    assert {path for path in found if "/sitemap-" not in path} == {
        "/",
        "/robots.txt",
        "/data/catalogue.jsonld",
        *(
            f"/data/vi/{name}"
            for name in ("destinations.csv", "destinations.jsonld", "news.csv", "news.jsonld")
        ),
        *(f"/data/en/{name}" for name in ("destinations.csv", "destinations.jsonld")),
        "/screens/worker.js",
        "/sitemap.xml",
        *(
            f"/{code}/{name}"
            for code in ("vi", "en", "lo")
            for name in ("feed.xml", "du-lieu-mo/", "404.html")
        ),
    }


def test_whatever_has_an_address_can_be_made(site: Site):
    calls = portal_paths(site.pk)
    for found in Page.objects.filter(depth__gt=1, live=True):
        calls |= page_paths(found.pk)
    made = {path: make(call) for path, call in calls.items()}
    assert len(made) > 40
    nothing = [path for path, result in made.items() if not isinstance(result, (Artifact, Redirect))]
    assert [path for path in nothing if "/sitemap-" not in path] == []  # of which some parts may be empty


def test_no_two_pages_have_one_address():
    found = [path for one in Page.objects.filter(depth__gt=1) for path in page_paths(one.pk)]
    assert len(found) == len(set(found)) > 30
