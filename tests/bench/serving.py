"""How many requests a core answers in a second, for one page of the tree: nginx, a plain file of nginx, and our own.

Needs nginx with its Brotli module and wrk.
"""

import re
import shutil
import subprocess
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

from tests.bench.processes import processor_seconds
from tests.browser.installation import Installation, free_port
from tests.servers.nginx import BINARY, BROTLI, HINT, nginx

WRK = shutil.which("wrk")
SECONDS = 4
CONNECTIONS = 16
HOST = "cao-bang.localhost"
SUFFIXES = {"": "", "gzip": ".gz", "br": ".br"}


class Answered(NamedTuple):
    """What a server did for so many requests."""

    per_second: float
    per_core: float
    """For each second of processor time that it used."""


def measure(site: Installation, folder: Path) -> None:
    """Print a line for each form in which a page is asked for."""
    if WRK is None or BINARY is None or not BROTLI.exists():
        print(f"serving: not measured. {HINT} wrk", flush=True)
        return
    newest = max((site.var_dir / "tree" / HOST / "vi" / "tin-tuc").glob("bai-*/index.html"))
    path = f"/vi/tin-tuc/{newest.parent.name}/"
    plain, plain_port = folder / "plain", free_port()
    plain.mkdir()
    for encoding, suffix in SUFFIXES.items():
        shutil.copy(newest.with_name(newest.name + suffix), plain / (encoding or "plain"))
    server = f"server {{ listen 127.0.0.1:{plain_port}; root {plain}; }}\n"
    with nginx(site, folder, further=server) as front:
        web = site.processes["web"].pid
        for encoding in SUFFIXES:
            accepted = {"Accept-Encoding": encoding} if encoding else {}
            ours = answered(site.port, path, web, accepted)
            tree = answered(front.clear_port, path, front.pid, accepted)
            file = answered(plain_port, f"/{encoding or 'plain'}", front.pid, {})
            tell(f"page{' in ' * bool(encoding)}{encoding}", tree, file, ours)
        known = {port: _etag(port, asked) for port, asked in (
            (site.port, path), (front.clear_port, path), (plain_port, "/plain"))}  # fmt: skip
        tell(
            "page that the browser has (304)",
            answered(front.clear_port, path, front.pid, {"If-None-Match": known[front.clear_port]}),
            answered(plain_port, "/plain", front.pid, {"If-None-Match": known[plain_port]}),
            answered(site.port, path, web, {"If-None-Match": known[site.port]}),
        )


def tell(what: str, tree: Answered, file: Answered, ours: Answered) -> None:
    print(
        f"{what}: requests per second of a core: nginx {tree.per_core:.0f}, "
        f"plain file {file.per_core:.0f} ({tree.per_core / file.per_core:.2f} of it), "
        f"embedded {ours.per_core:.0f} ({ours.per_core / tree.per_core:.2f} of nginx); "
        f"of the clock: {tree.per_second:.0f}, {file.per_second:.0f}, {ours.per_second:.0f}",
        flush=True,
    )


def answered(port: int, path: str, pid: int, headers: dict[str, str]) -> Answered:
    """Ask a server for a page as often as it can answer."""
    named = [part for name, value in {"Host": HOST, **headers}.items() for part in ("-H", f"{name}: {value}")]
    before = processor_seconds(pid)
    command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *named, f"http://127.0.0.1:{port}{path}"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = processor_seconds(pid) - before
    assert "Non-2xx" not in told, told
    requests, seconds = re.search(r"(\d+) requests in ([\d.]+)s", told).groups()
    return Answered(int(requests) / float(seconds), int(requests) / used)


def _etag(port: int, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Host": HOST})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 200
    return str(answer.headers["ETag"])
