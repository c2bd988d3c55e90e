"""What every store of the tree promises: the same tests on a folder and on a bucket."""

import gzip
import time

import boto3
import brotli
import pytest

from sites.publishing.stores import Store
from sites.publishing.stores.folder import FolderTree
from sites.publishing.stores.layout import UnsafePathError
from sites.publishing.stores.s3 import S3Tree

HOST = "cao-bang.localhost"
PAGE = f"{HOST}/vi/diem-den/"
FEED = f"{HOST}/vi/feed.xml"
PICTURE = f"{HOST}/screens/objects/a.jpg"
COMPRESS = {".gz": gzip.compress, ".br": brotli.compress}
NAMES = [f"{HOST}/lo/ທ່ອງທ່ຽວ/", f"{HOST}/vi/thác bản giốc/", f"{HOST}/vi/a+b%20c&d=e/f.json"]


def damage(store: Store, path: str, suffix: str, junk: bytes | str | None) -> None:
    """Put other bytes past the store at a file beside a path, or none."""
    body = _damaged(suffix, junk) if isinstance(junk, str) else junk
    if isinstance(store, S3Tree):
        place = {"Bucket": store.bucket, "Key": f"{store.prefix}{path}{suffix}"}
        client = boto3.client("s3")
        if body is None:
            client.delete_object(**place)
        else:
            client.put_object(**place, Body=body)
        return
    assert isinstance(store, FolderTree)
    file = store.root / f"{path}{suffix}"
    file.unlink()
    if body is not None:
        file.write_bytes(body)


def _damaged(suffix: str, how: str) -> bytes:
    packed = COMPRESS[suffix](b"<feed/>" * 40)
    return {"half": packed[: len(packed) // 2], "other": COMPRESS[suffix](b"khac"), "more": packed + b"x"}[
        how
    ]


def test_a_path_has_the_bytes_that_were_written(store: Store):
    store.write(PAGE, b"xin chao")
    assert store.read(PAGE) == b"xin chao"


def test_nothing_stands_where_nothing_was_written(store: Store):
    assert store.read(PAGE) is None


def test_what_is_written_again_has_the_new_bytes(store: Store):
    store.write(PAGE, b"xin chao")
    store.write(PAGE, b"chao")
    assert store.read(PAGE) == b"chao"


@pytest.mark.parametrize("path", NAMES)
def test_a_path_may_have_every_letter(store: Store, path: str):
    store.write(path, b"xin chao")
    assert (store.read(path), list(store.paths())) == (b"xin chao", [path])


def test_nothing_at_all_is_something(store: Store):
    store.write(f"{HOST}/robots.txt", b"")
    assert store.read(f"{HOST}/robots.txt") == b""
    assert store.holds(f"{HOST}/robots.txt", b"")


def test_many_paths_are_written_at_once(store: Store):
    bodies = {f"{HOST}/vi/tin/{number}/": b"tin %d" % number for number in range(40)}
    store.write_all(bodies)
    assert {path: store.read(path) for path in store.paths()} == bodies


def test_what_stands_is_finished(store: Store):
    store.write(PAGE, b"xin chao")
    store.forget_unfinished(time.time() + 60)
    assert store.read(PAGE) == b"xin chao"


def test_a_path_holds_exactly_its_bytes(store: Store):
    store.write(PAGE, b"xin chao")
    assert store.holds(PAGE, b"xin chao")
    assert not store.holds(PAGE, b"xin chaO")
    assert not store.holds(PAGE, b"xin chao ban")
    assert not store.holds(FEED, b"xin chao")


def test_what_was_written_is_whole(store: Store):
    for path in (PAGE, FEED, PICTURE):
        store.write(path, b"xin chao")
        assert store.is_whole(path, b"xin chao")
        assert not store.is_whole(path, b"xin chaO")
    assert not store.is_whole(f"{HOST}/vi/", b"xin chao")


@pytest.mark.parametrize("suffix", [".gz", ".br"])
@pytest.mark.parametrize("junk", [b"", b"xin chao", b"junk", None, "half", "other", "more"])
def test_a_path_is_not_whole_beside_damaged_compressed_bytes(
    store: Store, suffix: str, junk: bytes | str | None
):
    store.write(FEED, b"<feed/>" * 40)
    damage(store, FEED, suffix, junk)
    assert not store.is_whole(FEED, b"<feed/>" * 40)
    assert store.holds(FEED, b"<feed/>" * 40)
    store.write(FEED, b"<feed/>" * 40)
    assert store.is_whole(FEED, b"<feed/>" * 40)


def test_a_path_that_was_removed_is_gone(store: Store):
    store.write(PAGE, b"xin chao")
    store.remove(PAGE)
    assert store.read(PAGE) is None
    assert list(store.paths()) == []


def test_removing_leaves_the_neighbours(store: Store):
    for path in (PAGE, f"{PAGE}thac/", FEED):
        store.write(path, b"x")
    store.remove(PAGE)
    assert set(store.paths()) == {f"{PAGE}thac/", FEED}


def test_removing_what_is_not_there_is_no_fault(store: Store):
    store.remove(PAGE)
    assert list(store.paths()) == []


def test_many_paths_are_removed_at_once(store: Store):
    paths = [f"{HOST}/vi/tin/{number}/" for number in range(400)]
    store.write_all(dict.fromkeys(paths, b"x"))
    store.remove_all(path for path in paths[1:])
    assert list(store.paths()) == paths[:1]


def test_the_paths_are_those_that_were_written(store: Store):
    for path in (PAGE, FEED, PICTURE):
        store.write(path, b"x")
    assert sorted(store.paths()) == sorted([PAGE, FEED, PICTURE])


def test_redirects_are_a_table_of_the_host(store: Store):
    store.write_redirects(HOST, {"/s/7K3F": ("/vi/", 302), "/vi/cu/": ("/vi/moi/", 301)})
    assert store.redirects(HOST) == {"/s/7K3F": ("/vi/", 302), "/vi/cu/": ("/vi/moi/", 301)}
    assert store.redirects("quang-tri.localhost") == {}


def test_a_host_is_there_with_its_bytes_or_its_redirects(store: Store):
    assert list(store.hosts()) == []
    store.write(PAGE, b"x")
    store.write("static/a.css", b"x")
    store.write("media/pictures/a.webp", b"x")
    store.note(".release", "1")
    store.write_redirects("quang-tri.localhost", {"/s/7K3F": ("/vi/", 302)})
    assert sorted(store.hosts()) == [HOST, "quang-tri.localhost"]


@pytest.mark.parametrize("name", [".redirects.json", ".moved.map", ".found.map", ".redirects.caddy"])
@pytest.mark.parametrize("junk", [b"", b"junk", None])
def test_redirects_are_not_held_when_one_of_their_files_is_damaged(
    store: Store, name: str, junk: bytes | None
):
    redirects = {"/s/7K3F": ("/vi/", 302), "/vi/cu/": ("/vi/moi/", 301)}
    store.write_redirects(HOST, redirects)
    assert store.holds_redirects(HOST, redirects)
    damage(store, HOST, f"/{name}", junk)
    assert not store.holds_redirects(HOST, redirects)
    store.write_redirects(HOST, redirects)
    assert store.holds_redirects(HOST, redirects)


def test_a_host_without_redirects_needs_no_files_for_them(store: Store):
    assert store.holds_redirects(HOST, {})
    store.write_redirects(HOST, {"/s/7K3F": ("/vi/", 302)})
    assert not store.holds_redirects(HOST, {})


def test_redirects_are_no_paths(store: Store):
    store.write_redirects(HOST, {"/s/7K3F": ("/vi/", 302)})
    assert list(store.paths()) == []


def test_a_note_is_kept_under_its_name(store: Store):
    store.note(".release", "bản 1")
    store.note(".release", "bản 2")
    assert store.noted(".release") == "bản 2"
    assert store.noted(".other") == ""


def test_a_note_is_no_path(store: Store):
    store.note(".release", "1")
    assert list(store.paths()) == []


@pytest.mark.parametrize("name", ["release", ".release/x", f"../{HOST}", "..", f"{HOST}/vi/index.html"])
def test_a_note_is_never_a_path(store: Store, name: str):
    with pytest.raises(UnsafePathError):
        store.note(name, "1")


@pytest.mark.parametrize(
    "path",
    ["../x", f"{HOST}/../../x", f"{HOST}/./x", f"{HOST}/.redirects.json", HOST, f"{HOST}/a\0b",
     ".publisher/x", "/x/y"],
)  # fmt: skip
def test_no_path_leads_out_of_its_host_or_to_the_trees_own_files(store: Store, path: str):
    with pytest.raises(UnsafePathError):
        store.write(path, b"x")
    with pytest.raises(UnsafePathError):
        store.remove(path)
    assert list(store.paths()) == []
