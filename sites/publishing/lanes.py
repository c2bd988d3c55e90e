"""What is made first: what somebody waits for, before what needs more time.

Each lane is only looked at while nothing is left in those before it; then the change rows are looked at again.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


class Lane(IntEnum):
    """Where something stands that is to be made."""

    FIRST = 0
    """It shows what was taken off at once. Whatever reads a whole portal does not wait then either."""
    SOON = 1
    """Somebody waits for it: the pages that were edited, and what shows them."""
    SECTION = 2
    """It reads every page of a section."""
    MANY = 3
    """One of many paths that one batch of changes touched."""
    PORTAL = 4
    """It reads every page of a portal."""


def reads_all_of(lane: Lane) -> Callable[[Function], Function]:
    """Let an ingredient or a maker that reads a whole section or portal wait until everything before it is made."""

    def put(function: Function) -> Function:
        function.lane = lane  # type: ignore[attr-defined]
        return function

    return put


def lane_of(function: Callable[..., Any] | None) -> Lane:
    """Return where what a function makes stands; what no function makes any more is gone soon."""
    return getattr(function, "lane", Lane.SOON)
