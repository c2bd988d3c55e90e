"""Which release the bytes of the tree are of."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as present
from django.core.management import call_command

from cms.home.models import SectionPage
from sites.publishing import installation, progress
from sites.publishing.models import PublishedPath
from sites.publishing.publisher import Publisher
from tests.factories.pages import destination

PACKAGES_OF_MAKERS = (
    "sites",
    "media_assets",
    "search",
    *(
        "cms/pages",
        "cms/blocks",
        "cms/facts",
        "cms/home",
        "cms/tourism",
        "cms/investment",
        "cms/culture",
        "cms/news",
    ),
)
IN_NO_BYTES = {
    "AUTH_USER_MODEL": "of the code",
    "BASE_DIR": "where the code is",
    "DEBUG": "whether static files must be collected",
    "MEDIA_ROOT": "where the files are",
    "PUBLISHER_LOCK": "keeps publishers apart",
    "STATIC_ROOT": "where static files are collected",
    "TREE_ROOT": "where the tree is",
    "TREE_URL": "where the tree is",
    "WAGTAILFRONTENDCACHE": "who is told",
    "WAGTAILIMAGES_IMAGE_MODEL": "of the code",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": "a header of whoever serves the tree",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": "a header of whoever serves the tree",
    "SECURE_HSTS_PRELOAD": "a header of whoever serves the tree",
    "SECURE_HSTS_SECONDS": "a header of whoever serves the tree",
    "SECURE_REFERRER_POLICY": "a header of whoever serves the tree",
    "X_FRAME_OPTIONS": "a header of whoever serves the tree",
}
"""Settings that code beside the makers reads, and why no byte depends on them."""


def settings_in(code: str) -> Iterator[str]:
    """The names of the settings that some code reads."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "settings" and node.attr.isupper():
            yield node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr":
            of, name, *_default = node.args
            if ast.unparse(of) == "settings" and isinstance(name, ast.Constant):
                yield str(name.value)


@pytest.fixture
def code(settings: Any, tmp_path: Path) -> Path:
    """The folder of a release, noted in a tree of its own."""
    settings.TREE_ROOT = tmp_path / "tree"
    settings.BASE_DIR = tmp_path / "code"
    (tmp_path / "code" / "sites").mkdir(parents=True)
    (tmp_path / "code" / "requirements.txt").write_text("pillow==12.0")
    (tmp_path / "code" / "sites" / "page.html").write_text("<p>")
    installation.note_release()
    return tmp_path / "code"


def test_the_same_release_publishes_nothing_anew(code: Path):
    (code / "sites" / "notes.md").write_text("no page is made of this")
    assert installation.is_from_this_release()


@pytest.mark.parametrize("name", ["requirements.txt", "sites/page.html"])
def test_what_pages_are_made_of_makes_another_release(code: Path, name: str):
    (code / name).write_text("other")
    assert not installation.is_from_this_release()


def test_a_setting_that_makers_read_makes_another_release(code: Path, settings: Any):
    settings.OPEN_DATA_LICENCE = "CC0-1.0"
    assert not installation.is_from_this_release()


@pytest.mark.parametrize("code", ["x = settings.X", "getattr(settings, 'X')", "f(getattr(settings, 'X', 1))"])
def test_a_setting_that_is_read_is_found(code: str):
    assert list(settings_in(code)) == ["X"]


def test_every_setting_that_makers_may_read_is_known():
    files = [file for name in PACKAGES_OF_MAKERS for file in (present.BASE_DIR / name).rglob("*.py")]
    files = [file for file in files if file.parent.name != "migrations"]
    read = {(name, str(file)) for file in files for name in settings_in(file.read_text())}
    assert ("OPEN_DATA_LICENCE", str(present.BASE_DIR / "sites/open_data/licences.py")) in read
    assert [(name, file) for name, file in read if name not in {*installation.SETTINGS, *IN_NO_BYTES}] == []


@pytest.fixture
def many(places: SectionPage) -> None:
    for number in range(12):
        destination(places, f"Thác {number}")


@pytest.mark.django_db
def test_what_is_published_for_another_release_is_told(
    publisher: Publisher, many: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(progress, "TELL_SECONDS", 0.0)
    call_command("run_publisher", "--once")
    told = [record for record in caplog.records if record.message == "Publishing"]
    assert caplog.messages[0] == "Everything is made again for another release"
    assert told[0].paths_left > 0
    assert told[-1].paths_left == 0
    assert told[-1].paths_made >= PublishedPath.objects.count()


@pytest.mark.django_db
def test_what_is_soon_done_is_not_told(
    publisher: Publisher, many: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(progress, "TELL_SECONDS", 600.0)
    call_command("run_publisher", "--once")
    assert [record for record in caplog.records if record.message == "Publishing"] == []
