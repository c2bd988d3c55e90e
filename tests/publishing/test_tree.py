"""A tree in a folder: whole files under the names that web servers look for."""

import gzip
from pathlib import Path

import brotli
import pytest

from sites.publishing.tree import FolderTree, UnsafePathError

PAGE = "cao-bang.localhost/vi/diem-den/"
FEED = "cao-bang.localhost/vi/feed.xml"


@pytest.fixture
def tree(tmp_path: Path) -> FolderTree:
    return FolderTree(tmp_path)


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


def test_the_same_bytes_are_compressed_to_the_same_bytes(tree: FolderTree):
    tree.write(FEED, b"<feed/>")
    before = [file.read_bytes() for file in sorted(tree.root.rglob("feed.xml*"))]
    tree.write(FEED, b"<feed/>")
    assert [file.read_bytes() for file in sorted(tree.root.rglob("feed.xml*"))] == before


def test_a_path_that_was_removed_leaves_nothing(tree: FolderTree):
    tree.write(PAGE, b"xin chao")
    tree.remove(PAGE)
    assert list(tree.root.iterdir()) == []


def test_a_folder_stays_while_something_stands_in_it(tree: FolderTree):
    tree.write(PAGE, b"xin chao")
    tree.write(FEED, b"<feed/>")
    tree.remove(PAGE)
    assert list(tree.paths()) == [FEED]


def test_removing_what_is_not_there_is_no_fault(tree: FolderTree):
    tree.remove(PAGE)
    assert list(tree.paths()) == []


def test_the_paths_are_those_that_were_written(tree: FolderTree):
    for path in (PAGE, FEED):
        tree.write(path, b"x")
    assert list(tree.paths()) == [PAGE, FEED]


def test_redirects_are_a_table_of_the_host(tree: FolderTree):
    tree.write_redirects("cao-bang.localhost", {"/s/7K3F": ("/vi/", 302)})
    assert tree.redirects("cao-bang.localhost") == {"/s/7K3F": ("/vi/", 302)}
    assert tree.redirects("quang-tri.localhost") == {}
    assert list(tree.paths()) == []


@pytest.mark.parametrize(
    "path",
    ["../x", "cao-bang.localhost/../../x", "cao-bang.localhost/./x", "cao-bang.localhost/.redirects.json",
     "cao-bang.localhost", "cao-bang.localhost/a\0b", ".publisher/x"],
)  # fmt: skip
def test_no_path_leads_out_of_its_host_or_to_the_trees_own_files(tree: FolderTree, path: str):
    with pytest.raises(UnsafePathError):
        tree.write(path, b"x")
    assert list(tree.root.rglob("*")) == []
