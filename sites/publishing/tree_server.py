"""Serves the published tree in front of Django: one look at the file, its bytes from memory, no database.

What is not in the tree goes on to the application behind. Only GET and HEAD are answered here.
"""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Any

from sites.publishing.language_root import wanted_language
from sites.publishing.stores.folder import FolderTree
from sites.publishing.stores.layout import (
    FOR_ALL,
    REDIRECTS,
    VARIANTS,
    UnsafePathError,
    cache_control,
    is_shared,
    media_type,
)
from translations import registry

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

ENCODINGS = [(encoding, suffix) for suffix, (encoding, _compress) in sorted(VARIANTS.items())]
"""Best first."""
ROOT_HEADERS = (("Cache-Control", "private, max-age=60"), ("Vary", "Accept-Language"))
"""The root of a portal is another one for each browser."""
MOST_BYTES = 64 * 1024 * 1024
"""Of finished bytes in memory, all variants together."""


@dataclass(frozen=True)
class Stored:
    """A file of the tree in memory."""

    stamp: tuple[int, int]
    body: bytes
    etag: str
    last_modified: str


class TreeServer:
    """A WSGI application in front of another one."""

    def __init__(self, application: Application, tree: FolderTree, headers: Headers) -> None:
        self.application = application
        self.tree = tree
        self.headers = headers
        self._files: OrderedDict[Path, Stored] = OrderedDict()
        self._bytes = 0
        self._redirects: dict[Path, tuple[tuple[int, int], dict[str, tuple[str, int]]]] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        host = environ.get("HTTP_HOST", "").partition(":")[0].lower()
        path = environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
        target = self._redirect(host, path)
        if target is not None:
            return self._send_on(environ, start_response, *target)
        try:
            language = self._language(environ, host) if path == "/" else None
            if language is not None:
                return self._send_on(environ, start_response, f"/{language}/", 302, ROOT_HEADERS)
            file = self.tree.file(path[1:] if is_shared(path[1:]) else host + path)
        except UnsafePathError:
            return self.application(environ, start_response)
        for encoding, suffix in (*_accepted(environ), ("", "")):
            stored = self._stored(file.with_name(file.name + suffix))
            if stored is not None:
                return self._send(environ, start_response, file, stored, encoding)
        return self.application(environ, start_response)

    # --- files ----------------------------------------------------------------------------------------

    def _stored(self, file: Path) -> Stored | None:
        """Return a file as it is now; a look at its time and size tells whether memory still holds it."""
        try:
            status = os.stat(file)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._files.get(file)
        if known is not None and known.stamp == stamp:
            return known
        if not file.is_file():
            return None
        body = file.read_bytes()
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        stored = Stored(stamp, body, etag, formatdate(status.st_mtime, usegmt=True))
        self._keep(file, stored)
        return stored

    def _keep(self, file: Path, stored: Stored) -> None:
        with self._lock:
            before = self._files.pop(file, None)
            self._bytes += len(stored.body) - (len(before.body) if before else 0)
            self._files[file] = stored
            while self._bytes > MOST_BYTES and len(self._files) > 1:
                _oldest, dropped = self._files.popitem(last=False)
                self._bytes -= len(dropped.body)

    def _send(
        self, environ: Environ, start_response: StartResponse, file: Path, stored: Stored, encoding: str
    ) -> Iterable[bytes]:
        headers = [
            ("Content-Type", media_type(file.name)),
            ("ETag", stored.etag),
            ("Last-Modified", stored.last_modified),
            ("Vary", "Accept-Encoding"),
            ("Accept-Ranges", "bytes"),
            *_keeping(environ["PATH_INFO"]),
            *self.headers,
        ]
        if file.suffix in FOR_ALL:
            headers.append(("Access-Control-Allow-Origin", "*"))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        if _has_it(environ, stored):
            start_response("304 Not Modified", headers)
            return []
        part = None if encoding else _range(environ, stored)
        if part is not None:
            return _send_part(environ, start_response, headers, stored.body, part)
        start_response("200 OK", [*headers, ("Content-Length", str(len(stored.body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [stored.body]

    # --- redirects ------------------------------------------------------------------------------------

    def _redirect(self, host: str, path: str) -> tuple[str, int] | None:
        if not host or "/" in host or host.startswith("."):
            return None
        file = self.tree.root / host / REDIRECTS
        try:
            status = os.stat(file)
        except (FileNotFoundError, ValueError):
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._redirects.get(file)
        if known is None or known[0] != stamp:
            known = self._redirects[file] = (stamp, self.tree.redirects(host))
        return known[1].get(path) or known[1].get(_as_written(path))

    def _language(self, environ: Environ, host: str) -> str | None:
        """The language of a host that the browser wants most. Raises UnsafePathError for what is no host."""
        found = [code for code in registry.CODES if self.tree.file(f"{host}/{code}/").is_file()]
        return wanted_language(environ.get("HTTP_ACCEPT_LANGUAGE", ""), found)

    def _send_on(
        self,
        environ: Environ,
        start_response: StartResponse,
        target: str,
        status: int,
        more: Sequence[tuple[str, str]] = (),
    ) -> Iterable[bytes]:
        line = "301 Moved Permanently" if status == 301 else "302 Found"
        start_response(line, [("Location", target), ("Content-Length", "0"), *more, *self.headers])
        return []


def _as_written(path: str) -> str:
    """A code on a wall says `/S/7K3F`."""
    first, slash, rest = path[1:].partition("/")
    return f"/{first.lower()}{slash}{rest.upper()}" if first.lower() == "s" else path


def _keeping(path: str) -> Sequence[tuple[str, str]]:
    """How long browsers and caches keep what stands at a path."""
    if path == "/":
        return ROOT_HEADERS
    return (("Cache-Control", cache_control(path)),)


def _accepted(environ: Environ) -> list[tuple[str, str]]:
    """The encodings that the reader takes, best first; a range is of the plain bytes."""
    if "HTTP_RANGE" in environ:
        return []
    named = environ.get("HTTP_ACCEPT_ENCODING", "").replace(" ", "").split(",")
    wanted = {part.partition(";")[0] for part in named if not part.endswith((";q=0", ";q=0.0"))}
    return [(encoding, suffix) for encoding, suffix in ENCODINGS if encoding in wanted]


def _has_it(environ: Environ, stored: Stored) -> bool:
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return "*" in tags or stored.etag in tags
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if since is None:
        return False
    try:
        return parsedate_to_datetime(since) >= parsedate_to_datetime(stored.last_modified)
    except (TypeError, ValueError):
        return False


def _range(environ: Environ, stored: Stored) -> tuple[int, int] | None:
    """(first, last) of the one range that was asked for: last before first when it lies outside; None for none."""
    asked = environ.get("HTTP_RANGE", "")
    if not asked.startswith("bytes=") or "," in asked:
        return None
    if environ.get("HTTP_IF_RANGE", stored.etag) not in (stored.etag, stored.last_modified):
        return None
    first, dash, last = asked.removeprefix("bytes=").partition("-")
    size = len(stored.body)
    if not dash or not (first + last).isdecimal():
        return None
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _send_part(
    environ: Environ, start_response: StartResponse, headers: Headers, body: bytes, part: tuple[int, int]
) -> Iterable[bytes]:
    first, last = part
    if first > last:
        start_response(
            "416 Range Not Satisfiable", [("Content-Range", f"bytes */{len(body)}"), ("Content-Length", "0")]
        )
        return []
    shown = body[first : last + 1]
    headers = [
        *headers,
        ("Content-Range", f"bytes {first}-{last}/{len(body)}"),
        ("Content-Length", str(len(shown))),
    ]
    start_response("206 Partial Content", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [shown]
