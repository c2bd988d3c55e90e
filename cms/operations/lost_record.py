"""What a copy that is put back does not know: the record since then, above all what was taken off at once.

The record is kept in a file before its database is replaced. What was withdrawn after the copy is public again in it:
`withdraw_again` reads that file and takes it off before anything is published.
"""

import datetime
import json
from collections.abc import Iterable
from pathlib import Path

from django.utils import timezone
from wagtail.models import Page

from sites.publishing import approvals, exports
from sites.publishing.approvals import Row
from sites.publishing.models import Approval, Withdrawal
from sites.publishing.withdrawal import withdraw


def keep_record(folder: Path) -> Path:
    """Write the whole record into a new file of a folder. Raises DatabaseError when this release cannot read it."""
    file = folder / f"record.before.{timezone.now():%Y%m%dT%H%M%S}.json"
    with file.open("w", encoding="utf-8") as target:
        target.writelines(exports.pieces(approvals.rows(), "json"))
    return file


def still_withdrawn(rows: Iterable[Row], since: datetime.datetime | None = None) -> list[Row]:
    """Return the newest withdrawal of each page, unless somebody published the page again after it."""
    newest: dict[str, Row] = {}
    for row in sorted(filter(_is_about_a_page, rows), key=_moment):
        newest[row["key"]] = row
    found = [row for row in newest.values() if row["event"] == "withdrawal"]
    return [row for row in found if since is None or _moment(row) >= since]


def _is_about_a_page(row: Row) -> bool:
    is_publishing = row["event"] == "approval" and row["act"] != Approval.Act.SCHEDULED
    return bool(row.get("key")) and (is_publishing or row["event"] == "withdrawal")


def _moment(row: Row) -> datetime.datetime:
    return datetime.datetime.fromisoformat(row["moment"])


def withdraw_again(file: Path) -> list[str]:
    """Take off what a kept record says is withdrawn and this installation does not know; return the titles."""
    known = set(Withdrawal.objects.values_list("digest", flat=True))
    lost = [row for row in still_withdrawn(read_record(file)) if row["row_sha256"] not in known]
    found = [
        (row, Page.objects.filter(translation_key=row["key"], live=True).order_by("path").first())
        for row in lost
    ]
    for row, page in found:
        if page is not None:
            withdraw(page, None, f"{row['reason']} ({row['account']}, {row['moment']})")
    return [page.title for _row, page in found if page is not None]


def read_record(file: Path) -> list[Row]:
    """Return the rows of a record that was kept, or exported as JSON."""
    found: list[Row] = json.loads(file.read_text(encoding="utf-8"))
    return found


def in_words(row: Row) -> str:
    """Say a withdrawal in a line."""
    return f"{row['title']} ({row['languages']}): {row['account']}, {row['moment']}: {row['reason']}"
