"""What is public: every address with the maker of its bytes, declared by the outlets in one place each.

An outlet registers functions that say which paths a *subject* has: a page, a portal, or a thing of its own such
as a screen. Each returns `{path: (maker, arguments)}`, where the arguments are ids and codes. Whoever wants the
bytes of an address (the publisher of the tree, Django's view) asks for the paths and calls the maker; an address
that no outlet declares does not exist.

The publisher knows a subject by its key (`page:12`), and by the table of its rows when it must be asked again.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model
from wagtail.models import Page, Site

from sites.publishing import addresses, rows
from sites.publishing.capture import unrecorded
from sites.publishing.glue import Slots
from sites.publishing.ingredients import making

logger = logging.getLogger(__name__)

Function = TypeVar("Function", bound=Callable[..., Any])
Call = tuple["Maker", tuple[Any, ...]]
Paths = dict[str, Call]
PathsOfPortals = dict[int, Paths]
"""By the id of the portal on which they stand."""


@dataclass(frozen=True)
class Artifact:
    """The finished bytes of a public address."""

    body: bytes
    media_type: str
    language: str = ""
    """BCP 47 tag of the reader for whom the bytes were made, or empty."""
    status: int = 200
    slots: Slots = ()
    """Where parts stand that many documents share."""

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


@dataclass(frozen=True)
class Redirect:
    """An address that sends the reader on: for good, unless it says otherwise."""

    path: str
    is_permanent: bool = True

    @property
    def row(self) -> tuple[str, int]:
        """Where it leads and with which status."""
        return self.path, 301 if self.is_permanent else 302


Maker = Callable[..., Artifact | Redirect | None]


@dataclass(frozen=True)
class Things:
    """Rows of an outlet that have paths of their own, each on one portal or on several.

    `at` returns the ids of the rows that may have a path of a portal; with an empty path, of all its rows.
    """

    model: type[Model]
    paths: Callable[[int], PathsOfPortals]
    at: Callable[[int, str], Iterable[int]]


_page_paths: list[Callable[[int], Paths]] = []
_portal_paths: list[tuple[str, Callable[[int], Paths]]] = []
_things: list[Things] = []


def publishes_pages(function: Callable[[int], Paths]) -> Callable[[int], Paths]:
    """Register the function by which an outlet declares the paths of a page."""
    _page_paths.append(function)
    return function


def publishes_portals(function: Callable[[int], Paths], below: str = "/") -> Callable[[int], Paths]:
    """Register the function by which an outlet declares the paths of a portal, all of them `below` a path."""
    _portal_paths.append((below, function))
    return function


def publishes_things(things: Things) -> None:
    """Register rows of an outlet that have paths of their own."""
    _things.append(things)


def page_paths(page_id: int) -> Paths:
    """Return every path that a page has on its portal, in every language for whose readers it stands in."""
    with making():
        return {path: call for paths in _page_paths for path, call in paths(page_id).items()}


def portal_paths(site_id: int, path: str = "") -> Paths:
    """Return every path that a portal has beside its pages; with a `path`, only those that may be that one."""
    asked = [function for below, function in _portal_paths if not path or path.startswith(below)]
    with making():
        own = (_key(Site, site_id), _joined(function(site_id) for function in asked))
        of_things = (
            (_key(things.model, pk), things.paths(pk).get(site_id, {}))
            for things in _things
            for pk in things.at(site_id, path)
        )
        return first_claims([own, *of_things])


def make(call: Call) -> Artifact | Redirect | None:
    """Make the bytes of an address."""
    maker, arguments = call
    with making():
        return maker(*arguments)


def reads_ahead(fetch: Callable[[Sequence[tuple[Any, ...]]], None]) -> Callable[[Function], Function]:
    """Let a maker, or what declares the paths of pages, read together what many of its calls need.

    `fetch` gets the arguments of each call.
    """

    def registered(function: Function) -> Function:
        function.ahead = fetch  # type: ignore[attr-defined]
        return function

    return registered


@unrecorded()
def fetch_ahead(calls: Iterable[tuple[Callable[..., Any], tuple[Any, ...]]]) -> None:
    """Read what many calls need; each of them notes what it uses."""
    arguments: dict[Callable[..., None], list[tuple[Any, ...]]] = {}
    for function, asked in calls:
        fetch = getattr(function, "ahead", None)
        if fetch is not None:
            arguments.setdefault(fetch, []).append(asked)
    for fetch, all_asked in arguments.items():
        try:
            fetch(all_asked)
        except Exception:  # of one of them: each reads for itself then, and the faulty one tells of its fault
            logger.warning("Cannot be read together", extra={"key": fetch.__qualname__}, exc_info=True)


def priority(call: Call) -> int:
    """Return where a call stands among several that claim one path: the lowest wins."""
    return getattr(call[0], "priority", 0)


def first_claims(claims: Iterable[tuple[str, Paths]]) -> Paths:
    """Return who makes each path, of {subject: its paths}: of several that claim one, the first, as in the tree."""
    ordered = sorted(
        ((priority(call), key, path, call) for key, paths in claims for path, call in paths.items()),
        key=lambda claim: claim[:2],
        reverse=True,
    )
    return {path: call for _priority, _key, path, call in ordered}


# --- subjects by their keys ---------------------------------------------------------------------------


def subject_key(model: type[Model], pk: int) -> str | None:
    """Return the key of the subject whose row that is, or None when rows of that model are no subjects."""
    if model in (Page, Site) or any(things.model is model for things in _things):
        return _key(model, pk)
    return None


def is_thing(key: str) -> bool:
    """Return whether a subject is neither a page nor a portal."""
    return key.partition(":")[0] not in (Page._meta.label_lower, Site._meta.label_lower)


def subject_keys() -> Iterator[str]:
    """Yield the key of every subject that there is."""
    for model in (Site, *(things.model for things in _things), Page):
        for pk in model.objects.order_by("pk").values_list("pk", flat=True):
            yield _key(model, pk)


def portal_keys(site_id: int) -> Iterator[str]:
    """Yield the keys of a portal and of the things on it, without its pages."""
    for model, ids in ((Site, [site_id]), *((things.model, things.at(site_id, "")) for things in _things)):
        yield from (_key(model, pk) for pk in ids)


@unrecorded()
def fetch_subjects(keys: Iterable[str]) -> None:
    """Read what is asked of many subjects; each of them notes what it uses."""
    named = (key.partition(":") for key in keys)
    page_ids = [int(pk) for label, _colon, pk in named if label == Page._meta.label_lower]
    rows.fetch_pages(page_ids)
    fetch_ahead((paths, (page_id,)) for paths in _page_paths for page_id in page_ids)


def paths_of(key: str) -> Paths:
    """Return the paths of a subject in the tree: the host of a portal, then the address; none when it is not public."""
    label, _colon, text = key.partition(":")
    with making():
        asked = _asked(label, int(text))
        return {
            portal.hostname + path: call
            for portal in addresses.portals()
            for path, call in asked.get(portal.site_id, {}).items()
        }


def _asked(label: str, pk: int) -> PathsOfPortals:
    if label == Page._meta.label_lower:
        here = addresses.address(pk)
        return {here.site_id: page_paths(pk)} if here else {}
    if label == Site._meta.label_lower:
        known = any(found.site_id == pk and found.homes for found in addresses.portals())
        own = (function(pk) for _below, function in _portal_paths) if known else ()
        return {pk: _joined(own)}
    things = next((things for things in _things if things.model._meta.label_lower == label), None)
    return things.paths(pk) if things else {}  # the outlet may be gone that had such things


def _key(model: type[Model], pk: int) -> str:
    return f"{model._meta.label_lower}:{pk}"


def _joined(found: Iterable[Paths]) -> Paths:
    return {path: call for paths in found for path, call in paths.items()}
