"""What a portal gives away as data, for the page on which people find it: told by the outlet of open data."""

from collections.abc import Callable
from typing import Any, NamedTuple


class File(NamedTuple):
    """A file of a dataset: what its format is called, and its path."""

    name: str
    media_type: str
    path: str


class Dataset(NamedTuple):
    """A dataset in a language, in words for its readers; `as_of` is an ISO date as exact as it is known, or empty.

    `entries` is how many it has at least, or exactly.
    """

    title: str
    description: str
    entries: int
    is_exact: bool
    as_of: str
    files: tuple[File, ...]


class OpenData(NamedTuple):
    """All datasets of a portal in a language, their licence, and what machines read of them."""

    datasets: tuple[Dataset, ...]
    note: str
    licence: str
    licence_url: str
    asks_for_source: bool
    catalogue: File
    structured: dict[str, Any]


Tell = Callable[[int, str, str], OpenData]
"""(site id, language code, full address of the page for people) -> what there is."""

_tellers: list[Tell] = []


def tells_of_open_data(function: Tell) -> Tell:
    """Register the function that says what a portal gives away."""
    _tellers.append(function)
    return function


def open_data(site_id: int, language: str, url: str) -> OpenData | None:
    """Return what a portal gives away in a language, or None where no outlet gives away anything."""
    return _tellers[0](site_id, language, url) if _tellers else None
