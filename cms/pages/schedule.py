"""Publishing and taking down by the clock, without anybody pressing a button.

Each act has its own transaction: one page that may not or cannot be published does not hold up the others.
"""

import datetime
import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from wagtail.models import DraftStateMixin, Revision

from translations.refusals import Refusal

logger = logging.getLogger(__name__)


def publish_due(now: datetime.datetime) -> int:
    """Publish every revision whose approved moment has come and take down what has expired.

    Returns how many acts were done. What a rule forbids, or what fails, stays as it is, is logged and tried again.
    """
    return sum(_take_down(obj) for obj in _expired(now)) + sum(_publish(revision) for revision in _due(now))


def _expired(now: datetime.datetime) -> Iterator[Any]:
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and not model._meta.proxy and not model._meta.parents:
            yield from model.objects.filter(live=True, expire_at__lte=now)


def _due(now: datetime.datetime) -> list[Revision]:
    return list(Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk"))


def _take_down(obj: Any) -> bool:
    try:
        with transaction.atomic():
            (obj.specific if hasattr(obj, "specific") else obj).unpublish(set_expired=True)
    except Exception:
        logger.exception(
            "What has expired was not taken down", extra={"model": obj._meta.label, "object_id": obj.pk}
        )
        return False
    return True


def _publish(revision: Revision) -> bool:
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except Refusal as refusal:
        logger.warning(
            "A scheduled revision was not published", extra={"revision_id": revision.pk, "why": str(refusal)}
        )
        return False
    except Exception:
        logger.exception("A scheduled revision cannot be published", extra={"revision_id": revision.pk})
        return False
    return True
