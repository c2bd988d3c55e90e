"""Two publishers that are killed at any moment lose nothing, and whoever reads meanwhile reads finished bytes.

The order of things between processes is not in a seed, so each run draws another one and prints it.
"""

import gzip
import hashlib
import json
import os
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import psycopg
import pytest

from sites.publishing.publishers import LOCK_OF_A_PUBLISHER
from sites.publishing.stores.layout import path_of
from tests.processes.portals import Portals, Process, kill, open_portals
from tests.servers.postgres import postgres

pytestmark = pytest.mark.processes

ACTS = int(os.environ.get("KILL_ACTS", "45"))
FEWEST_KILLS, MOST_ROUNDS = 5, 6
LONGEST_LIFE_SECONDS = 3
"""Of a publisher, from the moment at which both are at work."""
COMPRESSED = {".gz": gzip.decompress, ".br": brotli.decompress}
READ_SECONDS = 0.02
"""Between two folders: a reader that never rests takes the machine from those whom it watches."""
ENDINGS = {".html": b"</html>", ".xml": b">"}


class Reader(threading.Thread):
    """Somebody who reads all files of a tree, again and again."""

    def __init__(self, tree: Path) -> None:
        super().__init__()
        self.tree = tree
        self.stopped = threading.Event()
        self.torn: list[str] = []
        self.seen: dict[str, set[str]] = defaultdict(set)
        """{path: SHA-256 of each of the bytes that stood there}"""

    def run(self) -> None:
        while not self.stopped.is_set():
            for folder, _folders, names in os.walk(self.tree):
                for name in names:
                    self.read(Path(folder, name))
                time.sleep(READ_SECONDS)

    def read(self, file: Path) -> None:
        """Read a file, if it is still there."""
        plain = file.with_suffix("") if file.suffix in COMPRESSED else file
        path = path_of(plain.relative_to(self.tree).as_posix())
        try:
            body = file.read_bytes()
        except FileNotFoundError:
            return
        if path is None:
            return
        try:
            body = COMPRESSED.get(file.suffix, bytes)(body)
        except Exception:
            self.torn.append(str(file))
            return
        if not is_whole(plain.suffix, body):
            self.torn.append(str(file))
        self.seen[path].add(hashlib.sha256(body).hexdigest())


def is_whole(suffix: str, body: bytes) -> bool:
    """Whether bytes end where a document of their kind ends."""
    if suffix in (".json", ".jsonld", ".geojson"):
        try:
            json.loads(body)
        except ValueError:
            return False
        return True
    return body.rstrip().endswith(ENDINGS.get(suffix, b""))


@pytest.fixture
def portals(tmp_path: Path) -> Iterator[Portals]:
    with postgres() as url, open_portals(tmp_path / "var", url) as opened:
        yield opened


def test_two_publishers_lose_nothing_and_show_only_finished_bytes(portals: Portals):
    seed = int(os.environ.get("KILL_SEED", "0")) or random.randrange(1, 10**6)
    print(f"KILL_SEED={seed}")
    note_takeovers(portals)
    reader = Reader(portals.tree)
    reader.start()
    kill_while_editors_work(portals, seed)
    reader.stopped.set()
    reader.join()

    finished = portals.run("run_publisher", "--once")
    assert finished.returncode == 0, finished.stderr
    checked = portals.run("publish_site", "--check")
    assert checked.returncode == 0, checked.stdout
    assert rows(portals, "SELECT key, error FROM publishing_dirty") == []
    assert rows(portals, "SELECT table_name FROM publishing_change") == []
    assert reader.torn == []
    assert never_valid(portals, reader) == {}


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


def never_valid(portals: Portals, reader: Reader) -> dict[str, int]:
    """Return the addresses of pages where more unknown bytes were read than killed publishers can have left.

    The record keeps the hash of all that a publisher wrote. Only one that was killed may have written something
    that it could not note any more: once for each path that it had claimed.
    """
    known: dict[str, set[str]] = defaultdict(set)
    for path, sha256 in rows(portals, "SELECT path, sha256 FROM publishing_pathhash"):
        known[path].add(sha256)
    left = Counter(path for (path,) in rows(portals, "SELECT path FROM takeover"))
    unknown = {path: len(reader.seen[path] - hashes) - left[path] for path, hashes in known.items()}
    return {path: count for path, count in unknown.items() if count > 0}


# --- the database, past every process ------------------------------------------------------------------


def note_takeovers(portals: Portals) -> None:
    """Note the paths that a publisher claims though another one had claimed them: that one is dead."""
    with psycopg.connect(portals.database_url) as database:
        database.execute("CREATE TABLE takeover (path text)")
        database.execute(
            "CREATE FUNCTION note_takeover() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO takeover VALUES (NEW.key); RETURN NULL; END $$"
        )
        database.execute(
            "CREATE TRIGGER note_takeover AFTER UPDATE OF claimed_by ON publishing_dirty FOR EACH ROW "
            "WHEN (NEW.kind = 'p' AND OLD.claimed_by IS NOT NULL AND NEW.claimed_by IS NOT NULL) "
            "EXECUTE FUNCTION note_takeover()"
        )


def publishers_at_work(portals: Portals) -> int:
    query = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
    return len(rows(portals, query, LOCK_OF_A_PUBLISHER))


def rows(portals: Portals, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(portals.database_url) as database:
        return database.execute(query, values).fetchall()
