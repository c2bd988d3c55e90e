"""Translation work that is done by the task worker: one page and one language at a time, each committed."""

from django.contrib.auth import get_user_model
from django_tasks import task
from wagtail.models import Locale, Page

from translations import localize

SOMEBODY_WAITS = 10
"""Before everything of priority 0: a person looks at the screen until it is done."""


@task(priority=SOMEBODY_WAITS)
def send_for_translation(page_id: int, language: str, user_id: int) -> None:
    """Make the draft of a page in `language`, ready for its translator."""
    page = Page.objects.get(pk=page_id).specific
    user = get_user_model().objects.get(pk=user_id)
    localize.send_for_translation(page, Locale.objects.get(language_code=language), user)


@task()
def refresh_source(page_id: int) -> None:
    """Show the translators of a page its newest public words."""
    page = Page.objects.filter(pk=page_id).first()
    if page is not None:
        localize.refresh_source(page.specific)
