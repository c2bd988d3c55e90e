"""Every address of the screens, with its maker: the one place where they are declared."""

from sites.border_gates import feed
from sites.border_gates.models import Screen
from sites.publishing.subjects import Paths, PathsOfPortals, Things, publishes_portals, publishes_things

BELOW = "/screens/"


def declare() -> None:
    """Register the paths of the screens, each on the portal of its playlist."""
    publishes_portals(paths_of_portal, below=BELOW)
    publishes_things(Things(Screen, paths_of_screen, _at))


def paths_of_portal(site_id: int) -> Paths:
    """The worker of the players."""
    return {f"{BELOW}worker.js": (feed.worker, ())}


def paths_of_screen(screen_id: int) -> PathsOfPortals:
    """The player and the feed of a screen, and the pictures of its slides."""
    screen = Screen.objects.select_related("playlist", "gate").filter(pk=screen_id).first()
    if screen is None:
        return {}
    site_id = screen.playlist.site_id
    paths: Paths = {
        f"{BELOW}{screen.code}/": (feed.player, (screen.pk,)),
        f"{BELOW}{screen.code}/feed.json": (feed.feed, (screen.pk,)),
        **{
            f"{BELOW}objects/{sha256}.jpg": (feed.picture, (sha256, site_id, *shown))
            for sha256, shown in feed.pictures(screen).items()
        },
    }
    return {site_id: paths}


def _at(site_id: int, path: str) -> list[int]:
    """A picture may be on any screen of the portal."""
    if path and not path.startswith(BELOW):
        return []
    screens = Screen.objects.filter(playlist__site_id=site_id)
    code = path.removeprefix(BELOW).partition("/")[0]
    wanted = screens.filter(code=code) if code and code != "objects" else screens
    return list(wanted.values_list("pk", flat=True))
