"""What became of paths that a publisher made, and what is kept of it."""

import datetime
import hashlib
import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace

from django.utils import timezone

from sites.publishing import approvals, caches, index, queue
from sites.publishing.capture import Record, node_id
from sites.publishing.index import INGREDIENT, PATH
from sites.publishing.ingredients import digest
from sites.publishing.lanes import Lane
from sites.publishing.models import Dirty, PublishedPath
from sites.publishing.subjects import Artifact, Redirect

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = datetime.timedelta(seconds=5), datetime.timedelta(hours=1)
"""Before what failed is tried again."""

Made = Artifact | Redirect | None


class NotWrittenError(RuntimeError):
    """What was made could not be written into the tree; says what the storage said."""


@dataclass(frozen=True)
class Result:
    """What became of a path: what was made, what it read, whether other bytes stand there now, or why it failed.

    A path that somebody claims but whose maker makes nothing of it is known: what it read may change.
    """

    row: Dirty
    is_claimed: bool
    made: Made
    record: Record
    is_other: bool = False
    is_glued: bool = False
    writing: Future[bool] | None = None
    error: Exception | None = None


def written(result: Result) -> Result:
    """Return a result with whether other bytes stand there now, once they are written, or why they are not."""
    if result.writing is None:
        return result
    try:
        return replace(result, is_other=result.writing.result(), writing=None)
    except Exception as error:
        told = NotWrittenError(f"{type(error).__name__}: {error}")
        told.__cause__ = error
        return replace(result, made=None, record=result.record._replace(digest=""), writing=None, error=told)


def keep(results: list[Result], known: Mapping[str, PublishedPath], lane: Lane) -> None:
    """Keep what became of some paths, and tell the record, caches in front and the redirects of their hosts.

    `known` are the rows of what stood there before; the redirects are written once nothing else is to be made up to
    the lane.
    """
    changed = _changed(results, known)
    approvals.note_bytes(changed)
    caches.note_changed(changed)
    _keep_made([result for result in results if result.error is None])
    _keep_failed([result for result in results if result.error is not None])
    if results:
        queue.mark_redirects(_hosts_of_redirects(results, known), results[0].row.cause, lane)


def _keep_made(results: list[Result]) -> None:
    """Keep what was made, and what stands in the tree now."""
    index.drop(PATH, [result.row.key for result in results if not result.is_claimed])
    claimed = [result for result in results if result.is_claimed]
    index.keep(PATH, {result.row.key: result.record for result in claimed if not result.is_glued})
    index.keep_digests(PATH, {result.row.key: result.record.digest for result in claimed if result.is_glued})
    gone = [result.row.key for result in results if result.made is None]
    PublishedPath.objects.filter(path__in=gone).delete()
    now = timezone.now()
    PublishedPath.objects.bulk_create(
        (_published(result, now) for result in results if result.made is not None and result.is_other),
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["digest", "size_bytes", "target", "is_permanent", "made_at", "cause", "slots"],
    )
    queue.done([result.row for result in results])


def _published(result: Result, now: datetime.datetime) -> PublishedPath:
    path = PublishedPath(
        path=result.row.key, digest=result.record.digest, size_bytes=0, made_at=now, cause=result.row.cause
    )
    if isinstance(result.made, Redirect):
        path.target, path.is_permanent = result.made.path, result.made.is_permanent
    elif result.made is not None:
        path.size_bytes, path.slots = len(result.made.body), result.made.slots
    return path


def _keep_failed(results: list[Result]) -> None:
    """Keep what a path read before that cannot be made, and what it read now: either may repair it."""
    for result in results:
        tags = result.record.tags | index.tags_of(PATH, result.row.key)
        index.keep(PATH, {result.row.key: Record("", tags, result.record.remake_at)})
    try_later([(result.row, result.error) for result in results if result.error is not None])


def try_later(failed: Iterable[tuple[Dirty, Exception]]) -> None:
    """Tell what could not be made, and let it be tried again: each time after a longer pause."""
    for row, error in failed:
        logger.error("Not published", extra={"key": row.key}, exc_info=error)
        pause = min(FIRST_PAUSE * 2**row.attempts, LONGEST_PAUSE)
        queue.failed(row, f"{type(error).__name__}: {error}"[:500], timezone.now() + pause)


def _changed(results: Iterable[Result], known: Mapping[str, PublishedPath]) -> dict[str, str]:
    """Return the paths at which something else stands now, with the SHA-256 of its bytes if it has any."""
    return {
        result.row.key: _sha256(result.made.body) if isinstance(result.made, Artifact) else approvals.GONE
        for result in results
        if result.is_other and (result.made is not None or result.row.key in known)
    }


def _hosts_of_redirects(results: Iterable[Result], known: Mapping[str, PublishedPath]) -> set[str]:
    """The hosts some of whose paths lead on now, or did, or lead somewhere else."""
    led = {path for path, row in known.items() if row.target}
    return {
        result.row.key.partition("/")[0]
        for result in results
        if result.is_other and (isinstance(result.made, Redirect) or result.row.key in led)
    }


def record_of_glued(found: str, made: Made) -> Record:
    """Return what a run used for a path that it only glued."""
    parts = made.slots if isinstance(made, Artifact) else ()
    return Record(found, frozenset(), None, frozenset(node_id(INGREDIENT, key) for *_where, key in parts))


def digest_of(made: Made) -> str:
    """Return the digest by which the index knows what was made."""
    return digest_of_bytes(made.body) if isinstance(made, Artifact) else digest(made)


def digest_of_bytes(body: bytes) -> str:
    """Return the digest by which the index knows some bytes."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
