"""Named values made from keys only: each is made at most once while something is made.

`making()` opens a run. Within it an ingredient called twice with the same keys is made once, and rows that
many ingredients need are fetched together (`rows.py`). Outside a run an ingredient opens one for itself.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_PLAIN = (str, int, float, bool, type(None))


class NotPlainError(TypeError):
    """An ingredient got or returned something that is alive: an instance, a queryset, a generator."""


class Making:
    """What has been made and fetched in one run."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, tuple[Any, ...]], Any] = {}
        self.rows: dict[str, dict[Any, Any]] = {}


_current: ContextVar[Making | None] = ContextVar("making", default=None)


@contextmanager
def making() -> Iterator[Making]:
    """Open a run, or go on with the one that is open."""
    run = _current.get()
    if run is not None:
        yield run
        return
    run = Making()
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
        with making() as run:
            if (name, keys) not in run.values:
                run.values[name, keys] = _require_plain(name, function(*keys, **named))
            return run.values[name, keys]

    return made


def _require_plain(name: str, value: Any) -> Any:
    if not _is_plain(value):
        raise NotPlainError(f"{name} must return plain values, not {type(value).__name__}.")
    return value


def _is_plain(value: Any) -> bool:
    if isinstance(value, _PLAIN):
        return True
    if isinstance(value, (tuple, list)):
        return all(map(_is_plain, value))
    return isinstance(value, dict) and all(map(_is_plain, value)) and all(map(_is_plain, value.values()))
