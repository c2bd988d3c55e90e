"""What everything is made of: the nodes that were made, and the tags that each of them used.

Whoever writes here does so within `locked()`: several publishers keep what they made one after another, so that
each sees what the others used, and which changes they took.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from sites.publishing.capture import Record, node_id
from sites.publishing.ingredients import lane_of_key
from sites.publishing.lanes import Lane
from sites.publishing.models import Dirty, Node, Use

T = TypeVar("T")
PIECE = 500
"""How many values stand in one query."""
MANY = 200
"""More paths to make because of one batch of changes go into a lane of their own."""

LOCK = 1_785_302_143
"""The advisory lock of whoever writes the index."""

INGREDIENT, SUBJECT, PATH = Node.Kind.INGREDIENT, Node.Kind.SUBJECT, Node.Kind.PATH
REDIRECTS = "r"
"""The redirects of a host, which are written together: marked, taken and done like a node."""


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
    return _nodes({user for user, _is_slot in _uses(tags)})


def all_users_of(tags: Collection[int]) -> list[Node]:
    """Return the nodes that use any of some tags, or something that was made of them, however far away."""
    found: dict[int, Node] = {}
    while more := [node for node in users_of(tags) if node.pk not in found]:
        found.update({node.pk: node for node in more})
        tags = {node.pk for node in more if node.kind == INGREDIENT}
    return list(found.values())


def mark_users(
    tags: Collection[int], cause: str, but: Collection[int] = (), *, is_first: bool = False
) -> None:
    """Mark the nodes that use any of some tags, apart from some; what has them in slots only is to be glued."""
    uses = [(user, is_slot) for user, is_slot in _uses(tags) if user not in but]
    users = {user for user, is_slot in uses if not is_slot}
    mark({(node.kind, node.key) for node in _nodes(users)}, cause, is_first=is_first)
    in_slots = {user for user, _is_slot in uses} - users
    mark({(node.kind, node.key) for node in _nodes(in_slots)}, cause, is_glue=True, is_first=is_first)


def _uses(tags: Collection[int]) -> Iterator[tuple[int, bool]]:
    for piece in pieces(tags):
        yield from Use.objects.filter(tag__in=piece).values_list("node_id", "is_slot")


def _nodes(ids: Collection[int]) -> list[Node]:
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


# --- what must be made again ---------------------------------------------------------------------------


def mark(
    things: Collection[tuple[str, str]],
    cause: str,
    *,
    is_glue: bool = False,
    is_first: bool = False,
    are_many: bool = False,
) -> None:
    """Note that some things, each a kind and a key, must be made again: at once, however often they failed.

    Whoever marks many things piece by piece says so with `are_many`. With `is_glue` only parts in their slots changed.
    What is being made at this moment will be made once more. What stands in the first lane stays there, for whatever
    else it is marked.
    """
    things = set(things)
    are_many = are_many or sum(kind == PATH for kind, _key in things) > MANY
    number = secrets.randbits(63)
    for piece in pieces(things):
        rows = [
            Dirty(
                node_id=node_id(kind, key),
                kind=kind,
                key=key,
                lane=Lane.FIRST if is_first else _lane(kind, key, are_many=are_many),
                cause=cause,
                mark=number,
                is_glue=is_glue,
            )
            for kind, key in piece
        ]
        if is_glue:
            _leave_what_must_be_made(rows)
        if not is_first:
            _leave_in_the_first_lane(rows)
        Dirty.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["node_id"],
            update_fields=["lane", "cause", "attempts", "error", "next_try_at", "mark", "is_glue"],
        )


def mark_redirects(hosts: Iterable[str], cause: str, lane: Lane = Lane.SOON) -> None:
    """Note that the redirects of some hosts must be written, once nothing else is to be made up to a lane."""
    hosts = set(hosts)
    waiting = {row.key: row.lane for row in Dirty.objects.filter(kind=REDIRECTS, key__in=hosts)}
    mark([(REDIRECTS, host) for host in hosts], cause)
    for host in hosts:
        first = min(lane, waiting.get(host, lane))
        Dirty.objects.filter(kind=REDIRECTS, key=host).update(lane=first)


def _lane(kind: str, key: str, *, are_many: bool) -> Lane:
    if kind == INGREDIENT:
        return lane_of_key(key)
    return Lane.MANY if kind == PATH and are_many else Lane.SOON


def _leave_what_must_be_made(rows: list[Dirty]) -> None:
    """What must be made for another reason as well is not only glued."""
    ids = [row.node_id for row in rows]
    made = set(Dirty.objects.filter(pk__in=ids, is_glue=False).values_list("pk", flat=True))
    for row in rows:
        row.is_glue = row.node_id not in made


def _leave_in_the_first_lane(rows: list[Dirty]) -> None:
    ids = first_among(row.node_id for row in rows)
    for row in rows:
        row.lane = Lane.FIRST if row.node_id in ids else row.lane


def first_among(ids: Iterable[int]) -> set[int]:
    """Return those of some nodes that stand in the first lane."""
    first = Dirty.objects.filter(lane=Lane.FIRST)
    if not first.exists():
        return set()
    return {pk for piece in pieces(ids) for pk in first.filter(pk__in=piece).values_list("pk", flat=True)}


def take(
    kind: str,
    most: int,
    now: datetime,
    number: int,
    others: Collection[int],
    *,
    but: Collection[int],
    lane: Lane = Lane.PORTAL,
    is_glue: bool = False,
) -> list[Dirty]:
    """Give a publisher the next things of a kind to make, or only to glue, up to a lane, the first lane first.

    `others` are the publishers at work beside it: what they have taken is theirs. `but` are nodes that are not
    to be made now. `taken_by` of what is returned is who had taken it before and never made it.
    """
    free = _ready(now).filter(kind=kind, is_glue=is_glue, lane__lte=lane).exclude(taken_by__in=others)
    found = [row for row in free.order_by("lane", "key")[:most] if row.node_id not in but]
    for piece in pieces(row.node_id for row in found):
        Dirty.objects.filter(pk__in=piece).update(taken_by=number)
    return found


def put_behind(lanes: Mapping[Dirty, Lane]) -> None:
    """Put things that were taken into lanes behind; what was marked meanwhile stays where that put it."""
    for lane in set(lanes.values()):
        rows = [row for row, own in lanes.items() if own == lane]
        for piece in pieces(rows):
            unmarked = Dirty.objects.filter(pk__in=[row.pk for row in piece])
            unmarked.filter(mark__in={row.mark for row in piece}).update(lane=lane)
    put_back(lanes)


def put_back(rows: Iterable[Dirty]) -> None:
    """Leave things that were taken where they wait, as if nobody had taken them now."""
    by_owner: dict[int | None, list[int]] = {}
    for row in rows:
        by_owner.setdefault(row.taken_by, []).append(row.pk)
    for number, ids in by_owner.items():
        for piece in pieces(ids):
            Dirty.objects.filter(pk__in=piece).update(taken_by=number)


def is_waiting(now: datetime, *kinds: str, lane: Lane = Lane.PORTAL) -> bool:
    """Return whether something, or something of some kinds, waits up to a lane to be made or is being made."""
    ready = _ready(now).filter(lane__lte=lane)
    return (ready.filter(kind__in=kinds) if kinds else ready).exists()


def _ready(now: datetime) -> QuerySet[Dirty]:
    return Dirty.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=now))


def done(things: Collection[Dirty]) -> None:
    """Note that some things have been made. What was marked meanwhile stays, for whoever takes it next."""
    marks = {row.mark for row in things}
    for piece in pieces(row.node_id for row in things):
        Dirty.objects.filter(pk__in=piece, mark__in=marks).delete()
        Dirty.objects.filter(pk__in=piece).update(taken_by=None)


def failed(row: Dirty, error: str, again_at: datetime) -> None:
    """Note that a thing could not be made, and when to try again; what was marked meanwhile is tried at once."""
    Dirty.objects.filter(pk=row.pk, mark=row.mark).update(
        attempts=row.attempts + 1, error=error, next_try_at=again_at
    )
    Dirty.objects.filter(pk=row.pk).update(taken_by=None)


def pieces(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield `values` in lists short enough for one query."""
    left = iter(values)
    while piece := list(islice(left, PIECE)):
        yield piece
