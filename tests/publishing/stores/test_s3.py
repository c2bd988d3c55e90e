"""A tree in a bucket: what readers and front servers find there, and what is said when the storage does not answer."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import brotli
import pytest

from sites.publishing.stores import StoreError
from sites.publishing.stores.s3 import S3Tree
from tests.browser.installation import free_port
from tests.servers import minio

HOST = "cao-bang.localhost"
PAGE = f"{HOST}/vi/diem-den/"
FEED = f"{HOST}/vi/feed.xml"
PICTURE = f"{HOST}/screens/objects/a.jpg"
ON_S3 = pytest.mark.s3


@pytest.fixture
def tree(bucket: str) -> S3Tree:
    return S3Tree(bucket)


@pytest.fixture
def objects(storage: minio.Storage, tree: S3Tree) -> "Objects":
    return Objects(minio.client(storage), tree)


class Objects:
    """What somebody else sees in the bucket of a tree, by the names that a folder would have."""

    def __init__(self, client: Any, tree: S3Tree) -> None:
        self.client, self.tree = client, tree

    def at(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get_object(Bucket=self.tree.bucket, Key=f"portals/tree/{name}")
        return {**found, "bytes": found["Body"].read()}

    def names(self) -> set[str]:
        listed = self.client.list_objects_v2(Bucket=self.tree.bucket).get("Contents", ())
        return {found["Key"].removeprefix("portals/tree/") for found in listed}

    def put(self, name: str, body: bytes) -> None:
        self.client.put_object(Bucket=self.tree.bucket, Key=f"portals/tree/{name}", Body=body)


@ON_S3
def test_a_page_is_an_object_with_its_type_and_age(tree: S3Tree, objects: Objects):
    tree.write(PAGE, b"xin chao")
    found = objects.at(f"{HOST}/vi/diem-den/index.html")
    assert (found["ContentType"], found["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=60")
    assert "ContentEncoding" not in found


@ON_S3
@pytest.mark.parametrize(
    ("suffix", "encoding", "decompress"), [(".gz", "gzip", gzip.decompress), (".br", "br", brotli.decompress)]
)
def test_text_stands_compressed_beside_itself(
    tree: S3Tree, objects: Objects, suffix: str, encoding: str, decompress: Any
):
    tree.write(FEED, b"<feed/>" * 40)
    found = objects.at(f"{FEED}{suffix}")
    assert decompress(found["bytes"]) == b"<feed/>" * 40
    assert found["ContentEncoding"] == encoding
    assert found["ContentType"] == "application/atom+xml; charset=utf-8"


@ON_S3
def test_a_slide_is_kept_for_ever_and_not_compressed_again(tree: S3Tree, objects: Objects):
    tree.write(PICTURE, b"\xff\xd8")
    assert objects.names() == {PICTURE}
    assert "immutable" in objects.at(PICTURE)["CacheControl"]


@ON_S3
def test_a_write_that_was_broken_off_is_seen_by_the_plain_bytes(
    storage: minio.Storage, tree: S3Tree, monkeypatch: pytest.MonkeyPatch
):
    tree.write(FEED, b"truoc")
    for name, value in minio.environment_without(storage, "s3:PutObject", "*.gz").items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StoreError, match=r"did not write s3://.*/feed\.xml\.gz: AccessDenied"):
        S3Tree(f"s3://{tree.bucket}/portals/tree").write(FEED, b"sau")
    assert not tree.holds(FEED, b"truoc")


@ON_S3
def test_a_path_that_was_removed_leaves_no_object(tree: S3Tree, objects: Objects):
    tree.write(PAGE, b"xin chao")
    tree.remove(PAGE)
    assert objects.names() == set()


@ON_S3
def test_what_somebody_else_put_there_is_not_held(tree: S3Tree, objects: Objects):
    tree.write(PAGE, b"xin chao")
    objects.put(f"{HOST}/vi/diem-den/index.html", b"xin chaO")
    assert not tree.holds(PAGE, b"xin chaO")
    assert not tree.holds(PAGE, b"xin chao")


@ON_S3
def test_two_trees_in_a_bucket_do_not_see_each_other(tree: S3Tree):
    other = S3Tree(f"s3://{tree.bucket}/portals/tree2")
    other.write(PAGE, b"xin chao")
    assert (list(tree.paths()), list(other.paths())) == ([], [PAGE])


@ON_S3
def test_a_tree_may_fill_its_bucket(tree: S3Tree):
    whole = S3Tree(f"s3://{tree.bucket}")
    whole.write(PAGE, b"xin chao")
    assert list(whole.paths()) == [PAGE]


@ON_S3
def test_a_wrong_key_is_named_with_what_it_was_for(tree: S3Tree, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    with pytest.raises(
        StoreError, match=r"did not write s3://.*/vi/diem-den/index\.html: SignatureDoesNotMatch"
    ):
        tree.write(PAGE, b"xin chao")


@ON_S3
@pytest.mark.parametrize(
    "act",
    [
        lambda tree: tree.read(PAGE),
        lambda tree: tree.remove(PAGE),
        lambda tree: list(tree.paths()),
        lambda tree: tree.note(".release", "1"),
        lambda tree: tree.write_all({PAGE: b"x", FEED: b"x"}),
    ],
)
@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there_is_named(act: Callable[[S3Tree], object]):
    with pytest.raises(StoreError, match="NoSuchBucket"):
        act(S3Tree("s3://cua-ngo-missing"))


def test_storage_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(StoreError, match=r"did not read s3://cua-ngo/.*Could not connect.*TREE_URL"):
        S3Tree("s3://cua-ngo").read(PAGE)


@pytest.mark.parametrize("url", ["https://cua-ngo/tree", "s3:///tree", "s3://key:secret@cua-ngo/tree"])
def test_an_address_that_names_no_bucket_is_refused(url: str):
    with pytest.raises(ValueError, match="s3://BUCKET"):
        S3Tree(url)


def test_boto3_is_not_loaded_before_the_storage_is_asked():
    code = "import sys; from sites.publishing.stores.s3 import S3Tree; S3Tree('s3://x'); print('boto3' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
