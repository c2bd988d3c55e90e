"""What a player downloads: the list of slides with their hashes, and the page that plays them."""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from sites.border_gates.drawing import slide
from sites.border_gates.models import DrawnSlide, Screen, slide_path
from sites.publishing import addresses, rows
from sites.publishing.facts import gate
from sites.publishing.subjects import Artifact
from translations import registry

FORMAT = 1
WORKER = Path(__file__).parent / "static" / "border_gates" / "worker.js"


class Item(NamedTuple):
    """A page in a language on a screen, and its slide or its fault."""

    key: str
    code: str
    seconds: int
    drawn: dict[str, Any]


def items(screen: Screen) -> list[dict[str, Any]]:
    """Return every slide of a screen in playing order, faults among them."""
    return [
        {
            "page": item.key,
            "language": registry.language_of(item.code).tag,
            "seconds": item.seconds,
            **item.drawn,
        }
        for item in _items(screen)
    ]


def pictures(screen: Screen) -> dict[str, list[str]]:
    """Return the hash of every picture of a screen with what it shows: the key of a page and a language each."""
    found: dict[str, set[str]] = {}
    for item in _items(screen):
        if "sha256" in item.drawn:
            found.setdefault(item.drawn["sha256"], set()).add(f"{item.key} {item.code}")
    return {sha256: sorted(shown) for sha256, shown in found.items()}


def _items(screen: Screen) -> list[Item]:
    listed = list(screen.playlist.items.all())
    rows.fetch_pages(item.page_id for item in listed)
    keys = [(row.key, item.seconds) for item in listed if (row := rows.page_row(item.page_id))]
    rows.fetch_keys(key for key, _seconds in keys)
    return [
        Item(key, code, seconds, drawn)
        for key, seconds in keys
        for code in screen.language_codes
        if (drawn := _slide(screen, key, code))
    ]


def _slide(screen: Screen, key: str, code: str) -> dict[str, Any] | None:
    return slide(key, screen.playlist.site_id, screen.gate.code, code, screen.width, screen.height)


def feed(screen_id: int) -> Artifact | None:
    """Make the feed of a screen. Its `version` changes when anything on the wall does."""
    screen = Screen.objects.select_related("playlist", "gate").filter(pk=screen_id).first()
    if screen is None:
        return None
    shown = [item for item in items(screen) if "fault" not in item]
    content = {
        "format": FORMAT,
        "screen": screen.code,
        "canvas": [screen.width, screen.height],
        "zone": "Asia/Ho_Chi_Minh",
        "items": [{**item, "url": f"/screens/objects/{item['sha256']}.jpg"} for item in shown],
    }
    version = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    body = json.dumps({"version": version, **content}, ensure_ascii=False, separators=(",", ":"))
    return Artifact(body.encode(), "application/json")


def picture(sha256: str, site_id: int, *shown: str) -> Artifact | None:
    """Return a drawn slide by the hash of its bytes; none when nothing of what it shows is public any more.

    So it goes with its page, whatever else its screens show. `shown` are keys of pages, each with a language.
    """
    is_public = any(addresses.version(key, site_id, code) for key, code in map(str.split, shown))
    if not is_public or not DrawnSlide.objects.filter(sha256=sha256).exists():
        return None
    with default_storage.open(slide_path(sha256)) as content:
        return Artifact(content.read(), "image/jpeg")


def player(screen_id: int) -> Artifact | None:
    """Make the page that plays a screen's feed."""
    screen = Screen.objects.select_related("gate").filter(pk=screen_id).first()
    if screen is None:
        return None
    known = gate(screen.gate.code, registry.SOURCE)
    name = (known["full_name"] or known["name"]) if known else None
    html = render_to_string(
        "border_gates/player.html",
        {"screen": screen.code, "width": screen.width, "height": screen.height, "gate": name},
    )
    return Artifact(html.encode(), "text/html; charset=utf-8")


def worker() -> Artifact:
    """Return the script that lets a player start without its server; it rules only the addresses beside it."""
    return Artifact(WORKER.read_bytes(), "text/javascript")
