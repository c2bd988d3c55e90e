"""Every kind of public page in every language: no violation that axe-core knows, and all of it by keyboard."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.demo_pages import EVERY_PAGE, LANGUAGES, PATHS, PublicPage
from tests.browser.installation import Installation
from tests.run import NODE_FOLDER

pytestmark = pytest.mark.browser

AXE = NODE_FOLDER / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async rules => (await axe.run(document, {runOnly: rules})).violations.map(
    violation => `${violation.id}: ${violation.nodes.map(node => node.html.slice(0, 160)).join(" | ")}`)"""

FOCUSABLE = "a[href], button, summary, input, select, textarea, [tabindex='0']"
ALL_FOCUSABLE = (
    f"""() => [...document.querySelectorAll("{FOCUSABLE}")].filter(one => one.checkVisibility()).length"""
)
FOCUSED = f"""() => {{
    const one = document.activeElement
    const style = getComputedStyle(one)
    return {{
        number: [...document.querySelectorAll("{FOCUSABLE}")].indexOf(one),
        html: one.outerHTML.slice(0, 120),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    }}
}}"""


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    return list(page.evaluate(RUN_AXE, RULES))


def opened(browser: Browser, width: int, **options: Any) -> Page:
    # The checker is put into the page, which the page's own policy rightly forbids.
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, **options)
    return context.new_page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_public_page_has_a_violation_on_a_phone(
    installation: Installation, browser: Browser, language: str
):
    page = opened(browser, 360)
    found = {}
    for public in EVERY_PAGE:
        if public.language == language:
            page.goto(installation.url(public.path))
            found[str(public)] = violations(page)
    page.context.close()
    assert not any(found.values()), {name: what for name, what in found.items() if what}


@pytest.mark.parametrize("kind", PATHS)
def test_no_kind_of_page_has_a_violation_on_a_wide_dark_screen(
    installation: Installation, browser: Browser, kind: str
):
    page = opened(browser, 1440, color_scheme="dark")
    page.goto(installation.url(PublicPage(kind, "vi").path))
    found = violations(page)
    page.context.close()
    assert not found


def test_open_language_sheet_has_no_violation(installation: Installation, browser: Browser):
    page = opened(browser, 360)
    page.goto(installation.url("/vi/diem-den/thac-ban-gioc/"))
    page.locator("details.lang summary").click()
    found = violations(page)
    page.context.close()
    assert not found


@pytest.mark.parametrize("kind", PATHS)
def test_everything_on_a_page_is_reached_by_keyboard_and_shows_its_focus(
    installation: Installation, page: Page, kind: str
):
    page.goto(installation.url(PublicPage(kind, "vi").path))
    count = page.evaluate(ALL_FOCUSABLE)
    seen = []
    for _step in range(count):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    assert len({one["number"] for one in seen if one["number"] >= 0}) == count
    assert not [one["html"] for one in seen if not one["outlined"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 360, 1440])
def test_no_page_scrolls_sideways(installation: Installation, browser: Browser, language: str, width: int):
    page = opened(browser, width)
    wide = []
    for kind in ("home", "section with cards", "section as a table", "destination", "article"):
        page.goto(installation.url(PublicPage(kind, language).path))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(kind)
    page.context.close()
    assert not wide
