"""Database triggers that write a change row for every change of a watched table, in the editor's own transaction.

Signals miss moves, cascades, many-to-many deletes and every bulk update; triggers miss nothing. They are made
from the models' metadata, installed after every migration, and verified at start: SQLite drops the triggers of
a table that a migration rebuilds.

A change row says which table, what was done, the key columns before and after, and which shown columns changed.
A change that no public page can show makes none: of bookkeeping columns, and of rows that are drafts before and
after.
"""

from typing import Protocol

from django.db import connection
from django.db.backends.utils import CursorWrapper

from sites.publishing.watched import WatchedTable, watched_tables

CHANGE_TABLE = "publishing_change"
PREFIX = "publishing_"
OPERATIONS = {"i": "INSERT", "u": "UPDATE", "d": "DELETE"}


class TriggersMissingError(RuntimeError):
    """Changes of some tables would not be heard of."""


def install() -> None:
    """Write the triggers of every watched table anew, where the table of change rows exists."""
    if CHANGE_TABLE not in connection.introspection.table_names():
        return
    dialect = _DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        dialect.prepare(cursor)
        for name, (table_name, _definition) in dialect.installed(cursor).items():
            dialect.drop(cursor, name, table_name)
        for table in _present_tables():
            for operation in OPERATIONS:
                dialect.create(cursor, table, operation)


def require() -> None:
    """Raise TriggersMissingError unless every watched table has its triggers as they would be written now."""
    missing = faults()
    if missing:
        raise TriggersMissingError(
            f"Triggers are missing or old: {', '.join(missing)}. Run manage.py migrate to write them."
        )


def faults() -> list[str]:
    """Return the names of the triggers that are missing or differ from what would be written now."""
    dialect = _DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        found = {name: definition for name, (_table, definition) in dialect.installed(cursor).items()}
    wanted = {
        _name(table, operation): dialect.definition(table, operation)
        for table in _present_tables()
        for operation in OPERATIONS
    }
    return sorted(name for name, definition in wanted.items() if found.get(name) != definition)


def _present_tables() -> list[WatchedTable]:
    present = set(connection.introspection.table_names())
    return [table for name, table in sorted(watched_tables().items()) if name in present]


def _name(table: WatchedTable, operation: str) -> str:
    return f"{PREFIX}{operation}_{table.name}"[:63]


class _Dialect(Protocol):
    """How one database writes triggers. `installed` is {trigger: (table, definition)}."""

    def prepare(self, cursor: CursorWrapper) -> None: ...
    def installed(self, cursor: CursorWrapper) -> dict[str, tuple[str, str]]: ...
    def definition(self, table: WatchedTable, operation: str) -> str: ...
    def create(self, cursor: CursorWrapper, table: WatchedTable, operation: str) -> None: ...
    def drop(self, cursor: CursorWrapper, name: str, table: str) -> None: ...


class _Sqlite:
    """One statement per table and operation; the database keeps its text, by which it is verified."""

    def prepare(self, cursor: CursorWrapper) -> None:
        pass

    def installed(self, cursor: CursorWrapper) -> dict[str, tuple[str, str]]:
        cursor.execute(
            f"SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%'"  # noqa: S608
        )
        return {name: (table, sql) for name, table, sql in cursor.fetchall()}

    def definition(self, table: WatchedTable, operation: str) -> str:
        old = _sqlite_keys(table, "OLD") if operation != "i" else "NULL"
        new = _sqlite_keys(table, "NEW") if operation != "d" else "NULL"
        columns = _sqlite_changed_columns(table) if operation == "u" else "''"
        conditions = _sqlite_conditions(table, operation)
        when = f" WHEN {' AND '.join(conditions)}" if conditions else ""
        note = (
            f"INSERT INTO {CHANGE_TABLE} (table_name, operation, old_keys, new_keys, columns, written_at) "  # noqa: S608
            f"VALUES ('{table.name}', '{operation}', {old}, {new}, {columns}, "
            "strftime('%Y-%m-%d %H:%M:%f', 'now'))"
        )
        name, event = _name(table, operation), OPERATIONS[operation]
        return f'CREATE TRIGGER "{name}" AFTER {event} ON "{table.name}"{when} BEGIN {note}; END'

    def create(self, cursor: CursorWrapper, table: WatchedTable, operation: str) -> None:
        cursor.execute(self.definition(table, operation))

    def drop(self, cursor: CursorWrapper, name: str, table: str) -> None:
        cursor.execute(f'DROP TRIGGER "{name}"')


def _sqlite_keys(table: WatchedTable, side: str) -> str:
    pairs = ", ".join(f"'{name}', {side}.\"{column}\"" for name, column in table.keys.items())
    return f"json_object({pairs})"


def _sqlite_changed_columns(table: WatchedTable) -> str:
    return " || ".join(
        f"CASE WHEN OLD.\"{column}\" IS NOT NEW.\"{column}\" THEN '{column} ' ELSE '' END"
        for column in table.shown_columns
    )


def _sqlite_conditions(table: WatchedTable, operation: str) -> list[str]:
    conditions = []
    if operation == "u":
        differs = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in table.shown_columns)
        conditions.append(f"({differs})")
    if table.has_drafts:
        sides = {"i": ["NEW"], "u": ["OLD", "NEW"], "d": ["OLD"]}[operation]
        conditions.append("(" + " OR ".join(f'{side}."live"' for side in sides) + ")")
    return conditions


class _Postgres:
    """One function for all tables, called with the columns that matter; a comment keeps what it was made from."""

    FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {PREFIX}note_change() RETURNS trigger LANGUAGE plpgsql AS $function$
    DECLARE
        key_names text[] := TG_ARGV[0]::text[];
        key_columns text[] := TG_ARGV[1]::text[];
        shown text[] := TG_ARGV[2]::text[];
        old_row jsonb; new_row jsonb; old_keys jsonb; new_keys jsonb; changed text := '';
    BEGIN
        IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD); END IF;
        IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW); END IF;
        IF TG_ARGV[3] = 'drafts' AND NOT coalesce((old_row->>'live')::boolean, false)
            AND NOT coalesce((new_row->>'live')::boolean, false) THEN RETURN NULL; END IF;
        IF TG_OP = 'UPDATE' THEN
            SELECT coalesce(string_agg(name, ' '), '') INTO changed
                FROM unnest(shown) AS name WHERE old_row->name IS DISTINCT FROM new_row->name;
            IF changed = '' THEN RETURN NULL; END IF;
        END IF;
        IF old_row IS NOT NULL THEN
            SELECT jsonb_object_agg(key_name, old_row->key_column) INTO old_keys
                FROM unnest(key_names, key_columns) AS pair(key_name, key_column);
        END IF;
        IF new_row IS NOT NULL THEN
            SELECT jsonb_object_agg(key_name, new_row->key_column) INTO new_keys
                FROM unnest(key_names, key_columns) AS pair(key_name, key_column);
        END IF;
        INSERT INTO {CHANGE_TABLE} (table_name, operation, old_keys, new_keys, columns, written_at)
            VALUES (TG_TABLE_NAME, lower(left(TG_OP, 1)), old_keys, new_keys, changed, clock_timestamp());
        RETURN NULL;
    END $function$
    """  # noqa: S608 - no value of anybody's stands in it

    def prepare(self, cursor: CursorWrapper) -> None:
        cursor.execute(self.FUNCTION)

    def installed(self, cursor: CursorWrapper) -> dict[str, tuple[str, str]]:
        cursor.execute(
            "SELECT tgname, relname, coalesce(obj_description(pg_trigger.oid, 'pg_trigger'), '') "
            "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgname LIKE %s AND pg_table_is_visible(pg_class.oid)",
            [f"{PREFIX}%"],
        )
        return {name: (table, comment) for name, table, comment in cursor.fetchall()}

    def definition(self, table: WatchedTable, operation: str) -> str:
        arguments = ", ".join(
            f"'{{{','.join(columns)}}}'"
            for columns in (table.keys.keys(), table.keys.values(), table.shown_columns)
        )
        drafts = "drafts" if table.has_drafts else ""
        return (
            f'CREATE TRIGGER "{_name(table, operation)}" AFTER {OPERATIONS[operation]} ON "{table.name}" '
            f"FOR EACH ROW EXECUTE FUNCTION {PREFIX}note_change({arguments}, '{drafts}')"
        )

    def create(self, cursor: CursorWrapper, table: WatchedTable, operation: str) -> None:
        definition = self.definition(table, operation)
        cursor.execute(definition)
        cursor.execute(
            f'COMMENT ON TRIGGER "{_name(table, operation)}" ON "{table.name}" IS %s', [definition]
        )

    def drop(self, cursor: CursorWrapper, name: str, table: str) -> None:
        cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')


_DIALECTS: dict[str, _Dialect] = {"sqlite": _Sqlite(), "postgresql": _Postgres()}
