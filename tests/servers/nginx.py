"""A real nginx with the configuration of `deploy/`, on ports and folders of a test."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.installation import ROOT, Installation, free_port
from tests.servers.front import PORTALS, FrontServer, adapted, make_certificate, running

BINARY = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
HINT = "apt-get install nginx libnginx-mod-http-brotli-static"
DEPLOY = ROOT / "deploy" / "nginx"


@contextmanager
def nginx(
    installation: Installation, folder: Path, storage: str = "", further: str = ""
) -> Iterator[FrontServer]:
    """Run nginx before an installation until the context ends, with `further` servers.

    It serves the installation's folder, or the tree at an address `http://HOST:PORT/BUCKET/PREFIX`.
    """
    assert BINARY, HINT
    port, clear_port = free_port(), free_port()
    make_certificate(folder)
    changes = [
        ("/srv/cua-ngo/var", str(installation.var_dir)),
        ("/etc/cua-ngo/", f"{folder}/"),
        ("/etc/nginx/cua-ngo-proxy.conf", str(DEPLOY / "cua-ngo-proxy.conf")),
        ("cao-bang.example quang-tri.example an-giang.example", " ".join(PORTALS)),
        ("127.0.0.1:8000", f"127.0.0.1:{installation.port}"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("    listen [::]:80;\n", ""),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;\n    listen 127.0.0.1:{clear_port};"),
        ("    listen [::]:443 ssl http2;\n", ""),
    ]
    if storage:
        site = adapted(DEPLOY / "cua-ngo-s3.conf", [*_of_the_storage(folder, storage), *changes])
    else:
        site = adapted(DEPLOY / "cua-ngo.conf", changes)
    (folder / "nginx.conf").write_text(_main(site + further, folder))
    command = [BINARY, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    subprocess.run([*command, "-t"], check=True)
    with running([*command, "-g", "daemon off;"], port, clear_port=clear_port) as server:
        yield server


def redirects_folder(folder: Path) -> Path:
    """Return where nginx looks for the redirects of a tree that stands in storage."""
    return folder / "redirects"


def fetch_redirects(
    address: str, folder: Path, reload: str = "echo reload"
) -> subprocess.CompletedProcess[str]:
    """Fetch the redirects of the tree at an address, and let nginx be told by that command."""
    command = [DEPLOY / "fetch-redirects", address, redirects_folder(folder), *PORTALS]
    environment = {"PATH": "/usr/bin:/bin", "RELOAD": reload}
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def _of_the_storage(folder: Path, storage: str) -> list[tuple[str, str]]:
    address, _slash, place = storage.removeprefix("http://").partition("/")
    asking = adapted(DEPLOY / "cua-ngo-bucket.conf", [("Host s3.example", f"Host {address}")])
    (folder / "bucket.conf").write_text(asking)
    return [
        ("/etc/nginx/cua-ngo-bucket.conf", f"{folder}/bucket.conf"),
        ("server s3.example:443", f"server {address}"),
        ("https://cua_ngo_bucket", "http://cua_ngo_bucket"),
        ("BUCKET/PREFIX", place),
        ("/srv/cua-ngo/redirects", str(redirects_folder(folder))),
        ("/var/cache/nginx/cua-ngo", f"{folder}/cache"),
    ]


def _main(site: str, folder: Path) -> str:
    scratch = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"load_module {BROTLI};\nuser root;\npid {folder}/pid;\nevents {{}}\n"
    return f"{main}http {{\naccess_log off;\n{scratch}{site}}}\n"
