"""What a player sees of a portal's screens, and the acts that change what it sees."""

import io
from typing import Any

from django.test import Client
from PIL import Image
from wagtail.models import Page

from sites.border_gates.feed import items
from sites.border_gates.models import Screen
from sites.publishing.ingredients import making
from tests.factories.accounts import administrator

HOST = "cao-bang.localhost"


def ask(path: str, host: str = HOST, **headers: str) -> Any:
    """Return the answer of a portal to a player; `headers` by their names with underscores."""
    return Client().get(
        path, headers={"host": host, **{name.replace("_", "-"): text for name, text in headers.items()}}
    )


def feed_path(screen: Screen) -> str:
    return f"/screens/{screen.code}/feed.json"


def feed(screen: Screen) -> dict[str, Any]:
    """Return the feed that the player of `screen` gets."""
    content: dict[str, Any] = ask(feed_path(screen)).json()
    return content


def slides(screen: Screen) -> list[tuple[str, str]]:
    """Return (translation key, BCP 47 tag) of every slide of the feed, in its order."""
    return [(item["page"], item["language"]) for item in feed(screen)["items"]]


def pictures(screen: Screen) -> list[str]:
    """Return the hash of every slide of the feed, in its order."""
    return [item["sha256"] for item in feed(screen)["items"]]


def faults(screen: Screen) -> list[str]:
    """Return what operators are told of the slides that could not be drawn."""
    with making():
        return [item["fault"] for item in items(screen) if "fault" in item]


def image(item: dict[str, Any]) -> Image.Image:
    """Return the picture that an item of a feed names."""
    return Image.open(io.BytesIO(ask(item["url"]).content))


def key(page: Page) -> str:
    """Return by what a feed calls `page` in all its languages."""
    return str(page.translation_key.hex)


def publish(page: Page, **values: Any) -> Any:
    """Return `page` published with some fields changed."""
    changed = type(page).objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(changed, name, value)
    changed.save_revision().publish(user=administrator())
    return type(page).objects.get(pk=page.pk)
