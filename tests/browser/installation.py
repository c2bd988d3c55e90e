"""The demo as a running installation of its own: a folder, three processes, one address."""

import fcntl
import hashlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cms.demo.start import PORT as DEMO_PORT
from cms.demo.start import inputs as demo_inputs

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Installation:
    """Where a running installation answers, and its processes by name."""

    port: int
    var_dir: Path
    commands: dict[str, list[str]]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        return _environment(self.var_dir, self.port)

    def url(self, path: str, portal: str = "cao-bang") -> str:
        return f"http://{portal}.localhost:{self.port}{path}"

    def get(self, path: str, portal: str = "cao-bang") -> tuple[int, bytes]:
        """Return the status and body of the web server's answer, for somebody who is no browser. Raises OSError."""
        return _get(self.port, path, portal)

    def start(self, name: str) -> None:
        """Start the process `web`, `worker` or `publisher`; return when the web server answers."""
        with (self.var_dir / "log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *self.commands[name]],
                cwd=ROOT,
                env=_environment(self.var_dir, self.port),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if name == "web":
            _wait_until_it_answers(self.port)

    def stop(self, name: str) -> None:
        """Kill a process with its children, as SIGKILL does at any moment."""
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def wait_for_the_publisher(self) -> None:
        """Return when everything that was changed is published. Raises TimeoutError."""
        query = "SELECT (SELECT count(*) FROM publishing_change) + (SELECT count(*) FROM publishing_dirty)"
        for _attempt in range(PATIENCE_SECONDS * 5):
            with closing(sqlite3.connect(self.var_dir / "cua-ngo.sqlite3")) as database:
                if database.execute(query).fetchone() == (0,):
                    return
            time.sleep(0.2)
        raise TimeoutError(f"The publisher did not finish within {PATIENCE_SECONDS} s.")

    def run(self, code: str) -> None:
        """Run Python in the installation, where a journey needs what no visitor can do."""
        _run(code, self.var_dir, self.port)


@contextmanager
def running_demo(folder: Path) -> Iterator[Installation]:
    """Run a copy of the demo below `folder` until the context ends."""
    var_dir = folder / "var"
    shutil.copytree(_prepared_demo(), var_dir)
    with installation_at(var_dir) as installation:
        _move_to_port(var_dir, installation.port)
        for name in installation.commands:
            installation.start(name)
        yield installation


@contextmanager
def installation_at(var_dir: Path) -> Iterator[Installation]:
    """Return the installation in a folder; what runs of it when the context ends is ended."""
    port = free_port()
    web = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
           "--blocking-threads", "4", "--log-level", "error", "cms.wsgi:application"]  # fmt: skip
    commands = {
        "web": web,
        "worker": ["manage.py", "db_worker", "--interval", "0.2"],
        "publisher": ["manage.py", "run_publisher"],
    }
    installation = Installation(port, var_dir, commands)
    try:
        yield installation
    finally:
        for process in installation.processes.values():
            process.terminate()
        for process in installation.processes.values():
            process.wait()


def _prepared_demo() -> Path:
    """Return the folder of a prepared demo, made anew when anything that it is made of changed."""
    digest = hashlib.sha256()
    for path in demo_inputs():
        digest.update(path.read_bytes())
    prepared = ROOT / "var" / "test" / f"demo-{digest.hexdigest()[:16]}"
    prepared.parent.mkdir(parents=True, exist_ok=True)
    with prepared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests that run beside each other wait for it
        _prepare(prepared)
    return prepared


def _prepare(prepared: Path) -> None:
    if not prepared.exists():
        unfinished = prepared.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        subprocess.run(
            [sys.executable, "manage.py", "prepare_demo"],
            cwd=ROOT,
            env=_environment(unfinished, DEMO_PORT),
            check=True,
        )
        unfinished.rename(prepared)


def _environment(var_dir: Path, port: int) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TEST_DATABASE_URL")
    }
    return {
        **kept,
        "VAR_DIR": str(var_dir),
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "ADMIN_ADDRESS": f"http://cao-bang.localhost:{port}",
    }


def _move_to_port(var_dir: Path, port: int) -> None:
    """The portals of the demo stand on port 8000."""
    moved = (
        "from django.db.models import F, Value; from django.db.models.functions import Replace\n"
        "from sites.publishing.models import ShortHost; from wagtail.models import Site\n"
        f"Site.objects.update(port={port})\n"
        f"ShortHost.objects.update(host=Replace(F('host'), Value(':{DEMO_PORT}'), Value(':{port}')))"
    )
    _run(moved, var_dir, port)


def _run(code: str, var_dir: Path, port: int) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code],
        cwd=ROOT,
        env=_environment(var_dir, port),
        check=True,
    )


def _get(port: int, path: str, portal: str) -> tuple[int, bytes]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Host": f"{portal}.localhost:{port}"}
    )
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310 - our own server
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def _wait_until_it_answers(port: int) -> None:
    for _attempt in range(PATIENCE_SECONDS * 5):
        try:
            _get(port, "/robots.txt", "cao-bang")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"The installation did not answer on port {port} within {PATIENCE_SECONDS} s.")


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
