"""What everything is made of: the nodes that were made, and the tags that each of them used.

Whoever writes here does so within `locked()`: several publishers keep what they made one after another, so that
each sees what the others used, and which changes they took.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction

from sites.publishing.capture import Record, node_id
from sites.publishing.models import Node, Use

T = TypeVar("T")
PIECE = 500
"""How many values stand in one query."""

LOCK = 1_785_302_143
"""The advisory lock of whoever writes the index."""

INGREDIENT, SUBJECT, PATH = Node.Kind.INGREDIENT, Node.Kind.SUBJECT, Node.Kind.PATH


@contextmanager
def locked() -> Iterator[None]:
    """Open a transaction in which nobody else writes the index: SQLite has one writer at a time anyway."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def users_of(tags: Collection[int]) -> list[Node]:
    """Return the nodes that use any of some tags."""
    return nodes({user for user, _is_slot in uses(tags)})


def all_users_of(tags: Collection[int]) -> list[Node]:
    """Return the nodes that use any of some tags, or something that was made of them, however far away."""
    found: dict[int, Node] = {}
    while more := [node for node in users_of(tags) if node.pk not in found]:
        found.update({node.pk: node for node in more})
        tags = {node.pk for node in more if node.kind == INGREDIENT}
    return list(found.values())


def uses(tags: Collection[int]) -> Iterator[tuple[int, bool]]:
    """Yield each node that uses any of some tags, and whether it only has it in a slot."""
    for piece in pieces(tags):
        yield from Use.objects.filter(tag__in=piece).values_list("node_id", "is_slot")


def nodes(ids: Collection[int]) -> list[Node]:
    """Return the nodes with some ids."""
    return [node for piece in pieces(ids) for node in Node.objects.filter(pk__in=piece)]


def is_due(now: datetime) -> bool:
    """Return whether a moment has changed something."""
    return Node.objects.filter(remake_at__lte=now).exists()


def due(now: datetime) -> list[Node]:
    """Return the nodes that a moment has changed."""
    return list(Node.objects.filter(remake_at__lte=now))


def keep(kind: str, records: Mapping[str, Record]) -> list[str]:
    """Keep what was made; return the keys of those nodes that are new or have another digest than before."""
    ids = {key: node_id(kind, key) for key in records}
    known = {pk: found for piece in pieces(ids.values()) for pk, found in _digests(piece)}
    changed = [key for key, record in records.items() if known.get(ids[key]) != record.digest]
    nodes = [
        Node(id=ids[key], kind=kind, key=key, digest=record.digest, remake_at=record.remake_at)
        for key, record in records.items()
    ]
    for piece in pieces(nodes):
        Node.objects.bulk_create(
            piece, update_conflicts=True, unique_fields=["id"], update_fields=["digest", "remake_at"]
        )
    _keep_uses(
        {
            ids[key]: {**dict.fromkeys(record.slots, True), **dict.fromkeys(record.tags, False)}
            for key, record in records.items()
        }
    )
    return changed


def _digests(ids: list[int]) -> Iterable[tuple[int, str]]:
    return Node.objects.filter(pk__in=ids).values_list("pk", "digest")


def _keep_uses(uses_of: Mapping[int, Mapping[int, bool]]) -> None:
    """Keep {node: {tag: whether it only stands in a slot}}."""
    known: dict[int, dict[int, bool]] = {node: {} for node in uses_of}
    for piece in pieces(uses_of):
        for tag, node, is_slot in Use.objects.filter(node_id__in=piece).values_list(
            "tag", "node_id", "is_slot"
        ):
            known[node][tag] = is_slot
    for node, uses in uses_of.items():
        for piece in pieces(dict(known[node].items() - uses.items())):
            Use.objects.filter(node_id=node, tag__in=piece).delete()
    new = [
        (tag, node, is_slot)
        for node, uses in uses_of.items()
        for tag, is_slot in uses.items() - known[node].items()
    ]
    # Most rows of the index are these, and instances would cost ten times as much.
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO publishing_use (tag, node_id, is_slot) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            new,
        )


def others_than(kind: str, digests: Mapping[str, str]) -> frozenset[int]:
    """Return the ids of those of some nodes that are no longer what somebody made: others, or gone."""
    ids = {node_id(kind, key): found for key, found in digests.items()}
    now = {pk: found for piece in pieces(ids) for pk, found in _digests(piece)}
    return frozenset(pk for pk, found in ids.items() if now.get(pk) != found)


def keep_digests(kind: str, digests: Mapping[str, str]) -> None:
    """Keep what some nodes are now that are made of the same things as before."""
    nodes = [Node(id=node_id(kind, key), kind=kind, key=key, digest=found) for key, found in digests.items()]
    for piece in pieces(nodes):
        Node.objects.bulk_create(piece, update_conflicts=True, unique_fields=["id"], update_fields=["digest"])


def tags_of(kind: str, key: str) -> frozenset[int]:
    """Return what a node used when it was made last."""
    return frozenset(Use.objects.filter(node_id=node_id(kind, key)).values_list("tag", flat=True))


def drop(kind: str, keys: Iterable[str]) -> None:
    """Forget some nodes."""
    for piece in pieces([node_id(kind, key) for key in keys]):
        Use.objects.filter(node_id__in=piece).delete()
        Node.objects.filter(pk__in=piece).delete()


def unused(keys: Iterable[str]) -> set[str]:
    """Return the keys of those ingredients that nothing uses."""
    ids = {node_id(INGREDIENT, key): key for key in keys}
    used = {
        tag
        for piece in pieces(ids)
        for tag in Use.objects.filter(tag__in=piece).values_list("tag", flat=True).distinct()
    }
    return {key for pk, key in ids.items() if pk not in used}


def pieces(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield `values` in lists short enough for one query."""
    left = iter(values)
    while piece := list(islice(left, PIECE)):
        yield piece
