"""The record of approval as a file: a table for people, JSON for programs. Moments are UTC."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from sites.publishing.approvals import COLUMNS, Row

BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know that Vietnamese letters follow."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def pieces(rows: Iterable[Row], form: str) -> Iterator[str]:
    """Yield the text of a file in one of the forms of MEDIA_TYPES."""
    return _csv(rows) if form == "csv" else _json(rows)


def _csv(rows: Iterable[Row]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    for row in rows:
        yield _line(_cell(row.get(column)) for column in COLUMNS)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> str:
    """A title that begins as a formula would be worked out by a spreadsheet: an apostrophe keeps it a title."""
    text = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _json(rows: Iterable[Row]) -> Iterator[str]:
    opening = "[\n"
    for row in rows:
        yield opening + json.dumps(row, ensure_ascii=False, cls=_Encoder)
        opening = ",\n"
    yield "\n]\n" if opening != "[\n" else "[]\n"


class _Encoder(DjangoJSONEncoder):
    """Moments to the microsecond, as they are hashed."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else super().default(value)
