"""What a page costs its reader: bytes, requests to other houses, and things that jump."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.demo_pages import DETAIL_PAGES, EVERY_PAGE, LANGUAGES, PublicPage
from tests.browser.installation import Installation

pytestmark = pytest.mark.browser

KB = 1024
MOST_WITHOUT_PICTURES = 200 * KB
MOST_WITH_PICTURES = 500 * KB
PHONE = {"width": 360, "height": 780}
SHIFTS = """() => new Promise(done => {
    let sum = 0
    new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value })
        .observe({type: "layout-shift", buffered: true})
    setTimeout(() => done(sum), 300)
})"""


class Traffic:
    """The bytes that crossed the wire for a page, by address, headers included."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict) -> None:
        self.bytes[self._addresses[event["requestId"]]] = int(event["encodedDataLength"])

    @property
    def pictures(self) -> int:
        return sum(size for url, size in self.bytes.items() if "/media/" in url)

    @property
    def all(self) -> int:
        return sum(self.bytes.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", DETAIL_PAGES)
def test_first_view_of_a_detail_page_is_light(
    installation: Installation, browser: Browser, language: str, kind: str
):
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    page = context.new_page()
    traffic = Traffic(page)
    page.goto(installation.url(PublicPage(kind, language).path), wait_until="networkidle")
    context.close()
    assert traffic.all - traffic.pictures <= MOST_WITHOUT_PICTURES, traffic.bytes
    assert traffic.all <= MOST_WITH_PICTURES, traffic.bytes


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_asks_another_host_or_shifts_under_the_reader(
    installation: Installation, browser: Browser, language: str
):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    shifts = {}
    for public in EVERY_PAGE:
        if public.language == language:
            page.goto(installation.url(public.path), wait_until="networkidle")
            shifts[public.kind] = page.evaluate(SHIFTS)
    context.close()
    assert hosts == {f"cao-bang.localhost:{installation.port}"}
    assert max(shifts.values()) < 0.05, shifts
