"""Files that stand whole under their names, or not at all."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from media_assets.hashed_files import HashedFileStorage
from media_assets.whole_files import UNFINISHED, forget_unfinished


def names(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*"))


def test_a_file_comes_with_its_folder_and_all_may_read_it(settings: Any):
    HashedFileStorage().save("slides/a.jpg", ContentFile(b"anh"))
    assert names(settings.MEDIA_ROOT) == ["slides", "slides/a.jpg"]
    assert (settings.MEDIA_ROOT / "slides/a.jpg").read_bytes() == b"anh"
    assert (settings.MEDIA_ROOT / "slides/a.jpg").stat().st_mode & 0o777 == 0o644


def test_a_file_that_cannot_be_written_leaves_nothing_behind(settings: Any):
    (settings.MEDIA_ROOT / "slides/a.jpg").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        HashedFileStorage().save("slides/a.jpg", ContentFile(b"anh"))
    assert names(settings.MEDIA_ROOT) == ["slides", "slides/a.jpg"]


def test_unfinished_files_of_whoever_was_killed_go_after_a_while(tmp_path: Path):
    (tmp_path / "slides").mkdir()
    for name, age_seconds in ((f"{UNFINISHED}old", 7200), (f"{UNFINISHED}young", 60), ("whole.jpg", 7200)):
        (tmp_path / "slides" / name).write_bytes(b"an")
        os.utime(tmp_path / "slides" / name, (time.time() - age_seconds,) * 2)
    forget_unfinished(tmp_path, time.time() - 3600)
    assert names(tmp_path) == ["slides", f"slides/{UNFINISHED}young", "slides/whole.jpg"]
