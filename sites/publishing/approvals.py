"""The record of approval: who approved which revision, and the hashes of the bytes that it became.

    Approval      written in the transaction that publishes or schedules
    PathHash      written by the publisher whenever the bytes of an address of a page change or go
    Withdrawal    written by whoever takes a page off everything at once

Nobody can change it afterwards: see `append_only.py`, and `Recorded` for what a change past that would show of an
approval or a withdrawal. Of the hashes, which are many, only an earlier export would.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, Max, Model, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision

from sites.publishing import claims, index
from sites.publishing.models import Approval, PathHash, Recorded, Withdrawal
from translations.models import ApprovedText

Row = dict[str, Any]
GONE = ""
"""Stands for the hash of an address at which nothing stands any more."""
COLUMNS = (
    "event", "moment", "act", "kind", "object_id", "key", "languages", "title", "account_id", "account", "revision_id",
    "revision_sha256", "goes_live_at", "approval_id", "address", "sha256", "reason", "id", "row_sha256",
    "previous_row_sha256",
)  # fmt: skip
"""What an exported row may say, in the order of the columns of a table."""


class Event(NamedTuple):
    """What somebody did to a page: an approval, with the hashes of what it became, or a withdrawal."""

    at: datetime
    approval: Approval | None
    hashes: list[PathHash]
    withdrawal: Withdrawal | None


# --- approvals ----------------------------------------------------------------------------------------


def note_approval(
    instance: Model, revision: Revision, user: Any, *, is_by_clock: bool, languages: Iterable[str] = ()
) -> Approval:
    """Write down that `user` approved a revision. The clock publishes for whoever scheduled it."""
    goes_live_at = getattr(instance, "go_live_at", None)
    is_for_later = goes_live_at is not None and goes_live_at > timezone.now()
    act = Approval.Act.SCHEDULED if is_for_later else Approval.Act.BY_HAND
    account = (getattr(user, "pk", None), name_of(user))
    if is_by_clock:
        act, account = Approval.Act.BY_CLOCK, _who_scheduled(revision) or account
    return _note(instance, revision, act, account, languages, goes_live_at if is_for_later else None)


def note_public_otherwise(page: Page) -> None:
    """Write down a page that became public without passing a button: a copy, an alias that stands alone now.

    Who approved it is who wrote its public text down as approved, else who made the revision.
    """
    if not page.live or page.alias_of_id is not None or page.live_revision_id is None:
        return
    if Approval.objects.filter(revision_id=page.live_revision_id).exists():
        return
    revision = page.live_revision
    if str(revision.object_id) != str(page.pk):  # a copy names its original's, until it has one of its own
        return
    kept = ApprovedText.objects.filter(page_id=page.pk, revision=revision).select_related("approved_by")
    user = next((text.approved_by for text in kept), revision.user)
    _note(page, revision, Approval.Act.COPIED, (getattr(user, "pk", None), name_of(user)), (), None)


def _note(
    instance: Any,
    revision: Revision,
    act: Any,
    account: tuple[int | None, str],
    languages: Iterable[str],
    goes_live_at: datetime | None,
) -> Approval:
    is_page = isinstance(instance, Page)
    return Approval.objects.create(
        act=act,
        kind=instance.specific_class._meta.label_lower if is_page else instance._meta.label_lower,
        object_id=instance.pk,
        key=instance.translation_key if is_page else None,
        languages=instance.locale.language_code if is_page else " ".join(sorted(filter(None, languages))),
        title=str(instance)[:255],
        revision_id=revision.pk,
        revision_digest=digest_of(revision),
        goes_live_at=goes_live_at,
        approved_by_id=account[0],
        approved_by=account[1],
    )


def _who_scheduled(revision: Revision) -> tuple[int | None, str] | None:
    found = Approval.objects.filter(revision_id=revision.pk, act=Approval.Act.SCHEDULED).order_by("-pk")
    return found.values_list("approved_by_id", "approved_by").first()


def digest_of(revision: Revision) -> str:
    """Return the SHA-256 of the content of a revision."""
    content = json.dumps(revision.content, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(content.encode()).hexdigest()


def name_of(user: Any) -> str:
    """Return how an account is called in the record: its full name, if it has one, and its user name."""
    if user is None:
        return ""
    full = user.get_full_name().strip()
    return f"{full} ({user.get_username()})" if full else str(user.get_username())


def without_approval() -> QuerySet[Page]:
    """Return the pages that are public though the record holds no approval of what is public."""
    approved = Approval.objects.filter(
        key__isnull=False, object_id=OuterRef("pk"), revision_id=OuterRef("live_revision_id")
    )
    return Page.objects.live().filter(~Exists(approved), depth__gt=1, alias_of=None).order_by("pk")


# --- what approvals became ------------------------------------------------------------------------------


def note_bytes(written: Mapping[str, str]) -> None:
    """Write down the SHA-256 of what was written at some paths, or GONE; in the transaction of the batch.

    Only addresses of pages are kept. A path that went away belongs to the page that it belonged to.
    """
    now, pages = timezone.now(), _pages_of(written)
    approvals = _newest_approvals(set(pages.values()))
    rows = [
        PathHash(
            path=path,
            page_id=pages[path],
            approval_id=approvals.get(pages[path]),
            sha256=sha256,
            written_at=now,
        )
        for path, sha256 in written.items()
        if path in pages
    ]
    for piece in index.pieces(rows):
        PathHash.objects.bulk_create(piece)


def _pages_of(written: Mapping[str, str]) -> dict[str, int]:
    there = [path for path, sha256 in written.items() if sha256 != GONE]
    gone = [path for path, sha256 in written.items() if sha256 == GONE]
    kept = {path: row.page_id for path, row in newest_hashes(gone).items() if row.sha256 != GONE}
    return {**kept, **_pages_that_claim(there)}


def _pages_that_claim(paths: list[str]) -> dict[str, int]:
    label = Page._meta.label_lower
    subjects = {path: claim.subject.partition(":") for path, claim in claims.holding(paths).items()}
    return {path: int(pk) for path, (kind, _colon, pk) in subjects.items() if kind == label}


def _newest_approvals(page_ids: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for piece in index.pieces(page_ids):
        of_pages = Approval.objects.filter(key__isnull=False, object_id__in=piece)
        public = of_pages.exclude(act=Approval.Act.SCHEDULED).values_list("object_id")
        found.update(public.annotate(newest=Max("pk")).order_by())
    return found


def newest_hashes(paths: Iterable[str]) -> dict[str, PathHash]:
    """Return the newest hash of each path that ever had one."""
    found = {}
    for piece in index.pieces(paths):
        newest = PathHash.objects.filter(path__in=piece).values("path").annotate(newest=Max("pk")).order_by()
        ids = [row["newest"] for row in newest]
        found.update({row.path: row for row in PathHash.objects.filter(pk__in=ids)})
    return found


# --- reading it -----------------------------------------------------------------------------------------


def history_of(page: Page) -> list[Event]:
    """Return the approvals and withdrawals of a page in all its languages, newest first.

    What an approval became is the last hash of each path before the next approval; every hash before is in an export.
    """
    approvals = list(Approval.objects.filter(key=page.translation_key).order_by("-pk"))
    hashes: dict[int, dict[str, PathHash]] = {approval.pk: {} for approval in approvals}
    for row in PathHash.objects.filter(approval_id__in=list(hashes)).order_by("pk"):
        hashes[row.approval_id][row.path] = row
    events = [
        Event(approval.written_at, approval, sorted(hashes[approval.pk].values(), key=str), None)
        for approval in approvals
    ]
    withdrawals = Withdrawal.objects.filter(key=page.translation_key).order_by("-pk")
    events += [Event(row.withdrawn_at, None, [], row) for row in withdrawals]
    return sorted(events, key=lambda event: event.at, reverse=True)


def rows(since: datetime | None = None) -> Iterator[Row]:
    """Yield what the record holds from a moment on, oldest first within each kind of event."""
    for approval in _since(Approval, "written_at", since):
        yield {
            "event": "approval", "moment": approval.written_at, "act": approval.act, "kind": approval.kind,
            "object_id": approval.object_id, "key": approval.key, "languages": approval.languages,
            "title": approval.title, "account_id": approval.approved_by_id, "account": approval.approved_by,
            "revision_id": approval.revision_id, "revision_sha256": approval.revision_digest,
            "goes_live_at": approval.goes_live_at, **_chain(approval),
        }  # fmt: skip
    for found in _since(PathHash, "written_at", since):
        yield {
            "event": "bytes" if found.sha256 else "gone", "moment": found.written_at, "object_id": found.page_id,
            "approval_id": found.approval_id, "address": found.path, "sha256": found.sha256, "id": found.pk,
        }  # fmt: skip
    for withdrawal in _since(Withdrawal, "withdrawn_at", since):
        yield {
            "event": "withdrawal", "moment": withdrawal.withdrawn_at, "key": withdrawal.key,
            "languages": withdrawal.languages, "title": withdrawal.title, "account_id": withdrawal.withdrawn_by_id,
            "account": withdrawal.withdrawn_by, "reason": withdrawal.reason, **_chain(withdrawal),
        }  # fmt: skip


def _since(model: type[Model], column: str, since: datetime | None) -> Iterator[Any]:
    found = model._default_manager.order_by("pk")
    return (found.filter(**{f"{column}__gte": since}) if since else found).iterator()


def _chain(row: Recorded) -> Row:
    return {"id": row.pk, "row_sha256": row.digest, "previous_row_sha256": row.previous}


def faults() -> Iterator[str]:
    """Yield what shows that a row was changed or taken out past every lock.

    Two rows written at once may name the same row before them. The newest row is named by nobody: that it was taken
    out is seen only by comparing with an earlier export.
    """
    for model in (Approval, Withdrawal):
        seen = {""}
        for row in model._default_manager.exclude(digest="").order_by("pk").iterator():
            if row.digest != row.true_digest():
                yield f"{model._meta.label} {row.pk} is not what was written."
            if row.previous not in seen:
                yield f"The row that {model._meta.label} {row.pk} came after is missing."
            seen.add(row.digest)
