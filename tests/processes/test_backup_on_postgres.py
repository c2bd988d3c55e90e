"""Copies, putting back and rehearsals with PostgreSQL's own programs."""

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from sites.publishing.stores.folder import FolderTree
from tests.processes.portals import open_portals
from tests.servers.migrated import ROOT
from tests.servers.postgres import postgres

pytestmark = pytest.mark.processes

SECRETS = {
    "SECRET_KEY": "khoa-bi-mat-cua-cua-ngo-0123456789",
    "AWS_ACCESS_KEY_ID": "AKIAKHOABIMAT000001",
    "AWS_SECRET_ACCESS_KEY": "khoa-bi-mat-cua-kho-0123456789",
    "EMAIL_URL": "smtp+tls://thu:mat-khau-cua-thu@thu.example:587",
    "WAGTAILFRONTENDCACHE": json.dumps(
        {
            "cdn": {
                "BACKEND": "wagtail.contrib.frontend_cache.backends.CloudflareBackend",
                "BEARER_TOKEN": "the-bi-mat-cua-cdn",
                "ZONEID": "vung",
            }
        }
    ),
}
"""What an environment may hold that nobody else may read."""
IN_THEM = [
    SECRETS["SECRET_KEY"],
    SECRETS["AWS_ACCESS_KEY_ID"],
    SECRETS["AWS_SECRET_ACCESS_KEY"],
    "mat-khau-cua-thu",
    "the-bi-mat-cua-cdn",
    "mat-khau-cua-may-chu",
]


@dataclass(frozen=True)
class Installation:
    """An installation whose database is on a server of its own."""

    folder: Path
    server: str
    """The address of the server, without a database."""
    name: str = "cua_ngo"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **SECRETS,
            "DJANGO_SETTINGS_MODULE": "cms.settings.development",
            "TEST_DATABASE_URL": "",
            "DATABASE_URL": f"{self.server}/{self.name}",
            "VAR_DIR": str(self.folder),
        }

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Return what the database answers."""
        with psycopg.connect(f"{self.server}/{self.name}", autocommit=True) as connection:
            answer = connection.execute(sql)
            return answer.fetchall() if answer.description else []

    @property
    def tree(self) -> FolderTree:
        return FolderTree(self.folder / "tree")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Two portals that are published."""
    var_dir = tmp_path_factory.mktemp("installation") / "var"
    with postgres() as url, open_portals(var_dir, url):
        server = url.removesuffix("/postgres").replace("test@", "test:mat-khau-cua-may-chu@")
        made = Installation(var_dir, server, "postgres")
        for command in (["migrate", "--no-input"], ["collectstatic", "--no-input"], ["publish_site"]):
            done = made.manage(*command)
            assert done.returncode == 0, done.stderr
        yield made


@pytest.fixture(scope="module")
def copy(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies") / "1"
    made = installation.manage("backup", str(folder))
    assert made.returncode == 0, made.stderr
    return folder


def test_what_is_put_back_publishes_the_same_bytes(installation: Installation, copy: Path, tmp_path: Path):
    installation.ask("CREATE DATABASE elsewhere")
    there = Installation(tmp_path, installation.server, "elsewhere")
    for command in (
        ["restore", str(copy)],
        ["check", "--database", "default"],
        ["collectstatic", "--no-input"],
        ["publish_site"],
    ):
        done = there.manage(*command)
        assert done.returncode == 0, done.stderr
    paths = list(installation.tree.paths())
    assert list(there.tree.paths()) == paths
    assert len(paths) > 50
    assert [path for path in paths if there.tree.read(path) != installation.tree.read(path)] == []


def test_what_is_put_back_replaces_what_was_there(installation: Installation, copy: Path):
    before = installation.ask("SELECT title FROM wagtailcore_page ORDER BY id")
    installation.ask("UPDATE wagtailcore_page SET title = 'Khác'")
    refused = installation.manage("restore", str(copy))
    assert "--replace" in refused.stderr
    assert installation.ask("SELECT DISTINCT title FROM wagtailcore_page") == [("Khác",)]
    assert installation.manage("restore", "--replace", str(copy)).returncode == 0
    assert installation.ask("SELECT title FROM wagtailcore_page ORDER BY id") == before


def test_what_a_newer_release_added_goes_when_a_copy_is_put_back(installation: Installation, copy: Path):
    installation.ask("CREATE TABLE newer (page_id integer REFERENCES wagtailcore_page)")
    back = installation.manage("restore", "--replace", str(copy))
    assert back.returncode == 0, back.stderr
    assert installation.ask("SELECT to_regclass('newer')") == [(None,)]


def test_a_copy_that_is_not_put_back_changes_nothing(installation: Installation, copy: Path):
    installation.ask("ALTER TABLE wagtailcore_site RENAME TO elsewhere")
    installation.ask("CREATE VIEW wagtailcore_site AS SELECT 1")
    before = installation.ask("SELECT title FROM wagtailcore_page ORDER BY id")
    failed = installation.manage("restore", "--replace", str(copy))
    after = installation.ask("SELECT title FROM wagtailcore_page ORDER BY id")
    installation.ask("DROP VIEW wagtailcore_site")
    installation.ask("ALTER TABLE elsewhere RENAME TO wagtailcore_site")
    assert "psql failed: " in failed.stderr
    assert "wagtailcore_site" in failed.stderr
    assert after == before


def test_a_copy_that_cannot_be_made_says_why(installation: Installation, tmp_path: Path):
    nowhere = Installation(tmp_path, installation.server, "nowhere")
    failed = nowhere.manage("backup", str(tmp_path / "copy"))
    assert "pg_dump failed: " in failed.stderr
    assert 'database "nowhere" does not exist' in failed.stderr
    assert not (tmp_path / "copy").exists()


def test_an_upgrade_is_rehearsed_in_a_database_that_is_gone_afterwards(
    installation: Installation, copy: Path
):
    before = installation.ask("SELECT count(*), max(made_at) FROM publishing_publishedpath")
    rehearsed = installation.manage("rehearse_upgrade", str(copy))
    assert rehearsed.returncode == 0, rehearsed.stderr
    assert " s  publish_site --check\n" in rehearsed.stdout
    assert "\n0 paths would be other.\n0 paths would be new.\n0 paths would be gone.\n" in rehearsed.stdout
    assert installation.ask("SELECT count(*), max(made_at) FROM publishing_publishedpath") == before
    assert databases_of_rehearsals(installation) == []


def test_an_upgrade_that_would_fail_leaves_no_database(installation: Installation, tmp_path: Path):
    installation.ask("ALTER TABLE django_migrations RENAME TO elsewhere")
    failing = installation.manage("backup", str(tmp_path / "copy"))
    installation.ask("ALTER TABLE elsewhere RENAME TO django_migrations")
    assert failing.returncode == 0, failing.stderr
    rehearsed = installation.manage("rehearse_upgrade", str(tmp_path / "copy"))
    assert "migrate --no-input failed" in rehearsed.stderr
    assert databases_of_rehearsals(installation) == []


def databases_of_rehearsals(installation: Installation) -> list[tuple[object, ...]]:
    return installation.ask("SELECT datname FROM pg_database WHERE datname LIKE '%rehearsal%'")


def test_no_secret_of_the_environment_is_in_a_copy(copy: Path):
    held = words_in(copy)
    assert "Thác cao-bang" in held
    assert [secret for secret in IN_THEM if secret in held] == []


def words_in(copy: Path) -> str:
    """All that a copy holds, unpacked."""
    dumped = subprocess.run(
        ["pg_restore", "--file=-", copy / "database"], check=True, capture_output=True
    ).stdout
    assert {file.name for file in copy.iterdir()} == {"manifest.json", "database", "media.tar"}
    with tarfile.open(copy / "media.tar") as archive:
        files = [member for member in archive.getmembers() if member.isfile()]
        media = b"".join(content.read() for file in files if (content := archive.extractfile(file)))
        names = "\n".join(archive.getnames())
    manifest = (copy / "manifest.json").read_text()
    return f"{dumped.decode()}\n{names}\n{manifest}\n{media.decode('latin-1')}"
