"""Whatever redirects editors write, the front servers start with them, and lead on with those that they were told."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from sites.publishing.stores.folder import FolderTree
from tests.browser.installation import Installation, free_port
from tests.servers.caddy import caddy
from tests.servers.front import PORTALS, FrontServer
from tests.servers.nginx import fetch_redirects, nginx

pytestmark = pytest.mark.processes

Front = Callable[[Installation, Path], AbstractContextManager[FrontServer]]
GOOD = {"/vi/cu/": ("/vi/moi/", 301), "/le-hoi/": ("https://baocaobang.vn/le-hoi", 302)}
HOSTILE = {
    "long address": {"/" + "a" * 255 + "/": ("/vi/", 302), "/" + "ກ" * 255 + "/": ("/vi/", 301)},
    "longest address": {"/" + "b" * 2000 + "/": ("/vi/", 302)},
    "long target": {"/dai/": ("https://x.vn/" + "c" * 5000, 302)},
    "capitals": {"/Le-hoi/": ("/vi/", 302), "/LE-HOI/": ("/en/", 301), "/Đ/": ("/a/", 302), "/đ/": ("/b/", 302)},
    "capitals of short addresses": {"/s/7k3f": ("/vi/", 302), "/s/7K3F": ("/en/", 302)},
    "letters of configurations": {
        f"/{number}{letter}/": (f"/vi/{letter}", 302)
        for number, letter in enumerate('"\\${};\n\r\t\0\x7f#`~*<> ')
    },
    "words of configurations": {
        "/default": ("default", 302),
        "/hostnames": ("volatile", 302),
        "/include": ("-", 301),
        "/#": ("#", 302),
    },
}  # fmt: skip


@pytest.fixture(params=[nginx, caddy])
def front(request: pytest.FixtureRequest) -> Front:
    found: Front = request.param
    return found


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """One of which nothing runs but the front server."""
    return Installation(port=free_port(), var_dir=tmp_path / "var", commands={})


@pytest.fixture
def tree(installation: Installation) -> FolderTree:
    return FolderTree(installation.var_dir / "tree")


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_a_front_server_leads_on_whatever_else_is_in_its_tables(
    front: Front,
    installation: Installation,
    tree: FolderTree,
    tmp_path: Path,
    hostile: dict[str, tuple[str, int]],
):
    tree.write_redirects(PORTALS[0], GOOD | hostile)
    with front(installation, tmp_path) as server:
        for path, (target, status) in GOOD.items():
            answer = server.get(path)
            assert (answer.status, answer.headers["location"]) == (status, target)


def test_an_address_of_the_greatest_length_that_a_server_is_told_leads_on(
    front: Front, installation: Installation, tree: FolderTree, tmp_path: Path
):
    longest = "/" + "a" * (998 - len(PORTALS[0])) + "/"
    tree.write_redirects(PORTALS[0], {longest: ("/vi/", 301)})
    with front(installation, tmp_path) as server:
        assert server.get(longest).headers["location"] == "/vi/"


def test_nginx_takes_thirty_thousand_redirects_without_a_warning(
    installation: Installation, tree: FolderTree, tmp_path: Path
):
    moved = {f"/vi/diem-den/thac-{number}/": (f"/vi/thac-{number}/", 302) for number in range(30_000)}
    tree.write_redirects(PORTALS[0], moved)
    with nginx(installation, tmp_path) as server:
        assert server.get("/vi/diem-den/thac-29999/").headers["location"] == "/vi/thac-29999/"
    assert "map_hash" not in (tmp_path / "error.log").read_text()


def test_nginx_reads_fetched_redirects_again_after_it_did_not_take_them(tree: FolderTree, tmp_path: Path):
    tree.write_redirects(PORTALS[0], GOOD)
    address = f"file://{tree.root}"
    assert fetch_redirects(address, tmp_path, reload="false").returncode != 0
    assert fetch_redirects(address, tmp_path).stdout == "reload\n"
    assert fetch_redirects(address, tmp_path).stdout == ""
