"""A publisher that is killed at any moment loses nothing and leaves no half file."""

import gzip
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import brotli
import pytest

from tests.browser.installation import ROOT, Installation

pytestmark = pytest.mark.processes

KILLS = 8
EDITS = """
import random, time
from cms.accounts.models import User
from cms.pages.models import BasePage
from wagtail.models import Page
user = User.objects.get(username="phe-duyet")
pages = list(Page.objects.filter(live=True, depth=4, locale__language_code="vi").specific())
pages = [page for page in pages if hasattr(page, "wall_title")]
chance = random.Random({seed})
for number in range({edits}):
    page = type(chance.choice(pages)).objects.filter(live=True, locale__language_code="vi").order_by("?").first()
    draft = page.get_latest_revision_as_object()
    if chance.random() < 0.5:
        draft.summary = f"Tóm tắt {{number}}"
    else:
        draft.title = f"{{page.title.split(' #')[0]}} #{{number}}"
    draft.save_revision(user=user).publish(user=user)
    time.sleep(0.1)
"""


def whole(file: Path) -> bool:
    """Whether a file is a whole document, compressed or not."""
    try:
        body = file.read_bytes()
    except FileNotFoundError:
        return True
    if file.suffix == ".gz":
        body = gzip.decompress(body)
    if file.suffix == ".br":
        body = brotli.decompress(body)
    return body.rstrip().endswith(b"</html>")


def read_pages(root: Path, stopped: threading.Event, torn: list[str]) -> None:
    chance = random.Random(1)
    files = [file for file in root.rglob("index.html*") if not file.name.startswith(".")]
    while not stopped.is_set():
        file = chance.choice(files)
        if not whole(file):
            torn.append(str(file))


def test_nothing_is_lost_and_nothing_is_torn(demo: Installation):
    demo.stop("publisher")
    stopped, torn = threading.Event(), []
    reader = threading.Thread(target=read_pages, args=(demo.var_dir / "tree", stopped, torn))
    reader.start()
    editor = threading.Thread(target=demo.run, args=(EDITS.format(seed=5, edits=40),))
    editor.start()
    chance = random.Random(7)
    for _kill in range(KILLS):
        demo.start("publisher")
        time.sleep(chance.uniform(1.5, 4))
        demo.stop("publisher")
    editor.join()
    stopped.set()
    reader.join()
    assert torn == []
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "run_publisher", "--once"], cwd=ROOT, env=demo.environment, check=True)
    checked = subprocess.run(
        [*command, "publish_site", "--check"], cwd=ROOT, env=demo.environment, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
