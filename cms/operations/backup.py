"""A copy of everything that cannot be made again: the database and the media files. Keys are not in it.

    <folder>/manifest.json    when, where and by which release, which database and tree, the SHA-256 of each file
    <folder>/database         SQLite's own copy, or a dump of pg_dump in its custom format
    <folder>/media.tar

The published tree is made again with `publish_site`: a copy is not put back where that would write over the tree of
another installation, nor by another release, unless somebody says so. A copy is complete or it is not there: it is
written beside its folder and renamed.
"""

import datetime
import hashlib
import itertools
import json
import shutil
import socket
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from cms.operations import lost_record
from media_assets.whole_files import files_below, is_unfinished
from sites.publishing import publishers
from sites.publishing.installation import release
from sites.publishing.publishers import PublisherIsRunningError

MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media.tar"
EVERY_TABLE_GOES = """
DO $$ DECLARE found regclass; BEGIN
  FOR found IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace LOOP
    EXECUTE 'DROP TABLE ' || found || ' CASCADE';
  END LOOP;
END $$
"""
"""Said to PostgreSQL before a copy is put into it."""


STOP = "Stop the web, worker and publisher processes first (cua-ngo-web, cua-ngo-worker, cua-ngo-publisher)."


class BackupError(RuntimeError):
    """A copy that was not made or not put back, with the reason and what to do."""


def back_up(folder: Path) -> None:
    """Copy the installation into a new folder. Raises BackupError when there is one already."""
    if folder.exists():
        raise BackupError(f"{folder} is there already. Name a new folder.")
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    begun_at = datetime.datetime.now(datetime.UTC)
    _copy_database(unfinished / DATABASE)
    _copy_media(unfinished / MEDIA)
    manifest = {
        "made_at": begun_at.isoformat(timespec="seconds"),
        **whereabouts(),
        "sha256": {name: _digest(unfinished / name) for name in (DATABASE, MEDIA)},
    }
    (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1))
    unfinished.rename(folder)


def whereabouts() -> dict[str, str]:
    """Return what a copy tells of this installation. The tree is the address of a bucket, or nothing for a folder."""
    return {
        "database": connection.vendor,
        "tree": settings.TREE_URL,
        "host": socket.gethostname(),
        "release": release(),
    }


def restore(
    folder: Path, tell: Callable[[str], None], *, replace: bool = False, is_elsewhere: bool = False
) -> None:
    """Put a copy back, into an empty installation unless `replace`. Raises BackupError, and then changes nothing.

    `is_elsewhere` says that the tree, the machine or the release may be another than that of the copy. What goes with
    the database that is replaced is told before.
    """
    manifest = _manifest(folder)
    if manifest["database"] != connection.vendor:
        raise BackupError(
            f"The copy is of {manifest['database']}, this installation uses {connection.vendor}. Change DATABASE_URL."
        )
    reasons = [] if is_elsewhere else _against(manifest)
    if reasons:
        raise BackupError(" ".join([*reasons, "If that is meant, add --elsewhere."]))
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    has_database = bool(connection.introspection.table_names())
    if has_database and not replace:
        raise BackupError(f"This installation has a database already. {STOP} Then add --replace.")
    try:
        with publishers.kept_out():
            if has_database:
                _tell_what_goes(made_at(folder), tell)
            _put_database_back(folder / DATABASE)
            _put_media_back(folder / MEDIA)
    except PublisherIsRunningError as error:
        raise BackupError(f"{error} {STOP}") from None


def _tell_what_goes(since: datetime.datetime, tell: Callable[[str], None]) -> None:
    """Keep the record of the database that goes, and name the pages that were taken off after a copy."""
    try:
        kept = lost_record.keep_record(Path(settings.VAR_DIR))
    except DatabaseError as error:
        tell(
            f"The record of approval that is replaced cannot be read ({error}). Compare with the last export of it."
        )
        return
    tell(
        f"What the record of approval got after the copy goes with the database. All of it is kept in {kept}."
    )
    public_again = lost_record.still_withdrawn(lost_record.read_record(kept), since)
    if public_again:
        tell("These pages were taken off at once after the copy, and are public in it:")
        for row in public_again:
            tell(f"    {lost_record.in_words(row)}")
        tell(
            f"Take them off again after migrate, before anything is published: manage.py withdraw_again {kept}"
        )


def made_at(folder: Path) -> datetime.datetime:
    """Return when a copy was made."""
    manifest = json.loads((folder / MANIFEST).read_text())
    return datetime.datetime.fromisoformat(manifest["made_at"])


def _against(manifest: dict[str, Any]) -> list[str]:
    """What speaks against putting a copy back here."""
    copied = {"tree": "", "host": "", "release": "", **manifest}
    here, reasons = whereabouts(), []
    if copied["tree"] != here["tree"]:
        reasons.append(
            f"The copy was published into {copied['tree'] or 'a folder'}, this installation publishes into "
            f"{here['tree'] or 'a folder'}. Compare TREE_URL."
        )
    elif here["tree"] and copied["host"] != here["host"]:
        reasons.append(
            f"The copy was made on {copied['host']}, which publishes into {here['tree']} as {here['host']} would. "
            "Stop its publisher for good."
        )
    if copied["release"] != here["release"]:
        reasons.append(
            "The copy was made by another release, or under other settings that pages are made of. Put it back with "
            "the release that made it."
        )
    return reasons


def _manifest(folder: Path) -> dict[str, Any]:
    if not (folder / MANIFEST).is_file():
        raise BackupError(f"{folder} holds no copy: {MANIFEST} is missing.")
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    for name, digest in manifest["sha256"].items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise BackupError(f"{folder / name} is not what was copied. Take another copy.")
    return manifest


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


# --- databases ----------------------------------------------------------------------------------------


def _copy_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _put_database_back(source: Path) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        target = Path(connection.settings_dict["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        _require_unused(target)
        beside = target.with_name(target.name + ".restored")
        shutil.copyfile(source, beside)
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        beside.rename(target)
    else:
        _put_into_postgres(source)


def _require_unused(database: Path) -> None:
    """Raise BackupError while another process has the file open: SQLite leaves its write-ahead log only alone."""
    with closing(sqlite3.connect(database, timeout=0)) as alone:
        try:
            alone.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise BackupError(f"Another process uses {database} ({error}). {STOP}") from None


def _put_into_postgres(source: Path) -> None:
    """All of it or nothing. `pg_restore` alone would stumble over what a newer release made to refer to the rest."""
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as folder:
        script = f"--file={folder}/copy.sql"
        _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", script, str(source))
        once = ("--single-transaction", "--set=ON_ERROR_STOP=1", f"--command={EVERY_TABLE_GOES}")
        _postgres("psql", "--no-psqlrc", "--quiet", "--output=/dev/null", *once, script, into=True)


def _postgres(program: str, *arguments: str, into: bool = False) -> None:
    values = connection.settings_dict
    environment = {
        "PGHOST": values["HOST"],
        "PGPORT": str(values["PORT"]),
        "PGUSER": values["USER"],
        "PGPASSWORD": values["PASSWORD"],
        "PGDATABASE": values["NAME"],
        "PATH": "/usr/local/bin:/usr/bin:/bin",
    }
    target = [f"--dbname={values['NAME']}"] if into else []
    found = subprocess.run(  # noqa: S603 - our own arguments
        [program, *target, *arguments], env=environment, capture_output=True, text=True
    )
    if found.returncode != 0:
        raise BackupError(f"{program} failed: {found.stderr.strip()[-500:]}")


# --- media --------------------------------------------------------------------------------------------


def _copy_media(target: Path) -> None:
    """Copy every whole file. Editors and publishers go on meanwhile: what is deleted before its turn is left out."""
    media = Path(settings.MEDIA_ROOT)
    with tarfile.open(target, "w") as archive:
        for file in itertools.filterfalse(is_unfinished, files_below(media)):
            with suppress(FileNotFoundError):
                archive.add(file, arcname=file.relative_to(media), recursive=False)


def _put_media_back(archive: Path) -> None:
    """The files that were there stay beside the new ones, as `media.before`, until somebody deletes them."""
    media = Path(settings.MEDIA_ROOT)
    unpacked, before = media.with_name("media.unpacked"), media.with_name("media.before")
    for folder in (unpacked, before):
        shutil.rmtree(folder, ignore_errors=True)
    unpacked.mkdir()  # an installation without a picture has no folder in its copy
    with tarfile.open(archive) as content:
        content.extractall(unpacked, filter="data")
    if media.exists():
        media.rename(before)
    unpacked.rename(media)
