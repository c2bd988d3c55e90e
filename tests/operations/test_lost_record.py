"""What was taken off after a copy stays off when the copy is put back."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from cms.operations.lost_record import in_words, keep_record, read_record, still_withdrawn
from cms.tourism.models import DestinationPage
from sites.publishing.models import Withdrawal
from sites.publishing.withdrawal import withdraw
from tests.factories.accounts import administrator
from tests.factories.pages import destination, publish
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> DestinationPage:
    return destination(section(portal(languages=("vi", "lo"))), "Thác")


@contextmanager
def put_back_afterwards() -> Iterator[None]:
    """Let what happens meanwhile be lost, as when a copy is put back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def now(page: DestinationPage) -> DestinationPage:
    return DestinationPage.objects.get(pk=page.pk)


def withdrawn_after_the_copy(page: DestinationPage, folder: Path) -> Path:
    with put_back_afterwards():
        withdraw(now(page), administrator(), "Sai số liệu")
        return keep_record(folder)


def test_what_was_withdrawn_after_the_copy_is_named(page: DestinationPage, tmp_path: Path):
    file = withdrawn_after_the_copy(page, tmp_path)
    (lost,) = still_withdrawn(read_record(file), timezone.now() - datetime.timedelta(hours=1))
    assert in_words(lost).startswith("Thác (vi): admin, ")
    assert in_words(lost).endswith(": Sai số liệu")


def test_what_was_withdrawn_before_the_copy_is_not_named(page: DestinationPage, tmp_path: Path):
    file = withdrawn_after_the_copy(page, tmp_path)
    assert still_withdrawn(read_record(file), timezone.now() + datetime.timedelta(hours=1)) == []


def test_what_was_published_again_is_not_named(page: DestinationPage, tmp_path: Path):
    withdraw(page, administrator(), "Sai số liệu")
    publish(now(page))
    assert still_withdrawn(read_record(keep_record(tmp_path))) == []


def test_what_was_withdrawn_after_the_copy_is_taken_off_again(page: DestinationPage, tmp_path: Path):
    file = withdrawn_after_the_copy(page, tmp_path)
    assert now(page).live
    call_command("withdraw_again", file)
    assert not now(page).live
    assert Withdrawal.objects.get().reason.startswith("Sai số liệu (admin, ")


def test_what_the_copy_knows_to_be_withdrawn_is_not_taken_off_again(page: DestinationPage, tmp_path: Path):
    withdraw(page, administrator(), "Sai số liệu")
    call_command("withdraw_again", keep_record(tmp_path))
    assert Withdrawal.objects.count() == 1


def test_a_page_that_the_copy_does_not_have_is_passed_over(page: DestinationPage, tmp_path: Path):
    file = withdrawn_after_the_copy(page, tmp_path)
    page.delete()
    call_command("withdraw_again", file)
    assert not Withdrawal.objects.exists()


def test_a_page_that_is_not_public_in_the_copy_is_passed_over(page: DestinationPage, tmp_path: Path):
    file = withdrawn_after_the_copy(page, tmp_path)
    now(page).unpublish(user=administrator())
    call_command("withdraw_again", file)
    assert not Withdrawal.objects.exists()
