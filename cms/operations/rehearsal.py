"""An upgrade, rehearsed by the new release: a copy is put back, migrated and published where nobody sees it.

Database, media files and tree of the rehearsal are its own and gone afterwards; nothing is sent and no cache shared.
What would differ is told against the present tree, so editorial changes after the copy are among the differences.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from cms.operations.backup import MANIFEST, BackupError, made_at
from sites.publishing import redirect_tables
from sites.publishing.installation import tree
from sites.publishing.stores import Store
from sites.publishing.stores.folder import FolderTree
from sites.publishing.stores.layout import is_shared

STEPS = (
    ("migrate", "--no-input"),
    ("check", "--database", "default"),
    ("collectstatic", "--no-input"),
    ("publish_site",),
    ("publish_site", "--check"),
)
"""What this release does with the copy once it is put back."""
LONGEST_MESSAGE = 2000


class RehearsalError(RuntimeError):
    """The upgrade would fail, at which step and why."""


class Differences(NamedTuple):
    """Paths of the tree after the upgrade against the present one."""

    alike: int
    other: list[str]
    new: list[str]
    gone: list[str]


def rehearse(copies: Path, tell: Callable[[str], None]) -> Differences:
    """Rehearse with a copy, or the newest one in a folder of copies. Raises BackupError or RehearsalError."""
    copy = newest_copy(copies)
    with tempfile.TemporaryDirectory(prefix="cua-ngo-rehearsal-") as scratch, _database(scratch) as address:
        there = {
            **os.environ,
            "VAR_DIR": scratch,
            "DATABASE_URL": address,
            "TREE_URL": "",
            "CACHE_URL": "locmemcache://",
            "EMAIL_URL": "dummymail://",
        }
        for step in (("restore", "--elsewhere", str(copy)), *STEPS):
            started = time.monotonic()
            _run(step, there)
            tell(f"{time.monotonic() - started:8.1f} s  {' '.join(step)}")
        return _compare(tree(), FolderTree(Path(scratch) / "tree"))


def newest_copy(folder: Path) -> Path:
    """Return a copy itself, or the newest one in a folder of copies. Raises BackupError when there is none."""
    found = (
        [folder] if (folder / MANIFEST).is_file() else [file.parent for file in folder.glob(f"*/{MANIFEST}")]
    )
    if not found:
        raise BackupError(f"{folder} holds no copy. Make one with manage.py backup.")
    return max(found, key=made_at).resolve()


def _run(step: tuple[str, ...], environment: dict[str, str]) -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *step]
    found = subprocess.run(  # noqa: S603 - our own arguments
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    if found.returncode != 0:
        said = f"{found.stdout}\n{found.stderr}".strip()[-LONGEST_MESSAGE:]
        raise RehearsalError(f"{' '.join(step)} failed:\n{said}")


@contextmanager
def _database(scratch: str) -> Iterator[str]:
    """The address of an empty database beside the present one, which is gone afterwards."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{scratch}/cua-ngo.sqlite3"
        return
    values = connection.settings_dict
    name = f"{values['NAME']}_rehearsal"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted}")
    try:
        user = ":".join(quote(str(values[key]), safe="") for key in ("USER", "PASSWORD") if values[key])
        host = ":".join(str(values[key]) for key in ("HOST", "PORT") if values[key])
        yield f"postgres://{user}@{host}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")


def _compare(present: Store, made: Store) -> Differences:
    """Compare bytes and redirects; what all hosts share is named by its hash, and so never another."""
    now, then = _paths(present), _paths(made)
    alike, other = 0, []
    for path in sorted(now.keys() & then.keys()):
        if now[path] == then[path] and present.read(path) == made.read(path):
            alike += 1
        else:
            other.append(path)
    return Differences(alike, other, sorted(then.keys() - now.keys()), sorted(now.keys() - then.keys()))


def _paths(store: Store) -> dict[str, tuple[str, int] | None]:
    """{path: where it leads and with which status, or None for bytes}."""
    found = [path for path in store.paths() if not is_shared(path)]
    return {**dict.fromkeys(found), **redirect_tables.standing(store)}
