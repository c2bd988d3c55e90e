"""With the application gone, nginx and a bucket are a whole website."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.browser.installation import ROOT, Installation, running_demo
from tests.processes.moves import LEADS_ON, MOVES, asked
from tests.processes.test_dead_cms import published
from tests.servers import minio
from tests.servers.front import FrontServer
from tests.servers.nginx import DEPLOY, fetch_redirects, nginx, redirects_folder

pytestmark = pytest.mark.s3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("installation")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[Installation]:
    """The demo, in which some addresses moved, without its folder of published bytes."""
    with running_demo(folder) as running:
        running.stop("publisher")
        running.run(MOVES)
        shutil.rmtree(running.var_dir / "tree")
        yield running


@pytest.fixture(scope="module")
def address(demo: Installation, storage: minio.Storage) -> str:
    """Where anybody reads the objects of the demo's tree."""
    name = minio.new_bucket(storage, is_public=True)
    environment = {**demo.environment, **storage.environment, "TREE_URL": f"s3://{name}/tree"}
    subprocess.run([sys.executable, "manage.py", "publish_site"], cwd=ROOT, env=environment, check=True)
    return f"{storage.endpoint}/{name}/tree"


@pytest.fixture(scope="module")
def server(demo: Installation, address: str, folder: Path) -> Iterator[FrontServer]:
    fetch_redirects(address, folder).check_returncode()
    with nginx(demo, folder, address) as running:
        yield running


@pytest.fixture
def alone(demo: Installation, server: FrontServer) -> Iterator[FrontServer]:
    """nginx without the application behind it."""
    demo.stop("web")
    yield server
    demo.start("web")


def read(place: str) -> bytes:
    """Return the object of a path, from the storage itself."""
    with urlopen(f"{place}index.html" if place.endswith("/") else place) as answer:  # noqa: S310 - our own server
        found: bytes = answer.read()
    return found


def test_every_public_path_is_served_without_application(
    demo: Installation, address: str, alone: FrontServer
):
    paths = published(demo)
    assert len(paths) > 700
    for path, target, is_permanent in paths:
        host, slash, rest = path.partition("/")
        answer = alone.get(slash + rest, host)
        if target:
            expected = 301 if is_permanent else 302
            assert (answer.status, answer.headers["location"]) == (expected, target), path
        else:
            assert (answer.status, answer.body) == (200, read(f"{address}/{path}")), path


def test_addresses_lead_on_with_their_last_slash_and_without(alone: FrontServer):
    assert {path: asked(alone, path) for path in LEADS_ON} == {
        path: [to, to] for path, to in LEADS_ON.items()
    }


def test_an_installation_that_is_up_answers_what_is_not_in_the_bucket(server: FrontServer):
    assert server.get("/admin/").status in (301, 302)
    assert server.get("/vi/diem-den", accept_encoding="br").status == 200
    assert server.get("/lo/khong-co/").status == 404
    assert server.get("/.redirects.json").status == 404


def test_pages_come_compressed_with_our_headers_and_none_of_the_storage(server: FrontServer):
    plain = server.get("/vi/")
    packed = server.get("/vi/", accept_encoding="gzip, br")
    gzipped = server.get("/vi/", accept_encoding="gzip")
    again = server.get("/vi/", if_none_match=plain.headers["etag"])
    part = server.get("/vi/", range="bytes=0-9", accept_encoding="br")
    assert (packed.headers["content-encoding"], gzipped.headers["content-encoding"]) == ("br", "gzip")
    assert len(packed.body) < len(plain.body) / 2
    assert "content-encoding" not in plain.headers
    assert plain.headers["content-type"] == "text/html; charset=utf-8"
    assert plain.headers["cache-control"] == "public, max-age=60"
    assert plain.headers["vary"] == "Accept-Encoding"
    assert "content-security-policy" in plain.headers
    assert again.status == 304
    assert (part.status, part.body) == (206, plain.body[:10])
    assert [name for name in plain.headers if name.startswith(("x-amz", "x-ratelimit"))] == []


@pytest.mark.parametrize("path", ["/vi/%20x", "/vi/%0d%0ax", "/vi/..%2fvi/x", "/vi/%3fx=1", "/vi/th%C3%A1c/"])
def test_odd_addresses_are_nowhere(alone: FrontServer, path: str):
    answer = alone.get(path)
    assert answer.status == 404
    assert b'lang="vi"' in answer.body


@pytest.mark.parametrize(
    ("accepts", "leads_to"),
    [
        ("lo,en;q=0.5", "/lo/"),
        ("zh-CN,zh", "/zh-hans/"),
        ("pt,lo;q=0.8", "/lo/"),
        ("zh-TW,en;q=0.5", "/zh-hans/"),
        ("pt-BR,pt;q=0.9,de;q=0.8,lo;q=0.7", "/lo/"),
    ],
)
def test_the_root_leads_to_the_language_of_the_browser(alone: FrontServer, accepts: str, leads_to: str):
    answer = alone.get("/", accept_language=accepts)
    assert (answer.status, answer.headers["location"]) == (302, leads_to)


@pytest.mark.parametrize("accepts", ["pt-BR", ""])
def test_whoever_wants_none_of_the_languages_gets_their_list(alone: FrontServer, accepts: str):
    answer = alone.get("/", accept_language=accepts)
    assert (answer.status, answer.headers["cache-control"]) == (200, "private, max-age=60")
    assert 'lang="lo"' in answer.body.decode()


def test_nginx_reads_redirects_again_only_when_they_changed(address: str, tmp_path: Path):
    assert fetch_redirects(address, tmp_path).stdout == "reload\n"
    assert fetch_redirects(address, tmp_path).stdout == ""
    shutil.rmtree(redirects_folder(tmp_path))
    assert fetch_redirects(address, tmp_path).stdout == "reload\n"


def test_both_configurations_say_the_same_headers():
    def headers(name: str) -> set[str]:
        lines = (DEPLOY / name).read_text().splitlines()
        return {line.strip() for line in lines if "add_header" in line and "Vary" not in line}

    assert headers("cua-ngo-s3.conf") == headers("cua-ngo.conf")
