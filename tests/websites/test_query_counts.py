"""How often a page asks the database: not more often for more languages, entries, facts and links."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from cms.facts.models import BorderGate, People, Place, Topic
from cms.home.models import HomePage, SectionPage
from cms.pages.models import Figure, GalleryPicture, RelatedPage
from cms.tourism.models import DestinationPage, OpeningHours
from media_assets.models import Picture
from tests.factories import facts
from tests.factories.accounts import administrator
from tests.factories.pages import article, destination, heritage, own_version, plain_page, project
from tests.factories.pictures import picture
from tests.factories.portals import home_of, portal, section
from tests.visitor import sitemaps, visit

pytestmark = pytest.mark.django_db

MOST_QUERIES = {"/vi/diem-den/": 25, "/vi/diem-den/dau-tien/": 30, "/vi/": 60}
"""For a list, a page with everything that it may have, and a home with four shelves."""


@dataclass(frozen=True)
class Size:
    """How much of everything a portal has."""

    name: str
    languages: tuple[str, ...]
    entries: int
    """Of the destinations, in every language, all on one page of their list."""
    others: int
    """Entries of other sections in two languages, facts, links, pictures, plain pages."""


SMALL = Size("nho", ("vi", "en"), 3, 2)
BIG = Size("lon", ("vi", "en", "zh-hans", "lo", "km", "fr", "tyz", "hmn"), 40, 8)


@pytest.fixture(scope="module")
def _portals(kept_for_the_module: None) -> None:
    """A small portal and a big one, whose pictures are made."""
    for size in (SMALL, BIG):
        open_portal(size)
        for path in MOST_QUERIES:
            visit(path, f"{size.name}.localhost")


@pytest.fixture(autouse=True)
def _pages(_portals: None) -> None:
    """Every test counts on the same portals."""


# --- the portals --------------------------------------------------------------------------------------


def open_portal(size: Size) -> None:
    site = portal(size.name, size.languages)
    pictures = [picture(f"{size.name}-{number}") for number in range(size.others)]
    for number in range(size.others):
        facts.topic(f"{size.name}-{number}")
        facts.place(f"{size.name}-{number}")
        facts.people(f"{size.name}-{number}")
        facts.gate(f"{size.name}-{number}", latitude="22.80", longitude=f"106.{10 + number}")
        plain_page(home_of(site), f"Trang {number}")
    places = filled_section(site, "diem-den", destination, size.entries, size, pictures)
    others = [
        filled_section(site, slug, make, size.others, size, pictures)
        for slug, make in (("dau-tu", project), ("van-hoa", heritage), ("tin-tuc", article))
    ]
    fill(DestinationPage.objects.get(path__startswith=places.path, slug="dau-tien"), size, pictures)
    fill_home(home_of(site), [places, *others], size, pictures)


def filled_section(
    site: Site, slug: str, make: Any, entries: int, size: Size, pictures: list[Picture]
) -> SectionPage:
    """Return a section with its entries on one page of its list."""
    made = section(site, slug)
    SectionPage.objects.filter(pk=made.pk).update(page_size=entries)
    first = make(made, "Đầu tiên", slug="dau-tien", picture=pictures[0])
    keys = [uuid.uuid4() for _ in range(entries - 1)]
    languages = size.languages if make is destination else size.languages[:2]
    for own in (first, *(own_version(first, language) for language in languages[1:])):
        Page.objects.filter(pk=own.get_parent().pk).update(alias_of=None)
        add_entries(own, keys, size, pictures)
    return SectionPage.objects.get(pk=made.pk)


def add_entries(like: Any, keys: list[uuid.UUID], size: Size, pictures: list[Picture]) -> None:
    """Add entries beside `like` without all that an editor's act brings with it, which takes much longer."""
    parent = like.get_parent()
    topics, places = (
        list(kind.objects.filter(code__startswith=size.name).order_by("pk")) for kind in (Topic, Place)
    )
    for number, key in enumerate(keys):
        page = Page.objects.get(pk=like.pk)
        page.pk = page.id = None
        page.path = Page._get_path(parent.path, parent.depth + 1, 100 + number)
        page.slug, page.translation_key = f"noi-{number}", key
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.save_base(raw=True, force_insert=True)
        own = type(like).objects.get(pk=like.pk)
        own.page_ptr_id = own.pk = own.id = page.pk
        own.picture = pictures[number % len(pictures)]
        if isinstance(own, DestinationPage):
            own.latitude, own.longitude = "22.85", f"106.{10 + number}"
        own.save_base(raw=True, force_insert=True)
        for name, chosen in (("topics", topics), ("places", places)):
            through = getattr(type(like), name).through
            columns = {
                f"{type(like)._meta.model_name}_id": own.pk,
                f"{name[:-1]}_id": chosen[number % len(chosen)].pk,
            }
            through.objects.create(**columns)


def fill(page: DestinationPage, size: Size, pictures: list[Picture]) -> None:
    """Give a page as many facts, links and pictures as its portal has."""
    linked = list(page.get_siblings(inclusive=False)[: size.others])
    gates = list(BorderGate.objects.filter(code__startswith=size.name))
    page.latitude, page.longitude = "22.85", "106.72"
    page.topics, page.places, page.peoples = (
        list(kind.objects.filter(code__startswith=size.name)) for kind in (Topic, Place, People)
    )
    page.related = [RelatedPage(target=other) for other in linked]
    page.gallery = [GalleryPicture(picture=one) for one in pictures]
    page.figures = [Figure(kind="height-m", value=30, source="VOV4", as_of="2024")]
    page.opening_hours = [OpeningHours(opens=datetime.time(8), closes=datetime.time(14))]
    page.body = [
        *(
            {"type": "paragraph", "value": f'<p><a linktype="page" id="{other.pk}">x</a></p>'}
            for other in linked
        ),
        {"type": "gates", "value": {"gates": [gate.pk for gate in gates]}},
        {"type": "gallery", "value": {"pictures": [one.pk for one in pictures]}},
        {"type": "page_links", "value": {"heading": "", "pages": [other.pk for other in linked]}},
    ]
    page.save_revision().publish(user=administrator())


def fill_home(home: HomePage, sections: list[SectionPage], size: Size, pictures: list[Picture]) -> None:
    gates = [gate.pk for gate in BorderGate.objects.filter(code__startswith=size.name)]
    styles = ("mosaic", "table", "index", "dated")
    home.picture = pictures[0]
    home.body = [
        *(
            {"type": "shelf", "value": {"section": one.pk, "style": style, "count": 8, "way_on": "Tất cả"}}
            for one, style in zip(sections, styles, strict=True)
        ),
        {
            "type": "cloth",
            "value": {
                **dict.fromkeys(("source", "link", "gates_heading"), ""),
                "heading": "Một ngọn thác",
                "text": f'<p><a linktype="page" id="{sections[0].pk}">x</a></p>',
                "opens": "08:00:00",
                "closes": "14:00:00",
                "page": sections[0].pk,
                "gates": gates,
            },
        },
    ]
    home.save_revision().publish(user=administrator())


# --- how often they ask -------------------------------------------------------------------------------


def queries(path: str, size: Size) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = visit(path, f"{size.name}.localhost")
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", MOST_QUERIES)
def test_a_page_asks_the_database_seldom(path: str):
    assert queries(path, BIG) <= MOST_QUERIES[path]


@pytest.mark.parametrize("path", MOST_QUERIES)
def test_a_page_of_a_big_portal_asks_as_seldom_as_one_of_a_small_portal(path: str):
    assert queries(path, BIG) == queries(path, SMALL)


def test_a_big_list_shows_every_entry():
    assert visit("/lo/diem-den/", "lon.localhost").content.count(b'<article class="card">') == 40


@pytest.mark.parametrize("path", ["/lo/diem-den/", "/lo/tin-tuc/", "/en/van-hoa/", "/hmn/dau-tu/"])
def test_a_list_in_another_language_asks_as_seldom(path: str):
    visit(path, "lon.localhost")
    assert queries(path, BIG) <= 25


@pytest.mark.parametrize("path", ["/vi/feed.xml", "/vi/diem-den/feed.xml", "/robots.txt"])
def test_what_machines_read_asks_as_seldom(path: str):
    assert queries(path, BIG) == queries(path, SMALL) <= 30


def test_a_sitemap_asks_as_seldom_for_many_pages():
    asked = [queries(sitemaps("vi", f"{host.name}.localhost")[0], host) for host in (BIG, SMALL)]
    assert max(asked) <= 30


def test_what_is_not_there_asks_seldom():
    with CaptureQueriesContext(connection) as asked:
        visit("/vi/diem-den/khong-co/", "lon.localhost")
    assert len(asked) <= 25
