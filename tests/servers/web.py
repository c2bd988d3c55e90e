"""The application's own server, which serves the tree too."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.installation import Installation
from tests.servers.front import FrontServer


@contextmanager
def web(installation: Installation, folder: Path) -> Iterator[FrontServer]:
    """Start the web process of an installation, where it may have been killed, until the context ends."""
    installation.start("web")
    try:
        yield FrontServer(0, installation.processes["web"].pid, installation.port)
    finally:
        installation.stop("web")
