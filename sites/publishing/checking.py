"""Whether the tree is what it would be: compared bit by bit while nothing is to be published.

A difference is a defect of ours or somebody's hand in the tree: it is told, and what differs is made again.
"""

import logging

from django.utils import timezone, translation

from sites.publishing import assets, claims, index, media, outbox, queue, redirect_tables
from sites.publishing.causes import DEFECT
from sites.publishing.index import PATH
from sites.publishing.ingredients import making
from sites.publishing.lanes import Lane, lane_of
from sites.publishing.models import Dirty, PublishedPath
from sites.publishing.queue import REDIRECTS
from sites.publishing.results import digest_of
from sites.publishing.stores import Store
from sites.publishing.stores.layout import is_shared
from sites.publishing.subjects import Artifact, Redirect
from translations import registry

logger = logging.getLogger(__name__)

LOOKED_AT_ONCE = 100


class Checker:
    """Compares one thing after another in one tree with what it would be."""

    def __init__(self, tree: Store) -> None:
        self.tree = tree
        self._beside: list[str] = []
        """Hosts and files of this release whose turn has not come yet."""

    def check_one(self, lane: Lane = Lane.PORTAL) -> str:
        """Compare the path that was not looked at for longest; return it if it differs.

        So are, in turn, the redirects of a host and the files of this release. What stands in a lane behind the given
        one is left: whoever edits meanwhile would wait for it.
        """
        found = self._check_path(lane) or self._check_beside()
        if found:
            logger.error("A path was not what it would be", extra={"key": found})
        return found

    def _check_path(self, lane: Lane) -> str:
        row = _longest_unchecked(lane)
        if row is None:
            return ""
        PublishedPath.objects.filter(pk=row.pk).update(checked_at=timezone.now())
        call = claims.calls([row.path]).get(row.path)
        try:
            with making(), translation.override(registry.SOURCE):
                made = call[0](*call[1]) if call else None
        except Exception:
            logger.info("A path cannot be compared", extra={"key": row.path}, exc_info=True)
            return ""  # what it is made of changed, and whoever makes it again will tell why
        if digest_of(made) == row.digest and self._stands(row.path, made):
            return ""
        with index.locked():
            if outbox.is_waiting() or _is_under_way(row):
                return ""
            queue.mark([(PATH, row.path)], DEFECT)
        media.forget_missing(self.tree)
        return row.path

    def _stands(self, path: str, made: Artifact | Redirect | None) -> bool:
        if not isinstance(made, Artifact):
            return isinstance(made, Redirect)
        return self.tree.is_whole(path, made.body) and not media.missing(self.tree, media.named_in(made.body))

    def _check_beside(self) -> str:
        """Compare the next of what stands beside the paths; return it if it differs."""
        if not self._beside:
            self._beside = [*sorted(redirect_tables.hosts()), *assets.asset_paths()]
        if not self._beside:
            return ""
        name = self._beside.pop()
        is_other = assets.repair(self.tree, name) if is_shared(name) else self._are_other_redirects(name)
        return name if is_other else ""

    def _are_other_redirects(self, host: str) -> bool:
        """Return whether the files say other redirects of a host than they would, and mark them then."""
        wanted = redirect_tables.table(host)
        if self.tree.holds_redirects(host, wanted):
            return False
        with index.locked():
            is_waiting = Dirty.objects.filter(kind=REDIRECTS, key=host).exists()
            if is_waiting or redirect_tables.table(host) != wanted:
                return False  # they are about to be written, or were just now
            queue.mark_redirects([host], DEFECT)
        return True


def _longest_unchecked(lane: Lane) -> PublishedPath | None:
    """Return what was not compared for longest of the paths up to a lane."""
    oldest = PublishedPath.objects.order_by("checked_at")
    for start in range(0, oldest.count(), LOOKED_AT_ONCE):
        rows = oldest[start : start + LOOKED_AT_ONCE]
        calls = claims.calls(row.path for row in rows)
        for row in rows:
            if row.path not in calls or lane_of(calls[row.path][0]) <= lane:
                return row
    return None


def _is_under_way(row: PublishedPath) -> bool:
    """Whether a path is to be made again, or was since its row was read."""
    is_still_so = PublishedPath.objects.filter(pk=row.pk, digest=row.digest).exists()
    return not is_still_so or Dirty.objects.filter(key=row.path).exists()
