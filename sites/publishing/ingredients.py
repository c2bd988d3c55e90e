"""Named values made from keys only: each is made at most once while something is made.

`making()` opens a run. Within it an ingredient called twice with the same keys is made once, and rows that
many ingredients need are fetched together (`rows.py`). Outside a run an ingredient opens one for itself.

In a recorded run each ingredient has a recorder of its own (`capture.py`): whoever calls it depends on the
ingredient alone, and the run keeps the hash of its value. Rows change, the ingredient is made again, its hash
is the same: nothing that uses it needs to be made again.
"""

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from sites.publishing.capture import Recorder, recorder, recording
from sites.publishing.lanes import Lane, lane_of

P = ParamSpec("P")
T = TypeVar("T")
_PLAIN = (str, int, float, bool, type(None))
_MOSTLY = frozenset(_PLAIN)


class NotPlainError(TypeError):
    """An ingredient got or returned something that is alive: an instance, a queryset, a generator."""


class Making:
    """What has been made and fetched in one run; what its ingredients read, by their keys, if it keeps that."""

    def __init__(self, *, is_recorded: bool = False) -> None:
        self.values: dict[tuple[str, tuple[Any, ...]], Any] = {}
        self.keys: dict[tuple[str, tuple[Any, ...]], str] = {}
        """The keys of what was recorded: some ingredients are asked for thousands of times."""
        self.rows: dict[str, dict[Any, Any]] = {}
        self.is_recorded = is_recorded
        self.readings: dict[str, Recorder] = {}
        self.digests: dict[str, str] = {}
        self.made: set[int] = set()
        """Ids of the nodes that were made in this run, from the same values."""

    def fetch(
        self,
        kind: str,
        wanted: Iterable[Any],
        read: Callable[[set[Any]], Mapping[Any, Any]],
        missing: Any = None,
    ) -> dict[Any, Any]:
        """Return the rows of a kind that the run has, with those that are wanted, by their keys.

        What was not there counts as missing for the rest of the run, but not what could not be read.
        """
        known = self.rows.setdefault(kind, {})
        unknown = set(wanted) - known.keys()
        if unknown:
            found = read(unknown)
            known.update({**dict.fromkeys(unknown, missing), **found})
        return known


_current: ContextVar[Making | None] = ContextVar("making", default=None)
_by_name: dict[str, Callable[..., Any]] = {}


@contextmanager
def making(*, is_recorded: bool = False) -> Iterator[Making]:
    """Open a run, or go on with the one that is open."""
    run = _current.get()
    if run is not None:
        yield run
        return
    run = Making(is_recorded=is_recorded)
    token = _current.set(run)
    try:
        yield run
    finally:
        _current.reset(token)


def ingredient(function: Callable[P, T]) -> Callable[P, T]:
    """Make `function` an ingredient: plain keys in, plain values out, made once in a run."""
    name = f"{function.__module__}.{function.__qualname__}"

    @functools.wraps(function)
    def made(*keys: P.args, **named: P.kwargs) -> T:
        if named or not _is_plain(keys):
            raise NotPlainError(f"{name} takes ids and codes by position, not {keys!r} {named!r}.")
        run = _current.get()
        if run is None:
            with making():
                return made(*keys, **named)
        if run.is_recorded:
            return _recorded(run, name, function, keys)
        if (name, keys) not in run.values:
            run.values[name, keys] = _require_plain(name, function(*keys, **named))
        return run.values[name, keys]

    _by_name[name] = made
    return made


def key_of(function: Callable[..., Any], *keys: Any) -> str:
    """Return the key of an ingredient made from some keys."""
    return _key(f"{function.__module__}.{function.__qualname__}", keys)


def _key(name: str, keys: tuple[Any, ...]) -> str:
    return json.dumps([name, *keys], ensure_ascii=False)


def lane_of_key(key: str) -> Lane:
    """Return where the ingredient with that key stands among what is to be made."""
    return lane_of(_by_name.get(json.loads(key)[0]))


def make_anew(key: str) -> Any:
    """Make the ingredient with that key. Raises LookupError when no such ingredient is left in the code."""
    name, *keys = json.loads(key)
    if name not in _by_name:
        raise LookupError(f"There is no ingredient {name}.")
    return _by_name[name](*keys)


def _recorded(run: Making, name: str, function: Callable[..., T], keys: tuple[Any, ...]) -> T:
    asked = (name, keys)
    key = run.keys.get(asked) or run.keys.setdefault(asked, _key(name, keys))
    opened = recorder()
    if opened is not None:
        opened.note_use(key)
    if asked not in run.values:
        with recording(name) as reads:
            value = _require_plain(name, function(*keys))
        run.values[asked] = value
        run.readings[key], run.digests[key] = reads, digest(value)
    return run.values[asked]


def digest(value: Any) -> str:
    """Return the hash of a plain value."""
    return hashlib.blake2b(repr(value).encode(), digest_size=12).hexdigest()


def _require_plain(name: str, value: Any) -> Any:
    if not _is_plain(value):
        raise NotPlainError(f"{name} must return plain values, not {type(value).__name__}.")
    return value


def _is_plain(value: Any) -> bool:
    if type(value) in _MOSTLY or isinstance(value, _PLAIN):
        return True
    if isinstance(value, (tuple, list)):
        return all(map(_is_plain, value))
    return isinstance(value, dict) and all(map(_is_plain, value)) and all(map(_is_plain, value.values()))
