"""Two small portals in a folder of their own, and the processes that work on them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers import migrated
from tests.servers.migrated import ROOT

Process = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Portals:
    """Where everything of two portals is, and the processes that were started for them."""

    var_dir: Path
    database_url: str = ""
    """Of a PostgreSQL server; without one they stand on SQLite."""
    processes: list[Process] = field(default_factory=list)

    @property
    def tree(self) -> Path:
        return self.var_dir / "tree"

    @property
    def database(self) -> Path:
        """The file of the database on SQLite."""
        return self.var_dir / "cua-ngo.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of their processes."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "TEST_DATABASE_URL": self.database_url,
            "VAR_DIR": str(self.var_dir),
        }

    def start(self, *command: str) -> Process:
        """Start a command of `manage.py` in a process of its own; what it says stands in the log."""
        with (self.var_dir / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def start_python(self, code: str) -> Process:
        """Start some Python in a process of its own."""
        return self.start("shell", "--verbosity", "0", "--command", code)

    def log(self) -> str:
        """Return what the processes said."""
        return (self.var_dir / "log").read_text()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `manage.py` to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )


def kill(process: Process) -> None:
    """End a process with its children, as SIGKILL does at any moment."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def open_portals(var_dir: Path, database_url: str = "") -> Iterator[Portals]:
    """Yield two portals that nobody has published; no process of theirs outlives the context."""
    var_dir.mkdir()
    portals = Portals(var_dir, database_url)
    if database_url:
        migrated.prepare_postgres(database_url, portals.environment)
    else:
        migrated.prepare_sqlite(portals.database, portals.environment)
    opened = portals.start_python("from tests.publishing.newsroom import open_portals; open_portals()")
    assert opened.wait() == 0, portals.log()
    try:
        yield portals
    finally:
        for process in portals.processes:
            if process.poll() is None:
                kill(process)
