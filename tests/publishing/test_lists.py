import datetime
from collections.abc import Sequence

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction, Site

from cms.facts.models import Topic
from cms.home.models import SectionPage
from cms.news.models import ArticlePage
from sites.publishing import lists
from sites.publishing.ingredients import making
from sites.publishing.lists import ListPage
from tests.factories.facts import place, topic
from tests.factories.pages import article, destination, notice, own_version
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db

BASE = "/vi/tin-tuc/"
FIRST_DAY = datetime.date(2026, 1, 1)
LONGEST_START, MOST_ACTS = 9, 6


@pytest.fixture(scope="module")
def _portal(kept_for_the_module: None) -> None:
    """A portal with a section of news and one of destinations, both empty."""
    site = portal(languages=("vi", "lo"))
    section(site, "tin-tuc", layout="dated")
    section(site, "diem-den")


@pytest.fixture
def news(_portal: None) -> SectionPage:
    return SectionPage.objects.get(slug="tin-tuc", locale__language_code="vi")


@pytest.fixture
def destinations(_portal: None) -> SectionPage:
    return SectionPage.objects.get(slug="diem-den", locale__language_code="vi")


def on(day: int) -> datetime.date:
    return FIRST_DAY + datetime.timedelta(days=day)


def titles(page_ids: Sequence[int]) -> list[str]:
    return [Page.objects.get(pk=page_id).title for page_id in page_ids]


def listed(shown: Page, topic_code: str = "", place_code: str = "") -> list[str]:
    return titles(lists.listing(shown.pk, topic_code, place_code))


# --- order --------------------------------------------------------------------------------------------


def test_articles_stand_newest_first(news: SectionPage):
    for title, day in (("giữa", 2), ("cũ", 1), ("mới", 3)):
        article(news, title, date_published=on(day))
    assert listed(news) == ["mới", "giữa", "cũ"]


def test_of_two_articles_of_a_day_the_later_one_stands_first(news: SectionPage):
    for title in ("sáng", "trưa", "chiều"):
        article(news, title, date_published=on(1))
    assert listed(news) == ["chiều", "trưa", "sáng"]


def test_notices_and_articles_stand_in_one_order_by_their_days(news: SectionPage):
    article(news, "cũ", date_published=on(1))
    notice(news, "giữa", valid_from=datetime.datetime(2026, 1, 3, 1, tzinfo=datetime.UTC))
    article(news, "mới", date_published=on(3))
    assert listed(news) == ["mới", "giữa", "cũ"]


def test_a_notice_of_the_evening_in_utc_belongs_to_the_next_day_in_hanoi(news: SectionPage):
    notice(news, "thông báo", valid_from=datetime.datetime(2026, 1, 2, 18, tzinfo=datetime.UTC))
    assert lists.entries(news.pk)[0].date == "2026-01-03T01:00:00+07:00"


def test_pages_without_dates_stand_as_in_the_tree(destinations: SectionPage):
    pages = [destination(destinations, title) for title in ("ba", "một", "hai")]
    Page.objects.get(pk=pages[1].pk).move(Page.objects.get(pk=pages[0].pk), pos="left")
    assert listed(destinations) == ["một", "ba", "hai"]


# --- what is listed -----------------------------------------------------------------------------------


def test_a_list_holds_what_is_public_in_its_language_only(destinations: SectionPage):
    both = destination(destinations, "Thác")
    destination(destinations, "Động")
    destination(destinations, "Bản thảo", live=False)
    own = own_version(both, "lo")
    assert listed(destinations) == ["Thác", "Động"]
    assert listed(own.get_parent()) == ["lo Thác"]


def test_a_list_leaves_out_what_not_everybody_may_read(destinations: SectionPage):
    destination(destinations, "Thác")
    PageViewRestriction.objects.create(
        page=destination(destinations, "Động"), restriction_type=PageViewRestriction.LOGIN
    )
    assert listed(destinations) == ["Thác"]


def test_a_list_holds_no_pages_of_other_sections_and_none_below_its_entries(
    news: SectionPage, destinations: SectionPage
):
    destination(destinations, "Thác")
    article(news, "Tin")
    assert listed(destinations) == ["Thác"]


def test_an_empty_section_lists_nothing(news: SectionPage):
    assert lists.entries(news.pk) == ()
    assert lists.list_page(news.pk, "", "", 12, 0) == ListPage((), None, None)


def test_a_section_that_does_not_exist_lists_nothing():
    assert lists.entries(987654) == ()


# --- narrowing ----------------------------------------------------------------------------------------


@pytest.fixture
def narrowed(news: SectionPage) -> SectionPage:
    """News about forest and culture, here and there."""
    forest, culture, empty = topic("rung"), topic("van-hoa"), topic("kinh-te")
    here, there = place("trung-khanh"), place("ha-quang")
    article(news, "rừng ở đây", topics=[forest], places=[here], date_published=on(1))
    article(news, "rừng ở đó", topics=[forest], places=[there], date_published=on(2))
    article(news, "văn hóa ở đây", topics=[culture], places=[here], date_published=on(3))
    article(news, "cả hai", topics=[culture, forest], places=[here, there], date_published=on(4))
    article(news, "không gì cả", date_published=on(5))
    article(news, "bản thảo", topics=[empty], places=[here], date_published=on(6), live=False)
    return news


@pytest.mark.parametrize(
    ("topic_code", "place_code", "found"),
    [
        ("rung", "", ["cả hai", "rừng ở đó", "rừng ở đây"]),
        ("", "trung-khanh", ["cả hai", "văn hóa ở đây", "rừng ở đây"]),
        ("rung", "ha-quang", ["cả hai", "rừng ở đó"]),
        ("kinh-te", "", []),
        ("van-hoa", "nowhere", []),
    ],
)
def test_a_list_is_narrowed_by_topic_and_place(
    narrowed: SectionPage, topic_code: str, place_code: str, found: list[str]
):
    assert listed(narrowed, topic_code, place_code) == found


def test_choices_say_how_many_entries_each_leaves(narrowed: SectionPage):
    topics, places = lists.choices(narrowed.pk, "", "", BASE)
    assert [(choice.code, choice.entries, choice.path) for choice in topics] == [
        ("rung", 3, f"{BASE}chu-de/rung/"),
        ("van-hoa", 2, f"{BASE}chu-de/van-hoa/"),
    ]
    assert [(choice.code, choice.entries, choice.path) for choice in places] == [
        ("ha-quang", 2, f"{BASE}noi/ha-quang/"),
        ("trung-khanh", 3, f"{BASE}noi/trung-khanh/"),
    ]


def test_choices_within_a_choice_are_those_with_entries_there(narrowed: SectionPage):
    article(narrowed, "ở nơi khác", places=[place("bao-lac")], date_published=on(7))
    topics, places = lists.choices(narrowed.pk, "rung", "", BASE)
    assert [(choice.code, choice.path) for choice in places] == [
        ("ha-quang", f"{BASE}chu-de/rung/noi/ha-quang/"),
        ("trung-khanh", f"{BASE}chu-de/rung/noi/trung-khanh/"),
    ]
    assert [choice.code for choice in topics if choice.is_chosen] == ["rung"]
    assert [choice.path for choice in topics] == [f"{BASE}chu-de/rung/", f"{BASE}chu-de/van-hoa/"]


def test_every_choice_leads_to_an_address_with_entries(narrowed: SectionPage):
    addresses = lists.paths(narrowed.pk, BASE, 12)
    for asked in addresses.values():
        for choice in (*(found := lists.choices(narrowed.pk, *asked[:2], BASE))[0], *found[1]):
            assert lists.listing(narrowed.pk, *addresses[choice.path][:2])


def test_addresses_narrow_by_at_most_one_topic_and_one_place(narrowed: SectionPage):
    assert set(lists.paths(narrowed.pk, BASE, 12)) == {
        BASE,
        f"{BASE}chu-de/rung/",
        f"{BASE}chu-de/van-hoa/",
        f"{BASE}noi/ha-quang/",
        f"{BASE}noi/trung-khanh/",
        f"{BASE}chu-de/rung/noi/ha-quang/",
        f"{BASE}chu-de/rung/noi/trung-khanh/",
        f"{BASE}chu-de/van-hoa/noi/ha-quang/",
        f"{BASE}chu-de/van-hoa/noi/trung-khanh/",
    }


def test_a_topic_that_was_taken_down_narrows_nothing(narrowed: SectionPage):
    Topic.objects.filter(code="rung").update(live=False)
    topics, _places = lists.choices(narrowed.pk, "", "", BASE)
    assert [choice.code for choice in topics] == ["van-hoa"]
    assert not [path for path in lists.paths(narrowed.pk, BASE, 12) if "/rung/" in path]


# --- numbered pages -----------------------------------------------------------------------------------


def test_the_index_shows_the_newest_and_numbered_pages_count_from_the_oldest(news: SectionPage):
    for day in range(5):
        article(news, f"tin {day}", date_published=on(day))
    shown = [lists.list_page(news.pk, "", "", 2, number) for number in range(3)]
    assert [titles(page.page_ids) for page in shown] == [
        ["tin 4", "tin 3"],
        ["tin 1", "tin 0"],
        ["tin 3", "tin 2"],
    ]
    assert [(page.newer, page.older) for page in shown] == [(None, 2), (2, None), (0, 1)]


def test_a_list_that_fits_the_index_has_no_numbered_pages(news: SectionPage):
    for day in range(2):
        article(news, f"tin {day}", date_published=on(day))
    assert lists.last_number(news.pk, "", "", 2) == 0
    assert list(lists.paths(news.pk, BASE, 2)) == [BASE]


def test_every_numbered_page_has_an_address_in_each_narrowed_list(news: SectionPage):
    forest = topic("rung")
    for day in range(5):
        article(news, f"tin {day}", topics=[forest] if day < 3 else [], date_published=on(day))
    assert set(lists.paths(news.pk, BASE, 2)) == {
        BASE,
        f"{BASE}trang/1/",
        f"{BASE}trang/2/",
        f"{BASE}chu-de/rung/",
        f"{BASE}chu-de/rung/trang/1/",
    }


@pytest.fixture(scope="module")
def _drafts(_portal: None) -> None:
    """Articles in a row in the tree, each waiting to be made public."""
    news = SectionPage.objects.get(slug="tin-tuc", locale__language_code="vi")
    for count in range(LONGEST_START + MOST_ACTS):
        news.add_child(
            instance=ArticlePage(
                title=f"tin {count}", date_published=FIRST_DAY, locale=news.locale, live=False
            )
        )


@pytest.mark.usefixtures("_drafts")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=st.integers(1, 4),
    days=st.lists(st.integers(0, 1), max_size=LONGEST_START),
    acts=st.lists(st.sampled_from(("a new day", "the same day", "removal")), max_size=MOST_ACTS),
)
def test_what_happens_at_the_new_end_leaves_the_older_numbered_pages_as_they_are(
    news: SectionPage, size: int, days: list[int], acts: list[str]
):
    with transaction.atomic():
        for days_later in days:
            add_article(days_later)
        before = numbered(news, size)
        for act in acts:
            if act == "removal":
                remove_newest_article()
            else:
                add_article(days_later=int(act == "a new day"))
            after = numbered(news, size)
            shorter, longer = sorted((len(before), len(after)))
            assert changed(before, after) <= {0, shorter - 1, longer - 1}
            assert entries_of(before[1:shorter]) == entries_of(after[1:shorter])
            assert shows_everything(news, after)
            before = after
        transaction.set_rollback(True)


def add_article(days_later: int) -> None:
    """Make the next article public, dated the day of the newest one or later."""
    articles = ArticlePage.objects.order_by("path")
    newest = articles.filter(live=True).last()
    day = (newest.date_published if newest else FIRST_DAY) + datetime.timedelta(days=days_later)
    articles.filter(pk=articles.filter(live=False).first().pk).update(live=True, date_published=day)


def remove_newest_article() -> None:
    newest = ArticlePage.objects.filter(live=True).order_by("path").last()
    if newest is not None:
        ArticlePage.objects.filter(pk=newest.pk).update(live=False)


def numbered(news: SectionPage, size: int) -> list[ListPage]:
    """Every page of the list by its number: the index first."""
    with making():
        last = lists.last_number(news.pk, "", "", size)
        return [lists.list_page(news.pk, "", "", size, number) for number in range(last + 1)]


def entries_of(pages: list[ListPage]) -> list[tuple[int, ...]]:
    return [page.page_ids for page in pages]


def changed(before: list[ListPage], after: list[ListPage]) -> set[int]:
    longer = max(len(before), len(after))
    return {number for number in range(longer) if before[number : number + 1] != after[number : number + 1]}


def shows_everything(news: SectionPage, pages: list[ListPage]) -> bool:
    """Whether index and numbered pages together show every entry, and every link leads to a page of the list."""
    linked = {number for page in pages for number in (page.newer, page.older) if number is not None}
    shown = {page_id for page in pages for page_id in page.page_ids}
    return shown == set(lists.listing(news.pk, "", "")) and linked <= set(range(len(pages)))


def test_the_other_portal_has_no_part_in_a_list(news: SectionPage):
    other: Site = portal("quang-tri", languages=("vi",))
    article(section(other, "tin-tuc", layout="dated"), "Tin khác")
    article(news, "Tin")
    assert listed(news) == ["Tin"]
