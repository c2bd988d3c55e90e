"""People at their desks: what they press, in the words that they see."""

from playwright.sync_api import Browser, Page, expect

from cms.demo.start import PASSWORD
from tests.browser.installation import Installation


def sign_in(
    browser: Browser, installation: Installation, name: str, *, width: int = 1280, height: int = 900
) -> Page:
    """Return the newsroom as the person `name` sees it after signing in."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(installation.url("/admin/"))
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/admin/")
    return page


def upload_picture(
    page: Page, installation: Installation, *, title: str, file: str, description: str
) -> None:
    """Add a picture with its description in Vietnamese."""
    page.goto(installation.url("/admin/images/add/"))
    page.get_by_label("Tiêu đề").fill(title)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("Mô tả ảnh (Tiếng Việt)").fill(description)
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_role("status")).to_contain_text(title)


def choose_picture(page: Page, title: str) -> None:
    """Choose the lead picture of the page that is being edited."""
    page.get_by_role("button", name="Chọn ảnh").first.click()
    page.locator(".modal-body").get_by_role("link", name=title).first.click()
    expect(page.locator("#panel-child-noi_dung-picture-section")).to_contain_text(title)


def press_in_menu(page: Page, action: str) -> None:
    """Press an action in the menu at the foot of an editor."""
    page.get_by_role("button", name="Thao tác khác").last.click()
    page.get_by_role("button", name=action).click()
    page.wait_for_load_state()


def open_waiting_page(page: Page, installation: Installation, title: str) -> None:
    """Open from the first screen a page that waits for this person's approval."""
    page.goto(installation.url("/admin/"))
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_load_state()
