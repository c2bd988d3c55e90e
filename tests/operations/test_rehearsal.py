"""Which copy an upgrade is rehearsed with."""

import json
from pathlib import Path

import pytest

from cms.operations.backup import BackupError
from cms.operations.rehearsal import newest_copy


def copy(folder: Path, name: str, made_at: str) -> Path:
    (folder / name).mkdir()
    (folder / name / "manifest.json").write_text(json.dumps({"made_at": made_at}))
    return folder / name


def test_a_copy_that_is_named_is_taken(tmp_path: Path):
    named = copy(tmp_path, "a", "2026-11-01T00:00:00+00:00")
    copy(tmp_path, "b", "2026-11-02T00:00:00+00:00")
    assert newest_copy(named) == named


def test_the_newest_of_several_copies_is_taken(tmp_path: Path):
    copy(tmp_path, "z", "2026-11-01T00:00:00+00:00")
    newest = copy(tmp_path, "a", "2026-11-27T00:00:00+00:00")
    copy(tmp_path, "m", "2026-11-26T23:00:00+00:00")
    assert newest_copy(tmp_path) == newest


def test_a_folder_without_copies_is_said_to_be_one(tmp_path: Path):
    with pytest.raises(BackupError, match="holds no copy"):
        newest_copy(tmp_path)
