"""Tables to whose rows nobody may lay a hand: the database itself refuses to change or delete one.

A row of the record is proof only if it is what was written. The model refuses first, with a reason; the triggers
refuse whatever comes past it: bulk acts, cascades, another program. They are written after every migration, as
those of `triggers.py` are, and verified by a system check.
"""

from typing import Protocol

from django.db import connection
from django.db.backends.utils import CursorWrapper

PREFIX = "append_only_"
TABLES = ("publishing_approval", "publishing_pathhash", "publishing_withdrawal")
REFUSAL = "Rows of the record are only ever added."


def install() -> None:
    """Write the triggers of every table of the record that exists."""
    dialect = _DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        found = dialect.installed(cursor)
        for table in _present_tables():
            for name, definition in dialect.definitions(table).items():
                if found.get(name) != definition:
                    dialect.create(cursor, table, name, definition)


def lift() -> None:
    """Take the triggers away: for a database of tests that is emptied, and for nothing else."""
    dialect = _DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        for table in _present_tables():
            for name in dialect.definitions(table):
                dialect.drop(cursor, table, name)


def faults() -> list[str]:
    """Return the names of the triggers that are missing or differ from what would be written now."""
    dialect = _DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        found = dialect.installed(cursor)
    wanted = {name: text for table in _present_tables() for name, text in dialect.definitions(table).items()}
    return sorted(name for name, definition in wanted.items() if found.get(name) != definition)


def _present_tables() -> list[str]:
    present = set(connection.introspection.table_names())
    return [table for table in TABLES if table in present]


class _Dialect(Protocol):
    """How one database refuses. `definitions` and `installed` are {trigger: what it was written from}."""

    def definitions(self, table: str) -> dict[str, str]: ...
    def installed(self, cursor: CursorWrapper) -> dict[str, str]: ...
    def create(self, cursor: CursorWrapper, table: str, name: str, definition: str) -> None: ...
    def drop(self, cursor: CursorWrapper, table: str, name: str) -> None: ...


class _Sqlite:
    def definitions(self, table: str) -> dict[str, str]:
        return {
            name: f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for name, event in ((f"{PREFIX}u_{table}", "UPDATE"), (f"{PREFIX}d_{table}", "DELETE"))
        }

    def installed(self, cursor: CursorWrapper) -> dict[str, str]:
        cursor.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%'"  # noqa: S608
        )
        return dict(cursor.fetchall())

    def create(self, cursor: CursorWrapper, table: str, name: str, definition: str) -> None:
        self.drop(cursor, table, name)
        cursor.execute(definition)

    def drop(self, cursor: CursorWrapper, table: str, name: str) -> None:
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


class _Postgres:
    FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {PREFIX}refuse() RETURNS trigger LANGUAGE plpgsql AS $function$
    BEGIN
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $function$
    """

    def definitions(self, table: str) -> dict[str, str]:
        events = {
            f"{PREFIX}u_{table}": ("UPDATE", "ROW"),
            f"{PREFIX}d_{table}": ("DELETE", "ROW"),
            f"{PREFIX}t_{table}": ("TRUNCATE", "STATEMENT"),
        }
        return {
            name: f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" '
            f"FOR EACH {each} EXECUTE FUNCTION {PREFIX}refuse()"
            for name, (event, each) in events.items()
        }

    def installed(self, cursor: CursorWrapper) -> dict[str, str]:
        cursor.execute(
            "SELECT tgname, coalesce(obj_description(pg_trigger.oid, 'pg_trigger'), '') "
            "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgname LIKE %s AND tgenabled = 'O' "
            "AND pg_table_is_visible(pg_class.oid)",
            [f"{PREFIX}%"],
        )
        return dict(cursor.fetchall())

    def create(self, cursor: CursorWrapper, table: str, name: str, definition: str) -> None:
        cursor.execute(self.FUNCTION)
        self.drop(cursor, table, name)
        cursor.execute(definition)
        cursor.execute(f'COMMENT ON TRIGGER "{name}" ON "{table}" IS %s', [definition])

    def drop(self, cursor: CursorWrapper, table: str, name: str) -> None:
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')


_DIALECTS: dict[str, _Dialect] = {"sqlite": _Sqlite(), "postgresql": _Postgres()}
