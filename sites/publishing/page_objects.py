"""Page objects with the rows that hang on them, fetched together for many pages.

As with `rows.py`, fetching notes nothing, and each use notes the keys of what it gets. Everybody gets a copy of his or
her own, so that what is loaded through it later, such as the zone of a project, is noted by whoever loads it. Of the
rows that hang on a page only their columns may be read.
"""

import copy
import functools
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Locale

from cms.pages.models import BasePage
from sites.publishing import rows
from sites.publishing.capture import note, note_all, unrecorded
from sites.publishing.ingredients import making
from sites.publishing.watched import watched_tables


def page_object(page_id: int) -> BasePage | None:
    """Return a page with all that hangs on it, or None when there is no such page."""
    if rows.page_row(page_id) is None:
        return None
    found = fetch_page_objects([page_id])[page_id]
    if found is None:
        return None
    _note(found)
    return copy.copy(found)


@unrecorded()
def fetch_page_objects(page_ids: Iterable[int]) -> dict[int, BasePage | None]:
    """Fetch many pages, for each type with one query and one for each relation.

    Of a page that is the only one of its type nobody knows which relations will be asked for: it fetches them itself.
    """
    with making() as run:
        return run.fetch("page object", page_ids, _read)


def _read(page_ids: set[int]) -> dict[int, BasePage]:
    found_rows = rows.fetch_pages(page_ids)
    by_type: dict[int, list[int]] = {}
    for page_id in page_ids:
        if (row := found_rows[page_id]) is not None:
            by_type.setdefault(row.content_type_id, []).append(page_id)
    read: dict[int, BasePage] = {}
    for content_type_id, ids in by_type.items():
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        found = model.objects.select_related("locale")
        if len(ids) > 1:
            found = found.prefetch_related(*_rows_below(model), *_chosen(model))
        read.update(found.in_bulk(ids))
    return read


def _note(page: BasePage) -> None:
    """Note everything that was fetched with a page: a row below it, or a choice, is known by the page's own id."""
    meta, fetched = page._meta, getattr(page, "_prefetched_objects_cache", {})
    for model in (*meta.get_parent_list(), meta.model):
        note(model._meta.db_table, "pk", page.pk)
    note(Locale._meta.db_table, "pk", page.locale_id)
    for table, column in {**_rows_below(meta.model), **_chosen(meta.model)}.values() if fetched else ():
        note(table, column, page.pk)
    for name in _chosen(meta.model) if fetched else ():
        note_all(getattr(meta.model, name).rel.model._meta.db_table, "pk", (row.pk for row in fetched[name]))


@functools.cache
def _rows_below(model: type[BasePage]) -> dict[str, tuple[str, str]]:
    """(table, its column of the page) of the rows that hang on a page, by relation."""
    relations = (relation for relation in get_all_child_relations(model))
    return {
        relation.get_accessor_name(): (relation.related_model._meta.db_table, relation.field.column)
        for relation in relations
        if relation.related_model._meta.db_table in watched_tables()
    }


@functools.cache
def _chosen(model: type[BasePage]) -> dict[str, tuple[str, str]]:
    """The same of the tables that join a page with what was chosen for it."""
    return {
        field.name: (field.remote_field.through._meta.db_table, field.m2m_column_name())
        for field in get_all_child_m2m_relations(model)
    }
