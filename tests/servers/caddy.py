"""A real Caddy with the configuration of `deploy/`, on a port and folders of a test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.installation import ROOT, Installation, free_port
from tests.servers.front import PORTALS, FrontServer, adapted, make_certificate, running

BINARY = shutil.which("caddy")
HINT = "apt-get install caddy"


@contextmanager
def caddy(installation: Installation, folder: Path) -> Iterator[FrontServer]:
    """Run Caddy before an installation until the context ends."""
    assert BINARY, HINT
    port = free_port()
    make_certificate(folder)
    (folder / "Caddyfile").write_text(_configuration(installation, folder, port))
    command = [BINARY, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with running(command, port, {"HOME": str(folder)}) as server:
        yield server


def _configuration(installation: Installation, folder: Path, port: int) -> str:
    names = ", ".join(f"https://{name}:{port}" for name in PORTALS)
    certificate = f"tls {folder}/fullchain.pem {folder}/privkey.pem"
    site = adapted(
        ROOT / "deploy" / "caddy" / "Caddyfile",
        [
            ("/srv/cua-ngo/var", str(installation.var_dir)),
            ("cao-bang.example, quang-tri.example, an-giang.example {", f"{names} {{\n{certificate}"),
            ("127.0.0.1:8000", f"127.0.0.1:{installation.port}"),
        ],
    )
    options = f"admin off\nauto_https off\ndefault_bind 127.0.0.1\ndefault_sni {PORTALS[0]}\nlog {{\nlevel ERROR\n}}"
    return f"{{\n{options}\n}}\n{site}"
