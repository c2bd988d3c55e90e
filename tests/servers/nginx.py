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


@contextmanager
def nginx(installation: Installation, folder: Path) -> Iterator[FrontServer]:
    """Run nginx before an installation until the context ends."""
    assert BINARY, HINT
    port = free_port()
    make_certificate(folder)
    (folder / "nginx.conf").write_text(_configuration(installation, folder, port))
    command = [BINARY, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    subprocess.run([*command, "-t"], check=True)
    with running([*command, "-g", "daemon off;"], port) as server:
        yield server


def _configuration(installation: Installation, folder: Path, port: int) -> str:
    site = adapted(
        ROOT / "deploy" / "nginx" / "cua-ngo.conf",
        [
            ("/srv/cua-ngo/var", str(installation.var_dir)),
            ("/etc/cua-ngo/", f"{folder}/"),
            ("/etc/nginx/cua-ngo-proxy.conf", str(ROOT / "deploy" / "nginx" / "cua-ngo-proxy.conf")),
            ("cao-bang.example quang-tri.example an-giang.example", " ".join(PORTALS)),
            ("127.0.0.1:8000", f"127.0.0.1:{installation.port}"),
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
            ("    listen [::]:80;\n", ""),
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
            ("    listen [::]:443 ssl http2;\n", ""),
        ],
    )
    scratch = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"load_module {BROTLI};\nuser root;\npid {folder}/pid;\nevents {{}}\n"
    return f"{main}http {{\naccess_log off;\n{scratch}{site}}}\n"
