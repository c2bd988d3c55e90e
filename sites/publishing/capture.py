"""What is read while something is made, as the keys by which it was asked for.

While a recorder is open every query of the ORM is noted (`listening.py`): the rows that it loaded, and the keys by
which it asked (`pk`, unique columns, foreign keys). The answer to a query can only change when a row changes that has
or had one of those keys, so the keys say exactly when to make the thing again, for rows that did not exist yet too. A
query without a key depends on its whole table.

A list asks by no key, and rows that are fetched together are not all used by whoever fetched them: such reads
stand in `unrecorded()`, and what they depend on is said with `note`.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

Tag = tuple[str, str, str]
"""Table, key and value; the key `*` stands for the whole table."""

WHOLE_TABLE = "*"


class UnrecordedReadError(RuntimeError):
    """Something was read, while a thing was made, whose changes would never be heard of."""


class Recorder:
    """What one maker or ingredient has read so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tags: set[Tag] = set()
        self.used: set[str] = set()
        """Keys of the ingredients that it called."""
        self.slots: set[str] = set()
        """Keys of those that only stand in a slot of its bytes."""
        self.notes_slots = False
        self.remake_at: datetime | None = None
        self.silent = 0

    def note(self, table: str, key: str, values: Iterable[Any]) -> None:
        """Depend on the rows of a table with any of those values of a key."""
        if not self.silent:
            self.tags.update((table, key, text_of(value)) for value in values)

    def note_use(self, key: str) -> None:
        """Depend on an ingredient."""
        if not self.silent:
            (self.slots if self.notes_slots else self.used).add(key)

    def remake_by(self, moment: datetime) -> None:
        """Note that the thing will be different from `moment` on."""
        if self.remake_at is None or moment < self.remake_at:
            self.remake_at = moment

    def record(self, digest: str) -> "Record":
        """Return what the index keeps of the thing, whose value or bytes have that digest."""
        tags = {hash_of(*tag) for tag in self.tags} | {node_id("i", key) for key in self.used}
        slots = frozenset(node_id("i", key) for key in self.slots - self.used)
        return Record(digest, frozenset(tags), self.remake_at, slots)

    def take_over(self, other: "Recorder") -> None:
        """Depend on what `other` read too: it raised, and whoever called it must be made again when that changes."""
        self.tags |= other.tags
        self.used |= other.used | other.slots
        if other.remake_at is not None:
            self.remake_by(other.remake_at)


class Record(NamedTuple):
    """What the index keeps of a thing: the hash of what it is, of all that it is made of, and until when it holds."""

    digest: str
    tags: frozenset[int]
    remake_at: datetime | None
    slots: frozenset[int] = frozenset()
    """What only stands in slots of its bytes, and can be replaced there."""


_current: ContextVar[Recorder | None] = ContextVar("recorder", default=None)


def recorder() -> Recorder | None:
    """Return the recorder that is open, if one is."""
    return _current.get()


@contextmanager
def recording(name: str) -> Iterator[Recorder]:
    """Open a recorder for what `name` reads; one that was open before hears nothing of it."""
    opened, outer = Recorder(name), _current.get()
    token = _current.set(opened)
    try:
        with _guarded_clock() if outer is None else nullcontext():
            yield opened
    except Exception:
        if outer is not None:
            outer.take_over(opened)
        raise
    finally:
        _current.reset(token)


@contextmanager
def unrecorded() -> Iterator[None]:
    """Read ahead without a note: whoever uses it says with `note` what it depends on. A decorator too."""
    opened = _current.get()
    if opened is None:
        yield
        return
    opened.silent += 1
    try:
        yield
    finally:
        opened.silent -= 1


@contextmanager
def noting_slots() -> Iterator[None]:
    """Note the ingredients that are called as what stands in slots, each of which can be replaced by itself."""
    opened = _current.get()
    if opened is None:
        yield
        return
    opened.notes_slots = True
    try:
        yield
    finally:
        opened.notes_slots = False


def note(table: str, key: str, value: Any) -> None:
    """Note that what is being made depends on the rows of a table with that value of a key."""
    note_all(table, key, (value,))


def note_all(table: str, key: str, values: Iterable[Any]) -> None:
    """Note that what is being made depends on the rows of a table with any of those values of a key."""
    opened = _current.get()
    if opened is not None:
        opened.note(table, key, values)


def text_of(value: Any) -> str:
    """Return the value of a key as tags and change rows write it."""
    return value.hex if isinstance(value, uuid.UUID) else str(value)


def node_id(kind: str, key: str) -> int:
    """Return the id of a node, which is also the tag of whoever uses it."""
    return hash_of(kind, key)


def clock() -> datetime:
    """Return the present moment to whoever notes what depends on it."""
    with unrecorded():
        return timezone.now()


def hash_of(*parts: str) -> int:
    """Return a signed 64-bit number that stands for a tag or a node in the index."""
    digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@contextmanager
def _guarded_clock() -> Iterator[None]:
    """Refuse the clock to makers. Only while they work: migrations compare Django's function with itself."""
    now = timezone.now

    def refuse() -> datetime:
        opened = _current.get()
        if opened is not None and not opened.silent:
            raise UnrecordedReadError(f"{opened.name} looks at the clock. Ask moments.has_passed() instead.")
        return now()

    timezone.now = refuse
    try:
        yield
    finally:
        timezone.now = now
