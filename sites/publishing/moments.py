"""Days and moments in the portal's zone, and the only clock that makers may look at."""

import datetime

from django.utils import timezone


def has_passed(moment: datetime.datetime | datetime.date | None) -> bool:
    """Return whether `moment` lies in the past; a date has passed when its day is over in the portal's zone."""
    if moment is None:
        return False
    if isinstance(moment, datetime.datetime):
        return moment <= timezone.now()
    return moment < timezone.localdate()


def iso(value: datetime.datetime | datetime.date) -> str:
    """Return a day or a moment in ISO 8601, a moment with the offset of the portal's zone."""
    return (timezone.localtime(value) if isinstance(value, datetime.datetime) else value).isoformat()
