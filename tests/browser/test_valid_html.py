"""Every kind of public page in every language is valid HTML, says the Nu checker."""

import json
import subprocess
import urllib.error
import urllib.request
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
    file = folder / f"{page.language}-{page.kind.replace(' ', '-')}.html"
    file.write_bytes(_body(installation, page.path))
    return file


def _body(installation: Installation, path: str) -> bytes:
    host = {"Host": f"cao-bang.localhost:{installation.port}"}
    request = urllib.request.Request(f"http://127.0.0.1:{installation.port}{path}", headers=host)
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310 - our own server
            return bytes(response.read())
    except urllib.error.HTTPError as error:
        if error.code != 404:
            raise
        return bytes(error.read())  # the page that says that there is none is a page too
