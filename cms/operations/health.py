"""Whether the processes of an installation keep up: asked by a monitor, and by a timer that writes an e-mail."""

import datetime
from typing import NamedTuple

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from sites.publishing import caches, state
from sites.publishing.models import Dirty

LONGEST_WAIT = datetime.timedelta(minutes=10)
"""A task that waits longer says that no worker takes it."""
FAILING_ATTEMPTS = 7
"""A path that failed as often has done so for more than five minutes: the pauses double, from five seconds on."""


class Health(NamedTuple):
    """What each process is late by, in seconds, and which of them are too late."""

    publisher_s: float | None
    """Since it looked at the change rows; None when it never did."""
    worker_s: float
    """How long the oldest task waits."""
    failed_paths: int
    failing_paths: int
    """Those of them that have failed for minutes: somebody must do something."""
    caches_s: float
    """How long the oldest address waits of which caches in front are to be told."""
    late: list[str]


@require_safe
def answer(request: HttpRequest) -> JsonResponse:
    """Answer 200 when everything keeps up, else 503 with the names of the processes that are late.

    Paths that fail are only counted: every process does its work, and another machine would fail at them too.
    """
    found = look()
    return JsonResponse(found._asdict(), status=503 if found.late else 200)


def look() -> Health:
    """Look at every process."""
    queue, now = state.queue(), timezone.now()
    oldest = (
        DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    )
    worker = (now - oldest).total_seconds() if oldest else 0.0
    publisher = (now - queue.seen_at).total_seconds() if queue.seen_at else None
    late = ["publisher"] if queue.is_stopped else []
    late += ["worker"] if worker > LONGEST_WAIT.total_seconds() else []
    in_front = caches.waiting()
    late += ["caches in front"] if in_front.is_late else []
    return Health(
        publisher and round(publisher, 1),
        round(worker, 1),
        len(queue.failed),
        len(failing()),
        round(in_front.seconds, 1),
        late,
    )


def failing() -> list[Dirty]:
    """Return what has failed for minutes."""
    return [row for row in state.queue().failed if row.attempts >= FAILING_ATTEMPTS]
