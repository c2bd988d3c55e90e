"""Editors and a publisher in processes of their own, and now and then a third one that makes everything anew.

The order of things between processes is in no seed, so each run draws another one and prints it.
"""

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.portals import Portals, open_portals

pytestmark = pytest.mark.processes

ROUNDS = int(os.environ.get("APART_ROUNDS", "2"))
ACTS = 12
PATIENCE_SECONDS = 60
FEWEST_CHANGES = 0.2
"""Of paths that became others, for each act in the long run: with fewer the acts would be about nothing."""


@pytest.fixture
def portals(tmp_path: Path) -> Iterator[Portals]:
    with open_portals(tmp_path / "var") as opened:
        yield opened


def test_the_tree_of_another_process_equals_one_that_is_published_afresh(portals: Portals):
    portals.start("run_publisher")
    wait_until_all_is_published(portals)
    written = count(portals, "publishing_pathhash")
    for _round in range(ROUNDS):
        seed = int(os.environ.get("APART_SEED", "0")) or random.randrange(1, 10**6)
        print(f"APART_SEED={seed}")
        editors = portals.start_python(f"from tests.processes.editors import edit; edit({seed}, {ACTS})")
        assert editors.wait() == 0, portals.log()
        wait_until_all_is_published(portals)
        checked = portals.run("publish_site", "--check")
        assert checked.returncode == 0, checked.stdout + portals.log()
    assert count(portals, "publishing_pathhash") - written >= FEWEST_CHANGES * ACTS * ROUNDS


def wait_until_all_is_published(portals: Portals) -> None:
    """Return when the publisher has nothing left to do. Raises TimeoutError."""
    for _attempt in range(PATIENCE_SECONDS * 5):
        left = count(portals, "publishing_change") + count(portals, "publishing_dirty")
        if left == 0 and count(portals, "publishing_publishedpath"):
            return
        time.sleep(0.2)
    raise TimeoutError(f"The publisher did not finish within {PATIENCE_SECONDS} s. {portals.log()}")


def count(portals: Portals, table: str) -> int:
    with closing(sqlite3.connect(portals.database)) as database:
        found: int = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own tables
        return found
