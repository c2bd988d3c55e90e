"""The process that makes the files of pictures, one picture after the other, within bounds (`media_assets.bounded`).

It knows neither the settings nor the database of the house: a specification says everything that is to be done.
"""

import sys

import django
from django.conf import settings

from media_assets.bounded.answering import answer_requests

APPS = ["django.contrib.contenttypes", "django.contrib.auth", "taggit", "wagtail", "wagtail.images"]
"""What Wagtail's filters need in order to be imported."""


def main() -> None:
    """Make what is asked for until nobody asks any more."""
    settings.configure(INSTALLED_APPS=APPS, STATIC_URL="/static/", USE_TZ=True)
    django.setup()
    from media_assets.resizing.filters import resized

    answer_requests(resized, sys.argv[1:])


if __name__ == "__main__":
    main()
