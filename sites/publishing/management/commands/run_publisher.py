"""The process that publishes: what editors change, and what a moment changes, until it is stopped."""

import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.pages.schedule import publish_due
from sites.publishing import media, publishers, triggers
from sites.publishing.assets import publish_assets
from sites.publishing.caches import purge_some
from sites.publishing.installation import is_from_this_release, note_release, tree
from sites.publishing.progress import LoggedProgress
from sites.publishing.publisher import Publisher, mark_everything
from sites.publishing.publishers import PublisherIsRunningError

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.2
"""Between two looks at the change rows."""
CHECK_SECONDS = 2.0
"""Between two paths that are compared with what they would be, while there is nothing else to do."""
SWEEP_SECONDS = 3600.0
"""Between two looks for pictures that no page shows any more; those of a page that was withdrawn do not wait."""
CLOSED_SECONDS = 20.0
"""Between two looks for pictures that not everybody may see any more."""
UNFINISHED_SECONDS = 3600.0
"""A file that is as old and not finished never will be: whoever wrote it was killed."""
CLOCK_SECONDS = 5.0
"""Between two looks at what is to be published or taken down by the clock."""


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
                self._run(Publisher(tree(), LoggedProgress(), number), stopped, is_once=options["once"])
        except PublisherIsRunningError as error:
            raise CommandError(str(error)) from None

    def _run(self, publisher: Publisher, stopped: threading.Event, *, is_once: bool) -> None:
        publisher.tree.forget_unfinished(time.time() - UNFINISHED_SECONDS)
        publish_assets(publisher.tree, timezone.now())
        if not is_from_this_release():
            logger.info("Everything is made again for another release")
            media.forget_missing(publisher.tree)
            mark_everything()
            note_release()
        next_look = next_check = next_closed = next_sweep = 0.0
        while not stopped.is_set():
            if time.monotonic() >= next_look:
                if publishers.is_first(publisher.number):
                    publish_due(timezone.now())
                publishers.note_alive(publisher.number)
                purge_some()
                next_look = time.monotonic() + CLOCK_SECONDS
            if publisher.step():
                continue
            purge_some()
            if is_once:
                break
            if time.monotonic() >= next_check and publishers.is_first(publisher.number):
                publisher.check_one()
                next_check = time.monotonic() + CHECK_SECONDS
            if time.monotonic() >= next_closed:
                media.note_closed()
                next_closed = time.monotonic() + CLOSED_SECONDS
            if media.are_withdrawn() or time.monotonic() >= next_sweep:
                media.sweep(publisher.tree, timezone.now())
                next_sweep = time.monotonic() + SWEEP_SECONDS
            stopped.wait(PAUSE_SECONDS)
