"""Somebody who reads every file of a tree while publishers are killed, and what may have stood there.

Whatever a publisher keeps, the test copies from the database: each hash that stood at a path at some time. One that was
killed may have written bytes that it could not keep any more, and whoever makes the path next may make others of it. So
a path may show as many unknown bytes as killed publishers had taken it, and those are looked at like all others: they
end as their kind ends, and bear their hash where their name tells one.
"""

import csv
import gzip
import hashlib
import io
import json
import os
import re
import threading
import time
from codecs import BOM_UTF8
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import brotli
from PIL import Image

from sites.publishing.stores.layout import CADDY, MAPS, REDIRECTS, file_name, is_shared, path_of

REST_SECONDS = 0.05
"""Between two walks: a reader that never rests takes the machine from those whom it watches."""
UNPACK: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".br": brotli.decompress}
NAMED_BY_MD5 = re.compile(r"^static/.+\.([0-9a-f]{12})\.[a-z0-9]+$")
NAMED_BY_SHA256 = re.compile(r"/screens/objects/([0-9a-f]{64})\.jpg$")

Rows = Iterable[tuple[str, str]]


class Reader(threading.Thread):
    """Reads every file of a tree, again and again, as soon as it is another one."""

    def __init__(self, tree: Path) -> None:
        super().__init__()
        self.tree = tree
        self.stopped = threading.Event()
        self.torn: list[str] = []
        """Files that were not whole when they were read."""
        self.seen: dict[str, set[str]] = defaultdict(set)
        """{path: hash of each of the bytes that stood there, plain or compressed}"""
        self._read: dict[str, tuple[int, int, int]] = {}
        self._stood: dict[str, frozenset[str]] = {}

    def run(self) -> None:
        self._walk()
        self._stood = {path: frozenset(seen) for path, seen in self.seen.items()}
        while not self.stopped.is_set():
            self._walk()
            time.sleep(REST_SECONDS)

    def stop(self) -> None:
        """Read everything as it stands now, and end."""
        self.stopped.set()
        self.join()
        self._read.clear()
        for file in self.tree.rglob("*"):
            if file.is_file():
                self._look_at(file)

    def written_kinds(self) -> set[str]:
        """Return the endings of the files that became others after the first walk."""
        others = (path for path, seen in self.seen.items() if seen > self._stood.get(path, frozenset()))
        return {PurePosixPath(file_name(path)).suffix for path in others}

    def _walk(self) -> None:
        for folder, _folders, names in os.walk(self.tree):
            for name in names:
                self._look_at(Path(folder, name))

    def _look_at(self, file: Path) -> None:
        """Read a file, if it is still there and another one than before."""
        try:
            stat = file.stat()
            mark = stat.st_ino, stat.st_mtime_ns, stat.st_size
            if self._read.get(str(file)) != mark:
                self._read[str(file)] = mark
                self._judge(file.relative_to(self.tree).as_posix(), file.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return

    def _judge(self, name: str, body: bytes) -> None:
        stem, dot, last = name.rpartition(".")
        plain, unpack = (stem, UNPACK[dot + last]) if dot + last in UNPACK else (name, bytes)
        path = path_of(plain)
        try:
            body = unpack(body)
            is_known = path is not None and digest_of(body) in self.seen[path]
            if not is_known:
                check(plain, body)
        except Exception as error:
            self.torn.append(f"{name}: {error!r}")
        else:
            if path is not None:
                self.seen[path].add(digest_of(body))


def never_valid(reader: Reader, kept: Rows, taken: Rows) -> dict[str, int]:
    """Return the paths where more unknown bytes were read than killed publishers can have left.

    `kept` are the (path, hash) that a publisher kept at some time, `taken` each (path, publisher) of those that were
    killed while the path was theirs. What all hosts share never changes under its name.
    """
    known: dict[str, set[str]] = defaultdict(set)
    for path, digest in kept:
        known[path].add(digest)
    left = Counter(path for path, _publisher in set(taken))
    unknown = {
        path: len(seen) - 1 if is_shared(path) else len(seen - known[path]) - left[path]
        for path, seen in reader.seen.items()
    }
    return {path: count for path, count in unknown.items() if count > 0}


def digest_of(body: bytes) -> str:
    """Return the hash by which the index knows the bytes of a path."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()


# --- what is whole -------------------------------------------------------------------------------------


class TornError(ValueError):
    """Bytes are not all of a file."""


def check(name: str, body: bytes) -> None:
    """Look whether bytes are all of a file with that name. Raises TornError, or what a reader of its kind raises."""
    last = PurePosixPath(name).name
    if last.startswith("."):
        OWN.get(last, _anything)(body)
        return
    KINDS[PurePosixPath(name).suffix](body)
    for pattern, algorithm in ((NAMED_BY_MD5, "md5"), (NAMED_BY_SHA256, "sha256")):
        if (told := pattern.search(name)) and not hashlib.new(algorithm, body).hexdigest().startswith(
            told[1]
        ):
            raise TornError("Its name tells another hash.")


def _ends(end: bytes) -> Callable[[bytes], None]:
    def check_end(body: bytes) -> None:
        if not body.endswith(end):
            raise TornError(f"It ends with {body[-20:]!r}.")

    return check_end


def _has_rows(body: bytes) -> None:
    """All rows of a table are equally long, and the last one is ended. A table of nothing has none."""
    if body == BOM_UTF8:
        return
    _ends(b"\r\n")(body)
    if len({len(row) for row in csv.reader(io.StringIO(body.decode(), newline=""))}) != 1:
        raise TornError("Its rows are not equally long.")


def _has_lines(pattern: str) -> Callable[[bytes], None]:
    def check_lines(body: bytes) -> None:
        if not re.fullmatch(rf"({pattern}\n)*", body.decode()):
            raise TornError(f"It ends with {body[-40:]!r}.")

    return check_lines


def _is_picture(body: bytes) -> None:
    with Image.open(io.BytesIO(body)) as picture:
        picture.load()


def _is_font(body: bytes) -> None:
    if int.from_bytes(body[8:12]) != len(body):
        raise TornError("It is shorter than it says.")


def _anything(body: bytes) -> None:
    """A note of the publisher's own, or a file that nobody has finished: no server shows it."""


KINDS: dict[str, Callable[[bytes], object]] = {
    ".html": lambda body: _ends(b"</html>")(body.rstrip()),
    **dict.fromkeys((".xml", ".svg"), ElementTree.fromstring),
    **dict.fromkeys((".json", ".jsonld", ".geojson"), json.loads),
    ".csv": _has_rows,
    **dict.fromkeys((".txt", ".js", ".css"), _ends(b"\n")),
    **dict.fromkeys((".jpg", ".png", ".webp", ".avif"), _is_picture),
    ".woff2": _is_font,
}
"""{ending: how a whole file ends}; a kind that stands in the tree and not here is torn."""
OWN: dict[str, Callable[[bytes], object]] = {
    REDIRECTS: json.loads,
    **dict.fromkeys(MAPS, _has_lines(r'"[^"]+" "[^"]+";')),
    CADDY: _has_lines(r'"[^"]+" "[^"]+" \d+'),
}
"""What servers in front read of a host beside its paths."""
