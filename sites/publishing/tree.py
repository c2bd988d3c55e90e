"""The published tree in a folder: finished bytes under the names that any web server serves.

    <root>/<host>/vi/diem-den/index.html    the bytes of `<host>/vi/diem-den/`, beside it `.gz` and `.br`
    <root>/<host>/vi/feed.xml
    <root>/<host>/.redirects.json           {path: [target, status]}
    <root>/<host>/.moved.map, .found.map    the same for nginx: what is sent on for good, and for now
    <root>/<host>/.redirects.caddy          the same for Caddy
    <root>/static/                          what all hosts share (`assets.py`)

Every file appears whole, by renaming. A path that leaves the folder of its host is refused.
"""

import gzip
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import brotli

INDEX = "index.html"
REDIRECTS = ".redirects.json"
CHANGED = ".redirects-changed"
"""Touched whenever a redirect changes, for whoever has to read them again."""
MAPS = {".moved.map": 301, ".found.map": 302}
CADDY = ".redirects.caddy"
NOT_FOR_SERVERS = frozenset('"\\$;{}\n')
"""A redirect with one of these letters is left to the application."""
VARIANTS = (".gz", ".br")
COMPRESSED = (".html", ".xml", ".json", ".js", ".txt", ".css", ".svg")
BROTLI_QUALITY, SHARED_BROTLI_QUALITY = 5, 11
"""11 takes fifty times as long for seven per cent: worth it for what is written once for every page."""
SHARED = "static"
"""The first step of the paths that every host has, whatever its name."""
READABLE = 0o644


class UnsafePathError(ValueError):
    """A path that is no address below its host."""


class FolderTree:
    """A tree in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, body: bytes) -> None:
        """Let `path` (host and address) have those bytes, compressed too where that helps."""
        file = self.file(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, body)
        if file.suffix in COMPRESSED:
            _replace(file.with_name(file.name + ".gz"), gzip.compress(body, 9, mtime=0))
            quality = SHARED_BROTLI_QUALITY if path.startswith(f"{SHARED}/") else BROTLI_QUALITY
            _replace(file.with_name(file.name + ".br"), brotli.compress(body, quality=quality))

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a path, or None when nothing stands there."""
        file = self.file(path)
        return file.read_bytes() if file.is_file() else None

    def has(self, path: str) -> bool:
        """Return whether bytes stand at a path."""
        return self.file(path).is_file()

    def remove(self, path: str) -> None:
        """Let nothing stand at a path, and leave no empty folder behind."""
        file = self.file(path)
        for suffix in ("", *VARIANTS):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        for folder in file.parents:
            if folder == self.root or (folder.is_dir() and any(folder.iterdir())):
                break
            if folder.is_dir():
                folder.rmdir()

    def write_redirects(self, host: str, redirects: Mapping[str, tuple[str, int]]) -> None:
        """Let a host send readers of each path on to its target, with that status."""
        folder = self.root / host
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / REDIRECTS, json.dumps(redirects, sort_keys=True, indent=0).encode())
        for name, wanted in MAPS.items():
            lines = (
                f'"{host}{path}" "{target}";\n'
                for path, (target, status) in sorted(redirects.items())
                if status == wanted and not set(path + target) & NOT_FOR_SERVERS
            )
            _replace(folder / name, "".join(lines).encode())
        _replace(folder / CADDY, "".join(_for_caddy(host, redirects)).encode())
        (self.root / CHANGED).touch()

    def redirects(self, host: str) -> dict[str, tuple[str, int]]:
        """Return the redirects of a host."""
        file = self.root / host / REDIRECTS
        if not file.is_file():
            return {}
        return {path: (target, status) for path, (target, status) in json.loads(file.read_bytes()).items()}

    def paths(self) -> Iterator[str]:
        """Yield every path that has bytes."""
        for file in sorted(self.root.rglob("*")):
            if file.is_file() and file.suffix not in VARIANTS and not file.name.startswith("."):
                path = file.relative_to(self.root).as_posix()
                yield path.removesuffix(INDEX) if file.name == INDEX else path

    def file(self, path: str) -> Path:
        """Return the file of a path. Raises UnsafePathError for one that is no address below its host."""
        steps = path.split("/")
        if (
            len(steps) < 2
            or any(step in (".", "..") or step.startswith(".") for step in steps)
            or "\0" in path
        ):
            raise UnsafePathError(f"No file in the tree has the path {path!r}.")
        return self.root.joinpath(*steps[:-1], steps[-1] or INDEX)


def _for_caddy(host: str, redirects: Mapping[str, tuple[str, int]]) -> Iterator[str]:
    """The lines of a map in which letters have their case: a short address has both."""
    for path, (target, status) in sorted(redirects.items()):
        if not set(path + target) & NOT_FOR_SERVERS:
            spellings = (path, path.lower()) if path.startswith("/s/") else (path,)
            yield from (f'"{host}{spelling}" "{target}" {status}\n' for spelling in dict.fromkeys(spellings))


def _replace(file: Path, content: bytes) -> None:
    """Write beside the file and rename: a reader gets the old bytes or the new ones, never a part."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(content)
        os.chmod(name, READABLE)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
