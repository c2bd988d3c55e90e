"""Listening to the ORM: each query tells the open recorder by which keys it asked.

A read that could not be noted raises, with the name of the place: a table that nobody watches, SQL that the ORM did not
write, be it a statement or a part of one, and the clock of `{% now %}`.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import Field, Model
from django.db.models.expressions import Col, RawSQL
from django.db.models.lookups import Exact, In
from django.db.models.sql.compiler import SQLCompiler, SQLDeleteCompiler, SQLInsertCompiler, SQLUpdateCompiler
from django.db.models.sql.datastructures import Join
from django.db.models.sql.query import Query
from django.db.models.sql.subqueries import AggregateQuery
from django.db.models.sql.where import AND, ExtraWhere, WhereNode
from django.template.defaulttags import NowNode

from sites.publishing.capture import WHOLE_TABLE, Recorder, UnrecordedReadError, recorder, text_of
from sites.publishing.watched import is_key, key_name, watched_tables

CACHES = frozenset({"django_content_type", "media_assets_rendition", "border_gates_drawnslide"})
"""Tables that may be read without a note: fixed ones, and those that only keep what was made from watched rows."""

OF_TRANSACTIONS = ("SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ", "BEGIN")
"""How the statements begin by which Django keeps what a maker writes together."""
OF_PREFETCHES = "_prefetch_related_val"
"""How Django names the columns of a link table that it reads past its own ORM."""

_from_db = Model.__dict__["from_db"].__func__
_execute_sql = SQLCompiler.execute_sql
_execute_insert = SQLInsertCompiler.execute_sql
_show_now = NowNode.render
_get_from_clause = SQLCompiler.get_from_clause
_WRITES = (SQLInsertCompiler, SQLUpdateCompiler, SQLDeleteCompiler)
_in_orm: ContextVar[int] = ContextVar("in_orm", default=0)


def install() -> None:
    """Let every read of the ORM pass through here; while nothing is recorded that costs one look."""
    Model.from_db = classmethod(_note_row)
    SQLCompiler.execute_sql = _note_query
    SQLCompiler.get_from_clause = _note_joins
    SQLInsertCompiler.execute_sql = _insert
    NowNode.render = _refuse_now
    connection_created.connect(_listen_to_connection, dispatch_uid="publishing.capture")


def _note_row(cls: type[Model], db: str, field_names: Any, values: Any) -> Model:
    instance: Model = _from_db(cls, db, field_names, values)
    opened = recorder()
    if opened is not None and not opened.silent:
        for table in _tables_of(cls):
            opened.tags.add((table, "pk", text_of(instance.pk)))
    return instance


def _tables_of(model: type[Model]) -> list[str]:
    meta = model._meta.concrete_model._meta
    names = [meta.db_table, *(parent._meta.db_table for parent in meta.get_parent_list())]
    return [name for name in names if name in watched_tables()]


def _note_query(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
    token = _in_orm.set(_in_orm.get() + 1)
    try:
        result = _execute_sql(self, *args, **kwargs)
    finally:
        _in_orm.reset(token)
    opened = recorder()
    if opened is not None and not opened.silent and not isinstance(self, _WRITES):
        _Analysis(opened, _loaded_aliases(self), getattr(self, "joined", set())).note(self.query)
    return result


def _insert(self: SQLInsertCompiler, *args: Any, **kwargs: Any) -> Any:
    token = _in_orm.set(_in_orm.get() + 1)
    try:
        return _execute_insert(self, *args, **kwargs)
    finally:
        _in_orm.reset(token)


def _note_joins(self: SQLCompiler) -> Any:
    """Keep what is joined while the SQL is written: what `select_related` and an order join is forgotten after it."""
    self.joined = {alias for alias, count in self.query.alias_refcount.items() if count}
    return _get_from_clause(self)


def _loaded_aliases(compiler: SQLCompiler) -> set[str]:
    """The aliases whose rows became instances, and so are noted by `_note_row`."""
    aliases: set[str] = set()
    todo = [compiler.klass_info] if compiler.klass_info else []
    while todo:
        info = todo.pop()
        columns = (compiler.select[index][0] for index in info["select_fields"])
        aliases |= {column.alias for column in columns if isinstance(column, Col)}
        todo += info.get("related_klass_infos", ())
    return aliases


def _listen_to_connection(connection: Any, **kwargs: Any) -> None:
    if _refuse_raw_sql not in connection.execute_wrappers:
        connection.execute_wrappers.append(_refuse_raw_sql)


def _refuse_raw_sql(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    opened = recorder()
    if opened is not None and not opened.silent and not _in_orm.get() and not _is_of_transactions(sql):
        raise _past_the_orm(opened, sql)
    return execute(sql, params, many, context)


def _is_of_transactions(sql: str) -> bool:
    return sql.startswith(OF_TRANSACTIONS) and ";" not in sql


def _past_the_orm(opened: Recorder, what: str) -> UnrecordedReadError:
    return UnrecordedReadError(
        f"{opened.name} reads past the ORM: {what[:120]}. Use a queryset, or unrecorded() and note()."
    )


def _refuse_now(self: NowNode, context: Any) -> Any:
    opened = recorder()
    if opened is not None and not opened.silent:
        raise UnrecordedReadError(f"{opened.name} shows the clock. Ask moments.has_passed() instead.")
    return _show_now(self, context)


# --- what a query asked by ----------------------------------------------------------------------------

Equalities = dict[str, list[tuple[int, Field, list[Any]]]]
"""By alias: how selective, which field, which values; every row of the answer has one of the values."""


class _Analysis:
    """Notes the keys of one query and of the queries within it."""

    def __init__(self, opened: Recorder, loaded: set[str], joined: set[str]) -> None:
        self.opened = opened
        self.loaded = loaded
        self.joined = joined

    def note(self, query: Query) -> None:
        equal, inner = self._look_within(query)
        for part in inner:
            _Analysis(self.opened, set(), set()).note(part)
        if isinstance(query, AggregateQuery):
            self.note(query.inner_query)
            return
        for part in query.combined_queries:
            self.note(part)
        self._note_tables(query, equal)

    def _look_within(self, query: Query) -> tuple[Equalities, list[Query]]:
        """What a query asks by, and the queries in it. Refuses one that holds SQL of somebody's hand."""
        equal: Equalities = {}
        inner: list[Query] = []
        by_hand = [name for name in query.extra if not name.startswith(OF_PREFETCHES)]
        by_hand += [*query.extra_tables, *query.extra_order_by]
        _find_equalities(query.where, equal, inner, by_hand)
        for expression in (*query.annotations.values(), *query.order_by):
            _find_queries(expression, inner, by_hand)
        if by_hand:
            raise _past_the_orm(self.opened, by_hand[0])
        return equal, inner

    def _note_tables(self, query: Query, equal: Equalities) -> None:
        covered: dict[str, tuple[str, list[Any] | None]] = {}
        whole: dict[str, str] = {}
        for alias, table in _tables(query, self.joined):
            if not self._must_note(table):
                continue
            if alias in equal:
                _rank, field, values = min(equal[alias], key=lambda found: found[0])
                self._note_values(table, key_name(field), values)
                covered[alias] = (field.column, values)
            elif not self._is_covered_by_join(query, alias, table, covered):
                whole[alias] = table
        for alias, table in whole.items():
            if not self._hangs_on_keyed_join(query, alias, equal):
                self.opened.tags.add((table, WHOLE_TABLE, ""))

    def _must_note(self, table: str) -> bool:
        if table in CACHES:
            return False
        if table not in watched_tables():
            raise UnrecordedReadError(
                f"{self.opened.name} reads the table {table}, whose changes nobody watches. "
                "Watch it in sites.publishing.watched, or read it elsewhere."
            )
        return True

    def _note_values(self, table: str, key: str, values: Iterable[Any]) -> None:
        self.opened.tags.update((table, key, text_of(value)) for value in values)

    def _is_covered_by_join(
        self, query: Query, alias: str, table: str, covered: dict[str, tuple[str, list[Any] | None]]
    ) -> bool:
        """A table joined by the key of one that is keyed, or whose joined rows are loaded and so noted one by one."""
        join = query.alias_map.get(alias)
        if not isinstance(join, Join) or join.parent_alias not in covered:
            return False
        left, right = join.join_cols[0]
        column, values = covered[join.parent_alias]
        is_pk = right == watched_tables()[table].model._meta.pk.column
        if (
            values is not None
            and left == column
            and (is_pk or right in watched_tables()[table].keys.values())
        ):
            self._note_values(table, "pk" if is_pk else right, values)
            covered[alias] = (right, values)
            return True
        if is_pk and alias in self.loaded:
            covered[alias] = (right, None)
            return True
        return False

    def _hangs_on_keyed_join(self, query: Query, alias: str, equal: Equalities) -> bool:
        """Rows reached through a keyed link table, as many-to-many relations are: each was loaded and noted."""
        if alias not in self.loaded:
            return False
        for other, join in query.alias_map.items():
            if isinstance(join, Join) and join.parent_alias == alias and other in equal:
                table = query.alias_map[alias].table_name
                pk = watched_tables()[table].model._meta.pk.column
                if join.join_cols[0][0] == pk and join.join_type == "INNER JOIN":
                    return True
        return False


def _tables(query: Query, joined: set[str]) -> list[tuple[str, str]]:
    """(alias, table) of every table of a query, parents before what is joined to them."""
    joined = {alias for alias, count in query.alias_refcount.items() if count} | joined
    if joined:
        return [(alias, join.table_name) for alias, join in query.alias_map.items() if alias in joined]
    if query.model is not None and not query.combined_queries:
        return [(query.model._meta.db_table, query.model._meta.db_table)]
    return []


def _find_equalities(where: WhereNode, equal: Equalities, inner: list[Query], by_hand: list[str]) -> None:
    is_and = where.connector == AND or len(where.children) <= 1
    for child in where.children:
        if isinstance(child, WhereNode):
            holds = is_and and not where.negated and not child.negated
            _find_equalities(child, equal if holds else {}, inner, by_hand)
            continue
        _find_queries(child, inner, by_hand)
        if is_and and not where.negated:
            _find_equality(child, equal)


def _find_equality(lookup: Any, equal: Equalities) -> None:
    if (
        not isinstance(lookup, (Exact, In))
        or not isinstance(lookup.lhs, Col)
        or hasattr(lookup.rhs, "resolve_expression")
    ):
        return
    field = lookup.lhs.target
    values = list(lookup.rhs) if isinstance(lookup, In) else [lookup.rhs]
    if not is_key(field) or any(hasattr(value, "resolve_expression") for value in values):
        return
    equal.setdefault(lookup.lhs.alias, []).append((_rank(field), field, values))


def _rank(field: Field) -> int:
    """How selective a key is: the less the better."""
    if field.primary_key:
        return 0
    if field.unique:
        return 1
    if not field.is_relation:
        return 2
    return 4 if field.name in ("locale", "content_type", "site") else 3


def _find_queries(expression: Any, inner: list[Query], by_hand: list[str]) -> None:
    """Collect the queries within an expression, and the SQL in it that somebody wrote by hand."""
    if isinstance(expression, Query):
        inner.append(expression)
        return
    if isinstance(expression, (RawSQL, ExtraWhere)):
        by_hand += [expression.sql] if isinstance(expression, RawSQL) else expression.sqls
        return
    parts = (getattr(expression, name, None) for name in ("rhs", "query"))
    inner.extend(part for part in parts if isinstance(part, Query))
    sources = getattr(expression, "get_source_expressions", None)
    for source in sources() if sources else ():
        if source is not None and source is not expression:
            _find_queries(source, inner, by_hand)
