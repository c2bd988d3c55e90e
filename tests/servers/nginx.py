"""A real nginx with the configuration of `deploy/`, on ports and folders of a test."""

import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from typing import NamedTuple

from tests.browser.installation import ROOT, Installation, free_port

BINARY = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
HINT = "apt-get install nginx libnginx-mod-http-brotli-static"
DEPLOY = ROOT / "deploy" / "nginx"
PORTALS = "cao-bang.localhost quang-tri.localhost an-giang.localhost"


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Nginx:
    """A running nginx: with TLS on `port`, and without on `clear_port`, where only its own work is measured."""

    def __init__(self, port: int, clear_port: int, pid: int) -> None:
        self.port = port
        self.clear_port = clear_port
        self.pid = pid

    def get(self, path: str, host: str = "cao-bang.localhost", **headers: str) -> Answer:
        """Return the answer at a path of a host; headers by their names with underscores."""
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        connection = HTTPSConnection("127.0.0.1", self.port, context=trusting, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": host, **named})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)


@contextmanager
def nginx(installation: Installation, folder: Path, storage: str = "", further: str = "") -> Iterator[Nginx]:
    """Run nginx before an installation until the context ends, with `further` servers.

    It serves the installation's folder, or the tree at an address `http://HOST:PORT/BUCKET/PREFIX`.
    """
    assert BINARY, HINT
    port, clear_port, plain_port = free_port(), free_port(), free_port()
    _make_certificate(folder)
    site = _of_the_storage(folder, storage) if storage else _of_the_folder()
    listening = f"listen 127.0.0.1:{port} ssl http2;\n    listen 127.0.0.1:{clear_port};"
    (folder / "nginx.conf").write_text(
        _configuration(site + further, installation, folder, listening, plain_port)
    )
    command = [BINARY, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    subprocess.run([*command, "-t"], check=True)
    process = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        running = Nginx(port, clear_port, process.pid)
        _wait(running)
        yield running
    finally:
        process.terminate()
        process.wait()


def redirects_folder(folder: Path) -> Path:
    """Return where nginx looks for the redirects of a tree that stands in storage."""
    return folder / "redirects"


def _of_the_folder() -> str:
    return (DEPLOY / "cua-ngo.conf").read_text()


def _of_the_storage(folder: Path, storage: str) -> str:
    address, _slash, place = storage.removeprefix("http://").partition("/")
    asking = (DEPLOY / "cua-ngo-bucket.conf").read_text()
    (folder / "bucket.conf").write_text(_replaced(asking, ("Host s3.example", f"Host {address}")))
    return _replaced(
        (DEPLOY / "cua-ngo-s3.conf").read_text(),
        ("/etc/nginx/cua-ngo-bucket.conf", f"{folder}/bucket.conf"),
        ("server s3.example:443", f"server {address}"),
        ("https://cua_ngo_bucket", "http://cua_ngo_bucket"),
        ("BUCKET/PREFIX", place),
        ("/srv/cua-ngo/redirects", str(redirects_folder(folder))),
        ("/var/cache/nginx/cua-ngo", f"{folder}/cache"),
    )


def _configuration(
    site: str, installation: Installation, folder: Path, listening: str, plain_port: int
) -> str:
    site = _replaced(
        site,
        ("/srv/cua-ngo/var", str(installation.var_dir)),
        ("/etc/cua-ngo/", f"{folder}/"),
        ("/etc/nginx/cua-ngo-proxy.conf", str(DEPLOY / "cua-ngo-proxy.conf")),
        ("cao-bang.example quang-tri.example an-giang.example", PORTALS),
        ("127.0.0.1:8000", f"127.0.0.1:{installation.port}"),
        ("listen 80;", f"listen 127.0.0.1:{plain_port};"),
        ("    listen [::]:80;\n", ""),
        ("listen 443 ssl http2;", listening),
        ("    listen [::]:443 ssl http2;\n", ""),
    )
    scratch = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"load_module {BROTLI};\nuser root;\npid {folder}/pid;\nevents {{}}\n"
    return f"{main}http {{\naccess_log off;\n{scratch}{site}}}\n"


def _replaced(text: str, *pairs: tuple[str, str]) -> str:
    for ours, theirs in pairs:
        assert ours in text, ours
        text = text.replace(ours, theirs)
    return text


def _make_certificate(folder: Path) -> None:
    subject = ["-subj", "/CN=cao-bang.localhost", "-days", "2"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files],
        check=True,
        capture_output=True,
    )


def _wait(running: Nginx) -> None:
    for _attempt in range(50):
        try:
            running.get("/robots.txt")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("nginx does not answer.")
