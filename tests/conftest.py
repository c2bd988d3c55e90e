"""What every test may use."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings

from sites.publishing import append_only
from tests.servers import minio
from tests.servers.migrated import keep_sqlite, kept


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on a second database what asks none: SQLite's run has it."""
    if connection.vendor == "sqlite":
        return
    left_out = [item for item in items if not _asks_a_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "processes", "s3", "browser"))
    return marked or "django_db_setup" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite's test database is a file, as in production: one for each worker."""
    if connection.vendor == "sqlite":
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        path = Path(settings.VAR_DIR) / "test" / f"{worker}.sqlite3"
        path.parent.mkdir(parents=True, exist_ok=True)
        connection.settings_dict["TEST"]["NAME"] = str(path)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Start from a migrated copy: migrating 300 times for each worker takes longer than the tests."""
    if connection.vendor != "sqlite":
        return bool(request.config.getvalue("reuse_db"))
    target = Path(str(connection.settings_dict["TEST"]["NAME"]))
    template = kept(Path(settings.VAR_DIR) / "test", ".sqlite3")
    for suffix in ("", "-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    if template.exists():
        shutil.copy(template, target)
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep the freshly migrated database for the next run."""
    if connection.vendor == "sqlite":
        template = kept(Path(settings.VAR_DIR) / "test", ".sqlite3")
        if not template.exists():
            keep_sqlite(Path(str(connection.settings_dict["NAME"])), template)


@pytest.fixture(autouse=True)
def _media_of_its_own(
    request: pytest.FixtureRequest, settings: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files that a test uploads go with it."""
    if "kept_for_the_module" not in request.fixturenames:
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _cache_of_its_own() -> None:
    """Ids come again in the next test: what was cached under them must not."""
    cache.clear()


@pytest.fixture(autouse=True)
def _record_that_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with transactions of its own leaves by emptying every table, the record too; its locks come back then."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        append_only.lift()


@pytest.fixture(scope="module")
def kept_for_the_module(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """What fixtures of a module write is there for each of its tests, and gone after the last one."""
    cache.clear()
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def storage() -> Iterator[minio.Storage]:
    """S3-compatible storage."""
    with minio.storage() as running:
        yield running


@pytest.fixture
def bucket(storage: minio.Storage, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a place in a bucket that nobody else uses, with the environment that opens it."""
    for name, value in storage.environment.items():
        monkeypatch.setenv(name, value)
    return f"s3://{minio.new_bucket(storage)}/portals/tree"
