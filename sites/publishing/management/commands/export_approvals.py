"""Writes the record of approval to standard output, and says when somebody laid a hand on it."""

import datetime
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sites.publishing import approvals, exports


class Command(BaseCommand):
    help = "Write out who approved what and what it became, and verify that nobody changed the record."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=_moment, help="a day such as 2026-11-27, or a moment")
        parser.add_argument("--format", choices=sorted(exports.MEDIA_TYPES), default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        for piece in exports.pieces(approvals.rows(options["since"]), options["format"]):
            self.stdout.write(piece, ending="")
        faults = list(approvals.faults())
        if faults:
            raise CommandError("The record was changed past its locks:\n" + "\n".join(faults))


def _moment(text: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            f"{text} is no day. Write it as 2026-11-27, or a moment as 2026-11-27T08:30+07:00."
        ) from None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
