"""A process that publishes and takes down by the clock until it is stopped."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from cms.pages.schedule import publish_due

INTERVAL_SECONDS = 10.0


class Command(BaseCommand):
    help = "Publish what is due and take down what has expired, again and again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now and end")

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_args: stopped.set())
        publish_due(timezone.now())
        while not options["once"] and not stopped.wait(INTERVAL_SECONDS):
            close_old_connections()
            publish_due(timezone.now())
