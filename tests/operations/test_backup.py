"""What a copy needs, and what it does not; where it is not put back."""

import json
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.operations.backup import BackupError, _copy_media, _put_media_back, _require_unused, whereabouts
from media_assets.whole_files import UNFINISHED, write_whole
from sites.publishing import publishers

TIMES = 20
BUCKET = "s3://portals/tree"


def copy(folder: Path, **other: str) -> str:
    """A copy that was made here and now, but for what is other."""
    (folder / "manifest.json").write_text(json.dumps({**whereabouts(), **other, "sha256": {}}))
    return str(folder)


@contextmanager
def coming_and_going(folder: Path) -> Iterator[None]:
    """Let files be written and deleted meanwhile."""
    stopped = threading.Event()

    def come_and_go() -> None:
        while not stopped.is_set():
            for file in files:
                write_whole(file, b"x" * 1000)
            for file in files:
                file.unlink()

    files = [folder / f"{number}.jpg" for number in range(100)]
    thread = threading.Thread(target=come_and_go)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def copied(archive: Path) -> list[str]:
    with tarfile.open(archive) as content:
        return [str(Path(member.name)) for member in content if member.isfile()]


def test_files_may_come_and_go_while_they_are_copied(settings: Any, tmp_path: Path):
    (settings.MEDIA_ROOT / "thac.png").write_bytes(b"anh")
    with coming_and_going(settings.MEDIA_ROOT / "pictures"):
        for _time in range(TIMES):
            _copy_media(tmp_path / "media.tar")
            assert "thac.png" in copied(tmp_path / "media.tar")


def test_what_is_not_finished_is_not_copied(settings: Any, tmp_path: Path):
    for name in ("a.jpg", f"{UNFINISHED}1"):
        (settings.MEDIA_ROOT / name).write_bytes(b"anh")
    _copy_media(tmp_path / "media.tar")
    assert copied(tmp_path / "media.tar") == ["a.jpg"]


def test_a_copy_without_a_file_is_put_back(settings: Any, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path / "media"
    tarfile.open(tmp_path / "media.tar", "w").close()
    _put_media_back(tmp_path / "media.tar")
    assert list((tmp_path / "media").iterdir()) == []


@pytest.mark.django_db
def test_a_copy_of_here_is_put_back(tmp_path: Path):
    with pytest.raises(CommandError, match=r"^This installation has a database already"):
        call_command("restore", copy(tmp_path))


@pytest.mark.django_db
def test_a_copy_of_here_is_put_back_before_its_bucket(settings: Any, tmp_path: Path):
    settings.TREE_URL = BUCKET
    with pytest.raises(CommandError, match=r"^This installation has a database already"):
        call_command("restore", copy(tmp_path))


@pytest.mark.django_db
def test_a_copy_is_not_put_back_where_another_bucket_would_be_written_over(settings: Any, tmp_path: Path):
    settings.TREE_URL = BUCKET
    with pytest.raises(
        CommandError, match=r"into a folder, this installation publishes into s3://portals/tree"
    ):
        call_command("restore", copy(tmp_path, tree=""), "--replace")


@pytest.mark.django_db
def test_a_copy_is_not_put_back_beside_whoever_publishes_into_the_bucket(settings: Any, tmp_path: Path):
    settings.TREE_URL = BUCKET
    with pytest.raises(CommandError, match=r"made on may-chu-1, which publishes into s3://portals/tree as"):
        call_command("restore", copy(tmp_path, host="may-chu-1"), "--replace")


@pytest.mark.django_db
def test_a_copy_is_put_back_on_another_machine_whose_tree_is_its_own(tmp_path: Path):
    with pytest.raises(CommandError, match=r"^This installation has a database already"):
        call_command("restore", copy(tmp_path, host="may-chu-1"))


@pytest.mark.django_db
def test_a_copy_is_not_put_back_by_another_release(tmp_path: Path):
    with pytest.raises(CommandError, match=r"made by another release.* add --elsewhere"):
        call_command("restore", copy(tmp_path, release="0"), "--replace")


@pytest.mark.django_db
def test_a_copy_is_put_back_elsewhere_when_that_is_said(settings: Any, tmp_path: Path):
    settings.TREE_URL = BUCKET
    with pytest.raises(CommandError, match=r"^This installation has a database already"):
        call_command("restore", copy(tmp_path, tree="", host="may-chu-1", release="0"), "--elsewhere")


@pytest.mark.django_db
def test_a_copy_is_not_put_back_beneath_a_publisher(settings: Any, tmp_path: Path):
    settings.PUBLISHER_LOCK = tmp_path / "publisher.lock"
    with publishers.joined(), pytest.raises(CommandError, match=r"^A.* publishe[rs].*cua-ngo-worker"):
        call_command("restore", copy(tmp_path), "--replace")


def test_a_database_that_another_process_has_open_is_not_put_back(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "cua-ngo.sqlite3")) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE page (id)")
        with pytest.raises(BackupError, match=r"^Another process uses .*cua-ngo.sqlite3"):
            _require_unused(tmp_path / "cua-ngo.sqlite3")


def test_a_database_that_nobody_has_open_may_be_replaced(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "cua-ngo.sqlite3")) as before:
        before.execute("PRAGMA journal_mode=WAL")
        before.execute("CREATE TABLE page (id)")
    _require_unused(tmp_path / "cua-ngo.sqlite3")
