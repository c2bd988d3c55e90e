"""Processes that publish at the same time: who is at work, and which changes each of them may have missed.

On SQLite one process publishes; a lock on a file keeps others out. On PostgreSQL there may be several. Each holds
an advisory lock of its own as long as it lives, so that what a dead one had taken is free again at once.
A thing is taken by a mark in its row (`Dirty.taken_by`), not by a lock on the row: nothing is made in a transaction.

What a publisher makes depends on rows that may change meanwhile, and another publisher may take such a change
before it is known what the first one used. So every change that is taken gets a *position*, and is kept until
each publisher at work has begun anew behind it. Whoever keeps what it made looks at the changes that were taken
behind its own position, and marks what they touch to be made once more.
"""

import datetime
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from sites.publishing import index
from sites.publishing.models import Publishing

ALONE = 1
"""The number of the one publisher on SQLite, and of one that never joined."""
LOCK_OF_A_PUBLISHER = 1_785_302_144
"""The class of the advisory locks that publishers hold; the second half of the lock is a publisher's number."""


class PublisherIsRunningError(RuntimeError):
    """Another process publishes from this database, and there can be only one."""


def may_be_several() -> bool:
    """Return whether more than one process may publish from this database."""
    return connection.vendor == "postgresql"


@contextmanager
def joined() -> Iterator[int]:
    """Be a publisher with a number of its own. Raises PublisherIsRunningError where only one can be."""
    if not may_be_several():
        with _only_one():
            yield ALONE
        return
    number = _join()
    try:
        yield number
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_OF_A_PUBLISHER, number])


@contextmanager
def kept_out() -> Iterator[None]:
    """Do what no publisher may see half done. Raises PublisherIsRunningError while one is at work."""
    if at_work():
        raise PublisherIsRunningError("A publisher is at work on this database.")
    if may_be_several():
        yield
        return
    with _only_one():
        yield


def _join() -> int:
    with index.locked():
        last = last_position()
        Publishing.objects.exclude(pk__in=at_work()).delete()
        number: int = Publishing.objects.create(position=last).pk
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_OF_A_PUBLISHER, number])
    return number


@contextmanager
def _only_one() -> Iterator[None]:
    file = Path(settings.PUBLISHER_LOCK)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublisherIsRunningError("Another process publishes from this database.") from None
        yield


def at_work() -> set[int]:
    """Return the numbers of the publishers that are alive; empty where there is only one."""
    if not may_be_several():
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid FROM pg_locks JOIN pg_database ON pg_database.oid = database "
            "WHERE locktype = 'advisory' AND classid = %s AND granted AND datname = current_database()",
            [LOCK_OF_A_PUBLISHER],
        )
        return {number for (number,) in cursor.fetchall()}


def is_first(number: int) -> bool:
    """Return whether a publisher is the one of several that does what only one may do."""
    return number == min(at_work(), default=number)


def note_alive(number: int) -> None:
    """Note that a publisher looks at the change rows now."""
    Publishing.objects.update_or_create(pk=number, defaults={"seen_at": timezone.now()})


def seen_at() -> datetime.datetime | None:
    """Return when the publisher that was longest silent looked at the change rows last, or None if none ever did."""
    known = Publishing.objects.exclude(seen_at=None)
    longest_silent = known.filter(pk__in=at_work()).aggregate(at=Min("seen_at"))["at"]
    return longest_silent or known.aggregate(at=Max("seen_at"))["at"]


# --- positions: they change only under the lock of the index -------------------------------------------


def last_position() -> int:
    """Return the position at which changes were taken last."""
    return Publishing.objects.aggregate(last=Max("position"))["last"] or 0


def stand_at(number: int, position: int) -> None:
    """Note that a publisher begins anew, behind everything that was taken up to a position."""
    Publishing.objects.update_or_create(pk=number, defaults={"position": position})


def oldest_position(but: int) -> int | None:
    """Return the position of the publisher that began longest ago, apart from one; None if there is no other."""
    others = Publishing.objects.filter(pk__in=at_work() - {but})
    return others.aggregate(oldest=Min("position"))["oldest"]
