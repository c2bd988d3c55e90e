"""Two publishers that are killed at any moment lose nothing, and whoever reads meanwhile reads finished bytes.

The order of things between processes is not in a seed, so each run draws another one and prints it.
"""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sites.publishing.publishers import LOCK_OF_A_PUBLISHER
from tests.processes.portals import Portals, Process, kill, open_portals
from tests.processes.readers import Reader, never_valid
from tests.servers.postgres import postgres

pytestmark = [
    pytest.mark.processes,
    pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning"),
]

ACTS = int(os.environ.get("KILL_ACTS", "45"))
FEWEST_KILLS, MOST_ROUNDS = 5, 6
LONGEST_LIFE_SECONDS = 3
"""Of a publisher, from the moment at which both are at work."""
KINDS = {".html", ".xml", ".txt", ".js", ".csv", ".json", ".jsonld", ".geojson", ".jpg"}
"""Of the files that become others meanwhile, at least."""


@pytest.fixture
def portals(tmp_path: Path) -> Iterator[Portals]:
    with postgres() as url, open_portals(tmp_path / "var", url) as opened:
        yield opened


def test_two_publishers_lose_nothing_and_show_only_finished_bytes(portals: Portals):
    seed = int(os.environ.get("KILL_SEED", "0")) or random.randrange(1, 10**6)
    print(f"KILL_SEED={seed}")
    note_what_is_kept(portals)
    note_what_the_dead_had_taken(portals)
    reader = Reader(portals.tree)
    reader.start()
    kill_while_editors_work(portals, seed)
    finished = portals.run("run_publisher", "--once")
    reader.stop()
    assert finished.returncode == 0, finished.stderr
    checked = portals.run("publish_site", "--check")
    assert checked.returncode == 0, checked.stdout
    assert rows(portals, "SELECT key, error FROM publishing_dirty") == []
    assert rows(portals, "SELECT table_name FROM publishing_change") == []
    assert reader.torn == []
    assert reader.written_kinds() >= KINDS
    kept, taken = rows(portals, "SELECT path, digest FROM kept"), rows(portals, "SELECT * FROM taken")
    assert never_valid(reader, kept, taken) == {}


def kill_while_editors_work(portals: Portals, seed: int) -> None:
    """Let two publishers follow the editors, and kill one or the other.

    On a slow machine the editors begin once more, until it was done often enough.
    """
    chance, kills, again = random.Random(seed), 0, 0
    publishers = [portals.start("run_publisher") for _ in range(2)]
    editors = start_editors(portals, seed)
    while kills < FEWEST_KILLS or editors.poll() is None:
        if editors.poll() is not None:
            again += 1
            assert editors.returncode == 0, portals.log()
            assert again < MOST_ROUNDS, portals.log()
            editors = start_editors(portals, seed + again)
        if publishers_at_work(portals) == len(publishers):
            time.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
            number = chance.randrange(2)
            kill(publishers[number])
            publishers[number] = portals.start("run_publisher")
            kills += 1
        time.sleep(0.1)
    assert editors.returncode == 0, portals.log()
    for publisher in publishers:
        kill(publisher)


def start_editors(portals: Portals, seed: int) -> Process:
    return portals.start_python(f"from tests.processes.editors import edit; edit({seed}, {ACTS})")


# --- the database, past every process ------------------------------------------------------------------


def note_what_is_kept(portals: Portals) -> None:
    """Note every hash that a publisher keeps of a path."""
    with psycopg.connect(portals.database_url) as database:
        database.execute("CREATE TABLE kept (path text, digest text)")
        database.execute(
            "CREATE FUNCTION note_kept() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO kept VALUES (NEW.path, NEW.digest); RETURN NULL; END $$"
        )
        database.execute(
            "CREATE TRIGGER note_kept AFTER INSERT OR UPDATE OF digest ON publishing_publishedpath "
            "FOR EACH ROW EXECUTE FUNCTION note_kept()"
        )


def note_what_the_dead_had_taken(portals: Portals) -> None:
    """Note the paths that a publisher takes though another one had: that one is dead, for it holds no lock."""
    with psycopg.connect(portals.database_url) as database:
        database.execute("CREATE TABLE taken (path text, publisher bigint)")
        database.execute(
            "CREATE FUNCTION note_taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608
            "INSERT INTO taken SELECT OLD.key, OLD.taken_by WHERE NOT EXISTS (SELECT 1 FROM pg_locks "
            f"WHERE locktype = 'advisory' AND classid = {LOCK_OF_A_PUBLISHER} AND objid = OLD.taken_by); "
            "RETURN NULL; END $$"
        )
        database.execute(
            "CREATE TRIGGER note_taken AFTER UPDATE OF taken_by ON publishing_dirty FOR EACH ROW "
            "WHEN (NEW.kind = 'p' AND OLD.taken_by IS NOT NULL AND NEW.taken_by IS NOT NULL) "
            "EXECUTE FUNCTION note_taken()"
        )


def publishers_at_work(portals: Portals) -> int:
    query = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
    return len(rows(portals, query, LOCK_OF_A_PUBLISHER))


def rows(portals: Portals, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(portals.database_url) as database:
        return database.execute(query, values).fetchall()
