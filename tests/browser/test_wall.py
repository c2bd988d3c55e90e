"""A wall at a gate: it plays what the feed names and nothing else, with or without its server."""

import datetime
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import numpy
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.installation import Installation

pytestmark = pytest.mark.browser

SCREEN = "/screens/tra-linh-1/"
OBJECTS = "**/screens/objects/*.jpg"
MOMENT = datetime.datetime(2026, 11, 23, 7, 5, 10, tzinfo=datetime.UTC)
POLL_SECONDS = 12
PATIENCE_SECONDS = 45
FEW_LEVELS = 8
"""By so much two decoders of one JPEG differ."""

CHANGE_A_SLIDE = """
from cms.accounts.models import User
from cms.tourism.models import DestinationPage
page = DestinationPage.objects.get(slug="thac-ban-gioc", locale__language_code="vi")
page.wall_line = {line!r}
page.save_revision().publish(user=User.objects.get(username="phe-duyet"))
"""

PAGE_IS_KEPT = """async () => {
  const kept = await (await caches.open("page")).keys();
  return navigator.serviceWorker.controller && kept.length >= 4;
}"""
ALTER_WHAT_IS_KEPT = """async () => {
  const kept = await caches.open("wall tra-linh-1");
  const pictures = (await kept.keys()).filter((request) => request.url.endsWith(".jpg"));
  for (const picture of pictures) {
    const bytes = new Uint8Array(await (await kept.match(picture)).arrayBuffer());
    bytes[bytes.length >> 1] ^= 1;
    await kept.put(picture, new Response(bytes));
  }
  return (await kept.keys()).length > pictures.length && pictures.length;
}"""
ARE_FORGOTTEN = """async (paths) => {
  const kept = await (await caches.open("wall tra-linh-1")).keys();
  return kept.length > 1 && !kept.some((request) => paths.includes(new URL(request.url).pathname));
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A wall of 1920 × 384 on which nothing has been played yet."""
    opened = browser.new_context(viewport={"width": 1920, "height": 384})
    yield opened
    opened.close()


@pytest.fixture
def wall(context: BrowserContext) -> Page:
    """A wall whose timers can be run ahead."""
    page = context.new_page()
    page.clock.install(time=MOMENT)
    return page


@pytest.fixture
def watched_wall(browser: Browser) -> Iterator[Page]:
    """A wall whose every request can be tampered with on its way: a service worker would hide some."""
    opened = browser.new_context(viewport={"width": 1920, "height": 384}, service_workers="block")
    page = opened.new_page()
    page.clock.install(time=MOMENT)
    yield page
    opened.close()


def feed(installation: Installation) -> dict[str, Any]:
    """Return the feed as the server has it now."""
    content: dict[str, Any] = json.loads(installation.get(f"{SCREEN}feed.json")[1])
    return content


def picture(installation: Installation, item: dict[str, Any]) -> bytes:
    """Return the picture that an item names, with the bytes that it promises."""
    content = installation.get(item["url"])[1]
    assert hashlib.sha256(content).hexdigest() == item["sha256"]
    return content


def pixels(file: bytes) -> numpy.ndarray:
    """Return the levels of a picture file: rows, columns, red green blue."""
    return numpy.asarray(Image.open(io.BytesIO(file)).convert("RGB"), numpy.int16)


def shows(page: Page, item: dict[str, Any]) -> None:
    """Expect the wall to show an item of the feed."""
    expect(page.locator("body")).to_have_attribute("data-shown", item["sha256"])


def plays(page: Page, version: str) -> None:
    """Expect the wall to play a version of the feed."""
    expect(page.locator("body")).to_have_attribute("data-version", version)


def plays_a_round(page: Page, items: list[dict[str, Any]]) -> None:
    """Expect the wall to show every item in its turn, from the one that it shows now and back to it."""
    hashes = [item["sha256"] for item in items]
    expect(page.locator("body")).to_have_attribute("data-shown", re.compile("|".join(hashes)))
    now = hashes.index(page.locator("body").get_attribute("data-shown"))
    for item in [*items[now:], *items[: now + 1]]:
        shows(page, item)
        page.clock.fast_forward(1000 * item["seconds"])


def change_a_slide(installation: Installation, line: str) -> None:
    """Publish another line on a slide; return when the feed has it."""
    installation.run(CHANGE_A_SLIDE.format(line=line))
    installation.wait_for_the_publisher()


def run_ahead_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Let the wall ask for its feed again and again, with time to fetch what it lacks, until something is so."""
    for attempt in range(PATIENCE_SECONDS * 10):
        if is_so():
            return
        if attempt % 50 == 0:
            page.clock.fast_forward(1000 * POLL_SECONDS)
        page.wait_for_timeout(100)
    raise AssertionError("It was never so.")


def takes_over(page: Page, version: str) -> None:
    """Expect the wall to play a version of the feed when it has asked for it."""
    run_ahead_until(page, lambda: page.locator("body").get_attribute("data-version") == version)


def test_wall_plays_the_slides_in_the_order_of_the_feed(installation: Installation, wall: Page):
    wall.goto(installation.url(SCREEN))
    items = feed(installation)["items"]

    assert len({item["sha256"] for item in items}) == len(items) > 3
    shows(wall, items[0])
    plays_a_round(wall, items)


def test_wall_shows_the_pixels_of_each_slide_and_draws_in_the_corner_of_the_clock_only(
    installation: Installation, wall: Page
):
    wall.goto(installation.url(SCREEN))
    for item in feed(installation)["items"][:3]:
        shows(wall, item)
        seen = pixels(wall.screenshot(animations="disabled"))
        expected = pixels(picture(installation, item))
        left, top, width, height = item["clock"]
        corner = slice(top, top + height), slice(left, left + width)

        assert numpy.abs(seen[corner] - expected[corner]).max() > 100
        seen[corner] = expected[corner]
        assert numpy.abs(seen - expected).max() <= FEW_LEVELS
        wall.clock.fast_forward(1000 * item["seconds"])


def test_clock_goes_by_the_time_of_the_gate(installation: Installation, wall: Page):
    wall.goto(installation.url(SCREEN))
    clock = wall.locator(".clock")

    expect(clock).to_have_text("14:05")
    wall.clock.fast_forward(60_000)
    expect(clock).to_have_text("14:06")


def test_no_frame_between_two_slides_is_darker_than_both(installation: Installation, wall: Page):
    wall.goto(installation.url(SCREEN))
    first, second = feed(installation)["items"][:2]
    shows(wall, first)
    wall.wait_for_function("() => document.getAnimations().length === 0")
    wall.clock.fast_forward(1000 * first["seconds"])
    shows(wall, second)
    wall.evaluate("document.getAnimations().forEach((fade) => { fade.pause(); fade.currentTime = 400; })")
    darkest = numpy.minimum(*(pixels(picture(installation, item)) for item in (first, second)))

    assert (darkest - pixels(wall.screenshot())).max() <= FEW_LEVELS


def test_wall_plays_on_and_starts_again_without_its_server_and_takes_the_news_when_it_is_back(
    installation: Installation, wall: Page
):
    wall.goto(installation.url(SCREEN))
    before = feed(installation)
    plays(wall, before["version"])
    run_ahead_until(wall, lambda: wall.evaluate(PAGE_IS_KEPT))
    installation.stop("web")
    try:
        plays_a_round(wall, before["items"])
        wall.reload()
        plays_a_round(wall, before["items"])
        change_a_slide(installation, "Mở lại")
    finally:
        installation.start("web")
    after = feed(installation)

    assert after["version"] != before["version"]
    takes_over(wall, after["version"])


@pytest.mark.parametrize(
    "tamper",
    [
        lambda body: body[:-200] + bytes(100) + body[-100:],
        lambda body: body[: len(body) // 2],
        lambda body: b"",
    ],
    ids=["altered", "truncated", "empty"],
)
def test_wall_shows_nothing_whose_bytes_are_not_those_that_the_feed_names(
    installation: Installation, watched_wall: Page, tamper: Any
):
    def hand_over(route: Route) -> None:
        genuine = installation.get(urlsplit(route.request.url).path)[1]
        route.fulfill(body=tamper(genuine), content_type="image/jpeg")

    watched_wall.route(OBJECTS, hand_over)
    with watched_wall.expect_console_message(lambda message: "what came has the hash" in message.text):
        watched_wall.goto(installation.url(SCREEN))
    watched_wall.clock.fast_forward(10_000)

    expect(watched_wall.locator(".slide")).to_have_count(0)
    watched_wall.unroute(OBJECTS)
    takes_over(watched_wall, feed(installation)["version"])


def test_wall_does_not_believe_a_picture_that_was_altered_where_it_was_kept(
    installation: Installation, watched_wall: Page
):
    watched_wall.goto(installation.url(SCREEN))
    plays(watched_wall, feed(installation)["version"])
    run_ahead_until(watched_wall, lambda: watched_wall.evaluate(ALTER_WHAT_IS_KEPT))
    watched_wall.route(OBJECTS, lambda route: route.abort())
    with watched_wall.expect_console_message(lambda message: "what came has the hash" in message.text):
        watched_wall.reload()
    watched_wall.clock.fast_forward(10_000)

    expect(watched_wall.locator(".slide")).to_have_count(0)


def test_wall_keeps_what_it_has_until_a_new_version_is_complete(
    installation: Installation, watched_wall: Page
):
    watched_wall.goto(installation.url(SCREEN))
    before = feed(installation)
    plays(watched_wall, before["version"])
    change_a_slide(installation, "Khu du lịch qua biên giới")
    after = feed(installation)
    refused: list[str] = []

    def refuse(route: Route) -> None:
        refused.append(route.request.url)
        route.abort()

    watched_wall.route(OBJECTS, refuse)
    run_ahead_until(watched_wall, lambda: bool(refused))
    plays_a_round(watched_wall, before["items"])
    watched_wall.unroute(OBJECTS)

    takes_over(watched_wall, after["version"])


def test_wall_lets_go_of_a_picture_that_it_no_longer_plays(installation: Installation, wall: Page):
    wall.goto(installation.url(SCREEN))
    before = feed(installation)
    plays(wall, before["version"])
    change_a_slide(installation, "Cột mốc 836")
    after = feed(installation)
    takes_over(wall, after["version"])
    gone = {item["url"] for item in before["items"]} - {item["url"] for item in after["items"]}

    assert gone
    run_ahead_until(wall, lambda: wall.evaluate(ARE_FORGOTTEN, list(gone)))
