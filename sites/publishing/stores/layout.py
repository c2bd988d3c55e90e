"""Which files the tree has, by what name, of which type and how long a browser keeps them: the same in every store.

    <host>/vi/diem-den/index.html    the bytes of `<host>/vi/diem-den/`, beside it `.gz` and `.br`
    <host>/vi/feed.xml
    <host>/.redirects.json           {address: [target, status]}
    <host>/.moved.map, .found.map    the same for nginx: what is sent on for good, and for now
    <host>/.redirects.caddy          the same for Caddy
    static/websites/site.1f3c….css   what all hosts share, under names that carry their hash
    media/pictures/4f0c….webp
    .release                         a note

A name that begins with a dot is the publisher's own and no path.
"""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

import brotli

from sites.publishing.stores import Redirects

INDEX = "index.html"
REDIRECTS = ".redirects.json"
MAPS = {".moved.map": 301, ".found.map": 302}
CADDY = ".redirects.caddy"
TABLES = (REDIRECTS, *MAPS, CADDY)
"""The files of a host that say its redirects."""
NOT_FOR_SERVERS = frozenset('"\\$;{}\x7f') | {chr(code) for code in range(32)}
"""A redirect with one of these letters is left to the application."""
LONGEST_KEY, LONGEST_TARGET = 1000, 2000
"""Bytes of a host with its address, and of what it leads to: the buckets of nginx (`deploy/nginx`) hold no longer key.

Longer redirects are left to the application.
"""

COMPRESSED = frozenset(
    {".html", ".xml", ".json", ".jsonld", ".geojson", ".csv", ".js", ".txt", ".css", ".svg"}
)
SHARED, MEDIA = "static", "media"
"""The first steps of the paths that every host has, whatever its name."""
BROTLI_QUALITY, SHARED_BROTLI_QUALITY = 5, 11
"""11 takes fifty times as long for seven per cent: worth it for what is written once for every page."""
VARIANTS: Mapping[str, tuple[str, Callable[[str, bytes], bytes]]] = {
    ".gz": ("gzip", lambda name, body: gzip.compress(body, 9, mtime=0)),
    ".br": ("br", lambda name, body: brotli.compress(body, quality=_brotli_quality(name))),
}
"""{suffix: (encoding, how to make it of a file's name and bytes)}; the same bytes always give the same bytes."""
UNPACK: Mapping[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".br": brotli.decompress}

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".csv": "text/csv; charset=utf-8",
    ".geojson": "application/geo+json",
    ".jsonld": "application/ld+json",
}
FEED_NAME, FEED = "feed.xml", "application/atom+xml; charset=utf-8"

FOR_ALL = (".csv", ".geojson", ".jsonld")
"""What pages of other websites may read too: open data."""

MAX_AGE_SECONDS = 60
HASHED = re.compile(rf"(^|/){SHARED}/.+\.[0-9a-f]{{12}}\.|(^|/){MEDIA}/pictures/|/screens/objects/")
"""What the names and addresses of bytes look like that carry their hash."""


class UnsafePathError(ValueError):
    """A path that is no address below its host."""


def file_name(path: str) -> str:
    """Return the name of the plain file of a path. Raises UnsafePathError."""
    steps = path.split("/")
    if len(steps) < 2 or not steps[0] or "\0" in path or any(step.startswith(".") for step in steps):
        raise UnsafePathError(f"No file in the tree has the path {path!r}.")
    return "/".join([*steps[:-1], steps[-1] or INDEX])


def is_shared(path: str) -> bool:
    """Return whether every host has what stands at a path."""
    return path.partition("/")[0] in (SHARED, MEDIA)


def is_host(name: str) -> bool:
    """Return whether a first step is a host: no name of the publisher's own, and not what every host has."""
    return not name.startswith(".") and not is_shared(name)


def path_of(name: str) -> str | None:
    """Return the path whose plain file has that name, or None when it is the publisher's own or a compressed one."""
    if any(step.startswith(".") for step in name.split("/")) or name.endswith(tuple(VARIANTS)):
        return None
    folder, slash, last = name.rpartition("/")
    return folder + slash if last == INDEX else name


def note_name(name: str) -> str:
    """Return the name of the file of a note. Raises UnsafePathError when it could be a path."""
    if not name.startswith(".") or "/" in name or name in (".", ".."):
        raise UnsafePathError(f"{name!r} is no name of a note: begin it with a dot.")
    return name


def is_compressed(name: str) -> bool:
    """Return whether a file has compressed ones beside it."""
    return PurePosixPath(name).suffix in COMPRESSED


def stand_at(name: str, body: bytes, read: Callable[[str], bytes | None]) -> bool:
    """Return whether a plain file has those bytes, and whoever takes them compressed gets them too.

    Another release of a library may compress them to other bytes.
    """
    suffixes = UNPACK if is_compressed(name) else ()
    return read(name) == body and all(_unpacked(suffix, read(name + suffix)) == body for suffix in suffixes)


def _unpacked(suffix: str, packed: bytes | None) -> bytes | None:
    try:
        return UNPACK[suffix](packed) if packed is not None else None
    except (OSError, EOFError, zlib.error, brotli.error):
        return None  # somebody's hand, or half a file


def _brotli_quality(name: str) -> int:
    return SHARED_BROTLI_QUALITY if name.startswith(f"{SHARED}/") else BROTLI_QUALITY


def media_type(name: str) -> str:
    """Return the type of a plain file, as it stands in `Content-Type`."""
    if PurePosixPath(name).name == FEED_NAME:
        return FEED
    return MEDIA_TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")


def cache_control(name: str) -> str:
    """Return how long a browser keeps a file, by its name or its address."""
    return (
        "public, max-age=31536000, immutable" if HASHED.search(name) else f"public, max-age={MAX_AGE_SECONDS}"
    )


# --- redirects ----------------------------------------------------------------------------------------


def redirect_files(host: str, redirects: Redirects) -> dict[str, bytes]:
    """Return the files that say the redirects of a host, by their names."""
    files = {f"{host}/{REDIRECTS}": json.dumps(redirects, sort_keys=True, indent=0).encode()}
    for_servers = list(_for_servers(host, redirects))
    for name, wanted in MAPS.items():
        lines = (f'"{key}" "{target}";\n' for key, target, status in for_servers if status == wanted)
        files[f"{host}/{name}"] = "".join(lines).encode()
    files[f"{host}/{CADDY}"] = "".join(_for_caddy(for_servers)).encode()
    return files


def other_redirect_files(
    host: str, redirects: Redirects, read: Callable[[str], bytes | None]
) -> dict[str, bytes]:
    """Return those of the files that say the redirects of a host that are not what they should be.

    A host without redirects needs none.
    """
    found = {name: (read(name), content) for name, content in redirect_files(host, redirects).items()}
    return {
        name: content
        for name, (there, content) in found.items()
        if there != content and (redirects or there is not None)
    }


def _for_servers(host: str, redirects: Redirects) -> Iterator[tuple[str, str, int]]:
    """Yield (host and address, target, status) of what servers in front may be told.

    nginx knows no capitals and refuses a key that comes twice: small letters come before them.
    """
    rows = {_without_capitals(path): (path, *redirects[path]) for path in sorted(redirects)}
    for path, target, status in rows.values():
        key = host + path
        is_short = len(key.encode()) <= LONGEST_KEY and len(target.encode()) <= LONGEST_TARGET
        if is_short and not NOT_FOR_SERVERS & {*key, *target}:
            yield key, target, status


def _without_capitals(path: str) -> bytes:
    """The address as nginx compares it, whose capitals are those of English."""
    return path.encode().lower()


def _for_caddy(rows: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    """The lines of a map in which letters have their case: a short address has both."""
    for key, target, status in rows:
        host, slash, path = key.partition("/")
        spellings = (key, host + slash + path.lower()) if path.startswith("s/") else (key,)
        yield from (f'"{spelling}" "{target}" {status}\n' for spelling in dict.fromkeys(spellings))


def redirects_in(table: bytes) -> dict[str, tuple[str, int]]:
    """Return the redirects that `.redirects.json` holds; none when it is damaged."""
    try:
        return {path: (target, status) for path, (target, status) in json.loads(table).items()}
    except ValueError:
        return {}
