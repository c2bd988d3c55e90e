"""What must be made again, and who makes it now: rows that last until the bytes of what they name stand in the tree.

Whoever writes here does so within `index.locked()`.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from sites.publishing.capture import node_id
from sites.publishing.index import INGREDIENT, PATH, nodes, pieces, uses
from sites.publishing.ingredients import lane_of_key
from sites.publishing.lanes import Lane
from sites.publishing.models import Dirty

MANY = 200
"""More paths to make because of one batch of changes go into a lane of their own."""
REDIRECTS = "r"
"""The redirects of a host, which are written together: marked, taken and done like a node."""


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


def mark_users(
    tags: Collection[int], cause: str, but: Collection[int] = (), *, is_first: bool = False
) -> None:
    """Mark the nodes that use any of some tags, apart from some; what has them in slots only is to be glued."""
    found = [(user, is_slot) for user, is_slot in uses(tags) if user not in but]
    users = {user for user, is_slot in found if not is_slot}
    mark({(node.kind, node.key) for node in nodes(users)}, cause, is_first=is_first)
    in_slots = {user for user, _is_slot in found} - users
    mark({(node.kind, node.key) for node in nodes(in_slots)}, cause, is_glue=True, is_first=is_first)


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
