"""Publishes everything again, or says what in the tree is not what it would be."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sites.publishing import media, publishers, triggers
from sites.publishing.afresh import differences
from sites.publishing.assets import AssetsMissingError, publish_assets
from sites.publishing.installation import note_release, tree
from sites.publishing.leftovers import remove_leftovers
from sites.publishing.models import Dirty
from sites.publishing.progress import Bar
from sites.publishing.publisher import Publisher
from sites.publishing.publishers import PublisherIsRunningError


class Command(BaseCommand):
    help = "Make every public path again, write what differs, and take away what is left over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare, and list what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        triggers.require()
        try:
            with publishers.joined() as number:
                publisher = Publisher(tree(), Bar(sys.stderr), number)
                publish_assets(publisher.tree, timezone.now(), is_thorough=True)
                media.forget_missing(publisher.tree)
                publisher.publish_everything()
                gone = remove_leftovers(publisher.tree, timezone.now())
                note_release()
        except PublisherIsRunningError as error:
            raise CommandError(f"{error} Stop it first, or let it work.") from None
        except AssetsMissingError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{len(publisher.made)} paths made.")
        if gone:
            self.stdout.write("Taken away, since nobody publishes it:\n" + "\n".join(gone))
        failed = [f"{row.key}: {row.error}" for row in Dirty.objects.exclude(error="")]
        if failed:
            raise CommandError("Not published, and tried again later:\n" + "\n".join(failed))

    def _check(self) -> None:
        found = list(differences(tree()))
        for path, what in found:
            self.stdout.write(f"{what:8} {path}")
        if found:
            raise CommandError(f"{len(found)} paths differ from what they would be.")
        self.stdout.write("The tree is what it would be.")
