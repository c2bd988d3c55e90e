"""Takes off again what was withdrawn after the copy that was put back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.operations.lost_record import withdraw_again


class Command(BaseCommand):
    help = "Take off what a kept record says was withdrawn and this installation does not know."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("record", type=Path, help="the file that restore kept, or an export as JSON")

    def handle(self, *args: Any, record: Path, **options: Any) -> None:
        titles = withdraw_again(record)
        self.stdout.write(f"Taken off again: {len(titles)} pages.")
        for title in titles:
            self.stdout.write(f"    {title}")
