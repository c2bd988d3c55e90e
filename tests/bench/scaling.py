"""What a second publisher brings: the same site made anew on PostgreSQL by one of them, then by two.

Both and the database share the cores of this machine; with as many cores as publishers and one more the second
brings as much as the first, as long as the database keeps up.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

from tests.processes.portals import Portals
from tests.servers import migrated
from tests.servers.postgres import postgres

HOST = "cao-bang.localhost"
PAGES = min(int(os.environ.get("BENCH_PAGES", "1000")), 1000)


def main() -> None:
    """Print how many paths one publisher makes in a second, and how many two make."""
    with tempfile.TemporaryDirectory() as folder, postgres() as url:
        portals = Portals(Path(folder) / "var", url)
        portals.var_dir.mkdir()
        migrated.prepare_postgres(url, portals.environment)
        tell(f"writing {PAGES} pages on PostgreSQL")
        run(portals, f"from tests.factories.large import large_portal; large_portal({PAGES})")
        assert portals.run("run_publisher", "--once").returncode == 0
        pages = sum(1 for _page in (portals.tree / HOST).rglob("index.html"))
        one, two = (seconds_of(portals, publishers) for publishers in (1, 2))
        tell(
            f"on PostgreSQL: one publisher makes {pages / one:.0f} pages/s and what shows them, two {pages / two:.0f}: "
            f"{one / two:.2f} times as many on {os.cpu_count()} cores"
        )


def seconds_of(portals: Portals, publishers: int) -> float:
    """Return how long so many publishers take to make everything into an empty tree."""
    shutil.rmtree(portals.tree / HOST)
    run(portals, "from sites.publishing.again import mark_everything; mark_everything()")
    began_at = time.monotonic()
    working = [portals.start("run_publisher", "--once") for _number in range(publishers)]
    assert [process.wait() for process in working] == [0] * publishers, portals.log()
    return time.monotonic() - began_at


def run(portals: Portals, code: str) -> None:
    """Run some Python to its end."""
    assert portals.start_python(code).wait() == 0, portals.log()


def tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
