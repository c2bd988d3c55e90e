"""Screens at a gate, with playlists of pages."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page, Site

from cms.facts.models import BorderGate
from sites.border_gates.models import Playlist, PlaylistItem, Screen, ScreenLanguage
from tests.factories.accounts import administrator

GATE = "tra-linh"


def playlist(site: Site, *pages: Page, seconds: int = 10) -> Playlist:
    """Return a playlist of `pages` in that order."""
    made = Playlist(name="Vòng chính", site=site)
    made.items = [PlaylistItem(page=page, seconds=seconds) for page in pages]
    made.save()
    return made


def screen(site: Site, *pages: Page, languages: Sequence[str] = ("vi",), **values: Any) -> Screen:
    """Return a small screen at the gate Trà Lĩnh that plays `pages` of a portal in `languages`."""
    values = {"code": "tra-linh-1", "name": "Mặt trước", "width": 960, "height": 192, **values}
    made = Screen(gate=gate_of_screens(), **{"playlist": playlist(site, *pages), **values})
    made.languages = [ScreenLanguage(language=code) for code in languages]
    made.save()
    return made


def gate_of_screens() -> BorderGate:
    """Return the live gate at which the screens hang."""
    found = BorderGate.objects.filter(code=GATE).first()
    if found is None:
        found = BorderGate(code=GATE, kind="road", neighbour="CN", name_vi="Cửa khẩu Trà Lĩnh", live=False)
        found.save()
        found.save_revision(user=administrator()).publish(user=administrator())
    return BorderGate.objects.get(code=GATE)
