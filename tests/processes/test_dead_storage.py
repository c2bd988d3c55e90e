"""While the storage is away nginx serves what somebody read before, and nothing that is gone by then."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sites.publishing.stores.s3 import S3Tree
from tests.browser.installation import Installation, free_port
from tests.servers import minio
from tests.servers.front import PORTALS, FrontServer
from tests.servers.line import Line, line
from tests.servers.nginx import nginx

pytestmark = pytest.mark.s3
PAGE = "/vi/thac/"
ASKED_AGAIN_SECONDS = 2.1
"""After so long nginx asks for a page again: it counts whole seconds."""
CACHE_IS_READ_SECONDS = 63
"""nginx reads what its cache holds a minute after its start; so long it serves any file that it finds there."""


@pytest.fixture
def tree(storage: minio.Storage, monkeypatch: pytest.MonkeyPatch) -> S3Tree:
    """A tree that anybody may read, with a home, a page and what is said of pages that are not there."""
    for name, value in storage.environment.items():
        monkeypatch.setenv(name, value)
    made = S3Tree(f"s3://{minio.new_bucket(storage, is_public=True)}/tree")
    for address in ("/vi/", PAGE, "/vi/404.html"):
        made.write(PORTALS[0] + address, f"<p>{address}".encode())
    return made


@pytest.fixture
def way(storage: minio.Storage) -> Iterator[Line]:
    """The line from nginx to the storage."""
    with line(urlsplit(storage.endpoint).port or 80) as laid:
        yield laid


@pytest.fixture
def server(tree: S3Tree, way: Line, tmp_path: Path) -> Iterator[FrontServer]:
    """nginx without any application behind it."""
    nobody = Installation(free_port(), tmp_path, {})
    with nginx(nobody, tmp_path, f"http://127.0.0.1:{way.port}/{tree.bucket}/tree") as running:
        yield running


def statuses(server: FrontServer, path: str) -> list[int]:
    """Ask as readers who take pages plain or compressed, when nginx has to ask again."""
    time.sleep(ASKED_AGAIN_SECONDS)
    return [server.get(path, accept_encoding=accepted).status for accepted in ("", "br", "gzip")]


def test_what_somebody_read_is_still_served_and_what_was_withdrawn_does_not_come_back(
    server: FrontServer, tree: S3Tree, way: Line
):
    time.sleep(CACHE_IS_READ_SECONDS)
    assert statuses(server, "/vi/") == statuses(server, PAGE) == [200, 200, 200]
    tree.remove(PORTALS[0] + PAGE)
    assert statuses(server, PAGE) == [404, 404, 404]
    way.cut()
    assert statuses(server, PAGE) == [404, 404, 404]
    assert statuses(server, PAGE) == [404, 404, 404]
    assert statuses(server, "/vi/") == [200, 200, 200]
