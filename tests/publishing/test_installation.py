"""Which release the bytes of the tree are of."""

from pathlib import Path
from typing import Any

import pytest

from sites.publishing import installation


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
