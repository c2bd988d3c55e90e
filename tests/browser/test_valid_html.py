"""Every kind of public page in every language is valid HTML, says the Nu checker."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.browser.demo_pages import EVERY_PAGE, PublicPage
from tests.browser.installation import Installation
from tests.run import NODE_FOLDER

pytestmark = pytest.mark.browser

GUESS_OF_LANGUAGE = "This document appears to be written in"
"""The checker's guess sees only <html lang>; pages for readers of a people's language say on <body> and on
each run of text that the words are Vietnamese."""
VNU = NODE_FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def test_every_public_page_is_valid_html(installation: Installation, tmp_path: Path):
    files = [_saved(installation, page, tmp_path) for page in EVERY_PAGE]
    command = [
        "java",
        "-jar",
        str(VNU),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        *map(str, files),
    ]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    faults = [
        f"{Path(message['url']).name}:{message['lastLine']} {message['message']} {message.get('extract', '')}"
        for message in answer["messages"]
        if GUESS_OF_LANGUAGE not in message["message"]
    ]
    assert not faults, "\n".join(faults)


def _saved(installation: Installation, page: PublicPage, folder: Path) -> Path:
    status, body = installation.get(page.path)
    assert status == (404 if page.kind == "nothing" else 200), page
    file = folder / f"{page.language}-{page.kind.replace(' ', '-')}.html"
    file.write_bytes(body)
    return file
