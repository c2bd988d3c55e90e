"""With the application's database gone, every kind of address that leads on still does, behind each server."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from sites.publishing.stores.folder import FolderTree
from tests.browser.installation import Installation, running_demo
from tests.processes.moves import LEADS_ON, MOVES, asked
from tests.processes.test_dead_cms import kill_everything
from tests.servers.caddy import caddy
from tests.servers.front import PORTALS, FrontServer
from tests.servers.nginx import nginx
from tests.servers.web import web

pytestmark = pytest.mark.processes

Server = Callable[[Installation, Path], AbstractContextManager[FrontServer]]


@pytest.fixture(scope="module")
def dead(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """What is left of a demo in which addresses moved before everything was killed."""
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        running.run(MOVES)
        running.wait_for_the_publisher()
        kill_everything(running)
        yield running


@pytest.mark.parametrize("server", [nginx, caddy, web])
def test_addresses_lead_on_with_their_last_slash_and_without(
    dead: Installation, server: Server, tmp_path: Path
):
    table = FolderTree(dead.var_dir / "tree").redirects(PORTALS[0])
    code = next(path for path in table if path.startswith("/s/"))
    expected = {**LEADS_ON, code: table[code]}
    with server(dead, tmp_path) as running:
        found = {path: asked(running, path) for path in expected}
    assert found == {path: [to, to] for path, to in expected.items()}


@pytest.mark.parametrize("server", [nginx, caddy, web])
def test_an_address_that_wants_its_last_slash_leads_to_the_one_with_it(
    dead: Installation, server: Server, tmp_path: Path
):
    with server(dead, tmp_path) as running:
        found = [running.get(path) for path in ("/vi", "/vi/van-hoa")]
    assert [(answer.status, answer.headers.get("location")) for answer in found] == [
        (301, "/vi/"),
        (301, "/vi/van-hoa/"),
    ]
