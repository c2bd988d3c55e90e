"""Rehearses an upgrade with a copy, and tells what it would change and how long it takes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.operations.backup import BackupError
from cms.operations.rehearsal import RehearsalError, rehearse

SHOWN = 10
"""So many paths of each kind are listed."""


class Command(BaseCommand):
    help = "Put a copy back in a scratch place, migrate and publish it with this release, and tell what would differ."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="a copy, or a folder of copies: the newest one is taken"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            found = rehearse(folder, self.stdout.write)
        except (BackupError, RehearsalError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{found.alike} paths would stay as they are.")
        self._tell("would be other", found.other)
        self._tell("would be new", found.new)
        self._tell("would be gone", found.gone)

    def _tell(self, what: str, paths: list[str]) -> None:
        self.stdout.write(f"{len(paths)} paths {what}{':' if paths else '.'}")
        for path in paths[:SHOWN]:
            self.stdout.write(f"    {path}")
        if len(paths) > SHOWN:
            self.stdout.write("    …")
