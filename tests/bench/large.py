"""What publishing costs on a large site: rate, index, memory, how soon an edit is seen, and how fast it is served.

BENCH_PAGES says how many pages it has in Vietnamese (`tests/factories/large.py`); each has a path in three
languages. With 10,000 of them it takes a quarter of an hour: five minutes to write them, as long to publish them.

python -m tests.bench.large
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.bench import serving
from tests.bench.processes import high_water_mib
from tests.browser.installation import ROOT, Installation, installation_at

PAGES = int(os.environ.get("BENCH_PAGES", "1000"))
INDEX = ("publishing_node", "publishing_use")
CLAIMS = ("publishing_claim", "publishing_publishedpath")


def main() -> None:
    """Print one line for each figure."""
    with tempfile.TemporaryDirectory() as folder, installation_at(Path(folder) / "var") as site:
        prepare(site)
        publish_everything(site)
        site.start("publisher")
        site.run("from tests.bench import edits; edits.main()")
        tell(f"publisher after the edits: {high_water_mib(site.processes['publisher'].pid):.0f} MiB at most")
        site.stop("publisher")
        site.start("web")
        serving.measure(site, Path(folder))


def prepare(site: Installation) -> None:
    """Write the large portal into a new installation."""
    tell(f"writing {PAGES} pages")
    site.var_dir.mkdir()
    for command in (["migrate", "-v", "0"], ["collectstatic", "-v", "0", "--no-input"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=site.environment, check=True)
    site.run(
        "from sites.publishing.models import Change; from tests.factories.large import large_portal\n"
        f"large_portal({PAGES}); Change.objects.all().delete()"
    )


def publish_everything(site: Installation) -> None:
    """Publish the whole site with one process; tell its rate, its memory and the size of its index."""
    tell("publishing everything")
    command = [sys.executable, "manage.py", "publish_site"]
    publisher = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(publisher.pid, 0)
    assert status == 0
    seconds = used.ru_utime + used.ru_stime
    with closing(sqlite3.connect(site.var_dir / "cua-ngo.sqlite3")) as database:
        (paths,) = database.execute("SELECT count(*) FROM publishing_publishedpath").fetchone()
        tell(f"large site: {PAGES} pages, {paths} paths")
        tell(f"everything published: {paths / seconds:.0f} paths/s of a core ({seconds:.0f} s)")
        tell(f"publisher: {used.ru_maxrss / 1024:.0f} MiB at most")
        tell(f"index: {_bytes_of(database, INDEX) / paths / 1024:.1f} KiB per path")
        tell(f"claims and what stands: {_bytes_of(database, CLAIMS) / paths / 1024:.1f} KiB per path")


def _bytes_of(database: sqlite3.Connection, tables: tuple[str, ...]) -> int:
    """The pages of tables and their indexes in the file of the database."""
    names = f"SELECT name FROM sqlite_master WHERE tbl_name IN ({','.join('?' * len(tables))})"  # noqa: S608
    query = f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({names})"  # noqa: S608
    return int(database.execute(query, tables).fetchone()[0])


def tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
