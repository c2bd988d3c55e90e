"""What the floor of languages does when Wagtail announces something."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_unpublished

from translations import localize


@receiver(page_unpublished)
def withdraw_translations(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page that is taken down, has expired or is deleted takes its translations with it."""
    for page in localize.translated_pages(instance):
        if page.live:
            page.unpublish()
