"""Publishing and taking down by the clock, without anybody pressing a button.

Each act has its own transaction, and looks there whether its moment still stands: an editor may have cancelled it while
others were published. One page that may not or cannot be published does not hold up the others.
"""

import datetime
import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import DraftStateMixin, Revision

from translations.refusals import Refusal

logger = logging.getLogger(__name__)


def publish_due(now: datetime.datetime) -> int:
    """Publish every revision whose approved moment has come and take down what has expired.

    Returns how many acts were done. What a rule forbids, or what fails, stays as it is, is logged and tried again.
    """
    expired = [(model, pk) for model in _models() for pk in _ids(_expired(model, now))]
    due = _ids(_due(now).order_by("approved_go_live_at", "pk"))
    return sum(_take_down(model, pk, now) for model, pk in expired) + sum(_publish(pk, now) for pk in due)


def _models() -> Iterator[type[Any]]:
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and not model._meta.proxy and not model._meta.parents:
            yield model


def _expired(model: type[Any], now: datetime.datetime) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.filter(live=True, expire_at__lte=now)
    return found


def _due(now: datetime.datetime) -> QuerySet[Revision]:
    return Revision.objects.filter(approved_go_live_at__lte=now)


def _ids(found: QuerySet[Any]) -> list[Any]:
    return list(found.values_list("pk", flat=True))


def _take_down(model: type[Any], pk: Any, now: datetime.datetime) -> bool:
    try:
        with transaction.atomic():
            obj = _expired(model, now).select_for_update().filter(pk=pk).first()
            if obj is not None:
                (obj.specific if hasattr(obj, "specific") else obj).unpublish(set_expired=True)
    except Exception:
        logger.exception(
            "What has expired was not taken down", extra={"model": model._meta.label, "object_id": pk}
        )
        return False
    return obj is not None


def _publish(pk: int, now: datetime.datetime) -> bool:
    try:
        with transaction.atomic():
            revision = _due(now).select_for_update().filter(pk=pk).first()
            if revision is not None:
                revision.publish(log_action="wagtail.publish.scheduled")
    except Refusal as refusal:
        logger.warning(
            "A scheduled revision was not published", extra={"revision_id": pk, "why": str(refusal)}
        )
        return False
    except Exception:
        logger.exception("A scheduled revision cannot be published", extra={"revision_id": pk})
        return False
    return revision is not None
