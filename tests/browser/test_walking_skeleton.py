import pytest
from playwright.sync_api import Page, expect

from tests.browser.installation import Installation

pytestmark = pytest.mark.browser


def test_visitor_reads_a_destination_and_switches_to_another_language(installation: Installation, page: Page):
    page.goto(installation.url("/vi/diem-den/"))
    page.get_by_role("link", name="Thác Bản Giốc").first.click()
    expect(page.locator("h1")).to_have_text("Thác Bản Giốc")
    page.locator("details.lang summary").click()
    page.locator(".lang__sheet a[hreflang=zh-Hans]").click()
    expect(page.locator("h1")).to_have_text("板约瀑布")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_wall_plays_the_destination_in_turn_in_its_languages(installation: Installation, page: Page):
    page.set_viewport_size({"width": 1920, "height": 384})
    page.goto(installation.url("/screens/tra-linh-1/"))
    for tag in ("vi", "zh-Hans", "en"):
        expect(page.locator(f"body[data-language={tag}]")).to_be_attached(timeout=30_000)
