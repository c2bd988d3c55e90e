"""What the server in front of Django answers from the tree, and what it leaves to Django."""

import gzip
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sites.publishing.stores.folder import FolderTree
from sites.publishing.tree_server import TreeServer

HOST = "cao-bang.localhost"
BODY = "<p>Thác Bản Giốc</p>".encode() * 50


class Answer(NamedTuple):
    """An HTTP answer; `status` is the number."""

    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture
def tree(tmp_path: Path) -> FolderTree:
    made = FolderTree(tmp_path)
    made.write(f"{HOST}/vi/", BODY)
    made.write(f"{HOST}/vi/feed.xml", b"<feed/>")
    made.write(f"{HOST}/screens/objects/a.jpg", b"0123456789")
    made.write_redirects(HOST, {"/s/7K3F": ("/vi/", 302), "/lo/thac/": ("/lo/namtok/", 301)})
    return made


@pytest.fixture
def server(tree: FolderTree) -> TreeServer:
    def django(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"django"]

    return TreeServer(django, tree, [("X-Content-Type-Options", "nosniff")])


def ask(
    server: TreeServer, path: str, method: str = "GET", host: str = f"{HOST}:8000", **headers: str
) -> Answer:
    told: dict[str, Any] = {}

    def start(status: str, told_headers: list[tuple[str, str]]) -> None:
        told.update(status=int(status.split()[0]), headers=dict(told_headers))

    named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    raw = path.encode().decode("latin-1")
    body = b"".join(server({"REQUEST_METHOD": method, "PATH_INFO": raw, "HTTP_HOST": host, **named}, start))
    return Answer(told["status"], told["headers"], body)


def test_a_page_of_the_tree_is_answered_with_its_bytes(server: TreeServer):
    answer = ask(server, "/vi/")
    assert (answer.status, answer.body) == (200, BODY)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(BODY))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_feed_says_that_it_is_one(server: TreeServer):
    assert ask(server, "/vi/feed.xml").headers["Content-Type"] == "application/atom+xml; charset=utf-8"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("vi/news.csv", "text/csv; charset=utf-8"),
        ("vi/news.jsonld", "application/ld+json"),
        ("vi/border-gates.geojson", "application/geo+json"),
    ],
)
def test_data_say_in_which_format_they_are(server: TreeServer, tree: FolderTree, name: str, media_type: str):
    tree.write(f"{HOST}/data/{name}", BODY)
    answer = ask(server, f"/data/{name}", accept_encoding="br")
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_page_is_not_for_the_pages_of_others(server: TreeServer):
    assert "Access-Control-Allow-Origin" not in ask(server, "/vi/").headers


@pytest.mark.parametrize(
    "path", ["/admin/", "/en/", "/en", "/", "/vi/khong-co", "/vi/khong-co.txt", "/.redirects.json", "/../vi/"]
)
def test_what_is_not_in_the_tree_is_djangos(server: TreeServer, path: str):
    assert ask(server, path).body == b"django"


@pytest.mark.parametrize("path", ["/", "/vi/"])
@pytest.mark.parametrize("host", ["quang-tri.localhost", "", "..", "a/../cao-bang.localhost", "a" * 300])
def test_another_host_is_djangos(server: TreeServer, host: str, path: str):
    assert ask(server, path, host=host).body == b"django"


@pytest.mark.parametrize("host", ["", ":8000"])
def test_whoever_names_no_host_reads_no_file_of_the_machine(server: TreeServer, tmp_path: Path, host: str):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    assert ask(server, str(secret), host=host).body == b"django"
    assert ask(server, f"/{HOST}/vi/", host=host).body == b"django"


@pytest.mark.parametrize("path", ["/vi/" + "a" * 300 + "/", "/vi/" + "a/" * 3000])
def test_an_address_that_is_too_long_for_a_file_is_djangos(server: TreeServer, path: str):
    assert ask(server, path).body == b"django"


def test_what_is_sent_is_djangos(server: TreeServer):
    assert ask(server, "/vi/", method="POST").body == b"django"


def test_the_head_of_a_page_has_no_body(server: TreeServer):
    answer = ask(server, "/vi/", method="HEAD")
    assert (answer.status, answer.headers["Content-Length"], answer.body) == (200, str(len(BODY)), b"")


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("", None),
        ("gzip," * 500, None),
    ],
)
def test_the_best_encoding_that_the_reader_takes_is_sent(
    server: TreeServer, accepts: str, encoding: str | None
):
    answer = ask(server, "/vi/", accept_encoding=accepts)
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    if encoding == "gzip":
        assert gzip.decompress(answer.body) == BODY


def test_a_reader_who_has_it_gets_no_bytes(server: TreeServer):
    first = ask(server, "/vi/")
    assert ask(server, "/vi/", if_none_match=first.headers["ETag"]).status == 304
    assert ask(server, "/vi/", if_none_match=f'W/{first.headers["ETag"]}, "x"').body == b""
    assert ask(server, "/vi/", if_modified_since=first.headers["Last-Modified"]).status == 304


def test_every_encoding_has_a_tag_of_its_own(server: TreeServer):
    tags = {ask(server, "/vi/", accept_encoding=accepts).headers["ETag"] for accepts in ("", "gzip", "br")}
    assert len(tags) == 3


def test_a_reader_who_has_something_older_gets_the_bytes(server: TreeServer):
    assert ask(server, "/vi/", if_none_match='"khac"').status == 200
    assert ask(server, "/vi/", if_modified_since="Mon, 01 Jan 2001 00:00:00 GMT").status == 200
    assert ask(server, "/vi/", if_modified_since="hôm qua").status == 200


def test_a_changed_file_is_answered_anew(server: TreeServer, tree: FolderTree):
    before = ask(server, "/vi/")
    time.sleep(0.01)
    tree.write(f"{HOST}/vi/", BODY[::-1])
    after = ask(server, "/vi/")
    assert after.body == BODY[::-1]
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_removed_file_is_djangos(server: TreeServer, tree: FolderTree):
    ask(server, "/vi/")
    tree.remove(f"{HOST}/vi/")
    assert ask(server, "/vi/").body == b"django"


@pytest.mark.parametrize(
    ("asked", "shown", "told"),
    [("bytes=2-4", b"234", "bytes 2-4/10"), ("bytes=7-", b"789", "bytes 7-9/10"), ("bytes=-2", b"89", "bytes 8-9/10"),
     ("bytes=8-99", b"89", "bytes 8-9/10")],
)  # fmt: skip
def test_a_part_is_sent_alone(server: TreeServer, asked: str, shown: bytes, told: str):
    answer = ask(server, "/screens/objects/a.jpg", range=asked)
    assert (answer.status, answer.body, answer.headers["Content-Range"]) == (206, shown, told)


def test_a_part_outside_is_refused(server: TreeServer):
    answer = ask(server, "/screens/objects/a.jpg", range="bytes=20-30")
    assert (answer.status, answer.headers["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,3-4", "bytes=x-y", "pages=1-2", "bytes=5", f"bytes={'9' * 5000}-"]
)
def test_a_part_that_nobody_understands_is_the_whole(server: TreeServer, asked: str):
    assert ask(server, "/screens/objects/a.jpg", range=asked).status == 200


def test_a_part_of_something_older_is_the_whole(server: TreeServer):
    assert ask(server, "/screens/objects/a.jpg", range="bytes=0-1", if_range='"khac"').status == 200


@pytest.mark.parametrize("path", ["/s/7K3F", "/S/7K3F", "/s/7k3f", "/s/7K3F/"])
def test_a_short_address_leads_to_its_page(server: TreeServer, path: str):
    answer = ask(server, path)
    assert (answer.status, answer.headers["Location"]) == (302, "/vi/")


@pytest.mark.parametrize("path", ["/lo/thac/", "/lo/thac"])
def test_a_moved_page_leads_on_for_good(server: TreeServer, path: str):
    answer = ask(server, path)
    assert (answer.status, answer.headers["Location"]) == (301, "/lo/namtok/")


@pytest.mark.parametrize(
    ("path", "leads_to"), [("/vi", "/vi/"), ("/vi/thac", "/vi/thac/"), ("/vi/thác", "/vi/th%C3%A1c/")]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_address_without_its_last_slash_leads_to_the_one_with_it(
    server: TreeServer, tree: FolderTree, path: str, leads_to: str, method: str
):
    for page in ("thac", "thác"):
        tree.write(f"{HOST}/vi/{page}/", BODY)
    answer = ask(server, path, method)
    assert (answer.status, answer.headers["Location"]) == (301, leads_to)


def test_an_address_of_two_slashes_leads_to_no_other_host(server: TreeServer):
    assert ask(server, "//vi").body == b"django"


def test_redirects_that_changed_are_read_again(server: TreeServer, tree: FolderTree):
    ask(server, "/s/7K3F")
    time.sleep(0.01)
    tree.write_redirects(HOST, {"/s/7K3F": ("/en/", 302)})
    assert ask(server, "/s/7K3F").headers["Location"] == "/en/"
    assert ask(server, "/lo/thac/").body == b"django"


def test_a_redirect_gives_way_to_a_file(server: TreeServer, tree: FolderTree):
    ask(server, "/lo/thac/")
    tree.write(f"{HOST}/lo/thac/", b"here")
    assert ask(server, "/lo/thac/").body == b"here"


def test_memory_is_bounded(server: TreeServer, tree: FolderTree, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sites.publishing.tree_server.MOST_BYTES", 2 * len(BODY))
    for number in range(5):
        tree.write(f"{HOST}/vi/{number}/", BODY)
        assert ask(server, f"/vi/{number}/").body == BODY
    assert server._bytes <= 2 * len(BODY)


# --- what every host shares ---------------------------------------------------------------------------


def test_every_host_has_the_files_that_all_share(server: TreeServer, tree: FolderTree):
    tree.write("static/websites/site.1f3c5a7b9d2e.css", b"a{}")
    found = {
        ask(server, "/static/websites/site.1f3c5a7b9d2e.css", host=host).body for host in (HOST, "b.example")
    }
    assert found == {b"a{}"}


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/static/websites/site.1f3c5a7b9d2e.css", "public, max-age=31536000, immutable"),
        ("/static/kept.json", "public, max-age=60"),
        ("/vi/", "public, max-age=60"),
        ("/screens/objects/a.jpg", "public, max-age=31536000, immutable"),
    ],
)
def test_only_what_is_named_by_its_hash_is_kept_for_good(
    server: TreeServer, tree: FolderTree, path: str, kept: str
):
    tree.write(f"static/{path.removeprefix('/static/')}", b"{}")
    assert ask(server, path).headers["Cache-Control"] == kept


# --- the root -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepts", "leads_to"), [("vi", "/vi/"), ("en,vi;q=0.5", "/vi/"), ("vi-VN,lo", "/vi/")]
)
def test_the_root_leads_to_the_language_that_the_browser_wants(
    server: TreeServer, accepts: str, leads_to: str
):
    answer = ask(server, "/", accept_language=accepts)
    assert (answer.status, answer.headers["Location"]) == (302, leads_to)
    assert (answer.headers["Vary"], answer.headers["Cache-Control"]) == (
        "Accept-Language",
        "private, max-age=60",
    )


@pytest.mark.parametrize("accepts", ["", "en", "*"])
def test_the_root_lists_the_languages_for_whoever_wants_none_of_them(
    server: TreeServer, tree: FolderTree, accepts: str
):
    tree.write(f"{HOST}/", b"<ul>")
    answer = ask(server, "/", accept_language=accepts)
    assert (answer.status, answer.body) == (200, b"<ul>")
    assert "Accept-Language" in answer.headers["Vary"]
