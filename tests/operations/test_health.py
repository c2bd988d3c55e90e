"""Who is told that a process is late, and when."""

import datetime
import json
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sites.publishing import publishers
from sites.publishing.index import PATH
from sites.publishing.models import Dirty, Publishing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _publisher() -> None:
    publishers.note_alive(publishers.ALONE)


def silence(publisher: int) -> None:
    """Let a publisher have been silent for an hour."""
    an_hour_ago = timezone.now() - datetime.timedelta(hours=1)
    Publishing.objects.filter(pk=publisher).update(seen_at=an_hour_ago)


def test_everything_keeps_up():
    answer = Client().get("/health")
    assert answer.status_code == 200
    assert json.loads(answer.content)["late"] == []


def test_a_publisher_that_stopped_is_late():
    silence(publishers.ALONE)
    answer = Client().get("/health")
    assert answer.status_code == 503
    assert json.loads(answer.content)["late"] == ["publisher"]


def test_a_task_that_nobody_takes_says_that_the_worker_is_late():
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="x.y", backend_name="default", queue_name="default"
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - datetime.timedelta(hours=1))
    assert json.loads(Client().get("/health").content)["late"] == ["worker"]


def failed(attempts: int) -> None:
    Dirty.objects.create(
        node_id=1, kind=PATH, key="cao-bang.localhost/vi/", attempts=attempts, error="OSError: x"
    )


def test_a_path_that_keeps_failing_is_counted_though_every_process_keeps_up():
    failed(attempts=7)
    answer = Client().get("/health")
    assert (answer.status_code, json.loads(answer.content)["failing_paths"]) == (200, 1)


def test_the_administrators_are_told_which_path_keeps_failing(settings: Any):
    settings.ADMINS = [("quan-tri", "quan-tri@cao-bang.example")]
    failed(attempts=7)
    with pytest.raises(CommandError, match="failing paths: 1"):
        call_command("check_health")
    assert "failing paths: 1" in mail.outbox[0].subject
    assert "cao-bang.localhost/vi/: OSError: x (7 attempts)" in mail.outbox[0].body


def test_nobody_is_written_to_over_a_path_that_failed_a_few_times(settings: Any):
    settings.ADMINS = [("quan-tri", "quan-tri@cao-bang.example")]
    failed(attempts=2)
    call_command("check_health")
    assert mail.outbox == []


def test_nobody_is_written_to_while_everything_keeps_up():
    call_command("check_health")
    assert mail.outbox == []


def test_the_administrators_are_told_who_is_late(settings: Any):
    settings.ADMINS = [("quan-tri", "quan-tri@cao-bang.example")]
    silence(publishers.ALONE)
    with pytest.raises(CommandError, match="publisher is late"):
        call_command("check_health")
    assert "publisher is late" in mail.outbox[0].subject
