"""With the application and its database gone, a front server and the tree are a website, and a gate plays on."""

import json
import re
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import brotli
import pytest

from sites.publishing.security_headers import security_headers
from sites.publishing.stores.folder import FolderTree
from tests.browser.installation import Installation
from tests.servers.caddy import caddy
from tests.servers.front import PORTALS, FrontServer
from tests.servers.nginx import nginx

pytestmark = pytest.mark.processes

Front = Callable[[Installation, Path], AbstractContextManager[FrontServer]]
LINK = re.compile(rb'(?:href|src|srcset)="(/(?:static|media)/[^" ]+)')


@pytest.fixture(params=[nginx, caddy])
def front(request: pytest.FixtureRequest) -> Front:
    found: Front = request.param
    return found


def published(installation: Installation) -> list[tuple[str, str, bool]]:
    """(path, target, is permanent) of everything that was published."""
    with sqlite3.connect(installation.var_dir / "cua-ngo.sqlite3") as database:
        return list(database.execute("SELECT path, target, is_permanent FROM publishing_publishedpath"))


def kill_everything(installation: Installation) -> None:
    for name in list(installation.processes):
        installation.stop(name)
    for file in installation.var_dir.glob("cua-ngo.sqlite3*"):
        file.unlink()
    shutil.rmtree(installation.var_dir / "static")


def test_every_public_path_is_served_without_application_and_database(
    demo: Installation, front: Front, tmp_path: Path
):
    paths = published(demo)
    kill_everything(demo)
    assert len(paths) > 700
    linked: set[str] = set()
    with front(demo, tmp_path) as server:
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


def test_a_gate_gets_its_feed_and_slides(demo: Installation, front: Front, tmp_path: Path):
    kill_everything(demo)
    with front(demo, tmp_path) as server:
        feed = server.get("/screens/tra-linh-1/feed.json")
        again = server.get("/screens/tra-linh-1/feed.json", if_none_match=feed.headers["etag"])
        items = json.loads(feed.body)["items"]
        pictures = [server.get(item["url"]) for item in items]
    assert again.status == 304
    assert items
    assert {picture.status for picture in pictures} == {200}
    assert [len(picture.body) for picture in pictures] == [item["bytes"] for item in items]


@pytest.mark.parametrize(
    ("path", "language"), [("/lo/khong-co/", "lo"), ("/khong/co/", "vi"), ("/khong-co", "vi")]
)
def test_nothing_is_found_in_the_language_of_the_address(
    demo: Installation, front: Front, tmp_path: Path, path: str, language: str
):
    kill_everything(demo)
    with front(demo, tmp_path) as server:
        answer = server.get(path)
    assert answer.status == 404
    assert f'<html lang="{language}"'.encode() in answer.body
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_root_leads_to_the_language_of_the_browser_or_lists_them(
    demo: Installation, front: Front, tmp_path: Path
):
    kill_everything(demo)
    asked = ("lo,en;q=0.5", "zh-CN,zh", "en-US,en", "pt-BR", "")
    with front(demo, tmp_path) as server:
        answers = [server.get("/", accept_language=accepts) for accepts in asked]
    assert [(answer.status, answer.headers.get("location")) for answer in answers] == [
        (302, "/lo/"), (302, "/zh-hans/"), (302, "/en/"), (200, None), (200, None)
    ]  # fmt: skip
    assert b'<a lang="zh-Hans" hreflang="zh-Hans" href="/zh-hans/">' in answers[-1].body
    assert {answer.headers["cache-control"] for answer in answers} == {"private, max-age=60"}
    assert all("accept-language" in answer.headers["vary"].lower() for answer in answers)


def test_who_speaks_several_languages_is_led_to_the_first_that_there_is(
    demo: Installation, front: Front, tmp_path: Path
):
    leads_to = {
        "pt,lo;q=0.8": "/lo/",
        "pt-BR, pt;q=0.9, en-US;q=0.8, vi;q=0.7": "/en/",
        "pt-BR,pt;q=0.9,de;q=0.8,lo;q=0.7": "/lo/",
        "zh-TW": "/zh-hans/",
        "zh-TW,zh;q=0.9,en;q=0.8": "/zh-hans/",
        "pt, zh-HK;q=0.9, zh;q=0.8, en;q=0.7": "/zh-hans/",
        "pt, en, zh-TW": "/en/",
    }
    kill_everything(demo)
    with front(demo, tmp_path) as server:
        found = {accepts: server.get("/", accept_language=accepts) for accepts in leads_to}
    assert {accepts: answer.headers.get("location") for accepts, answer in found.items()} == leads_to


def test_each_chinese_reader_gets_the_script_that_is_read_there(
    demo: Installation, front: Front, tmp_path: Path
):
    kill_everything(demo)
    FolderTree(demo.var_dir / "tree").write(f"{PORTALS[0]}/zh-hant/", b"another script")
    asked = (
        "zh-TW,zh;q=0.9",
        "zh-Hant",
        "zh-CN,zh;q=0.9",
        "zh",
        "en, zh-TW",
        "zh-CN, zh-TW",
        "pt, zh-CN, zh-TW",
    )
    with front(demo, tmp_path) as server:
        found = [server.get("/", accept_language=accepts).headers.get("location") for accepts in asked]
    assert found == ["/zh-hant/", "/zh-hant/", "/zh-hans/", "/zh-hans/", "/en/", "/zh-hans/", "/zh-hans/"]


@pytest.mark.parametrize(("path", "leads_to"), [("/vi", "/vi/"), ("/en/", None)])
def test_an_address_without_its_last_slash_leads_to_the_one_with_it(
    demo: Installation, front: Front, tmp_path: Path, path: str, leads_to: str | None
):
    kill_everything(demo)
    with front(demo, tmp_path) as server:
        answer = server.get(path)
    assert (answer.status, answer.headers.get("location")) == (301 if leads_to else 200, leads_to)


def test_pages_come_compressed_and_with_their_headers(demo: Installation, front: Front, tmp_path: Path):
    with front(demo, tmp_path) as server:
        plain = server.get("/vi/")
        packed = server.get("/vi/", accept_encoding="br, gzip")
        again = server.get("/vi/", if_none_match=plain.headers["etag"])
    assert packed.headers["content-encoding"] == "br"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert len(packed.body) < len(plain.body) / 2
    assert again.status == 304
    assert plain.headers["cache-control"] == "public, max-age=60"
    assert "max-age" in plain.headers["strict-transport-security"]
    assert [
        name
        for name, value in security_headers()
        if sorted(plain.headers[name.lower()].split("; ")) != sorted(value.split("; "))
    ] == []


def test_every_file_says_what_it_is(demo: Installation, front: Front, tmp_path: Path):
    with front(demo, tmp_path) as server:
        page = server.get("/vi/")
        style = next(path for path in map(bytes.decode, LINK.findall(page.body)) if path.endswith(".css"))
        types = {path: server.get(path).headers["content-type"] for path in
                 ("/vi/", "/vi/feed.xml", "/sitemap.xml", "/robots.txt", style)}  # fmt: skip
        kept = server.get(style).headers["cache-control"]
    assert types == {
        "/vi/": "text/html; charset=utf-8",
        "/vi/feed.xml": "application/atom+xml; charset=utf-8",
        "/sitemap.xml": "application/xml; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
        style: "text/css; charset=utf-8",
    }
    assert kept == "public, max-age=31536000, immutable"


def test_what_the_application_says_of_its_answers_it_says_itself(
    demo: Installation, front: Front, tmp_path: Path
):
    with front(demo, tmp_path) as server:
        answer = server.get("/accounts/login/")
    assert answer.status == 200
    assert answer.headers["x-frame-options"] == "DENY"
    assert "public" not in answer.headers["cache-control"]
    style = re.search(rb'href="(/static/accounts/[^"]+[.]css)"', answer.body)[1].decode()
    with front(demo, tmp_path) as server:
        assert server.get(style).status == 200


def test_a_newsroom_that_is_away_is_not_said_to_be_nowhere(demo: Installation, front: Front, tmp_path: Path):
    kill_everything(demo)
    with front(demo, tmp_path) as server:
        assert server.get("/admin/").status == 502


@pytest.mark.parametrize("spelling", [str, str.upper, str.lower])
def test_short_addresses_are_found_however_they_are_written(
    demo: Installation, front: Front, tmp_path: Path, spelling: Callable[[str], str]
):
    code, target = next((path, target) for path, target, _ in published(demo) if "/s/" in path)
    kill_everything(demo)
    host, slash, rest = code.partition("/")
    with front(demo, tmp_path) as server:
        answer = server.get(spelling(slash + rest), host)
    assert (answer.status, answer.headers["location"]) == (302, target)


def test_the_publishers_own_files_are_nobody_elses(demo: Installation, front: Front, tmp_path: Path):
    with front(demo, tmp_path) as server:
        assert server.get("/.redirects.json").status == 404
        assert server.get("/.moved.map").status == 404


def test_a_picture_that_is_not_in_the_tree_is_for_the_newsroom_alone(
    demo: Installation, front: Front, tmp_path: Path
):
    drafted = demo.var_dir / "media" / "pictures" / "0123456789abcdef0123.jpg"
    drafted.write_bytes(b"draft")
    with front(demo, tmp_path) as server:
        asked = server.get(f"/media/pictures/{drafted.name}")
        shown = next(path.decode() for path in LINK.findall(server.get("/vi/").body) if b"/media/" in path)
        served = server.get(shown)
    drafted.unlink()
    assert (asked.status, asked.headers["cache-control"]) == (404, "no-store")
    assert (served.status, served.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")


def test_a_page_that_changed_is_served_within_about_a_second(
    demo: Installation, front: Front, tmp_path: Path
):
    tree = FolderTree(demo.var_dir / "tree")
    with front(demo, tmp_path) as server:
        for _visit in range(3):
            assert server.get("/vi/", accept_encoding="br").status == 200
        tree.write("cao-bang.localhost/vi/", b"moved on")
        time.sleep(1.1)
        assert server.get("/vi/").body == b"moved on"
        assert brotli.decompress(server.get("/vi/", accept_encoding="br").body) == b"moved on"


def test_a_new_page_is_served_at_once_and_one_that_went_is_not(
    demo: Installation, front: Front, tmp_path: Path
):
    kill_everything(demo)
    tree = FolderTree(demo.var_dir / "tree")
    with front(demo, tmp_path) as server:
        assert server.get("/vi/bua-nay/").status == 404
        tree.write("cao-bang.localhost/vi/bua-nay/", b"new")
        assert server.get("/vi/bua-nay/").body == b"new"
        tree.remove("cao-bang.localhost/vi/bua-nay/")
        time.sleep(1.1)
        assert server.get("/vi/bua-nay/").status == 404


def test_an_address_that_moved_leads_on_with_the_headers_of_a_page(
    demo: Installation, front: Front, tmp_path: Path
):
    code = next(path for path, target, _ in published(demo) if "/s/" in path)
    host, slash, rest = code.partition("/")
    with front(demo, tmp_path) as server:
        answer = server.get(slash + rest, host)
    assert {name.lower() for name, _value in security_headers()} <= set(answer.headers)
    assert answer.headers["cache-control"] == "public, max-age=60"
