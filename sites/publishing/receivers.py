"""What publishing does when Wagtail announces something."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from sites.publishing.short_addresses import give_short_address


@receiver(page_published)
def give_address(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Every page that has been public in a language has a short address in it."""
    give_short_address(instance)
