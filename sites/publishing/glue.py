"""Parts that many documents share, glued into them: a page whose menu changed is not rendered again.

A maker puts a `slot` where a part belongs, and fills all of them at the end (`filled`). A part is an ingredient
that returns text. The document then depends on the part only by having it in a slot: when the part is another one,
the publisher takes the bytes that stand in the tree and replaces what is in their slots (`glued`).
"""

import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from sites.publishing.capture import noting_slots
from sites.publishing.ingredients import key_of, make_anew

Slots = tuple[tuple[int, int, str], ...]
"""(first byte, the byte behind the last one, key of the ingredient) of each slot, in order."""

_OURS = secrets.token_hex(8)
"""So that nobody's text can be taken for a slot."""
_SLOT = re.compile(f"@{_OURS}:([0-9a-f]+)@")


class Filled(NamedTuple):
    """Finished bytes, and where the shared parts stand in them."""

    body: bytes
    slots: Slots


def slot(part: Callable[..., str], *keys: Any) -> SafeString:
    """Return what stands for a part in a document until it is filled; no template and no JSON changes it."""
    return mark_safe(f"@{_OURS}:{key_of(part, *keys).encode().hex()}@")  # noqa: S308 - only hex digits


def filled(document: str) -> Filled:
    """Return a document with its parts in their slots."""
    pieces = _SLOT.split(document)
    between = [text.encode() for text in pieces[::2]]
    with noting_slots():
        return _joined(between, [bytes.fromhex(code).decode() for code in pieces[1::2]])


def glued(body: bytes, slots: Slots) -> Filled:
    """Return finished bytes with the parts in their slots as they are now."""
    return _joined(list(_between(body, slots)), [key for _start, _end, key in slots])


def _between(body: bytes, slots: Slots) -> Iterator[bytes]:
    at = 0
    for start, end, _key in slots:
        yield body[at:start]
        at = end
    yield body[at:]


def _joined(between: list[bytes], keys: list[str]) -> Filled:
    body, slots = bytearray(between[0]), []
    for key, text in zip(keys, between[1:], strict=True):
        start = len(body)
        body += str(make_anew(key)).encode()
        slots.append((start, len(body), key))
        body += text
    return Filled(bytes(body), tuple(slots))
