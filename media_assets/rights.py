"""Whether a picture may be shown on a day, and why not."""

import datetime

from django.utils.translation import gettext

from media_assets.models import Picture


def ended_rights(picture: Picture, today: datetime.date) -> str:
    """Return why `picture` may not be shown on `today`, for the editor, or an empty string when it may."""
    if picture.rights_end_on is None or picture.rights_end_on >= today:
        return ""
    return gettext(
        "The rights to the picture “%(title)s” ended on %(date)s. Choose another picture or renew the rights."
    ) % {
        "title": picture.title,
        "date": picture.rights_end_on.strftime("%d/%m/%Y"),
    }
