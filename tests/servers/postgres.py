"""A private PostgreSQL cluster from the machine's own binaries."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HINT = "apt-get install postgresql"


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@contextmanager
def postgres() -> Iterator[str]:
    """Run a cluster and yield the address of its database, ready for `TEST_DATABASE_URL`."""
    folder, port = binaries(), _free_port()
    if folder is None:
        raise FileNotFoundError(f"PostgreSQL is not installed. {HINT}")
    with tempfile.TemporaryDirectory(prefix="cua-ngo-postgres-") as home:
        os.chmod(home, 0o755)  # noqa: S103 - PostgreSQL runs as another user
        data = Path(home) / "data"
        data.mkdir()
        user = _server_user(data)
        _run(
            [
                folder / "initdb",
                "--pgdata",
                data,
                "--username",
                "test",
                "--auth",
                "trust",
                "--encoding",
                "UTF8",
                "--locale",
                "C.UTF-8",
            ],
            user,
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
        _run(
            [
                folder / "pg_ctl",
                "--pgdata",
                data,
                "--wait",
                "--log",
                data / "log",
                "--options",
                options,
                "start",
            ],
            user,
        )
        try:
            yield f"postgres://test@127.0.0.1:{port}/postgres"
        finally:
            _run([folder / "pg_ctl", "--pgdata", data, "--mode", "immediate", "stop"], user)


def _server_user(data: Path) -> str | None:
    """PostgreSQL refuses to run as root: Debian's package brings the user `postgres`."""
    if os.geteuid() != 0:
        return None
    shutil.chown(data, "postgres", "postgres")
    return pwd.getpwnam("postgres").pw_name


def _run(command: list[object], user: str | None) -> None:
    subprocess.run([str(part) for part in command], check=True, user=user, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
