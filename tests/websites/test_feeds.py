import datetime
from xml.etree.ElementTree import Element

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from cms.home.models import HomePage
from sites.websites.feeds import MOST_ENTRIES
from tests.factories.pages import article, destination, notice, own_version
from tests.factories.portals import portal, section
from tests.visitor import visit
from tests.websites.document import read_xml
from translations.models import ApprovedText

pytestmark = pytest.mark.django_db

ROOT = "http://cao-bang.localhost"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def _portal(kept_for_the_module: None) -> None:
    """Two articles, one of them in Lao too, in one section, a notice in another, and a destination."""
    site = portal(languages=("vi", "lo"))
    HomePage.objects.filter(title="cao-bang").update(title="Cao Bằng")
    news = section(site, "tin-tuc", layout="dated")
    article(news, "Cũ", slug="cu", date_published=datetime.date(2026, 1, 5), summary="R&D <5%")
    own_version(article(news, "Mới", slug="moi", date_published=datetime.date(2026, 3, 5)), "lo")
    notices = section(site, "thong-bao", layout="dated")
    notice(notices, "Giữa", slug="giua", valid_from=datetime.datetime(2026, 2, 4, 20, tzinfo=datetime.UTC))
    destination(section(site), "Thác", slug="thac")


@pytest.fixture(autouse=True)
def site(_portal: None) -> Site:
    return Site.objects.get(hostname="cao-bang.localhost")


def feed(path: str) -> Element:
    answer = visit(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return read_xml(answer.content)


def entries(path: str) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed(path).findall(f"{ATOM}entry")]


@pytest.mark.parametrize(
    "path", ["/vi/feed.xml", "/vi/tin-tuc/feed.xml", "/vi/diem-den/feed.xml", "/lo/feed.xml"]
)
def test_a_feed_has_all_that_atom_requires(path: str):
    found = feed(path)
    assert found.tag == f"{ATOM}feed"
    assert found.findtext(f"{ATOM}author/{ATOM}name")
    for part in (found, *found.findall(f"{ATOM}entry")):
        assert part.findtext(f"{ATOM}id").startswith(f"{ROOT}/")
        assert part.findtext(f"{ATOM}title")
        assert datetime.datetime.fromisoformat(part.findtext(f"{ATOM}updated")).tzinfo is not None
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
    assert links == {"self": ROOT + path, "alternate": ROOT + path.removesuffix("feed.xml")}


def test_the_feed_of_a_portal_holds_what_is_dated_in_all_sections_newest_first():
    assert entries("/vi/feed.xml") == ["Mới", "Giữa", "Cũ"]


def test_the_feed_of_a_section_holds_its_entries():
    assert entries("/vi/tin-tuc/feed.xml") == ["Mới", "Cũ"]
    assert entries("/vi/diem-den/feed.xml") == ["Thác"]


def test_a_feed_holds_what_exists_in_its_language_only():
    Page.objects.filter(slug="tin-tuc", locale__language_code="lo").update(alias_of=None)
    assert entries("/lo/feed.xml") == ["lo Mới"]
    assert entries("/lo/tin-tuc/feed.xml") == ["lo Mới"]


def test_a_section_that_only_stands_in_has_no_feed():
    assert visit("/lo/thong-bao/").status_code == 200
    assert visit("/lo/thong-bao/feed.xml").status_code == 404


def test_a_feed_says_its_language_and_whose_it_is():
    found = feed("/vi/tin-tuc/feed.xml")
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"
    assert found.findtext(f"{ATOM}title") == "tin-tuc | Cao Bằng"
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "Cao Bằng"
    assert visit("/vi/tin-tuc/feed.xml")["Content-Language"] == "vi"


def test_an_entry_says_where_it_is_when_it_was_and_what_it_says():
    [_newest, oldest] = feed("/vi/tin-tuc/feed.xml").findall(f"{ATOM}entry")
    assert oldest.find(f"{ATOM}link").get("href") == f"{ROOT}/vi/tin-tuc/cu/"
    assert oldest.findtext(f"{ATOM}updated") == "2026-01-05T00:00:00+07:00"
    assert oldest.findtext(f"{ATOM}summary") == "R&D <5%"


def test_a_feed_is_as_new_as_its_newest_entry():
    assert feed("/vi/feed.xml").findtext(f"{ATOM}updated") == "2026-03-05T00:00:00+07:00"


def test_a_notice_counts_by_the_day_in_hanoi():
    [entry] = feed("/vi/thong-bao/feed.xml").findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}updated") == "2026-02-05T00:00:00+07:00"


def test_an_undated_page_counts_by_the_moment_when_its_words_were_approved(site: Site):
    noon = datetime.datetime(2026, 5, 6, 5, 0, 30, 999, tzinfo=datetime.UTC)
    ApprovedText.objects.filter(page__slug="thac").update(public_since=noon)
    found = feed("/vi/diem-den/feed.xml")
    assert found.find(f"{ATOM}entry").findtext(f"{ATOM}updated") == "2026-05-06T12:00:30+07:00"
    assert found.findtext(f"{ATOM}updated") == "2026-05-06T12:00:30+07:00"


def test_a_feed_asks_once_for_all_approvals():
    places = Page.objects.get(slug="diem-den", locale__language_code="vi").specific
    few = queries("/vi/diem-den/feed.xml")
    for count in range(3):
        destination(places, f"Hồ {count}")
    assert queries("/vi/diem-den/feed.xml") == few


def queries(path: str) -> int:
    visit(path)
    with CaptureQueriesContext(connection) as found:
        visit(path)
    return len(found)


def test_an_empty_feed_is_a_feed():
    Page.objects.filter(slug__in=("cu", "moi")).update(live=False)
    assert entries("/vi/tin-tuc/feed.xml") == []


def test_a_feed_holds_the_newest_entries_only():
    news = Page.objects.get(slug="tin-tuc", locale__language_code="vi").specific
    for count in range(MOST_ENTRIES):
        article(news, f"Tin {count}", date_published=datetime.date(2026, 4, 1))
    titles = entries("/vi/tin-tuc/feed.xml")
    assert len(titles) == MOST_ENTRIES
    assert "Mới" not in titles


def test_pages_lead_readers_to_the_feed():
    assert (
        b'<link rel="alternate" type="application/atom+xml" href="/vi/feed.xml"'
        in visit("/vi/tin-tuc/").content
    )
