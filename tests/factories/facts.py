"""Facts with approved words."""

from typing import Any

from cms.facts.models import Place, Topic
from tests.factories.accounts import administrator


def topic(code: str = "thien-nhien", **names: str) -> Topic:
    """Return a live topic; names by column, such as `name_lo`."""
    return _live(Topic(code=code, live=False, **{"name_vi": code, **names}))


def place(code: str = "cao-bang", **names: str) -> Place:
    """Return a live place."""
    return _live(Place(code=code, kind="province", live=False, **{"name_vi": code, **names}))


def _live(fact: Any) -> Any:
    fact.save()
    fact.save_revision(user=administrator()).publish(user=administrator())
    return type(fact).objects.get(pk=fact.pk)
