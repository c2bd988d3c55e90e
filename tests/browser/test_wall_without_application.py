"""A wall that is switched on while the application and its database are down: nginx has all that it needs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.installation import running_demo
from tests.browser.test_wall import SCREEN, context, plays, plays_a_round, wall  # noqa: F401 - fixtures
from tests.processes.test_dead_cms import kill_everything
from tests.servers.front import PORTALS, FrontServer
from tests.servers.nginx import nginx

pytestmark = pytest.mark.browser


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[FrontServer]:
    """nginx before a demo of which nothing is left but its folder."""
    with running_demo(tmp_path) as demo:
        kill_everything(demo)
        with nginx(demo, tmp_path) as server:
            yield server


def test_a_wall_that_was_never_on_plays_every_slide(alone: FrontServer, wall: Page):  # noqa: F811
    feed = json.loads(alone.get(f"{SCREEN}feed.json").body)
    wall.goto(f"http://{PORTALS[0]}:{alone.clear_port}{SCREEN}")
    plays(wall, feed["version"])
    plays_a_round(wall, feed["items"])
