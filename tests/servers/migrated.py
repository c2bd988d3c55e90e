"""Migrated databases, kept for the next run: migrating takes longer than most tests."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.servers.postgres import binaries

ROOT = Path(__file__).resolve().parent.parent.parent


def kept(folder: Path, suffix: str) -> Path:
    """Return where a migrated database is kept: under another name as soon as what it is made of is another.

    That is the libraries, the migrations, and what says which triggers are written after them.
    """
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for name in ("triggers.py", "watched.py"):
        digest.update((ROOT / "sites" / "publishing" / name).read_bytes())
    for path in sorted(ROOT.glob("*/**/migrations/*.py")):
        if ".venv" not in path.parts:
            digest.update(path.read_bytes())
    return folder / f"migrated-{digest.hexdigest()[:16]}{suffix}"


def prepare_sqlite(database: Path, environment: dict[str, str]) -> None:
    """Let a migrated database be in a file; `environment` is that of the installation to which it belongs."""
    template = kept(ROOT / "var" / "test", ".sqlite3")
    if template.exists():
        shutil.copy(template, database)
        return
    _migrate(environment)
    keep_sqlite(database, template)


def keep_sqlite(database: Path, template: Path) -> None:
    """Keep a copy of a database for the next run."""
    template.parent.mkdir(parents=True, exist_ok=True)
    unfinished = template.with_name(f"{template.name}.{os.getpid()}")
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("VACUUM INTO ?", [str(unfinished)])
    unfinished.rename(template)


def prepare_postgres(url: str, environment: dict[str, str]) -> None:
    """Let a migrated database be in an empty one."""
    folder, template = binaries(), kept(ROOT / "var" / "test", ".sql")
    assert folder is not None
    if template.exists():
        command = [folder / "psql", "--quiet", "--dbname", url, "--file", template]
        subprocess.run([*command, "--set", "ON_ERROR_STOP=1"], check=True, stdout=subprocess.DEVNULL)
        return
    _migrate(environment)
    template.parent.mkdir(parents=True, exist_ok=True)
    unfinished = template.with_name(f"{template.name}.{os.getpid()}")
    subprocess.run([folder / "pg_dump", "--no-owner", "--dbname", url, "--file", unfinished], check=True)
    unfinished.rename(template)


def _migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
