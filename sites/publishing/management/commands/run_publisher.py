"""The process that publishes: what editors change, and what a moment changes, until it is stopped."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.pages.schedule import publish_due
from media_assets.hashed_files import HashedFileStorage
from sites.publishing import media, publishers, triggers
from sites.publishing.again import mark_everything
from sites.publishing.assets import AssetsMissingError, publish_assets
from sites.publishing.caches import purge_some
from sites.publishing.installation import is_from_this_release, note_release, tree
from sites.publishing.lanes import Lane
from sites.publishing.progress import LoggedProgress
from sites.publishing.publisher import Publisher
from sites.publishing.publishers import PublisherIsRunningError

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.2
"""Between two looks at the change rows."""
UNFINISHED_SECONDS = 3600.0
"""A file that is as old and not finished never will be: whoever wrote it was killed."""

Act = Callable[[Publisher], None]


class Command(BaseCommand):
    help = "Publish what changes, again and again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what there is to do now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_args: stopped.set())
        triggers.require()
        try:
            with publishers.joined() as number:
                publisher = Publisher(tree(), LoggedProgress(), number)
                _begin(publisher)
                work(publisher, stopped, is_once=options["once"])
        except (PublisherIsRunningError, AssetsMissingError) as error:
            raise CommandError(str(error)) from None


def _begin(publisher: Publisher) -> None:
    for files in (publisher.tree, HashedFileStorage()):
        files.forget_unfinished(time.time() - UNFINISHED_SECONDS)
    publish_assets(publisher.tree, timezone.now())
    if not is_from_this_release():
        logger.info("Everything is made again for another release")
        media.forget_missing(publisher.tree)
        mark_everything()
        note_release()


def work(publisher: Publisher, stopped: threading.Event, *, is_once: bool = False) -> None:
    """Publish what changes until somebody says stop, or until nothing is left to do."""
    always, at_rest = _Timers(ALWAYS), _Timers(AT_REST)
    while not stopped.is_set():
        always.act(publisher)
        publisher.made.clear()
        if publisher.step():
            continue
        purge_some()
        if is_once:
            return
        at_rest.act(publisher)
        stopped.wait(PAUSE_SECONDS)


class _Timers:
    """Acts, each with the moment at which it is due: the first time at once."""

    def __init__(self, acts: Sequence[tuple[float, Act]]) -> None:
        self.due = [(0.0, seconds, act) for seconds, act in acts]

    def act(self, publisher: Publisher) -> None:
        """Do what is due."""
        self.due = [self._done(publisher, *row) for row in self.due]

    def _done(
        self, publisher: Publisher, due_at: float, seconds: float, act: Act
    ) -> tuple[float, float, Act]:
        if time.monotonic() < due_at:
            return due_at, seconds, act
        act(publisher)
        return time.monotonic() + seconds, seconds, act


# --- what is done again and again ---------------------------------------------------------------------


def _look_at_the_clock(publisher: Publisher) -> None:
    """Publish and take down what is due, and show that somebody is at work."""
    if publishers.is_first(publisher.number):
        publish_due(timezone.now())
    publishers.note_alive(publisher.number)
    purge_some()


def _check_one(publisher: Publisher) -> None:
    """Compare a path with what it would be."""
    if publishers.is_first(publisher.number):
        publisher.checker.check_one(Lane.MANY)


def _check_a_whole_portal(publisher: Publisher) -> None:
    """Compare a path that says something about every page of a portal: an edit waits for it meanwhile."""
    if publishers.is_first(publisher.number):
        publisher.checker.check_one()


def _note_closed_pictures(publisher: Publisher) -> None:
    """Find pictures that not everybody may see any more."""
    media.note_closed()


def _sweep_what_is_withdrawn(publisher: Publisher) -> None:
    """Take out pictures that were withdrawn or closed: they do not wait for the next sweep."""
    if media.are_withdrawn():
        media.sweep_withdrawn(publisher.tree, timezone.now())


def _sweep(publisher: Publisher) -> None:
    """Take out pictures that no page shows any more."""
    media.sweep(publisher.tree, timezone.now())


ALWAYS: tuple[tuple[float, Act], ...] = ((5.0, _look_at_the_clock),)
"""Acts with the seconds between two times, also while there is much to publish."""
AT_REST: tuple[tuple[float, Act], ...] = (
    (2.0, _check_one),
    (300.0, _check_a_whole_portal),
    (20.0, _note_closed_pictures),
    (0.0, _sweep_what_is_withdrawn),
    (3600.0, _sweep),
)
"""The same, while there is nothing to publish."""
