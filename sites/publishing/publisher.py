"""The publisher: turns change rows into paths, and paths into bytes in the tree.

One step takes the change rows that there are, notes what used what changed, and makes that again: ingredients
first, since one whose value is the same stops the change there; then subjects, whose paths may be others now;
then the paths. Everything to be made is a row (`Dirty`) until its bytes stand in the tree, so a publisher that
dies at any moment leaves nothing out: another one makes it again.

Making and writing into the tree happen outside of any transaction; what was made and used is kept in a short one
afterwards. Several publishers may work at the same time (`publishers.py`): each claims what it makes, and looks,
when it keeps it, whether somebody took a change meanwhile that it may have missed.

What cannot be made, or not be written, keeps the bytes that it had, and is tried again later.
"""

import datetime
import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone, translation
from django.utils.module_loading import import_string
from wagtail.models import Page, Site

from sites.publishing import approvals, assets, caches, index, media, outbox, publishers
from sites.publishing.capture import Record, Recorder, node_id, recording
from sites.publishing.causes import DEFECT, EVERYTHING, TIME, WITHDRAWN
from sites.publishing.glue import glued
from sites.publishing.index import INGREDIENT, PATH, REDIRECTS, SUBJECT
from sites.publishing.ingredients import Making, digest, make_anew, making
from sites.publishing.lanes import Lane, lane_of
from sites.publishing.models import Change, Claim, Dirty, Node, PublishedPath
from sites.publishing.stores import Store
from sites.publishing.stores.layout import is_shared
from sites.publishing.subjects import (
    Artifact,
    Call,
    Redirect,
    fetch_ahead,
    fetch_subjects,
    paths_of,
    portal_keys,
    priority,
    subject_key,
    subject_keys,
)
from translations import registry

logger = logging.getLogger(__name__)

PATHS_AT_ONCE, GLUED_AT_ONCE, WHOLE_AT_ONCE = 100, 500, 3
"""So many paths are made, or only glued, or made of a whole portal, between two looks at the change rows."""
LOOK_AFTER = 10
"""Of many paths no more than so many are made once something has changed; the others wait for their turn."""
SUBJECTS_AT_ONCE = 300
WRITERS = 4
"""Threads that write into the tree."""
PAUSE_SECONDS = 0.2
"""Before the next look, while only other publishers are at work."""
MAY_BE_DAMAGED = frozenset({DEFECT, EVERYTHING})
"""What is made again because of this is compared with every file in the tree."""
FIRST_PAUSE, LONGEST_PAUSE = datetime.timedelta(seconds=5), datetime.timedelta(hours=1)

Progress = Callable[[int, int], None]
"""Told how many paths are made, and how many are left."""


@dataclass(frozen=True)
class Result:
    """What became of a path: what was made, what it read, whether other bytes stand there now, or why it failed.

    A path that somebody claims but whose maker makes nothing of it is known: what it read may change.
    """

    row: Dirty
    is_claimed: bool
    made: Artifact | Redirect | None
    record: Record
    is_other: bool = False
    is_glued: bool = False
    writing: Future[bool] | None = None
    error: Exception | None = None


def mark_everything() -> None:
    """Note that everything must be made again."""
    with index.locked():
        nodes = Node.objects.exclude(kind=INGREDIENT).values_list("kind", "key")
        index.mark({*((SUBJECT, key) for key in subject_keys()), *nodes}, EVERYTHING)
        index.mark_redirects(_hosts(), EVERYTHING, Lane.PORTAL)


def mark_pages(page: Page) -> None:
    """Note that a page in its language and every page below it must be made again; with a home, its portal too."""
    ids = page.get_descendants(inclusive=True).values_list("pk", flat=True)
    subjects = [key for pk in ids if (key := subject_key(Page, pk))]
    homes = Site.objects.filter(root_page__translation_key=page.translation_key)
    subjects += [key for pk in homes.values_list("pk", flat=True) for key in portal_keys(pk)]
    with index.locked():
        paths = [
            path
            for piece in index.pieces(subjects)
            for path in Claim.objects.filter(subject__in=piece).values_list("path", flat=True)
        ]
        index.mark([*((SUBJECT, key) for key in subjects), *((PATH, path) for path in paths)], str(page))


class Publisher:
    """Publishes into one tree. `made` lists the paths that were rendered since the publisher was opened.

    `number` is the one that it got when it joined the others (`publishers.joined`).
    """

    def __init__(
        self,
        tree: Store,
        progress: Progress = lambda made, left: None,
        number: int = publishers.ALONE,
    ) -> None:
        self.tree = tree
        self.progress = progress
        self.number = number
        self.position = 0
        self.made: list[str] = []
        self._beside: list[str] = []
        self.files: set[str] = set()
        """Files that are known to be in the tree, for one step."""

    def publish_everything(self) -> None:
        """Make everything again, and write what differs."""
        mark_everything()
        self.publish()

    def publish(self) -> None:
        """Publish until nothing is left to do now, for this publisher or for another one."""
        while True:
            if not self.step():
                if not index.is_waiting(timezone.now()):
                    return
                time.sleep(PAUSE_SECONDS)

    def step(self) -> bool:
        """Take what changed, and do the next piece of work; return whether there was any."""
        self.files.clear()
        worked = self._has_news() and self._take_changes()
        with making(is_recorded=True) as run, translation.override(registry.SOURCE):
            if index.is_waiting(timezone.now()):
                worked |= any(self._work(run, lane) for lane in Lane)
        return worked

    def _work(self, run: Making, lane: Lane) -> bool:
        """Do the next piece of work up to a lane; return whether there was any."""
        worked = self._make_ingredients(run, lane)
        if _is_overtaken(lane):
            return worked
        worked |= self._ask_subjects(run, lane)
        if not index.is_waiting(
            timezone.now(), SUBJECT, lane=lane
        ):  # two of them may have swapped their paths
            worked |= self._make_paths(run, lane)
        return worked or self._write_redirects(run, lane)

    def check_one(self, lane: Lane = Lane.PORTAL) -> str:
        """Compare the path that was not looked at for longest with what it would be; return it if it differs.

        So are, in turn, the redirects of a host and the files of this release. A difference is a defect of ours or
        somebody's hand in the tree: it is told, and what differs is made again. What stands in a lane behind the given
        one is left: whoever edits meanwhile would wait for it.
        """
        return self._check_path(lane) or self._check_beside()

    def _check_beside(self) -> str:
        """Compare the next of what stands beside the paths; return it if it differs."""
        if not self._beside:
            self._beside = [*sorted(_hosts()), *assets.asset_paths()]
        name = self._beside.pop() if self._beside else ""
        if name and is_shared(name):
            is_right = not assets.repair(self.tree, name)
        else:
            is_right = not name or self._check_redirects(name)
        if is_right:
            return ""
        logger.error("A path was not what it would be", extra={"key": name})
        return name

    def _check_redirects(self, host: str) -> bool:
        """Return whether the files say the redirects of a host; mark them otherwise."""
        wanted = _redirects(host)
        if self.tree.holds_redirects(host, wanted):
            return True
        with index.locked():
            if Dirty.objects.filter(kind=REDIRECTS, key=host).exists() or _redirects(host) != wanted:
                return True  # they are about to be written, or were just now
            index.mark_redirects([host], DEFECT)
        return False

    def _check_path(self, lane: Lane) -> str:
        row = _longest_unchecked(lane)
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
        stands = isinstance(made, Redirect) or (made is not None and self._stands(row.path, made))
        with index.locked():
            is_still_so = PublishedPath.objects.filter(pk=row.pk, digest=row.digest).exists()
            is_waiting = outbox.is_waiting() or Dirty.objects.filter(key=row.path).exists()
            if (_digest(made) == row.digest and stands) or is_waiting or not is_still_so:
                return ""
            index.mark([(PATH, row.path)], DEFECT)
        media.forget_missing(self.tree)
        logger.error("A path was not what it would be", extra={"key": row.path})
        return row.path

    def _stands(self, path: str, made: Artifact) -> bool:
        return self.tree.is_whole(path, made.body) and not media.missing(self.tree, media.named_in(made.body))

    def _has_news(self) -> bool:
        return (
            outbox.is_waiting()
            or index.is_due(timezone.now())
            or (publishers.may_be_several() and publishers.last_position() != self.position)
        )

    def _take_changes(self) -> bool:
        with index.locked():
            changes = outbox.take()
            found = outbox.expand(changes)
            nodes = [*index.users_of(found.tags), *index.due(timezone.now())]
            things = {(node.kind, node.key) for node in nodes} | {(SUBJECT, key) for key in found.subjects}
            if things:
                index.mark(things, _cause(changes))
            Node.objects.filter(pk__in=[node.pk for node in nodes if node.remake_at]).update(remake_at=None)
            self.position = outbox.put_aside(changes, self.number)
        return bool(changes or things)

    def _claim(
        self, run: Making, kind: str, most: int, lane: Lane = Lane.PORTAL, *, is_glue: bool = False
    ) -> list[Dirty]:
        """Claim some things; what this run has made is left for the next one, which makes it of newer values."""
        with index.locked():
            others = publishers.at_work() - {self.number}
            return index.claim(
                kind, most, timezone.now(), self.number, others, but=run.made, lane=lane, is_glue=is_glue
            )

    def _mark_missed(self, run: Making, kept: Mapping[str, Mapping[str, Record]], cause: str) -> None:
        """Mark what was made of something that other publishers know to be another by now.

        That is rows whose changes somebody else took meanwhile, and ingredients that this run had kept, or only
        read, before somebody else made them anew. `kept` is {kind: {key: record}} of what is kept in this
        transaction.
        """
        if not publishers.may_be_several():
            return
        changes = outbox.taken_behind(self.position)
        tags = outbox.expand(changes).tags | index.others_than(INGREDIENT, _kept_digests(run))
        missed = [
            (kind, key)
            for kind, found in kept.items()
            for key, record in found.items()
            if not tags.isdisjoint(record.tags) or not tags.isdisjoint(record.slots)
        ]
        index.mark(missed, _cause(changes) if changes else cause)

    # --- ingredients and subjects ---------------------------------------------------------------------

    def _make_ingredients(self, run: Making, lane: Lane) -> bool:
        """Make the ingredients that something uses again, until none is left: each may change others."""
        worked = False
        while not _is_overtaken(lane) and (waiting := self._claim(run, INGREDIENT, index.PIECE, lane)):
            worked = True
            unused = index.unused([row.key for row in waiting])
            failed = [row for row in waiting if row.key not in unused and not _remade(row.key)]
            with index.locked():
                index.drop(INGREDIENT, index.unused(unused))  # somebody may use one by now
                self._keep_ingredients(run, waiting[0].cause)
                for is_first, rows in _by_lane(failed).items():
                    users = index.users_of({row.node_id for row in rows})
                    index.mark({(node.kind, node.key) for node in users}, rows[0].cause, is_first=is_first)
                index.drop(INGREDIENT, [row.key for row in failed])
                index.done(waiting)
        return worked

    def _keep_ingredients(self, run: Making, cause: str) -> None:
        """Keep the ingredients of the run, and mark who used the old value of one that is another now.

        What was made in this run used the new one.
        """
        records = {key: reads.record(run.digests[key]) for key, reads in run.readings.items()}
        ids = {node_id(INGREDIENT, key): record for key, record in records.items()}
        run.made.update(ids)
        changed = {node_id(INGREDIENT, key) for key in index.keep(INGREDIENT, records)}
        first = changed & _with_users(index.first_among(ids), ids)
        index.mark_users(first, WITHDRAWN, but=run.made, is_first=True)
        index.mark_users(changed - first, cause, but=run.made)
        self._mark_missed(run, {INGREDIENT: records}, cause)
        run.readings.clear()

    def _ask_subjects(self, run: Making, lane: Lane) -> bool:
        waiting = self._claim(run, SUBJECT, SUBJECTS_AT_ONCE, lane)
        if not waiting:
            return False
        asked: dict[str, tuple[dict[str, Call], Recorder]] = {}
        failed: list[tuple[Dirty, Exception]] = []
        fetch_subjects([row.key for row in waiting])
        for row in waiting:
            try:
                with recording(row.key) as reads:
                    asked[row.key] = (paths_of(row.key), reads)
            except Exception as error:
                failed.append((row, error))
        with index.locked():
            claimed = _claim({subject: paths for subject, (paths, _reads) in asked.items()})
            causes = {row.key: (row.cause, row.lane == Lane.FIRST) for row in waiting}
            for cause, is_first in set(causes.values()):
                paths = [path for path, subject in claimed if causes[subject] == (cause, is_first)]
                index.mark({(PATH, path) for path in paths}, cause, is_first=is_first)
            records = {key: reads.record(digest(sorted(paths))) for key, (paths, reads) in asked.items()}
            index.keep(SUBJECT, records)
            self._mark_missed(run, {SUBJECT: records}, waiting[0].cause)
            run.made.update(node_id(SUBJECT, key) for key in records)
            self._keep_ingredients(run, waiting[0].cause)
            index.done([row for row in waiting if row.key in asked])
            _try_later(failed)
        return True

    # --- paths ----------------------------------------------------------------------------------------

    def _make_paths(self, run: Making, lane: Lane) -> bool:
        most = WHOLE_AT_ONCE if lane == Lane.PORTAL else PATHS_AT_ONCE
        waiting = self._claim(run, PATH, most, lane) or self._claim(
            run, PATH, GLUED_AT_ONCE, lane, is_glue=True
        )
        if not waiting:
            return False
        calls = winners(row.key for row in waiting)
        waiting = _without_what_waits(waiting, calls, lane)
        if not waiting:
            return True
        known = PublishedPath.objects.in_bulk([row.key for row in waiting])
        fetch_ahead([calls[row.key] for row in waiting if row.key in calls and not row.is_glue])
        # Files are written and compressed while the next ones are made.
        with ThreadPoolExecutor(WRITERS) as writers:
            results = [
                self._publish_path(row, calls.get(row.key), known.get(row.key), writers)
                for row in _until_news(waiting, lane)
            ]
        _put_back(waiting[len(results) :])
        results = [_written(result) for result in results]
        changed = _changed(results, known)
        with index.locked():
            approvals.note_bytes(changed)
            caches.note_changed(changed)
            self._keep_paths([result for result in results if result.error is None])
            _keep_failed([result for result in results if result.error is not None])
            # What was only glued keeps words that were made in other runs.
            run.made.update(result.row.node_id for result in results if not result.is_glued)
            records = {result.row.key: result.record for result in results}
            self._mark_missed(run, {PATH: records}, waiting[0].cause)
            self._keep_ingredients(run, waiting[0].cause)
            index.mark_redirects(_hosts_of_redirects(results, known), waiting[0].cause, lane)
        self.progress(len(results), Dirty.objects.filter(kind=PATH).count())
        return True

    def _write_redirects(self, run: Making, lane: Lane) -> bool:
        """Write the redirects of hosts, of what is kept by now: whoever has claimed a host is alone with it."""
        waiting = self._claim(run, REDIRECTS, index.PIECE, lane)
        failed: list[tuple[Dirty, Exception]] = []
        for row in waiting:
            try:
                self.tree.write_redirects(row.key, _redirects(row.key))
            except Exception as error:
                failed.append((row, error))
        if waiting:
            with index.locked():
                index.done([row for row in waiting if row not in [behind for behind, _error in failed]])
                _try_later(failed)
        return bool(waiting)

    def _publish_path(
        self, row: Dirty, call: Call | None, known: PublishedPath | None, writers: ThreadPoolExecutor
    ) -> Result:
        """Make a path, and let it be written where other bytes stand; without a call, let nothing stand there."""
        made: Artifact | Redirect | None = self._glued(row, known)
        is_glued = made is not None
        try:
            with recording(row.key) as reads:
                if made is None and call is not None:
                    maker, arguments = call
                    made = maker(*arguments)
                    if isinstance(made, Artifact):
                        self.made.append(row.key)
            found = _digest(made)
            files = self._put_files(made)
        except Exception as error:
            return Result(row, call is not None, None, reads.record(""), error=error)
        record = _record_of_glued(found, made) if is_glued else reads.record(found)
        record = record._replace(tags=record.tags | media.tags_of(files))
        writing = writers.submit(self._write, row, made, found, known)
        return Result(row, call is not None, made, record, is_glued=is_glued, writing=writing)

    def _glued(self, row: Dirty, known: PublishedPath | None) -> Artifact | None:
        """Return the bytes that stand at a path with the parts in their slots as they are now.

        None when more than a part changed, or when a part cannot be made: then whoever makes the path will tell.
        """
        body = self.tree.read(row.key) if row.is_glue and known is not None else None
        if known is None or body is None or _digest_of(body) != known.digest:
            return None
        try:
            now = glued(body, known.slots)
        except Exception:
            logger.info("A part cannot be glued", extra={"key": row.key}, exc_info=True)
            return None
        return Artifact(now.body, "", slots=now.slots)

    def _put_files(self, made: Artifact | Redirect | None) -> frozenset[str]:
        """Put the pictures that bytes name into the tree, before the bytes; return their names."""
        names = media.named_in(made.body) if isinstance(made, Artifact) else frozenset[str]()
        if names - self.files:
            media.put(self.tree, names)
            self.files |= names
        return names

    def _write(
        self, row: Dirty, made: Artifact | Redirect | None, found: str, known: PublishedPath | None
    ) -> bool:
        """Let what was made stand at a path; return whether something else was known to stand there.

        The bytes are compared too: they may be somebody else's. A publisher that was killed may have written some
        of the compressed ones; where the tree may be damaged, they are compared as well.
        """
        is_same = known is not None and known.digest == found
        if isinstance(made, Artifact):
            stands = self.tree.is_whole if row.cause in MAY_BE_DAMAGED else self.tree.holds
            if is_same and not _is_left(row) and stands(row.key, made.body):
                return False
            self.tree.write(row.key, made.body)
        else:
            self.tree.remove(row.key)
        return not is_same

    def _keep_paths(self, results: list[Result]) -> None:
        """Keep what was made, and what stands in the tree now."""
        index.drop(PATH, [result.row.key for result in results if not result.is_claimed])
        claimed = [result for result in results if result.is_claimed]
        index.keep(PATH, {result.row.key: result.record for result in claimed if not result.is_glued})
        index.keep_digests(
            PATH, {result.row.key: result.record.digest for result in claimed if result.is_glued}
        )
        PublishedPath.objects.filter(
            path__in=[result.row.key for result in results if result.made is None]
        ).delete()
        now = timezone.now()
        PublishedPath.objects.bulk_create(
            (_published(result, now) for result in results if result.made is not None and result.is_other),
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["digest", "size_bytes", "target", "is_permanent", "made_at", "cause", "slots"],
        )
        index.done([result.row for result in results])


def _longest_unchecked(lane: Lane) -> PublishedPath | None:
    """Return what was not compared for longest of the paths up to a lane."""
    oldest = PublishedPath.objects.order_by("checked_at")
    for start in range(0, oldest.count(), PATHS_AT_ONCE):
        rows = oldest[start : start + PATHS_AT_ONCE]
        calls = winners(row.path for row in rows)
        for row in rows:
            if row.path not in calls or lane_of(calls[row.path][0]) <= lane:
                return row
    return None


def _is_overtaken(lane: Lane) -> bool:
    """Whether something came into the first lane that what is made up to another lane would hold up."""
    return lane != Lane.FIRST and index.is_waiting(timezone.now(), lane=Lane.FIRST)


def _by_lane(rows: Iterable[Dirty]) -> dict[bool, list[Dirty]]:
    """Some things by whether they stand in the first lane."""
    found: dict[bool, list[Dirty]] = {}
    for row in rows:
        found.setdefault(row.lane == Lane.FIRST, []).append(row)
    return found


def _with_users(ids: set[int], records: Mapping[int, Record]) -> set[int]:
    """Return some ingredients with those that are made of them, among what was made with them."""
    while more := {pk for pk, record in records.items() if pk not in ids and not ids.isdisjoint(record.tags)}:
        ids = ids | more
    return ids


def _without_what_waits(waiting: list[Dirty], calls: Mapping[str, Call], lane: Lane) -> list[Dirty]:
    """Return what may be made up to a lane of what was claimed; put the rest where it waits."""
    lanes = {
        row: lane_of(calls[row.key][0]) for row in waiting if row.key in calls and row.lane != Lane.FIRST
    }
    behind = {row: own for row, own in lanes.items() if own > lane}
    if behind:
        with index.locked():
            index.put_behind(behind)
    return [row for row in waiting if row not in behind]


def _until_news(waiting: Iterable[Dirty], lane: Lane) -> Iterator[Dirty]:
    """Yield what was claimed; of many paths only until something changes, for which somebody waits."""
    for number, row in enumerate(waiting, 1):
        yield row
        if lane >= Lane.MANY and number % LOOK_AFTER == 0 and outbox.is_waiting():
            return


def _put_back(waiting: list[Dirty]) -> None:
    if waiting:
        with index.locked():
            index.put_back(waiting)


def _written(result: Result) -> Result:
    """Return a result with whether other bytes stand there now, once they are written, or why they are not."""
    if result.writing is None:
        return result
    try:
        return replace(result, is_other=result.writing.result(), writing=None)
    except Exception as error:
        return replace(result, made=None, record=result.record._replace(digest=""), writing=None, error=error)


def _keep_failed(results: list[Result]) -> None:
    """Keep what a path read before that cannot be made, and what it read now: either may repair it."""
    for result in results:
        tags = result.record.tags | index.tags_of(PATH, result.row.key)
        index.keep(PATH, {result.row.key: Record("", tags, result.record.remake_at)})
    _try_later([(result.row, result.error) for result in results if result.error is not None])


def _changed(results: Iterable[Result], known: Mapping[str, PublishedPath]) -> dict[str, str]:
    """Return the paths at which something else stands now, with the SHA-256 of its bytes if it has any."""
    return {
        result.row.key: _sha256(result.made.body) if isinstance(result.made, Artifact) else approvals.GONE
        for result in results
        if result.is_other and (result.made is not None or result.row.key in known)
    }


def _hosts_of_redirects(results: Iterable[Result], known: Mapping[str, PublishedPath]) -> set[str]:
    """The hosts some of whose paths lead on now, or did, or lead somewhere else."""
    return {
        result.row.key.partition("/")[0]
        for result in results
        if result.is_other
        and (isinstance(result.made, Redirect) or (result.row.key in known and known[result.row.key].target))
    }


def _is_left(row: Dirty) -> bool:
    """Whether a publisher was killed while it made a thing: what it wrote of it nobody knows."""
    return row.claimed_by is not None


def _kept_digests(run: Making) -> dict[str, str]:
    """The digests of the ingredients that a run has kept: of the others it keeps its own value now."""
    return {key: found for key, found in run.digests.items() if key not in run.readings}


def _record_of_glued(found: str, made: Artifact | Redirect | None) -> Record:
    """What a run used for a path that it only glued."""
    parts = made.slots if isinstance(made, Artifact) else ()
    return Record(found, frozenset(), None, frozenset(node_id(INGREDIENT, key) for *_where, key in parts))


def _remade(key: str) -> bool:
    """Make an ingredient again; return False when it cannot be made, and its users must find out themselves."""
    try:
        make_anew(key)
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
    return ", ".join(list(named)[:5]) or TIME


# --- claims -------------------------------------------------------------------------------------------


def _claim(paths_of_subjects: Mapping[str, dict[str, Call]]) -> set[tuple[str, str]]:
    """Note which paths some subjects have; return (path, subject) of the claims that are others now."""
    known = {
        (claim.path, claim.subject): claim
        for piece in index.pieces(paths_of_subjects)
        for claim in Claim.objects.filter(subject__in=piece)
    }
    wanted = {
        (path, subject): call for subject, paths in paths_of_subjects.items() for path, call in paths.items()
    }
    others = {claimed for claimed, claim in known.items() if claim.call != _said(wanted.get(claimed))}
    new = [claimed for claimed in wanted if claimed not in known or claimed in others]
    for piece in index.pieces(known[claimed].pk for claimed in others):
        Claim.objects.filter(pk__in=piece).delete()
    for piece in index.pieces(new):
        Claim.objects.bulk_create(
            Claim(
                path=path,
                subject=subject,
                call=_said(wanted[path, subject]),
                priority=priority(wanted[path, subject]),
            )
            for path, subject in piece
        )
    return {*others, *new}


def _said(call: Call | None) -> list[Any] | None:
    """A call as a claim keeps it."""
    return [f"{call[0].__module__}.{call[0].__qualname__}", *call[1]] if call else None


def winners(paths: Iterable[str]) -> dict[str, Call]:
    """Return who makes each path: of several subjects that claim one, the first."""
    found: dict[str, Call] = {}
    for claim in Claim.objects.filter(path__in=list(paths)).order_by("path", "priority", "subject"):
        maker, *arguments = claim.call
        found.setdefault(claim.path, (import_string(maker), tuple(arguments)))
    return found


# --- results ------------------------------------------------------------------------------------------


def _digest(made: Artifact | Redirect | None) -> str:
    return _digest_of(made.body) if isinstance(made, Artifact) else digest(made)


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _digest_of(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def _published(result: Result, now: datetime.datetime) -> PublishedPath:
    path = PublishedPath(
        path=result.row.key, digest=result.record.digest, size_bytes=0, made_at=now, cause=result.row.cause
    )
    if isinstance(result.made, Redirect):
        path.target, path.is_permanent = result.made.path, result.made.is_permanent
    elif result.made is not None:
        path.size_bytes, path.slots = len(result.made.body), result.made.slots
    return path


def _hosts() -> set[str]:
    """The hosts of which something is published."""
    return {path.partition("/")[0] for path in PublishedPath.objects.values_list("path", flat=True)}


def _redirects(host: str) -> dict[str, tuple[str, int]]:
    found = PublishedPath.objects.filter(path__startswith=f"{host}/").exclude(target="")
    columns = found.values_list("path", "target", "is_permanent")
    return {
        path.removeprefix(host): Redirect(target, is_permanent).row for path, target, is_permanent in columns
    }


def _try_later(failed: Iterable[tuple[Dirty, Exception]]) -> None:
    for row, error in failed:
        logger.error("Not published", extra={"key": row.key}, exc_info=error)
        pause = min(FIRST_PAUSE * 2**row.attempts, LONGEST_PAUSE)
        index.failed(row, f"{type(error).__name__}: {error}"[:500], timezone.now() + pause)
