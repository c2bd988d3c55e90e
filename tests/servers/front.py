"""The servers of `deploy/` that stand in front: nginx and Caddy, asked in the same way."""

import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import NamedTuple

PORTALS = ("cao-bang.localhost", "quang-tri.localhost", "an-giang.localhost")


class Answer(NamedTuple):
    """An HTTP answer; headers by their names in small letters, one that was said twice with both values."""

    status: int
    headers: dict[str, str]
    body: bytes


class FrontServer:
    """A server that runs: with TLS on `port`, unless that is 0, and without on `clear_port`."""

    def __init__(self, port: int, pid: int, clear_port: int) -> None:
        self.port = port
        self.pid = pid
        self.clear_port = clear_port

    def get(self, path: str, host: str = PORTALS[0], **headers: str) -> Answer:
        """Return the answer at a path of a host; headers by their names with underscores."""
        connection = self._connection()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": host, **named})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        told: dict[str, str] = {}
        for name, value in answer.getheaders():
            told[name.lower()] = f"{told[name.lower()]}, {value}" if name.lower() in told else value
        return Answer(answer.status, told, body)

    def _connection(self) -> HTTPConnection:
        if not self.port:
            return HTTPConnection("127.0.0.1", self.clear_port, timeout=20)
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        return HTTPSConnection("127.0.0.1", self.port, context=trusting, timeout=20)


@contextmanager
def running(
    command: list[str], port: int, environment: dict[str, str] | None = None, clear_port: int = 0
) -> Iterator[FrontServer]:
    """Run a server until the context ends."""
    process = subprocess.Popen(command, env=environment)
    try:
        server = FrontServer(port, process.pid, clear_port)
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait()


def make_certificate(folder: Path) -> None:
    """Put a certificate that nobody trusts and its key into a folder."""
    subject = ["-subj", f"/CN={PORTALS[0]}", "-days", "2"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files],
        check=True,
        capture_output=True,
    )


def adapted(configuration: Path, changes: list[tuple[str, str]]) -> str:
    """Return a configuration of `deploy/` with what an installation has to change in it."""
    text = configuration.read_text()
    for ours, theirs in changes:
        assert ours in text, ours
        text = text.replace(ours, theirs)
    return text


def _wait(server: FrontServer) -> None:
    for _attempt in range(50):
        try:
            server.get("/robots.txt")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("The front server does not answer.")
