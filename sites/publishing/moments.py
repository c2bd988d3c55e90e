"""Days and moments in the portal's zone, and the only clock that makers may look at."""

import datetime

from django.utils import timezone

from sites.publishing.capture import clock, recorder


def has_passed(moment: datetime.datetime | datetime.date | None) -> bool:
    """Return whether `moment` lies in the past; a date has passed when its day is over in the portal's zone.

    What is being made will be made again when it passes.
    """
    if moment is None:
        return False
    if not isinstance(moment, datetime.datetime):
        next_day = moment + datetime.timedelta(days=1)
        moment = datetime.datetime.combine(next_day, datetime.time.min, timezone.get_default_timezone())
    if moment <= clock():
        return True
    if (opened := recorder()) is not None:
        opened.remake_by(moment)
    return False


def make_again_after(pause: datetime.timedelta) -> None:
    """Let what is being made be made again after a pause: something about it could not be done now."""
    if (opened := recorder()) is not None:
        opened.remake_by(clock() + pause)


def iso(value: datetime.datetime | datetime.date) -> str:
    """Return a day or a moment in ISO 8601, a moment with the offset of the portal's zone."""
    return (timezone.localtime(value) if isinstance(value, datetime.datetime) else value).isoformat()
