import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.home.models import SectionPage
from sites.publishing import rows
from sites.publishing.ingredients import making
from tests.factories.pages import destination, own_version
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> SectionPage:
    return section(portal(languages=("vi", "lo")))


def test_a_row_places_a_page(places: SectionPage):
    page = destination(places, "Thác", slug="thac")
    row = rows.page_row(page.pk)
    assert (row.title, row.slug, row.language, row.live) == ("Thác", "thac", "vi", True)
    assert row.key == page.translation_key.hex


def test_a_page_that_does_not_exist_has_no_row():
    assert rows.page_row(987654) is None
    assert rows.rows_of_key("0" * 32) == ()
    assert rows.find_pages(["/nowhere/"]) == []


def test_rows_of_a_page_in_all_its_languages_come_by_its_key(places: SectionPage):
    page = destination(places, "Thác")
    own_version(page, "lo", live=False)
    found = rows.rows_of_key(page.translation_key.hex)
    assert [(row.language, row.live) for row in found] == [("vi", True), ("lo", False)]


def test_children_come_in_the_order_of_the_tree_without_drafts_and_grandchildren(places: SectionPage):
    for title, live in (("b", True), ("draft", False), ("a", True)):
        destination(places, title, live=live)
    assert [row.title for row in rows.children(rows.page_row(places.pk))] == ["b", "a"]
    assert [row.title for row in rows.children(rows.page_row(places.get_parent().pk))] == ["diem-den"]


def test_pages_are_found_by_where_they_stand(places: SectionPage):
    destination(places, "Thác", slug="thac")
    found = rows.find_pages(["/cao-bang/diem-den/thac/", "/cao-bang/", "/cao-bang/nowhere/"])
    assert [row.url_path for row in found] == ["/cao-bang/diem-den/thac/", "/cao-bang/"]


def test_what_a_run_has_fetched_is_not_fetched_again(places: SectionPage):
    pages = [destination(places, f"Thác {count}") for count in range(3)]
    with making():
        with CaptureQueriesContext(connection) as first:
            rows.fetch_keys([page.translation_key.hex for page in pages])
        with CaptureQueriesContext(connection) as later:
            rows.fetch_pages([page.pk for page in pages])
            assert all(rows.page_row(page.pk) for page in pages)
            assert all(rows.rows_of_key(page.translation_key.hex) for page in pages)
    assert (len(first), len(later)) == (1, 0)
