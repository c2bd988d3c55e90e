"""Serves the published tree in front of Django: one look at the file, its bytes from memory, no database.

What is not in the tree goes on to the application behind. Only GET and HEAD are answered here. A request costs little
more than the look at the file: what follows from an address, from the encodings of a browser and from the bytes of a
file is worked out once and kept, within bounds.
"""

import errno
import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sites.publishing.language_root import wanted_language
from sites.publishing.spellings import as_known
from sites.publishing.stores.folder import FolderTree
from sites.publishing.stores.layout import (
    FOR_ALL,
    INDEX,
    REDIRECTS,
    VARIANTS,
    UnsafePathError,
    cache_control,
    file_name,
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
PLAIN = (("", ""),)
ROOT_HEADERS = (("Cache-Control", "private, max-age=60"), ("Vary", "Accept-Language"))
"""The root of a portal is another one for each browser."""
MOST_BYTES = 64 * 1024 * 1024
"""Of finished bytes in memory, all variants together."""
MOST_ADDRESSES, MOST_ACCEPTED = 8192, 256
"""Of which what follows from them is kept."""
LONGEST_KEPT = 512
"""Letters of what is kept: a browser may send very long ones."""
NO_FILE = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of the tree in memory, and what is said of it."""

    stamp: tuple[int, int]
    body: bytes
    etag: str
    last_modified: str
    headers: Headers
    """Without its length, which not every answer has."""
    whole: Headers
    """With it."""


class TreeServer:
    """A WSGI application in front of another one."""

    def __init__(self, application: Application, tree: FolderTree, headers: Headers) -> None:
        self.application = application
        self.tree = tree
        self.headers = headers
        self._root = f"{tree.root}/"
        self._files: OrderedDict[str, Stored] = OrderedDict()
        self._bytes = 0
        self._redirects: dict[Path, tuple[tuple[int, int], dict[str, tuple[str, int]]]] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        host, path = environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", "")
        name = _name(host, path) if len(host) + len(path) <= LONGEST_KEPT else _name_of(host, path)
        if name is not None:
            if path == "/":
                language = self._language(environ, _hostname(host))
                if language is not None:
                    return self._send_on(environ, start_response, f"/{language}/", 302, ROOT_HEADERS)
            for encoding, suffix in _accepted_by(environ):
                stored = self._stored(name, encoding, suffix)
                if stored is not None:
                    return self._send(environ, start_response, stored, encoding)
        target = self._redirect(_hostname(host), _decoded(path)) or self._with_last_slash(host, path)
        if target is not None:
            return self._send_on(environ, start_response, *target)
        return self.application(environ, start_response)

    # --- files ----------------------------------------------------------------------------------------

    def _stored(self, name: str, encoding: str, suffix: str) -> Stored | None:
        """Return a file as it is now; a look at its time and size tells whether memory still holds it."""
        file = self._root + name + suffix
        status = _status(file)
        if status is None:
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._files.get(file)
        if known is not None and known.stamp == stamp:
            return known
        if not os.path.isfile(file):
            return None
        stored = self._read(file, name, encoding, stamp)
        self._keep(file, stored)
        return stored

    def _read(self, file: str, name: str, encoding: str, stamp: tuple[int, int]) -> Stored:
        body = Path(file).read_bytes()
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        last_modified = formatdate(stamp[0] / 1e9, usegmt=True)
        headers = [
            ("Content-Type", media_type(name)),
            ("ETag", etag),
            ("Last-Modified", last_modified),
            ("Vary", "Accept-Encoding"),
            ("Accept-Ranges", "bytes"),
            *_keeping(name),
            *self.headers,
        ]
        if name.endswith(FOR_ALL):
            headers.append(("Access-Control-Allow-Origin", "*"))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        whole = [*headers, ("Content-Length", str(len(body)))]
        return Stored(stamp, body, etag, last_modified, headers, whole)

    def _keep(self, file: str, stored: Stored) -> None:
        with self._lock:
            before = self._files.pop(file, None)
            self._bytes += len(stored.body) - (len(before.body) if before else 0)
            self._files[file] = stored
            while self._bytes > MOST_BYTES and len(self._files) > 1:
                _oldest, dropped = self._files.popitem(last=False)
                self._bytes -= len(dropped.body)

    def _send(
        self, environ: Environ, start_response: StartResponse, stored: Stored, encoding: str
    ) -> Iterable[bytes]:
        if _has_it(environ, stored):
            start_response("304 Not Modified", list(stored.headers))
            return []
        part = None if encoding else _range(environ, stored)
        if part is not None:
            return _send_part(environ, start_response, stored, part)
        start_response("200 OK", list(stored.whole))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [stored.body]

    # --- redirects ------------------------------------------------------------------------------------

    def _redirect(self, host: str, path: str) -> tuple[str, int] | None:
        if not host or "/" in host or host.startswith("."):
            return None
        file = self.tree.root / host / REDIRECTS
        status = _status(str(file))
        if status is None:
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._redirects.get(file)
        if known is None or known[0] != stamp:
            known = self._redirects[file] = (stamp, self.tree.redirects(host))
        return known[1].get(as_known(path))

    def _with_last_slash(self, host: str, path: str) -> tuple[str, int] | None:
        """Where an address leads that only wants its last slash; of one with two at its front that is a host."""
        asked = _decoded(path)
        if as_known(asked) != f"{asked}/" or asked.startswith("//"):
            return None
        name = _name_of(host, f"{path}/")
        return (quote(f"{asked}/"), 301) if name and _status(self._root + name) else None

    def _language(self, environ: Environ, host: str) -> str | None:
        """The language of a host that the browser wants most. Raises UnsafePathError for what is no host."""
        found = [code for code in registry.CODES if _status(str(self.tree.file(f"{host}/{code}/")))]
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


def _name_of(host: str, path: str) -> str | None:
    """The plain file of an address, below the tree; None for what cannot be there."""
    asked = _decoded(path)
    try:
        return file_name(asked[1:] if is_shared(asked[1:]) else _hostname(host) + asked)
    except UnsafePathError:
        return None


_name = lru_cache(MOST_ADDRESSES)(_name_of)


def _status(file: str) -> os.stat_result | None:
    """What the file system says of a file, or None when there is none and can be none."""
    try:
        return os.stat(file)
    except ValueError:
        return None
    except OSError as error:
        if error.errno in NO_FILE:
            return None
        raise


def _hostname(host: str) -> str:
    return host.partition(":")[0].lower()


def _decoded(path: str) -> str:
    """WSGI hands over bytes as letters."""
    return path if path.isascii() else path.encode("latin-1").decode(errors="replace")


def _keeping(name: str) -> Sequence[tuple[str, str]]:
    """How long browsers and caches keep a file."""
    _host, _slash, path = name.partition("/")
    return ROOT_HEADERS if path == INDEX else (("Cache-Control", cache_control(name)),)


def _accepted_by(environ: Environ) -> Sequence[tuple[str, str]]:
    """The encodings that the reader takes, best first, and none; a range is of the plain bytes."""
    named = environ.get("HTTP_ACCEPT_ENCODING")
    if not named or "HTTP_RANGE" in environ:
        return PLAIN
    return _accepted(named) if len(named) <= LONGEST_KEPT else PLAIN


@lru_cache(MOST_ACCEPTED)
def _accepted(named: str) -> Sequence[tuple[str, str]]:
    parts = named.replace(" ", "").split(",")
    wanted = {part.partition(";")[0] for part in parts if not part.endswith((";q=0", ";q=0.0"))}
    return (*((encoding, suffix) for encoding, suffix in ENCODINGS if encoding in wanted), *PLAIN)


def _has_it(environ: Environ, stored: Stored) -> bool:
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        if known == stored.etag:
            return True
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
    if not asked.startswith("bytes=") or "," in asked or len(asked) > LONGEST_KEPT:
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
    environ: Environ, start_response: StartResponse, stored: Stored, part: tuple[int, int]
) -> Iterable[bytes]:
    first, last = part
    body = stored.body
    if first > last:
        start_response(
            "416 Range Not Satisfiable", [("Content-Range", f"bytes */{len(body)}"), ("Content-Length", "0")]
        )
        return []
    shown = body[first : last + 1]
    headers = [
        *stored.headers,
        ("Content-Range", f"bytes {first}-{last}/{len(body)}"),
        ("Content-Length", str(len(shown))),
    ]
    start_response("206 Partial Content", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [shown]
