"""Puts a copy of the database and the media files back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.operations.backup import BackupError, restore


class Command(BaseCommand):
    help = "Put a copy back, while no process of the installation runs."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="instead of what is there")
        parser.add_argument(
            "--elsewhere",
            action="store_true",
            help="although the tree, the machine or the release is another than the copy's",
        )

    def handle(self, *args: Any, folder: Path, replace: bool, elsewhere: bool, **options: Any) -> None:
        try:
            restore(folder, self.stdout.write, replace=replace, is_elsewhere=elsewhere)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            "Put back. Now: manage.py migrate, collectstatic and publish_site, then start the processes."
        )
