"""The record of approval as a file: everything in it, for administrators only."""

import csv
import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.tourism.models import DestinationPage
from sites.publishing import append_only, installation
from sites.publishing.models import Approval, PathHash
from sites.publishing.publisher import Publisher
from sites.publishing.withdrawal import withdraw
from tests.factories.accounts import administrator, member
from tests.factories.pages import destination
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db
PATH = "cao-bang.localhost/vi/diem-den/thac/"


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi",))


@pytest.fixture
def page(site: Site, settings: Any, tmp_path: Path) -> DestinationPage:
    """A page that was approved, published and withdrawn."""
    settings.TREE_ROOT = tmp_path / "tree"
    made = destination(section(site), "Thác", slug="thac")
    Publisher(installation.tree()).publish_everything()
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw(made, administrator(), "Sai số liệu")
    return made


def exported(*arguments: str) -> str:
    written = io.StringIO()
    call_command("export_approvals", *arguments, stdout=written)
    return written.getvalue()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_table_tells_the_life_of_a_page(page: DestinationPage):
    found = [row for row in rows_of(exported()) if row["title"] == "Thác" or row["address"] == PATH]
    assert [row["event"] for row in found] == ["approval", "bytes", "gone", "withdrawal"]
    approval, written, _gone, withdrawal = found
    assert (approval["account"], approval["act"], approval["languages"]) == ("admin", "by hand", "vi")
    assert written["approval_id"] == approval["id"]
    assert written["sha256"] == PathHash.objects.filter(path=PATH).earliest("pk").sha256
    assert (withdrawal["account"], withdrawal["reason"]) == ("admin", "Sai số liệu")


def test_json_says_the_same(page: DestinationPage):
    found = json.loads(exported("--format", "json"))
    assert [row["event"] for row in found] == [row["event"] for row in rows_of(exported())]
    assert found[0]["row_sha256"] == Approval.objects.earliest("pk").digest


def test_an_empty_record_is_an_empty_file():
    assert json.loads(exported("--format", "json")) == []
    assert rows_of(exported()) == []


def test_only_what_happened_since_a_day_is_exported(page: DestinationPage):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert rows_of(exported("--since", f"{timezone.localdate()}")) == rows_of(exported())
    assert rows_of(exported("--since", f"{tomorrow}")) == []


def test_whoever_writes_a_day_otherwise_is_told_how(page: DestinationPage):
    with pytest.raises(CommandError, match=r"1.11.2026 is no day. Write it as 2026-11-27"):
        exported("--since", "1.11.2026")


def test_a_title_that_begins_as_a_formula_stays_a_title(page: DestinationPage):
    destination(page.get_parent().specific, "=1+1", slug="mot")
    assert "'=1+1" in {row["title"] for row in rows_of(exported())}


def test_the_command_says_that_somebody_laid_a_hand_on_the_record(page: DestinationPage):
    append_only.lift()
    Approval.objects.filter(object_id=page.pk).update(approved_by="somebody else")
    with pytest.raises(CommandError, match="is not what was written"):
        exported()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_administrator_downloads_the_record(page: DestinationPage, form: str):
    answer = client_of(administrator()).get(reverse("download_approvals"), {"format": form, "since": ""})
    assert f".{form}" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).decode() == exported("--format", form)


def test_nobody_else_downloads_it(site: Site):
    answer = client_of(member(site, "vi", "approver")).get(reverse("download_approvals"), {"format": "csv"})
    assert answer.status_code in (302, 403)


def test_the_desk_names_pages_without_an_approval(site: Site, page: DestinationPage):
    shown = client_of(administrator()).get(reverse("publishing_desk")).content.decode()
    assert reverse("download_approvals") in shown
    assert reverse("wagtailadmin_pages:edit", args=[site.root_page_id]) in shown
