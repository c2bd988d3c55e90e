"""Which tables public pages are made of, by which columns their rows are asked for, and which columns never show.

One list for both sides of publishing: `triggers.py` writes a change row for every change of a watched table, and
`capture.py` notes the rows and keys that were read while something was made. A read of any other table is
refused while something is made, because its changes would never be heard of.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Field, Model
from wagtail.models import DraftStateMixin, Page

from translations.models import ApprovedText

OURS = ("cms", "media_assets", "sites", "translations")
"""Packages whose models are watched, but for those that are left out below."""

OF_LIBRARIES = (
    "wagtailcore.Page",
    "wagtailcore.Site",
    "wagtailcore.Locale",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.Collection",
    "wagtailcore.CollectionViewRestriction",
    "wagtailredirects.Redirect",
    "wagtaildocs.Document",
)

LEFT_OUT = frozenset(
    {
        "accounts.Team",
        "accounts.User",
        "border_gates.DrawnSlide",
        "media_assets.Rendition",
        "translations.WordsApprovalTask",
    }
)
"""People and rights, and what is drawn from watched rows and found again by the hash of what it is drawn from."""

NEVER_SHOWN = {
    Page: frozenset(
        {"latest_revision_created_at", "draft_title", "locked", "locked_at", "locked_by_id", "owner_id", "numchild"}
    ),
    DraftStateMixin: frozenset(
        {"latest_revision_id", "live_revision_id", "has_unpublished_changes", "first_published_at",
         "last_published_at", "go_live_at", "expire_at", "expired"}
    ),
    ApprovedText: frozenset(
        {"digest", "source_digest", "revision_id", "approved_by_id", "approved_at"}
    ),
}  # fmt: skip
"""Bookkeeping of Wagtail: a promise that no public page prints any of it."""

FURTHER_KEYS = {"wagtailcore.Page": ("translation_key", "url_path"), "publishing.ShortAddress": ("key",)}
"""Columns that are no keys of the database, but by which makers ask."""


@dataclass(frozen=True)
class WatchedTable:
    """A watched table: its key columns by the names that tags use, and the columns that never show."""

    name: str
    model: type[Model]
    keys: dict[str, str]
    never_shown: frozenset[str]
    has_drafts: bool
    """Whether a row whose `live` is false is nobody's business."""

    @property
    def shown_columns(self) -> list[str]:
        columns = [field.column for field in self.model._meta.local_concrete_fields]
        return [column for column in columns if column not in self.never_shown]


@functools.cache
def watched_tables() -> dict[str, WatchedTable]:
    """Return every watched table by its name."""
    return {model._meta.db_table: _watched(model) for model in _models()}


def _models() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        is_ours = model.__module__.partition(".")[0] in OURS
        if meta.label in OF_LIBRARIES or (is_ours and not _is_left_out(model)):
            yield model


def _is_left_out(model: type[Model]) -> bool:
    meta = model._meta
    owner = meta.auto_created or model
    is_index = meta.app_label == "publishing" and meta.label not in (
        "publishing.ShortAddress",
        "publishing.ShortHost",
    )
    return meta.proxy or not meta.managed or owner._meta.label in LEFT_OUT or is_index


def _watched(model: type[Model]) -> WatchedTable:
    meta = model._meta
    local = meta.local_concrete_fields
    keys = {key_name(field): field.column for field in local if is_key(field)}
    never = frozenset().union(*(columns for kind, columns in NEVER_SHOWN.items() if issubclass(model, kind)))
    has_live = any(field.column == "live" for field in local)
    return WatchedTable(meta.db_table, model, keys, never, has_live and issubclass(model, DraftStateMixin))


def is_key(field: Field) -> bool:
    """Return whether rows are found by a column: every change of such a row names its old and new value."""
    further = FURTHER_KEYS.get(field.model._meta.label, ())
    return bool(field.primary_key or field.unique or field.is_relation or field.name in further)


def key_name(field: Field) -> str:
    """Return what tags call a key column: `pk`, or the column's own name."""
    return "pk" if field.primary_key else str(field.column)
