"""The demo as a running installation of its own: a folder, three processes, one address."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cms.demo.start import inputs as demo_inputs

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Installation:
    """Where a running installation answers, and its processes by name."""

    port: int
    var_dir: Path
    processes: dict[str, subprocess.Popen[bytes]]

    def url(self, path: str, portal: str = "cao-bang") -> str:
        return f"http://{portal}.localhost:{self.port}{path}"

    def get(self, path: str, portal: str = "cao-bang") -> tuple[int, bytes]:
        """Return the status and the body of the answer to a plain request."""
        host = {"Host": f"{portal}.localhost:{self.port}"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=host)
        try:
            with urllib.request.urlopen(request) as response:  # noqa: S310 - our own server
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def stop(self, name: str) -> None:
        self.processes[name].kill()
        self.processes[name].wait()


@contextmanager
def running_demo(folder: Path) -> Iterator[Installation]:
    """Run a copy of the demo below `folder` until the context ends."""
    var_dir = folder / "var"
    shutil.copytree(_prepared_demo(), var_dir)
    port = _free_port()
    environment = _environment(var_dir) | {"ADMIN_ADDRESS": f"http://cao-bang.localhost:{port}"}
    _move_to_port(environment, port)
    web = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
           "--blocking-threads", "4", "--log-level", "error", "cms.wsgi:application"]  # fmt: skip
    commands = {
        "web": web,
        "worker": ["manage.py", "db_worker", "--interval", "0.2"],
        "schedule": ["manage.py", "keep_schedule"],
    }
    log = (folder / "log").open("wb")
    processes = {
        name: subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
        for name, command in commands.items()
    }
    try:
        _wait_until_it_answers(port)
        yield Installation(port, var_dir, processes)
    finally:
        for process in processes.values():
            process.terminate()
        for process in processes.values():
            process.wait()


def _prepared_demo() -> Path:
    """Return the folder of a prepared demo, made anew when anything that it is made of changed."""
    digest = hashlib.sha256()
    for path in [*demo_inputs(), *sorted(ROOT.glob("cms/demo/*.py"))]:
        digest.update(path.read_bytes())
    prepared = ROOT / "var" / "test" / f"demo-{digest.hexdigest()[:16]}"
    if not prepared.exists():
        unfinished = prepared.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        subprocess.run(
            [sys.executable, "manage.py", "prepare_demo"], cwd=ROOT, env=_environment(unfinished), check=True
        )
        unfinished.rename(prepared)
    return prepared


def _environment(var_dir: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TEST_DATABASE_URL")
    }
    return {**kept, "VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "cms.settings.development"}


def _move_to_port(environment: dict[str, str], port: int) -> None:
    """The portals of the demo stand on port 8000."""
    moved = (
        "from django.db.models import F, Value; from django.db.models.functions import Replace\n"
        "from sites.publishing.models import ShortHost; from wagtail.models import Site\n"
        f"Site.objects.update(port={port})\n"
        f"ShortHost.objects.update(host=Replace(F('host'), Value(':8000'), Value(':{port}')))"
    )
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", moved], cwd=ROOT, env=environment, check=True
    )


def _wait_until_it_answers(port: int) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/robots.txt", headers={"Host": f"cao-bang.localhost:{port}"}
    )
    for _attempt in range(PATIENCE_SECONDS * 5):
        try:
            with urllib.request.urlopen(request) as response:  # noqa: S310 - our own server
                if response.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"The installation did not answer on port {port} within {PATIENCE_SECONDS} s.")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
