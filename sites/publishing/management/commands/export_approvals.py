"""Writes the record of approval to standard output, and says when somebody laid a hand on it."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

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
    moment = parse_datetime(text)
    if moment is None:
        day = parse_date(text)
        moment = datetime.datetime.combine(day, datetime.time()) if day else None
    if moment is None:
        raise ValueError(text)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
