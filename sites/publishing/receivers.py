"""What publishing does when Wagtail announces something."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from media_assets.models import Rendition
from sites.publishing import approvals, media
from sites.publishing.short_addresses import give_short_address
from translations.approval import approved


@receiver(page_published)
def give_address(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Every page that has been public in a language has a short address in it."""
    give_short_address(instance)


@receiver(approved)
def record_approval(
    sender: type[Model],
    instance: Model,
    revision: Revision,
    user: Any,
    is_by_clock: bool,
    languages: Collection[str] = (),
    **kwargs: Any,
) -> None:
    """Nothing becomes public without a row of the record."""
    approvals.note_approval(instance, revision, user, is_by_clock=is_by_clock, languages=languages)


@receiver(post_save)
def record_what_is_public_otherwise(sender: type[Model], instance: Model, raw: bool, **kwargs: Any) -> None:
    """Wagtail copies pages that are public, and lets an alias stand alone, without publishing them."""
    if isinstance(instance, Page) and not raw:
        approvals.note_public_otherwise(instance)


@receiver(post_delete, sender=Rendition)
def note_deleted_form(sender: type[Rendition], instance: Rendition, **kwargs: Any) -> None:
    """A picture that an editor deletes or replaces does not stay in the tree for those who know its address."""
    media.note_deleted(instance)
