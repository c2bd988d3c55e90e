"""The record is only ever added to: whoever changes it past the locks is seen."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sites.publishing import append_only, approvals
from sites.publishing.models import Approval, PathHash, RecordIsClosedError, Withdrawal
from tests.factories.accounts import administrator
from tests.factories.pages import destination
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db
KINDS = (Approval, PathHash, Withdrawal)


@pytest.fixture(autouse=True)
def _record() -> None:
    """Three approvals, one hash and one withdrawal."""
    places = section(portal(languages=("vi",)))
    page = destination(places, "Thác")
    for title in ("Hồ", "Hang"):
        destination(places, title)
    PathHash.objects.create(path="a/b", page_id=page.pk, sha256="0" * 64, written_at=timezone.now())
    Withdrawal.objects.create(key=page.translation_key, title="Thác", languages="vi", reason="Sai số liệu")


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_not_changed(kind: Any):
    row = kind.objects.first()
    with pytest.raises(RecordIsClosedError):
        row.save()


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_not_deleted(kind: Any):
    with pytest.raises(RecordIsClosedError):
        kind.objects.first().delete()


ACTS: dict[str, Callable[[Any], Any]] = {
    "update": lambda kind: kind.objects.filter(pk=kind.objects.first().pk).update(id=10_000),
    "delete": lambda kind: kind.objects.all().delete(),
    "sql update": lambda kind: _sql("UPDATE {} SET id = id + 10000", kind),
    "sql delete": lambda kind: _sql("DELETE FROM {}", kind),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("act", ACTS)
def test_the_database_refuses_what_comes_past_the_model(kind: Any, act: str):
    before = list(kind.objects.values().order_by("pk"))
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        ACTS[act](kind)
    assert list(kind.objects.values().order_by("pk")) == before


def _sql(statement: str, kind: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(kind._meta.db_table))


def test_an_account_that_is_deleted_changes_no_row():
    before = list(Approval.objects.values().order_by("pk"))
    administrator().delete()
    assert list(Approval.objects.values().order_by("pk")) == before
    assert before[0]["approved_by"] == "admin"


def test_an_open_record_is_found_by_a_check():
    assert [error.id for error in run_checks(databases=["default"])] == []
    append_only.lift()
    assert {error.id for error in run_checks(databases=["default"])} == {"publishing.E002"}
    append_only.install()
    assert append_only.faults() == []


# --- what shows afterwards ------------------------------------------------------------------------------


def test_an_untouched_record_has_no_faults():
    assert list(approvals.faults()) == []


def test_a_row_that_was_changed_shows():
    append_only.lift()
    row = Approval.objects.order_by("pk")[1]
    Approval.objects.filter(pk=row.pk).update(approved_by="somebody else")
    assert list(approvals.faults()) == [f"publishing.Approval {row.pk} is not what was written."]


def test_a_row_that_was_changed_together_with_its_hash_shows():
    append_only.lift()
    first, second = Approval.objects.order_by("pk")[:2]
    first.approved_by = "somebody else"
    Approval.objects.filter(pk=first.pk).update(approved_by="somebody else", digest=first.true_digest())
    assert list(approvals.faults()) == [
        f"The row that publishing.Approval {second.pk} came after is missing."
    ]


def test_a_row_that_was_taken_out_shows():
    append_only.lift()
    first, _second, third = Approval.objects.order_by("pk")[:3]
    Approval.objects.filter(pk=third.pk - 1).delete()
    assert first.pk < third.pk - 1
    assert list(approvals.faults()) == [f"The row that publishing.Approval {third.pk} came after is missing."]
