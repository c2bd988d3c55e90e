"""Copies the database and the media files into a new folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.operations.backup import BackupError, back_up


class Command(BaseCommand):
    help = "Copy the database and the media files into a new folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            back_up(folder)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Copied into {folder}. Keep the settings and keys elsewhere: they are not in it.")
