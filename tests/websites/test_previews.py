"""What editors see before anything is public: a page as its readers would see it, a block as it will look."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.home.models import HomePage, PlainPage, SectionPage
from cms.news.models import ArticlePage
from cms.pages.models import BasePage
from sites.publishing import addresses
from tests.factories.accounts import administrator
from tests.factories.everything import PAGE_TYPES, Everything
from tests.factories.pages import plain_page, translated
from tests.factories.portals import home_of, portal, section
from tests.visitor import visit
from tests.websites.document import Element, read

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def everything(kept_for_the_module: None) -> Everything:
    """A portal whose home and section are public; other pages are drafted by the tests."""
    return Everything(lambda language: f"chữ {language}", ("vi", "lo"), ("vi",))


@pytest.fixture
def newsroom() -> Client:
    client = Client(headers={"host": "cao-bang.localhost"})
    client.force_login(administrator(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def draft_of(client: Client, page: Page) -> Element:
    """The newest draft of a page as the newsroom shows it."""
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert answer.status_code == 200
    return read(answer.content)


def published(page: BasePage) -> Element:
    """The page as its readers get it, after it was published."""
    page.latest_revision.publish(user=administrator())
    return read(visit(addresses.address(page.pk).path).content)


# --- pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_a_draft_looks_as_the_page_will_look(everything: Everything, newsroom: Client, model: type[BasePage]):
    draft = changed_section(everything) if model is SectionPage else everything.draft(model)
    before = draft_of(newsroom, draft)
    after = published(draft)
    assert before.one("main") == after.one("main")
    assert "chữ vi" in before.one("main").text
    assert before.one("title") == after.one("title")
    assert before.one("html").attributes == after.one("html").attributes
    assert before.one("a", class_="mark") == after.one("a", class_="mark")


def changed_section(everything: Everything) -> SectionPage:
    """The section with an entry and words that were not published yet."""
    everything.public(ArticlePage)
    section = SectionPage.objects.get(pk=everything.section.pk)
    section.summary = "Tóm tắt mới"
    section.save_revision()
    return section


def test_a_section_is_shown_with_its_entries(everything: Everything, newsroom: Client):
    cards = list(draft_of(newsroom, changed_section(everything)).all("article", class_="card"))
    assert [card.one("a").attributes["href"] for card in cards] == ["/vi/sectionpage-1/articlepage-1/"]


def test_a_home_is_shown_with_its_own_header_and_footer(everything: Everything, newsroom: Client):
    home = home_of(everything.site)
    home.tagline, home.issuer, home.theme = "Khẩu hiệu mới", "Sở mới", "an-giang"
    home.save_revision()
    document = draft_of(newsroom, home)
    assert "Khẩu hiệu mới" in document.one("header").text
    assert "Sở mới" in document.one("footer").text
    assert document.one("html").attributes["data-portal"] == "an-giang"


def test_the_home_of_a_portal_that_is_not_open_yet_is_shown(newsroom: Client):
    site = portal("quang-tri", languages=("vi",))
    home = home_of(site)
    home.unpublish()
    home.title, home.slug = "Quảng Trị", "quang-tri-moi"
    home.save_revision()
    assert draft_of(newsroom, home).one("h1").text == "Quảng Trị"


def test_a_draft_is_shown_on_its_own_portal(everything: Everything, newsroom: Client):
    other = portal("quang-tri", languages=("vi",))
    section(other, "cua-khau")
    page = plain_page(home_of(other), "Giới thiệu", live=False)
    menu = draft_of(newsroom, page).one("nav", class_="nav")
    assert [link.text for link in menu.all("a")] == ["cua-khau"]


def test_looking_at_a_draft_makes_nothing_public(everything: Everything, newsroom: Client):
    page = plain_page(home_of(everything.site), "Công khai", slug="cong-khai")
    page.title = "Chưa duyệt"
    page.save_revision()
    assert draft_of(newsroom, page).one("h1").text == "Chưa duyệt"
    assert read(visit("/vi/cong-khai/").content).one("h1").text == "Công khai"


def test_a_draft_is_shown_in_its_own_language(everything: Everything, newsroom: Client):
    page = plain_page(home_of(everything.site), "Giới thiệu", slug="gioi-thieu")
    own = translated(page, "lo", live=False)
    document = draft_of(newsroom, own)
    assert (document.one("html").language, document.one("h1").text) == ("lo", "lo Giới thiệu")
    assert list(document.all(class_="notice")) == []


def form(**changes: Any) -> dict[str, str]:
    """What the editor's form of a plain page sends."""
    values = {
        "title": "Chưa lưu",
        "slug": "chua-luu",
        "summary": "Tóm tắt",
        "body": streamfield([("heading", "Đầu đề"), ("paragraph", '{"blocks":[],"entityMap":{}}')]),
        "related": inline_formset([]),
        "comments": inline_formset([]),
        **changes,
    }
    return nested_form_data({**values, "mode": "website"})


def previewed(client: Client, address: str, data: dict[str, str]) -> Element:
    sent = client.post(address, data)
    assert sent.json()["is_valid"], sent.json()
    return read(client.get(address, {"mode": "website"}).content)


def test_a_page_that_was_never_saved_is_shown_as_it_would_look(everything: Everything, newsroom: Client):
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=["home", "plainpage", home_of(everything.site).pk]
    )
    document = previewed(newsroom, address, form())
    assert document.one("h1").text == "Chưa lưu"
    assert document.one(class_="standfirst").text == "Tóm tắt"
    assert document.one(class_="prose").one("h2").text == "Đầu đề"
    assert document.one("footer").text
    assert not PlainPage.objects.filter(title="Chưa lưu").exists()


def test_changes_that_were_not_saved_are_shown(everything: Everything, newsroom: Client):
    page = plain_page(home_of(everything.site), "Giới thiệu", slug="gioi-thieu")
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    document = previewed(newsroom, address, form(slug="gioi-thieu"))
    assert document.one("h1").text == "Chưa lưu"
    assert PlainPage.objects.get(pk=page.pk).latest_revision.content["title"] == "Giới thiệu"


# --- blocks -------------------------------------------------------------------------------------------

BLOCKS = [
    block
    for model in (PlainPage, HomePage)
    for block in model._meta.get_field("body").stream_block.child_blocks.values()
]
EMPTY = {"picture", "gallery", "gates", "page_links", "shelf"}
"""Blocks whose example shows nothing: what they show is chosen by the editor."""


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
def test_a_block_is_previewed_as_the_website_shows_it(everything: Everything, newsroom: Client, block: Any):
    answer = newsroom.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    document = read(answer.content.replace(b"\xef\xbb\xbf", b""))
    shown = document.one(class_=f"block-{block.name}")
    assert shown.text.strip() != "" or block.name in EMPTY
    assert "websites/site.css" in document.one("link", rel="stylesheet").attributes["href"]


def test_a_preview_of_a_block_writes_its_figures_as_the_website_does(
    everything: Everything, newsroom: Client
):
    [block] = [block for block in BLOCKS if block.name == "facts_table"]
    answer = newsroom.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    table = read(answer.content).one("table")
    assert [cell.text for cell in table.one("tbody").all("td", class_="n")] == ["14.632", "8.134"]


# --- the same bytes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
@pytest.mark.parametrize("reader", ["vi", "lo"])
def test_a_page_is_made_of_the_same_bytes_each_time(
    everything: Everything, model: type[BasePage], reader: str
):
    page = everything.section if model is SectionPage else everything.public(model)
    path = addresses.address(page.pk).path.replace("/vi/", f"/{reader}/", 1)
    first, second = visit(path), visit(path)
    assert (first.status_code, first.content) == (200, second.content)
    assert first["ETag"] == second["ETag"]
