"""The only clock that makers may look at."""

import datetime

from django.utils import timezone


def has_passed(moment: datetime.datetime | datetime.date | None) -> bool:
    """Return whether `moment` lies in the past; a date has passed when its day is over in the portal's zone."""
    if moment is None:
        return False
    if isinstance(moment, datetime.datetime):
        return moment <= timezone.now()
    return moment < timezone.localdate()
