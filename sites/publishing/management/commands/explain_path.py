"""Says what a public path is made of, and what would make it again."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from sites.publishing import claims
from sites.publishing.capture import Recorder, Tag, recording
from sites.publishing.index import PATH
from sites.publishing.ingredients import making
from sites.publishing.models import Claim, Dirty, PublishedPath
from sites.publishing.spellings import as_known
from translations import registry


class Command(BaseCommand):
    help = "Say what a path (host and address, such as cao-bang.example/vi/) or a whole address is made of."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path")

    def handle(self, *args: Any, path: str, **options: Any) -> None:
        asked = _spellings(path)
        calls = claims.calls(asked)
        path = next((spelling for spelling in asked if spelling in calls), "")
        if not path:
            raise CommandError(f"Nothing is published at {asked[0]}. Write the host, then the address.")
        call = calls[path]
        self._tell_state(path)
        with making(is_recorded=True) as run, translation.override(registry.SOURCE), recording(path) as reads:
            call[0](*call[1])
        self.stdout.write("Made again when one of these changes:")
        self._tell(reads, run.readings, 1, set())

    def _tell_state(self, path: str) -> None:
        for claim in Claim.objects.filter(path=path).order_by("priority", "subject"):
            maker, *arguments = claim.call
            self.stdout.write(f"Claimed by {claim.subject}: {maker}({', '.join(map(str, arguments))})")
        found = PublishedPath.objects.filter(path=path).first()
        if found:
            what = f"redirect to {found.target}" if found.target else f"{found.size_bytes} bytes"
            self.stdout.write(
                f"Published {found.made_at:%Y-%m-%d %H:%M:%S %Z}, {what}, because of {found.cause}"
            )
        for row in Dirty.objects.filter(kind=PATH, key=path):
            self.stdout.write(f"To be made again because of {row.cause}. {row.error}")

    def _tell(self, reads: Recorder, readings: dict[str, Recorder], depth: int, told: set[str]) -> None:
        for tag in sorted(reads.tags):
            self.stdout.write("  " * depth + _in_words(tag))
        if reads.remake_at:
            self.stdout.write("  " * depth + f"the moment {reads.remake_at:%Y-%m-%d %H:%M %Z}")
        for key in sorted(reads.used | reads.slots):
            only_glued = "" if key in reads.used else " (in a slot: only glued again)"
            self.stdout.write("  " * depth + key + only_glued + (" (as above)" if key in told else ""))
            if key not in told:
                told.add(key)
                self._tell(readings[key], readings, depth + 1, told)


def _spellings(asked: str) -> list[str]:
    """What a path may be called that somebody took from a browser: no scheme, no port, and with its last slash."""
    address = urlsplit(asked if "://" in asked else f"//{asked}")
    path = unquote(f"{address.hostname or ''}{address.path}")
    host, _slash, below = path.partition("/")
    return [path, host + as_known(f"/{below}")]


def _in_words(tag: Tag) -> str:
    table, key, value = tag
    return f"any row of {table}" if key == "*" else f"{table} with {key} {value}"
