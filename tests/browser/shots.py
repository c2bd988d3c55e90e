"""Takes the pictures of the README from a running copy of the demo: `python -m tests.browser.shots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.installation import ROOT, Installation, running_demo
from tests.run import CHROMIUM

FOLDER = ROOT / "deploy" / "pictures"


def main() -> None:
    """Take every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(Path(folder)) as installation,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        take_home(chromium, installation)
        take_wall(chromium, installation)
        chromium.close()


def take_home(chromium: Browser, installation: Installation) -> None:
    """The home of Cao Bằng on a wide screen."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(installation.url("/vi/"), wait_until="networkidle", timeout=120_000)
    page.screenshot(path=FOLDER / "home.jpg", type="jpeg", quality=82)


def take_wall(chromium: Browser, installation: Installation) -> None:
    """The wall at Trà Lĩnh gate in each of its languages."""
    page = chromium.new_page(viewport={"width": 1920, "height": 384})
    page.goto(installation.url("/screens/tra-linh-1/"))
    for tag in ("vi", "zh-Hans", "en"):
        page.locator(f"body[data-language={tag}]").wait_for(timeout=60_000)
        page.wait_for_timeout(1500)  # until the crossfade is over
        page.screenshot(path=FOLDER / f"wall-{tag}.jpg", type="jpeg", quality=82)


if __name__ == "__main__":
    main()
