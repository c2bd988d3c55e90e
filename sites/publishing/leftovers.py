"""What stands in the tree although nothing of the database says so: copied there, or published before the database was
put back to an older state. Only whoever publishes everything looks for it."""

import datetime

from sites.publishing import caches, index, media
from sites.publishing.models import Claim
from sites.publishing.stores import Store
from sites.publishing.stores.layout import is_shared


def remove_leftovers(tree: Store, now: datetime.datetime) -> list[str]:
    """Take what nobody claims out of the tree, and tell caches in front; return the paths.

    Whoever publishes claims a path before anything is written there, and that takes the lock of the index.
    """
    standing = [path for path in tree.paths() if not is_shared(path)]
    with index.locked():
        claimed = {
            path
            for piece in index.pieces(standing)
            for path in Claim.objects.filter(path__in=piece).values_list("path", flat=True)
        }
        gone = sorted({*standing} - claimed)
        tree.remove_all(gone)
        caches.note_changed(gone, is_withdrawn=True)
        hosts = {path.partition("/")[0] for path in Claim.objects.values_list("path", flat=True)}
        for host in {*tree.hosts()} - hosts:
            tree.write_redirects(host, {})
    media.note_leftovers(tree)
    media.sweep(tree, now)
    return gone
