"""The tree of this installation: where it is, who may write it, and from which release it was written.

It is in a folder of this machine, or in the bucket that `TREE_URL` names.
"""

import datetime
import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings

from sites.publishing.stores import Store
from sites.publishing.stores.folder import FolderTree
from sites.publishing.stores.s3 import S3Tree

RELEASE = ".release"
LOCK = ".publisher"
ALIVE = ".alive"
MADE_OF = ("*.html", "*.py", "*.po", "*.css", "*.js", "*.svg", "*.json")
"""What the bytes of public pages depend on beside the database."""


class PublisherIsRunningError(RuntimeError):
    """Another process writes the tree."""


def tree() -> Store:
    """Return the tree of this installation."""
    return _bucket(settings.TREE_URL) if settings.TREE_URL else FolderTree(Path(settings.TREE_ROOT))


@cache
def _bucket(url: str) -> S3Tree:
    """One for the whole process: it keeps its connections."""
    return S3Tree(url)


@contextmanager
def only_publisher() -> Iterator[Store]:
    """Be the one process that writes the tree. Raises PublisherIsRunningError when another one is."""
    root = Path(settings.TREE_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublisherIsRunningError(f"Another process publishes into {root}.") from None
        yield tree()


def note_alive() -> None:
    """Note that the publisher looks at the change rows now."""
    (Path(settings.TREE_ROOT) / ALIVE).touch()


def seen_at() -> datetime.datetime | None:
    """Return when the publisher looked at the change rows last, or None when it never did."""
    file = Path(settings.TREE_ROOT) / ALIVE
    return datetime.datetime.fromtimestamp(file.stat().st_mtime, datetime.UTC) if file.exists() else None


def is_from_this_release() -> bool:
    """Return whether the whole tree was written by the code that is running."""
    return tree().noted(RELEASE) == _release()


def note_release() -> None:
    """Note that the whole tree was written by the code that is running."""
    tree().note(RELEASE, _release())


def _release() -> str:
    digest = hashlib.sha256()
    for package in ("cms", "media_assets", "sites", "translations"):
        for pattern in MADE_OF:
            for path in sorted((settings.BASE_DIR / package).rglob(pattern)):
                digest.update(path.read_bytes())
    return digest.hexdigest()
