"""Every address of the screens, with its maker: the one place where they are declared."""

from sites.border_gates import feed
from sites.border_gates.models import Screen
from sites.publishing.subjects import Paths, publishes_portals

BELOW = "/screens/"


def declare() -> None:
    """Register the paths of the screens that play something of a portal."""
    publishes_portals(paths_of_portal, below=BELOW)


def paths_of_portal(site_id: int) -> Paths:
    """The player and feed of every screen, the pictures of their slides, and the player's worker."""
    found: Paths = {f"{BELOW}worker.js": (feed.worker, ())}
    for screen in Screen.objects.filter(playlist__site_id=site_id).select_related("playlist", "gate"):
        found[f"{BELOW}{screen.code}/"] = (feed.player, (screen.pk,))
        found[f"{BELOW}{screen.code}/feed.json"] = (feed.feed, (screen.pk,))
        for item in feed.items(screen):
            if "sha256" in item:
                found[f"{BELOW}objects/{item['sha256']}.jpg"] = (feed.picture, (item["sha256"],))
    return found
