"""The tree of this installation: where it is, who may write it, and from which release it was written."""

import datetime
import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from sites.publishing.tree import FolderTree

RELEASE = ".release"
LOCK = ".publisher"
ALIVE = ".alive"
MADE_OF = ("*.html", "*.py", "*.po", "*.css", "*.js", "*.svg", "*.woff2", "*.json")
"""What the bytes of public pages depend on beside the database."""


class PublisherIsRunningError(RuntimeError):
    """Another process writes the tree."""


def tree() -> FolderTree:
    """Return the tree of this installation."""
    return FolderTree(Path(settings.TREE_ROOT))


@contextmanager
def only_publisher() -> Iterator[FolderTree]:
    """Be the one process that writes the tree. Raises PublisherIsRunningError when another one is."""
    found = tree()
    found.root.mkdir(parents=True, exist_ok=True)
    with (found.root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublisherIsRunningError(f"Another process publishes into {found.root}.") from None
        yield found


def note_alive() -> None:
    """Note that the publisher looks at the change rows now."""
    (tree().root / ALIVE).touch()


def seen_at() -> datetime.datetime | None:
    """Return when the publisher looked at the change rows last, or None when it never did."""
    file = tree().root / ALIVE
    return datetime.datetime.fromtimestamp(file.stat().st_mtime, datetime.UTC) if file.exists() else None


def is_from_this_release() -> bool:
    """Return whether the whole tree was written by the code that is running."""
    written = tree().root / RELEASE
    return written.is_file() and written.read_text() == _release()


def note_release() -> None:
    """Note that the whole tree was written by the code that is running."""
    (tree().root / RELEASE).write_text(_release())


def _release() -> str:
    digest = hashlib.sha256()
    for package in ("cms", "media_assets", "sites", "translations"):
        for pattern in MADE_OF:
            for path in sorted((settings.BASE_DIR / package).rglob(pattern)):
                digest.update(path.read_bytes())
    return digest.hexdigest()
