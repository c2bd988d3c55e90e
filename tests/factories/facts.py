"""Facts with approved words."""

from typing import Any

from cms.facts.models import BorderGate, Organisation, People, Place, Topic
from tests.factories.accounts import administrator


def topic(code: str = "thien-nhien", **names: str) -> Topic:
    """Return a live topic; names by column, such as `name_lo`."""
    return live(Topic(code=code, live=False, **{"name_vi": code, **names}))


def place(code: str = "cao-bang", **names: str) -> Place:
    """Return a live place."""
    return live(Place(code=code, kind="province", live=False, **{"name_vi": code, **names}))


def gate(code: str = "tra-linh", **names: Any) -> BorderGate:
    """Return a live land gate to China."""
    values = {"kind": "road", "neighbour": "CN", "name_vi": code, **names}
    return live(BorderGate(code=code, live=False, **values))


def people(code: str = "tay", **names: str) -> People:
    """Return a live people."""
    return live(People(code=code, live=False, **{"name_vi": code, **names}))


def organisation(code: str = "so-van-hoa", **values: str) -> Organisation:
    """Return a live organisation."""
    return live(Organisation(code=code, live=False, **{"name_vi": code, **values}))


def live(fact: Any) -> Any:
    """Return a fact that was drafted, published."""
    fact.save()
    fact.save_revision(user=administrator()).publish(user=administrator())
    return type(fact).objects.get(pk=fact.pk)
