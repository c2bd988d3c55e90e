"""The wall of the demo: one screen at a gate, playing pages of its portal."""

import json
from pathlib import Path
from typing import Any

from wagtail.models import Page, Site

from cms.demo.references import resolve
from cms.facts.models import BorderGate
from sites.border_gates.models import Playlist, PlaylistItem, Screen, ScreenLanguage


def load_screens(site: Site) -> None:
    """Make the screens and playlists of a portal that are not there yet."""
    rows = json.loads((Path(__file__).with_name("data") / "screens.json").read_text("utf-8"))
    for row in rows:
        if (
            row["portal"] == site.hostname.split(".")[0]
            and not Screen.objects.filter(code=row["code"]).exists()
        ):
            _load(row, site)


def _load(row: dict[str, Any], site: Site) -> None:
    home = Page.objects.get(pk=site.root_page_id)
    playlist = Playlist(name=row["playlist"], site=site)
    playlist.items = [
        PlaylistItem(page_id=resolve(page, home), seconds=row["seconds"]) for page in row["pages"]
    ]
    playlist.save()
    screen = Screen(
        gate=BorderGate.objects.get(code=row["gate"]),
        code=row["code"],
        name=row["name"],
        width=row["width"],
        height=row["height"],
        playlist=playlist,
    )
    screen.languages = [ScreenLanguage(language=code) for code in row["languages"]]
    screen.save()
