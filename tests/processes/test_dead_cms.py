"""With the application and its database gone, nginx and the tree are a whole website, and a gate plays on."""

import json
import re
import sqlite3
from pathlib import Path

import pytest

from tests.browser.installation import Installation
from tests.servers.nginx import nginx

pytestmark = pytest.mark.processes

LINK = re.compile(rb'(?:href|src|srcset)="(/(?:static|media)/[^" ]+)')


def published(installation: Installation) -> list[tuple[str, str, bool]]:
    """(path, target, is permanent) of everything that was published."""
    with sqlite3.connect(installation.var_dir / "cua-ngo.sqlite3") as database:
        return list(database.execute("SELECT path, target, is_permanent FROM publishing_publishedpath"))


def kill_everything(installation: Installation) -> None:
    for name in list(installation.processes):
        installation.stop(name)
    for file in installation.var_dir.glob("cua-ngo.sqlite3*"):
        file.unlink()


def test_every_public_path_is_served_without_application_and_database(demo: Installation, tmp_path: Path):
    paths = published(demo)
    kill_everything(demo)
    assert len(paths) > 700
    linked: set[str] = set()
    with nginx(demo, tmp_path) as server:
        for path, target, is_permanent in paths:
            host, slash, rest = path.partition("/")
            answer = server.get(slash + rest, host)
            if target:
                expected = 301 if is_permanent else 302
                assert (answer.status, answer.headers["location"]) == (expected, target), path
                continue
            assert answer.status == 200, path
            file = demo.var_dir / "tree" / path
            assert answer.body == (file / "index.html" if path.endswith("/") else file).read_bytes(), path
            linked |= {found.decode() for found in LINK.findall(answer.body)}
        assert [path for path in sorted(linked) if server.get(path).status != 200] == []


def test_a_gate_gets_its_feed_and_slides(demo: Installation, tmp_path: Path):
    kill_everything(demo)
    with nginx(demo, tmp_path) as server:
        feed = server.get("/screens/tra-linh-1/feed.json")
        again = server.get("/screens/tra-linh-1/feed.json", if_none_match=feed.headers["etag"])
        items = json.loads(feed.body)["items"]
        pictures = [server.get(item["url"]) for item in items]
    assert again.status == 304
    assert items
    assert {picture.status for picture in pictures} == {200}
    assert [len(picture.body) for picture in pictures] == [item["bytes"] for item in items]


def test_nothing_is_found_in_the_language_of_the_address(demo: Installation, tmp_path: Path):
    kill_everything(demo)
    with nginx(demo, tmp_path) as server:
        answer = server.get("/lo/khong-co/")
    assert answer.status == 404
    assert b'lang="lo"' in answer.body


@pytest.mark.parametrize(
    ("accepts", "leads_to"),
    [
        ("lo,en;q=0.5", "/lo/"),
        ("zh-CN,zh", "/zh-hans/"),
        ("pt-BR", "/vi/"),
        ("", "/vi/"),
        ("en-US,en", "/en/"),
    ],
)
def test_the_root_leads_to_the_language_of_the_browser(
    demo: Installation, tmp_path: Path, accepts: str, leads_to: str
):
    kill_everything(demo)
    with nginx(demo, tmp_path) as server:
        answer = server.get("/", accept_language=accepts)
    assert (answer.status, answer.headers["location"]) == (302, leads_to)


def test_pages_come_compressed_and_with_their_headers(demo: Installation, tmp_path: Path):
    with nginx(demo, tmp_path) as server:
        plain = server.get("/vi/")
        packed = server.get("/vi/", accept_encoding="br, gzip")
        application = server.get("/admin/")
    assert packed.headers["content-encoding"] == "br"
    assert len(packed.body) < len(plain.body) / 2
    for name in (
        "content-security-policy",
        "strict-transport-security",
        "x-content-type-options",
        "x-frame-options",
    ):
        assert name in plain.headers
    assert application.status in (301, 302)
    assert server.port


def test_the_publishers_own_files_are_nobody_elses(demo: Installation, tmp_path: Path):
    with nginx(demo, tmp_path) as server:
        assert server.get("/.redirects.json").status == 404
        assert server.get("/.moved.map").status == 404
