"""What machines read in the head of a page: each page type's description, registered by the outlet of open data."""

import json
from collections.abc import Callable
from typing import Any

Describe = Callable[[Any, int, str], dict[str, Any] | None]
"""(page object, site id, language code) -> a JSON-LD object, or None."""

_describers: list[Describe] = []


def describes_pages(function: Describe) -> Describe:
    """Register a function that describes pages for machines."""
    _describers.append(function)
    return function


def structured_data(page: Any, site_id: int, language: str) -> list[dict[str, Any]]:
    """Return the JSON-LD objects that describe `page`."""
    return [found for describe in _describers if (found := describe(page, site_id, language))]


def json_in_html(value: Any) -> str:
    """Return JSON that may stand in a `script` element: nothing in it ends the element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
