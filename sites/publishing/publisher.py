"""The publisher: turns change rows into paths, and paths into bytes in the tree.

One step takes the change rows that there are, notes what used what changed, and makes that again: ingredients
first, since one whose value is the same stops the change there; then subjects, whose paths may be others now;
then the paths. Everything to be made is a row (`Dirty`) until its bytes stand in the tree, so a publisher that
dies at any moment leaves nothing out: another one makes it again.

What cannot be made keeps the bytes that it had, and is tried again later.
"""

import datetime
import hashlib
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from wagtail.models import Page

from sites.publishing import index, outbox
from sites.publishing.capture import Record, Recorder, node_id, recording
from sites.publishing.index import INGREDIENT, PATH, SUBJECT
from sites.publishing.ingredients import Making, digest, making, remake
from sites.publishing.models import Change, Claim, Dirty, Node, PublishedPath
from sites.publishing.stores import Store
from sites.publishing.subjects import Artifact, Call, Redirect, paths_of, priority, subject_key, subject_keys
from translations import registry

logger = logging.getLogger(__name__)

PATHS_AT_ONCE = 100
"""So many paths are made between two looks at the change rows."""
SUBJECTS_AT_ONCE = 300
FIRST_PAUSE, LONGEST_PAUSE = datetime.timedelta(seconds=5), datetime.timedelta(hours=1)
EVERYTHING = "everything was published anew"
DEFECT = "it was not what it would be"

Progress = Callable[[int, int], None]
"""Told how many paths are made, and how many are left."""


@transaction.atomic
def mark_everything() -> None:
    """Note that everything must be made again."""
    nodes = [(node.kind, node.key) for node in Node.objects.exclude(kind=INGREDIENT)]
    index.mark([*((SUBJECT, key) for key in subject_keys()), *nodes], EVERYTHING)


@transaction.atomic
def mark_pages(page: Page) -> None:
    """Note that a page in its language and every page below it must be made again."""
    ids = page.get_descendants(inclusive=True).values_list("pk", flat=True)
    subjects = [key for pk in ids if (key := subject_key(Page, pk))]
    paths = [
        path
        for piece in index.pieces(subjects)
        for path in Claim.objects.filter(subject__in=piece).values_list("path", flat=True)
    ]
    index.mark([*((SUBJECT, key) for key in subjects), *((PATH, path) for path in paths)], str(page))


class Publisher:
    """Publishes into one tree. `made` lists the paths that were rendered since the publisher was opened."""

    def __init__(self, tree: Store, progress: Progress = lambda made, left: None) -> None:
        self.tree = tree
        self.progress = progress
        self.made: list[str] = []

    def publish_everything(self) -> None:
        """Make everything again, and write what differs."""
        mark_everything()
        self.publish()

    def publish(self) -> None:
        """Publish until nothing is left to do now."""
        while self.step():
            pass

    def step(self) -> bool:
        """Take what changed, and do the next piece of work; return whether there was any."""
        worked = self._take_changes()
        with making(is_recorded=True) as run, translation.override(registry.SOURCE):
            worked |= self._make_ingredients(run)
            while self._ask_subjects(run):  # all before any path: two of them may have swapped theirs
                worked = True
            worked |= self._make_paths(run)
        return worked

    def check_one(self) -> str:
        """Compare the path that was not looked at for longest with what it would be; return it if it differs.

        A difference is a defect of ours or somebody's hand in the tree: it is told, and the path is made again.
        """
        row = PublishedPath.objects.order_by("checked_at").first()
        if row is None:
            return ""
        PublishedPath.objects.filter(pk=row.pk).update(checked_at=timezone.now())
        call = winners([row.path]).get(row.path)
        try:
            with making(), translation.override(registry.SOURCE):
                made = call[0](*call[1]) if call else None
        except Exception:
            logger.info("A path cannot be compared", extra={"key": row.path}, exc_info=True)
            return ""  # what it is made of changed, and whoever makes it again will tell why
        stands = row.target or self.tree.read(row.path) == getattr(made, "body", None)
        is_waiting = Change.objects.exists() or Dirty.objects.filter(key=row.path).exists()
        if (_digest(made) == row.digest and stands) or is_waiting:
            return ""
        logger.error("A path was not what it would be", extra={"key": row.path})
        with transaction.atomic():
            PublishedPath.objects.filter(pk=row.pk).update(digest="")
            index.mark([(PATH, row.path)], DEFECT)
        return row.path

    @transaction.atomic
    def _take_changes(self) -> bool:
        changes = outbox.take()
        found = outbox.expand(changes)
        nodes = [*index.users_of(found.tags), *index.due(timezone.now())]
        things = {(node.kind, node.key) for node in nodes} | {(SUBJECT, key) for key in found.subjects}
        if things:
            index.mark(things, _cause(changes))
        Node.objects.filter(pk__in=[node.pk for node in nodes if node.remake_at]).update(remake_at=None)
        for piece in index.pieces([change.pk for change in changes]):
            Change.objects.filter(pk__in=piece).delete()
        return bool(changes or things)

    # --- ingredients and subjects ---------------------------------------------------------------------

    def _make_ingredients(self, run: Making) -> bool:
        """Make the ingredients that something uses again, until none is left: each may change others."""
        worked = False
        while waiting := index.dirty(INGREDIENT, timezone.now(), index.PIECE):
            worked = True
            unused = index.unused([row.key for row in waiting])
            failed = [row for row in waiting if row.key not in unused and not _remade(row.key)]
            with transaction.atomic():
                index.drop(INGREDIENT, unused)
                self._keep_ingredients(run, waiting[0].cause)
                gone = {node_id(INGREDIENT, row.key) for row in failed}
                index.mark({(node.kind, node.key) for node in index.users_of(gone)}, waiting[0].cause)
                index.drop(INGREDIENT, [row.key for row in failed])
                index.done(waiting)
        return worked

    def _keep_ingredients(self, run: Making, cause: str) -> None:
        """Keep the ingredients of the run, and mark who used the old value of one that is another now.

        What was made in this run used the new one.
        """
        records = {key: reads.record(run.digests[key]) for key, reads in run.readings.items()}
        changed = index.keep(INGREDIENT, records)
        users = index.users_of({node_id(INGREDIENT, key) for key in changed})
        index.mark({(node.kind, node.key) for node in users if node.pk not in run.made}, cause)
        run.made.update(node_id(INGREDIENT, key) for key in records)
        run.readings.clear()

    def _ask_subjects(self, run: Making) -> bool:
        waiting = index.dirty(SUBJECT, timezone.now(), SUBJECTS_AT_ONCE)
        asked: dict[str, tuple[dict[str, Call], Recorder]] = {}
        failed = []
        for row in waiting:
            try:
                with recording(row.key) as reads:
                    asked[row.key] = (paths_of(row.key), reads)
            except Exception as error:
                failed.append(_failure(row, error))
        with transaction.atomic():
            for row in waiting:
                if row.key in asked:
                    index.mark({(PATH, path) for path in _claim(row.key, asked[row.key][0])}, row.cause)
            records = {key: reads.record(digest(sorted(paths))) for key, (paths, reads) in asked.items()}
            index.keep(SUBJECT, records)
            run.made.update(node_id(SUBJECT, key) for key in records)
            self._keep_ingredients(run, waiting[0].cause if waiting else "")
            index.done(row for row in waiting if row.key in asked)
            _try_later(failed)
        return bool(waiting)

    # --- paths ----------------------------------------------------------------------------------------

    def _make_paths(self, run: Making) -> bool:
        waiting = index.dirty(PATH, timezone.now(), PATHS_AT_ONCE)
        calls = winners(row.key for row in waiting)
        results = [self._result(row, calls.get(row.key)) for row in waiting]
        hosts = {
            row.key.partition("/")[0] for row, made, _record, _error in results if isinstance(made, Redirect)
        }
        with transaction.atomic():
            known = {
                found.path: found
                for found in PublishedPath.objects.filter(path__in=[row.key for row in waiting])
            }
            for row, made, record, error in results:
                if error is None:
                    self._write(row, made, record, known.get(row.key))
                run.made.add(row.node_id)
            hosts |= {path.partition("/")[0] for path, found in known.items() if found.target}
            self._keep_paths(results)
            self._keep_ingredients(run, waiting[0].cause if waiting else "")
            index.done(row for row, _made, _record, error in results if error is None)
            _try_later([_failure(row, error) for row, _made, _record, error in results if error is not None])
            for host in hosts:
                self.tree.write_redirects(host, _redirects(host))
        if waiting:
            self.progress(len(waiting), Dirty.objects.filter(kind=PATH).count())
        return bool(waiting)

    def _result(
        self, row: Dirty, call: Call | None
    ) -> tuple[Dirty, Artifact | Redirect | None, Record, Exception | None]:
        if call is None:
            return row, None, Record("", frozenset(), None), None
        maker, arguments = call
        self.made.append(row.key)
        with recording(row.key) as reads:
            try:
                made = maker(*arguments)
            except Exception as error:
                return row, None, reads.record(""), error
        return row, made, reads.record(_digest(made)), None

    def _write(
        self, row: Dirty, made: Artifact | Redirect | None, record: Record, known: PublishedPath | None
    ) -> None:
        """Write what differs from what stands at a path, and note what stands there now."""
        if made is None:
            self._remove(row.key, known)
            return
        if known is not None and known.digest == record.digest and self._stands(row.key, made):
            return
        if isinstance(made, Artifact):
            self.tree.write(row.key, made.body)
        elif known is not None and not known.target:
            self.tree.remove(row.key)
        PublishedPath.objects.update_or_create(
            path=row.key,
            defaults={**_columns(made, record.digest), "made_at": timezone.now(), "cause": row.cause},
        )

    def _stands(self, path: str, made: Artifact | Redirect) -> bool:
        return isinstance(made, Redirect) or self.tree.holds(path, made.body)

    def _remove(self, path: str, known: PublishedPath | None) -> None:
        if known is not None:
            if not known.target:
                self.tree.remove(path)
            known.delete()

    @staticmethod
    def _keep_paths(results: Iterable[tuple[Dirty, Any, Record, Exception | None]]) -> None:
        gone = [row.key for row, made, _record, error in results if made is None and error is None]
        index.drop(PATH, gone)
        index.keep(PATH, {row.key: record for row, made, record, _error in results if made is not None})
        for row, _made, record, error in results:
            if error is not None:  # what it read before, and what it read now: either may repair it
                tags = record.tags | index.tags_of(PATH, row.key)
                index.keep(PATH, {row.key: Record("", tags, record.remake_at)})


def _remade(key: str) -> bool:
    """Make an ingredient again; return False when it cannot be made, and its users must find out themselves."""
    try:
        remake(key)
    except Exception:
        logger.info("An ingredient is gone", extra={"key": key}, exc_info=True)
        return False
    return True


def _cause(changes: list[Change]) -> str:
    """What changed, for people: at most a few rows."""
    named = dict.fromkeys(
        f"{change.table_name} {(change.new_keys or change.old_keys or {}).get('pk', '')}"
        for change in changes
    )
    return ", ".join(list(named)[:5]) or "the time"


# --- claims -------------------------------------------------------------------------------------------


def _claim(subject: str, paths: dict[str, Call]) -> list[str]:
    """Note which paths a subject has; return those whose claims are others now."""
    known = {claim.path: claim for claim in Claim.objects.filter(subject=subject)}
    wanted = {
        path: [f"{maker.__module__}.{maker.__qualname__}", *arguments]
        for path, (maker, arguments) in paths.items()
    }
    lost = [claim for path, claim in known.items() if wanted.get(path) != claim.call]
    new = [path for path in wanted if path not in known or known[path].call != wanted[path]]
    Claim.objects.filter(pk__in=[claim.pk for claim in lost]).delete()
    for piece in index.pieces(new):
        Claim.objects.bulk_create(
            Claim(path=path, subject=subject, call=wanted[path], priority=priority(paths[path]))
            for path in piece
        )
    return [*{*(claim.path for claim in lost), *new}]


def winners(paths: Iterable[str]) -> dict[str, Call]:
    """Return who makes each path: of several subjects that claim one, the first."""
    found: dict[str, Call] = {}
    for claim in Claim.objects.filter(path__in=list(paths)).order_by("path", "priority", "subject"):
        maker, *arguments = claim.call
        found.setdefault(claim.path, (import_string(maker), tuple(arguments)))
    return found


# --- results ------------------------------------------------------------------------------------------


def _digest(made: Artifact | Redirect | None) -> str:
    if isinstance(made, Artifact):
        return hashlib.blake2b(made.body, digest_size=12).hexdigest()
    return digest(made)


def _columns(made: Artifact | Redirect, found: str) -> dict[str, Any]:
    if isinstance(made, Redirect):
        return {"digest": found, "size_bytes": 0, "target": made.path, "is_permanent": made.is_permanent}
    return {"digest": found, "size_bytes": len(made.body), "target": "", "is_permanent": False}


def _redirects(host: str) -> dict[str, tuple[str, int]]:
    found = PublishedPath.objects.filter(path__startswith=f"{host}/").exclude(target="")
    columns = found.values_list("path", "target", "is_permanent")
    return {
        path.removeprefix(host): Redirect(target, is_permanent).row for path, target, is_permanent in columns
    }


def _failure(row: Dirty, error: Exception) -> Dirty:
    logger.error("Not published", extra={"key": row.key}, exc_info=error)
    row.attempts += 1
    row.error = f"{type(error).__name__}: {error}"[:500]
    row.next_try_at = timezone.now() + min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
    return row


def _try_later(failed: list[Dirty]) -> None:
    Dirty.objects.bulk_update(failed, ["attempts", "error", "next_try_at"])
