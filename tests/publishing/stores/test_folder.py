"""A tree in a folder: whole files under the names that web servers look for."""

import gzip
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import pytest

from media_assets.whole_files import UNFINISHED
from sites.publishing.stores.folder import REDIRECTS_CHANGED, FolderTree

PAGE = "cao-bang.localhost/vi/diem-den/"
TIMES = 300
FEED = "cao-bang.localhost/vi/feed.xml"


@pytest.fixture
def tree(tmp_path: Path) -> FolderTree:
    return FolderTree(tmp_path)


def told_at(tree: FolderTree) -> float:
    """When front servers were told last to read redirects again."""
    return (tree.root / REDIRECTS_CHANGED).stat().st_mtime


def let_servers_be_told(tree: FolderTree, moment: float) -> None:
    os.utime(tree.root / REDIRECTS_CHANGED, (moment, moment))


def test_a_page_is_the_index_of_its_folder(tree: FolderTree):
    tree.write(PAGE, b"xin chao")
    assert (tree.root / "cao-bang.localhost/vi/diem-den/index.html").read_bytes() == b"xin chao"


def test_text_lies_compressed_beside_itself(tree: FolderTree):
    tree.write(FEED, b"<feed/>" * 40)
    folder = tree.root / "cao-bang.localhost/vi"
    assert gzip.decompress((folder / "feed.xml.gz").read_bytes()) == b"<feed/>" * 40
    assert brotli.decompress((folder / "feed.xml.br").read_bytes()) == b"<feed/>" * 40


def test_pictures_are_not_compressed_again(tree: FolderTree):
    tree.write("cao-bang.localhost/screens/objects/a.jpg", b"\xff\xd8")
    assert [file.name for file in tree.root.rglob("*") if file.is_file()] == ["a.jpg"]


def test_the_same_bytes_are_compressed_to_the_same_bytes_whatever_the_time(tree: FolderTree):
    tree.write(FEED, b"<feed/>")
    assert (tree.root / f"{FEED}.gz").read_bytes()[4:8] == bytes(4)  # where gzip says when


def test_what_a_killed_publisher_was_writing_goes_after_a_while(tree: FolderTree):
    tree.write(FEED, b"<feed/>")
    unfinished = [tree.root / f"cao-bang.localhost/vi/{UNFINISHED}{name}" for name in ("old", "young")]
    for file, age in zip(unfinished, (7200, 60), strict=True):
        file.write_bytes(b"<fe")
        os.utime(file, (time.time() - age,) * 2)
    os.utime(tree.root / FEED, (time.time() - 7200,) * 2)
    tree.forget_unfinished(time.time() - 3600)
    assert [file.exists() for file in unfinished] == [False, True]
    assert tree.read(FEED) == b"<feed/>"


def test_what_cannot_be_removed_keeps_nothing_else(tree: FolderTree):
    tree.write(FEED, b"<feed/>")
    tree.file(PAGE).mkdir(parents=True)
    with pytest.raises(OSError, match=r"index\.html"):
        tree.remove_all([PAGE, FEED])
    assert tree.read(FEED) is None


def test_front_servers_are_told_of_redirects_only_when_they_change(tree: FolderTree):
    tree.write_redirects("cao-bang.localhost", {"/cu/": ("/vi/", 301)})
    let_servers_be_told(tree, time.time() + 60)
    tree.write_redirects("cao-bang.localhost", {"/cu/": ("/vi/", 301)})
    assert told_at(tree) > time.time()
    tree.write_redirects("cao-bang.localhost", {"/cu/": ("/en/", 301)})
    assert told_at(tree) <= time.time()


def test_front_servers_are_told_of_the_redirects_of_a_publisher_that_was_killed_before(tree: FolderTree):
    tree.write_redirects("cao-bang.localhost", {"/cu/": ("/vi/", 301)})
    let_servers_be_told(tree, time.time() - 60)
    tree.write_redirects("cao-bang.localhost", {"/cu/": ("/vi/", 301)})
    assert told_at(tree) > time.time() - 30


def test_front_servers_are_told_nothing_of_a_host_without_redirects(tree: FolderTree):
    tree.write_redirects("cao-bang.localhost", {})
    assert not (tree.root / REDIRECTS_CHANGED).exists()


def test_a_write_that_was_broken_off_is_seen_by_the_plain_bytes(tree: FolderTree):
    tree.write(FEED, b"truoc")
    compressed = tree.root / f"{FEED}.gz"
    compressed.unlink()
    compressed.mkdir()
    with pytest.raises(IsADirectoryError):
        tree.write(FEED, b"sau")
    assert not tree.holds(FEED, b"truoc")


def test_a_path_that_was_removed_leaves_nothing(tree: FolderTree):
    tree.write(PAGE, b"xin chao")
    tree.remove(PAGE)
    assert list(tree.root.iterdir()) == []


def test_paths_come_and_go_beside_each_other(tree: FolderTree):
    """Two publishers, or one and whoever withdraws a page: a folder is emptied while the other one writes into it."""

    def write_and_remove(name: str) -> None:
        for _time in range(TIMES):
            tree.write(f"cao-bang.localhost/vi/{name}/", b"")
            tree.remove(f"cao-bang.localhost/vi/{name}/")

    with ThreadPoolExecutor() as threads:
        list(threads.map(write_and_remove, ("thac", "ho")))
    assert list(tree.root.iterdir()) == []
