"""References in the data (`@page:thac-ban-gioc`) made into ids."""

import re
from typing import Any

from wagtail.models import Page

from cms.facts.models import BorderGate
from media_assets.models import Picture

_REFERENCE = re.compile(r"@(page|picture|gate):([\w.-]+)")


class UnknownReferenceError(LookupError):
    """The data names a page, picture or gate that does not exist."""


def resolve(value: Any, home: Page) -> Any:
    """Return `value` with every reference replaced: alone by the id, within a text by its digits."""
    if isinstance(value, dict):
        return {key: resolve(inner, home) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolve(inner, home) for inner in value]
    if not isinstance(value, str):
        return value
    whole = _REFERENCE.fullmatch(value)
    if whole:
        return _id_of(whole[1], whole[2], home)
    return _REFERENCE.sub(lambda found: str(_id_of(found[1], found[2], home)), value)


def _id_of(kind: str, name: str, home: Page) -> int:
    found = {
        "page": lambda: Page.objects.descendant_of(home).filter(slug=name),
        "picture": lambda: Picture.objects.filter(title=name),
        "gate": lambda: BorderGate.objects.filter(code=name),
    }[kind]().first()
    if found is None:
        raise UnknownReferenceError(f"The demo data names the {kind} “{name}”, which does not exist.")
    return int(found.pk)
