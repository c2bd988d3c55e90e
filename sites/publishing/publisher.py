"""The publisher: turns change rows into paths, and paths into bytes in the tree.

One step takes the change rows that there are, notes what used what changed, and makes that again: ingredients
first, since one whose value is the same stops the change there; then subjects, whose paths may be others now;
then the paths, and the tables of redirects. Everything to be made is a row (`Dirty`) until its bytes stand in the
tree, so a publisher that dies at any moment leaves nothing out: another one makes it again.

Making and writing into the tree happen outside of any transaction; what was made and used is kept in a short one
afterwards. Several publishers may work at the same time (`publishers.py`): each takes what it makes, and looks,
when it keeps it, whether somebody took a change meanwhile that it may have missed.

What cannot be made, or not be written, keeps the bytes that it had, and is tried again later.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from django.utils import timezone, translation

from sites.publishing import claims, index, media, outbox, publishers, queue, redirect_tables, results
from sites.publishing.again import mark_everything
from sites.publishing.capture import Record, Recorder, node_id, recording
from sites.publishing.causes import DEFECT, EVERYTHING, TIME, WITHDRAWN
from sites.publishing.checking import Checker
from sites.publishing.glue import glued
from sites.publishing.index import INGREDIENT, PATH, SUBJECT
from sites.publishing.ingredients import Making, digest, make_anew, making
from sites.publishing.lanes import Lane, lane_of
from sites.publishing.models import Change, Dirty, Node, PublishedPath
from sites.publishing.queue import REDIRECTS
from sites.publishing.results import Made, Result, digest_of, digest_of_bytes
from sites.publishing.stores import Store
from sites.publishing.subjects import Artifact, Call, Paths, fetch_ahead, fetch_subjects, paths_of
from translations import registry

logger = logging.getLogger(__name__)

PATHS_AT_ONCE, GLUED_AT_ONCE, WHOLE_AT_ONCE = 100, 500, 3
"""So many paths are made, or only glued, or made of a whole portal, between two looks at the change rows."""
LOOK_AFTER = 10
"""Of many paths no more than so many are made once something has changed; the others wait for their turn."""
SUBJECTS_AT_ONCE, SECONDS_AT_ONCE = 300, 1.0
"""Subjects are asked, and ingredients made, for so long between two looks at what goes before them."""
WRITERS = 4
"""Threads that write into the tree."""
PAUSE_SECONDS = 0.2
"""Before the next look, while only other publishers are at work."""
MAY_BE_DAMAGED = frozenset({DEFECT, EVERYTHING})
"""What is made again because of this is compared with every file in the tree."""

Progress = Callable[[int, int], None]
"""Told how many paths are made, and how many are left."""


class Publisher:
    """Publishes into one tree. `made` lists the paths that were rendered since somebody cleared it.

    `number` is the one that it got when it joined the others (`publishers.joined`).
    """

    def __init__(
        self,
        tree: Store,
        progress: Progress = lambda made, left: None,
        number: int = publishers.ALONE,
    ) -> None:
        self.tree = tree
        self.checker = Checker(tree)
        self.progress = progress
        self.number = number
        self.position = 0
        self.made: list[str] = []
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
                if not queue.is_waiting(timezone.now()):
                    return
                time.sleep(PAUSE_SECONDS)

    def step(self) -> bool:
        """Take what changed, and do the next piece of work; return whether there was any."""
        self.files.clear()
        worked = self._has_news() and self._take_changes()
        with making(is_recorded=True) as run, translation.override(registry.SOURCE):
            if queue.is_waiting(timezone.now()):
                worked |= any(self._work(run, lane) for lane in Lane)
        return worked

    def _work(self, run: Making, lane: Lane) -> bool:
        """Do the next piece of work up to a lane; return whether there was any."""
        worked = self._make_ingredients(run, lane)
        if _is_overtaken(lane):
            return worked
        worked |= self._ask_subjects(run, lane)
        # Two subjects may have swapped their paths.
        if not queue.is_waiting(timezone.now(), SUBJECT, lane=lane):
            worked |= self._make_paths(run, lane)
        return worked or self._write_redirects(run, lane)

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
                queue.mark(things, _cause(changes))
            Node.objects.filter(pk__in=[node.pk for node in nodes if node.remake_at]).update(remake_at=None)
            self.position = outbox.put_aside(changes, self.number)
        return bool(changes or things)

    def _take(
        self, run: Making, kind: str, most: int, lane: Lane = Lane.PORTAL, *, is_glue: bool = False
    ) -> list[Dirty]:
        """Take some things to make; what this run has made is left for the next one, which makes it of newer values."""
        with index.locked():
            others = publishers.at_work() - {self.number}
            return queue.take(
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
        queue.mark(missed, _cause(changes) if changes else cause)

    # --- ingredients and subjects ---------------------------------------------------------------------

    def _make_ingredients(self, run: Making, lane: Lane) -> bool:
        """Make the ingredients that something uses again, until none is left, for a while: each may change others."""
        worked = False
        while not _is_overtaken(lane) and (waiting := self._take(run, INGREDIENT, index.PIECE, lane)):
            worked = True
            unused = index.unused([row.key for row in waiting])
            made, failed = [], []
            for row in _for_a_while(waiting):
                made.append(row)
                if row.key not in unused and not _remade(row.key):
                    failed.append(row)
            with index.locked():
                # Somebody may use one by now.
                index.drop(INGREDIENT, index.unused(row.key for row in made if row.key in unused))
                self._keep_ingredients(run, waiting[0].cause)
                for is_first, rows in _by_lane(failed).items():
                    users = index.users_of({row.node_id for row in rows})
                    queue.mark({(node.kind, node.key) for node in users}, rows[0].cause, is_first=is_first)
                index.drop(INGREDIENT, [row.key for row in failed])
                queue.done(made)
                queue.put_back(waiting[len(made) :])
            if len(made) < len(waiting):
                break
        return worked

    def _keep_ingredients(self, run: Making, cause: str) -> None:
        """Keep the ingredients of the run, and mark who used the old value of one that is another now.

        What was made in this run used the new one.
        """
        records = {key: reads.record(run.digests[key]) for key, reads in run.readings.items()}
        ids = {node_id(INGREDIENT, key): record for key, record in records.items()}
        run.made.update(ids)
        changed = {node_id(INGREDIENT, key) for key in index.keep(INGREDIENT, records)}
        first = changed & _with_users(queue.first_among(ids), ids)
        queue.mark_users(first, WITHDRAWN, but=run.made, is_first=True)
        queue.mark_users(changed - first, cause, but=run.made)
        self._mark_missed(run, {INGREDIENT: records}, cause)
        run.readings.clear()

    def _ask_subjects(self, run: Making, lane: Lane) -> bool:
        """Ask the next subjects for their paths, and mark those that somebody else makes now, or makes otherwise."""
        waiting = self._take(run, SUBJECT, SUBJECTS_AT_ONCE, lane)
        if not waiting:
            return False
        asked: dict[str, tuple[Paths, Recorder]] = {}
        failed: list[tuple[Dirty, Exception]] = []
        fetch_subjects([row.key for row in waiting])
        for row in _for_a_while(waiting):
            try:
                with recording(row.key) as reads:
                    asked[row.key] = (paths_of(row.key), reads)
            except Exception as error:
                failed.append((row, error))
        with index.locked():
            others = claims.keep({subject: paths for subject, (paths, _reads) in asked.items()})
            _mark_paths(others, waiting)
            records = {key: reads.record(digest(sorted(paths))) for key, (paths, reads) in asked.items()}
            index.keep(SUBJECT, records)
            self._mark_missed(run, {SUBJECT: records}, waiting[0].cause)
            run.made.update(node_id(SUBJECT, key) for key in records)
            self._keep_ingredients(run, waiting[0].cause)
            queue.done([row for row in waiting if row.key in asked])
            results.try_later(failed)
            queue.put_back(waiting[len(asked) + len(failed) :])
        return True

    # --- paths ----------------------------------------------------------------------------------------

    def _make_paths(self, run: Making, lane: Lane) -> bool:
        """Make the next paths up to a lane, write those whose bytes are others, and keep what became of them."""
        most = WHOLE_AT_ONCE if lane == Lane.PORTAL else PATHS_AT_ONCE
        waiting = self._take(run, PATH, most, lane) or self._take(
            run, PATH, GLUED_AT_ONCE, lane, is_glue=True
        )
        calls = claims.calls(row.key for row in waiting)
        ready = _without_what_waits(waiting, calls, lane)
        if ready:
            known = PublishedPath.objects.in_bulk([row.key for row in ready])
            made = self._publish_paths(ready, calls, known, lane)
            self._keep_paths(run, made, known, lane)
            self.progress(len(made), Dirty.objects.filter(kind=PATH).count())
        return bool(waiting)

    def _publish_paths(
        self, ready: list[Dirty], calls: Mapping[str, Call], known: Mapping[str, PublishedPath], lane: Lane
    ) -> list[Result]:
        """Make paths and write them, until something changes that goes before; put back what is left."""
        fetch_ahead([calls[row.key] for row in ready if row.key in calls and not row.is_glue])
        # Files are written and compressed while the next ones are made.
        with ThreadPoolExecutor(WRITERS) as writers:
            made = [
                self._publish_path(row, calls.get(row.key), known.get(row.key), writers)
                for row in _until_news(ready, lane)
            ]
        _put_back(ready[len(made) :])
        return [results.written(result) for result in made]

    def _keep_paths(
        self, run: Making, made: list[Result], known: Mapping[str, PublishedPath], lane: Lane
    ) -> None:
        cause = made[0].row.cause
        with index.locked():
            results.keep(made, known, lane)
            # What was only glued keeps words that were made in other runs.
            run.made.update(result.row.node_id for result in made if not result.is_glued)
            self._mark_missed(run, {PATH: {result.row.key: result.record for result in made}}, cause)
            self._keep_ingredients(run, cause)

    def _write_redirects(self, run: Making, lane: Lane) -> bool:
        """Write the redirects of hosts, of what is kept by now: whoever has taken a host is alone with it."""
        waiting = self._take(run, REDIRECTS, index.PIECE, lane)
        done: list[Dirty] = []
        failed: list[tuple[Dirty, Exception]] = []
        for row in waiting:
            try:
                self.tree.write_redirects(row.key, redirect_tables.table(row.key))
                done.append(row)
            except Exception as error:
                failed.append((row, error))
        if waiting:
            with index.locked():
                queue.done(done)
                results.try_later(failed)
        return bool(waiting)

    def _publish_path(
        self, row: Dirty, call: Call | None, known: PublishedPath | None, writers: ThreadPoolExecutor
    ) -> Result:
        """Make a path, and let it be written where other bytes stand; without a call, let nothing stand there."""
        made: Made = None
        is_glued, reads = False, Recorder(row.key)
        try:
            if call is not None:
                made = self._glued(row, known)
                is_glued = made is not None
            if call is not None and not is_glued:
                with recording(row.key) as reads:
                    made = call[0](*call[1])
                if isinstance(made, Artifact):
                    self.made.append(row.key)
            found = digest_of(made)
            files = self._put_files(made)
        except Exception as error:
            return Result(row, call is not None, None, reads.record(""), error=error)
        record = results.record_of_glued(found, made) if is_glued else reads.record(found)
        record = record._replace(tags=record.tags | media.tags_of(files))
        writing = writers.submit(self._write, row, made, found, known)
        return Result(row, call is not None, made, record, is_glued=is_glued, writing=writing)

    def _glued(self, row: Dirty, known: PublishedPath | None) -> Artifact | None:
        """Return the bytes that stand at a path with the parts in their slots as they are now.

        None when more than a part changed, or when a part cannot be made: then whoever makes the path will tell.
        """
        body = self.tree.read(row.key) if row.is_glue and known is not None else None
        if known is None or body is None or digest_of_bytes(body) != known.digest:
            return None
        try:
            now = glued(body, known.slots)
        except Exception:
            logger.info("A part cannot be glued", extra={"key": row.key}, exc_info=True)
            return None
        return Artifact(now.body, "", slots=now.slots)

    def _put_files(self, made: Made) -> frozenset[str]:
        """Put the pictures that bytes name into the tree, before the bytes; return their names."""
        names = media.named_in(made.body) if isinstance(made, Artifact) else frozenset[str]()
        if names - self.files:
            media.put(self.tree, names)
            self.files |= names
        return names

    def _write(self, row: Dirty, made: Made, found: str, known: PublishedPath | None) -> bool:
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


def _is_overtaken(lane: Lane) -> bool:
    """Whether something came into the first lane that what is made up to another lane would hold up."""
    return lane != Lane.FIRST and queue.is_waiting(timezone.now(), lane=Lane.FIRST)


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


def _mark_paths(claimed: Iterable[tuple[str, str]], subjects: Iterable[Dirty]) -> None:
    """Mark claims, each a path and a subject, because of what its subject was marked for."""
    things: dict[tuple[str, bool], set[tuple[str, str]]] = {}
    reasons = {row.key: (row.cause, row.lane == Lane.FIRST) for row in subjects}
    for path, subject in claimed:
        things.setdefault(reasons[subject], set()).add((PATH, path))
    for (cause, is_first), paths in things.items():
        queue.mark(paths, cause, is_first=is_first)


def _without_what_waits(taken: list[Dirty], calls: Mapping[str, Call], lane: Lane) -> list[Dirty]:
    """Return what may be made up to a lane of what was taken; put the rest where it waits."""
    lanes = {row: lane_of(calls[row.key][0]) for row in taken if row.key in calls and row.lane != Lane.FIRST}
    behind = {row: own for row, own in lanes.items() if own > lane}
    if behind:
        with index.locked():
            queue.put_behind(behind)
    return [row for row in taken if row not in behind]


def _for_a_while(waiting: Iterable[Dirty]) -> Iterator[Dirty]:
    """Yield what was taken until others have waited long enough: one of them may have slides drawn."""
    ends_at = time.monotonic() + SECONDS_AT_ONCE
    for row in waiting:
        yield row
        if time.monotonic() > ends_at:
            return


def _until_news(waiting: Iterable[Dirty], lane: Lane) -> Iterator[Dirty]:
    """Yield what was taken; of many paths only until something changes, for which somebody waits."""
    for number, row in enumerate(waiting, 1):
        yield row
        if lane >= Lane.MANY and number % LOOK_AFTER == 0 and outbox.is_waiting():
            return


def _put_back(waiting: list[Dirty]) -> None:
    if waiting:
        with index.locked():
            queue.put_back(waiting)


def _is_left(row: Dirty) -> bool:
    """Whether a publisher was killed while it made a thing: what it wrote of it nobody knows."""
    return row.taken_by is not None


def _kept_digests(run: Making) -> dict[str, str]:
    """The digests of the ingredients that a run has kept: of the others it keeps its own value now."""
    return {key: found for key, found in run.digests.items() if key not in run.readings}


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
