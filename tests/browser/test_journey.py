"""From the editor's click to the wall: a destination is written, approved, translated, read, shown and taken down."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bench.pages import visited_paths
from tests.browser.installation import ROOT, Installation
from tests.browser.newsroom import (
    choose_picture,
    open_waiting_page,
    press_in_menu,
    sign_in,
    upload_picture,
)

pytestmark = pytest.mark.browser

TITLE, SLUG = "Suối Lê-nin", "suoi-le-nin"
LAO = ("ຫ້ວຍເລນິນ", "ຫ້ວຍນ້ຳສີຂຽວໄຫຼຜ່ານຕີນພູ.", "ນ້ຳຂຽວຕະຫຼອດປີ")
CHINESE = ("列宁溪", "碧绿的溪水流过山脚。", "四季碧水")
"""The title, summary and heading of the page, in the order in which the editor shows them."""
PUBLISHED_MS = 20_000
WORKER_MS = 60_000
"""How long the task worker may take to prepare a translation."""
PICTURE = ROOT / "cms" / "demo" / "pictures" / "pac-bo-16x9.webp"


def test_from_the_editor_to_the_wall(installation: Installation, browser: Browser, page: Page):
    editor = sign_in(browser, installation, "bien-tap")
    write_destination(editor, installation)
    approver = sign_in(browser, installation, "phe-duyet", width=390, height=844)
    approve(approver, installation, TITLE)
    send_for_translation(editor, installation)
    translate(sign_in(browser, installation, "dich-lao"), installation, LAO)
    translate(sign_in(browser, installation, "dich-trung"), installation, CHINESE)
    approve_translation(approver, installation, LAO)
    approve_translation(approver, installation, CHINESE)

    find_and_read(page, installation)
    slides = len(feed(installation)["items"])
    put_into_playlist(sign_in(browser, installation, "quan-tri"), installation)
    see_on_the_wall(page, installation)

    take_down(approver, installation)
    see_that_it_is_gone(installation, slides)


def write_destination(editor: Page, installation: Installation) -> None:
    """Write a destination with a picture and send it for approval."""
    upload_picture(
        editor, installation, title=TITLE, file=str(PICTURE), description="Dòng suối xanh giữa núi đá."
    )
    editor.goto(installation.url("/admin/pages/"))
    editor.get_by_role("link", name="Xem các trang con của 'Điểm đến'").click()
    editor.get_by_role("link", name="Thêm trang con").first.click()
    editor.locator(".listing").get_by_role("link", name="Điểm đến").first.click()
    editor.locator("#id_title").fill(TITLE)
    editor.locator("#id_summary").fill("Dòng suối xanh chảy qua chân núi Các Mác.")
    choose_picture(editor, TITLE)
    editor.locator("#panel-child-noi_dung-body-section .c-sf-add-button").click()
    editor.get_by_role("option", name="Tiêu đề mục").click()
    editor.locator("#panel-child-noi_dung-body-section input[type=text][name^=body-]").last.fill(
        "Nước xanh quanh năm"
    )
    press_in_menu(editor, "Gửi tới")
    expect(editor.get_by_role("status")).to_contain_text(TITLE)


def approve(approver: Page, installation: Installation, title: str) -> None:
    """Open what waits on the first screen, and approve it."""
    open_waiting_page(approver, installation, title)
    press_in_menu(approver, "Duyệt và đăng")
    expect(approver.get_by_role("status")).to_contain_text(title)


def send_for_translation(editor: Page, installation: Installation) -> None:
    """Send the page into Lao and Chinese."""
    open_destination(editor, installation)
    editor.get_by_role("button", name="Thao tác", exact=True).first.click()
    editor.get_by_role("link", name="Bản dịch", exact=True).click()
    editor.get_by_label("Tiếng Lào").check()
    editor.get_by_label("Tiếng Trung (giản thể)").check()
    editor.get_by_role("button", name="Gửi đi dịch").click()
    for language in ("Tiếng Lào", "Tiếng Trung (giản thể)"):
        expect(editor.get_by_role("link", name=language)).to_be_visible(timeout=WORKER_MS)


def open_destination(person: Page, installation: Installation) -> None:
    """Find the destination by searching all pages."""
    person.goto(installation.url(f"/admin/pages/search/?q={TITLE}"))
    person.get_by_role("link", name=TITLE, exact=True).first.click()


def translate(translator: Page, installation: Installation, words: tuple[str, ...]) -> None:
    """Translate passage by passage and send the page for approval."""
    translator.get_by_role("link", name=TITLE).first.click()
    for passage in words:
        translator.get_by_role("button", name="Dịch", exact=True).first.click()
        translator.locator("textarea").fill(passage)
        with translator.expect_response(re.compile("/translate/")) as saved:
            translator.get_by_role("button", name="Lưu", exact=True).click()
        assert saved.value.ok
    translator.get_by_role("button", name="Gửi duyệt").click()
    expect(translator.get_by_role("status")).to_contain_text("gửi duyệt")


def approve_translation(approver: Page, installation: Installation, words: tuple[str, ...]) -> None:
    """Open a translation that waits, and approve it."""
    open_waiting_page(approver, installation, words[0])
    approver.get_by_role("button", name="Duyệt và đăng").click()
    expect(approver.get_by_role("status")).to_contain_text(words[0])
    expect(approver.get_by_role("status")).to_contain_text("Trên trang web bằng", timeout=PUBLISHED_MS)
    expect(approver.get_by_role("status").get_by_role("link", name="Tiếng Việt")).to_be_visible()


def find_and_read(visitor: Page, installation: Installation) -> None:
    """Find the destination in the list of destinations, read it in Lao, and switch to Chinese."""
    installation.wait_for_the_publisher()
    visitor.goto(installation.url("/lo/diem-den/"))
    visitor.get_by_role("link", name=LAO[0]).click()
    expect(visitor.locator("h1")).to_have_text(LAO[0])
    expect(visitor.locator(".standfirst")).to_have_text(LAO[1])
    expect(visitor.locator("html")).to_have_attribute("lang", "lo")
    expect(visitor.locator("img").first).to_have_attribute("alt", "Dòng suối xanh giữa núi đá.")
    visitor.locator("details.lang summary").click()
    visitor.locator(".lang__sheet a[hreflang=zh-Hans]").click()
    expect(visitor.locator("h1")).to_have_text(CHINESE[0])


def put_into_playlist(administrator: Page, installation: Installation) -> None:
    """Put the destination into the playlist of the wall, before everything else."""
    administrator.goto(installation.url("/admin/snippets/border_gates/playlist/"))
    administrator.get_by_role("link", name="Trà Lĩnh, vòng chính").click()
    administrator.wait_for_load_state("networkidle")
    entries = administrator.locator("#id_items-FORMS > *")
    before = entries.count()
    administrator.get_by_role("button", name="Thêm Trang").click()
    added = entries.nth(before)
    added.get_by_role("button", name="Chọn trang").click()
    administrator.locator(".modal-body").get_by_label("Từ khóa tìm kiếm").fill(TITLE)
    administrator.locator(".modal-body").get_by_role("link", name=TITLE, exact=True).first.click()
    expect(added).to_contain_text(TITLE)
    for _place in range(before):
        administrator.locator("#id_items-FORMS > *", has_text=TITLE).get_by_title("Chuyển lên").click()
        administrator.wait_for_timeout(400)  # the entries slide past each other
    administrator.get_by_role("button", name="Lưu").click()
    expect(administrator.get_by_role("status")).to_contain_text("Trà Lĩnh, vòng chính")


def see_on_the_wall(wall: Page, installation: Installation) -> None:
    """See the destination on the wall in Chinese, pixel for pixel what the feed names."""
    shown = next(item for item in feed(installation)["items"] if item["language"] == "zh-Hans")
    wall.set_viewport_size({"width": 1920, "height": 384})
    wall.goto(installation.url("/screens/tra-linh-1/"))
    expect(wall.locator("body")).to_have_attribute("data-shown", shown["sha256"], timeout=60_000)


def feed(installation: Installation) -> dict[str, Any]:
    """Return what the player of the wall downloads, once everything is published."""
    installation.wait_for_the_publisher()
    found: dict[str, Any] = json.loads(installation.get("/screens/tra-linh-1/feed.json")[1])
    return found


def take_down(approver: Page, installation: Installation) -> None:
    """Unpublish the destination: its translations go with it."""
    approver.set_viewport_size({"width": 1280, "height": 900})
    open_destination(approver, installation)
    approver.get_by_role("button", name="Thao tác", exact=True).first.click()
    approver.get_by_role("link", name="Gỡ xuống").click()
    approver.get_by_role("button", name="Có, gỡ xuống").click()
    expect(approver.get_by_role("status")).to_contain_text(TITLE)


def see_that_it_is_gone(installation: Installation, slides: int) -> None:
    """It is gone from page, list, sitemap and feed, and its `slides` from the wall."""
    installation.wait_for_the_publisher()
    for language, title in (("vi", TITLE), ("lo", LAO[0]), ("zh-hans", CHINESE[0])):
        assert installation.get(f"/{language}/diem-den/{SLUG}/")[0] == 404
        sitemaps = visited_paths(installation.get("/sitemap.xml")[1])
        lists = (f"/{language}/{path}" for path in ("diem-den/", "feed.xml", "diem-den/feed.xml", ""))
        for path in (*lists, *sitemaps):
            text = installation.get(path)[1].decode()
            assert title not in text
            assert SLUG not in text
    assert len(feed(installation)["items"]) == slides
