"""What is public: every address with the maker of its bytes, declared by the outlets in one place each.

An outlet registers two functions: the paths of a page and the paths of a portal. Each returns
`{path: (maker, arguments)}`, where the arguments are ids and codes. Whoever wants the bytes of an address (a
view now, the publisher of the tree later) asks for the paths and calls the maker; an address that no outlet
declares does not exist.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sites.publishing.ingredients import making

Call = tuple["Maker", tuple[Any, ...]]
Paths = dict[str, Call]


@dataclass(frozen=True)
class Artifact:
    """The finished bytes of a public address."""

    body: bytes
    media_type: str
    language: str = ""
    """BCP 47 tag of the reader for whom the bytes were made, or empty."""
    status: int = 200

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


@dataclass(frozen=True)
class Redirect:
    """An address that sends the reader on: for good, unless it says otherwise."""

    path: str
    is_permanent: bool = True


Maker = Callable[..., Artifact | Redirect | None]

_page_paths: list[Callable[[int], Paths]] = []
_portal_paths: list[tuple[str, Callable[[int], Paths]]] = []


def publishes_pages(function: Callable[[int], Paths]) -> Callable[[int], Paths]:
    """Register the function by which an outlet declares the paths of a page."""
    _page_paths.append(function)
    return function


def publishes_portals(function: Callable[[int], Paths], below: str = "/") -> Callable[[int], Paths]:
    """Register the function by which an outlet declares the paths of a portal, all of them `below` a path."""
    _portal_paths.append((below, function))
    return function


def page_paths(page_id: int) -> Paths:
    """Return every path that a page has on its portal, in every language for whose readers it stands in."""
    with making():
        return {path: call for paths in _page_paths for path, call in paths(page_id).items()}


def portal_paths(site_id: int, path: str = "") -> Paths:
    """Return every path that a portal has beside its pages; with a `path`, only those that may be that one."""
    asked = [function for below, function in _portal_paths if not path or path.startswith(below)]
    with making():
        return {found: call for function in asked for found, call in function(site_id).items()}


def make(call: Call) -> Artifact | Redirect | None:
    """Make the bytes of an address."""
    maker, arguments = call
    with making():
        return maker(*arguments)
