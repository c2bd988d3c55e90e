"""The one way in which a page becomes public, whichever button, workflow, schedule or library asks for it.

Wagtail's editor and its API publish through an action of their own and do not ask the page, so our rules stand
around that action.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import PageLogEntry, Revision

from cms.pages.models import BasePage
from cms.pages.publishing_rules import approve_words_of_pictures, require_publishable
from translations import localize, tasks
from translations.approval import approved
from translations.models import ApprovedText

_as_wagtail_does = PublishPageRevisionAction.execute


def install_rules() -> None:
    """Let everything that publishes a page keep our rules."""
    PublishPageRevisionAction.execute = _by_our_rules


def _by_our_rules(action: PublishPageRevisionAction, skip_permission_checks: bool = False) -> None:
    """Make a revision public or schedule it, if the rules allow. Raises Refusal otherwise."""
    page, revision, user = action.object, action.revision, action.user
    with transaction.atomic():
        if isinstance(page, BasePage):
            require_publishable(page, revision, user)
            approve_words_of_pictures(page, revision, user)
        approved.send(
            type(page),
            instance=page,
            revision=revision,
            user=user or _who_scheduled(revision),
            is_by_clock=user is None,
        )
        _as_wagtail_does(action, skip_permission_checks=skip_permission_checks)
        if not isinstance(page, BasePage):
            return
        published = type(page).objects.get(pk=page.pk)
        if published.live and published.live_revision_id == revision.pk:
            _became_public(published, revision, user or _who_scheduled(revision))


def _who_scheduled(revision: Revision) -> Any:
    """Return who approved what the clock publishes now, or None when nobody did or the account is gone."""
    scheduled = PageLogEntry.objects.filter(
        revision=revision, action="wagtail.publish.schedule", user__isnull=False
    )
    user_id = scheduled.order_by("-timestamp").values_list("user_id", flat=True).first()
    return get_user_model().objects.filter(pk=user_id).first()


def _became_public(page: BasePage, revision: Revision, user: Any) -> None:
    """Write down whose words are public now, and carry the facts of a source to its translations."""
    now, digest = timezone.now(), localize.words_digest(page)
    same_words = ApprovedText.objects.filter(page_id=page.pk, digest=digest).first()
    ApprovedText.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "digest": digest,
            "source_digest": page.made_from,
            "revision": revision,
            "approved_by": user,
            "approved_at": now,
            "public_since": same_words.public_since if same_words else now,
        },
    )
    source = localize.source_page(page)
    if source is not None:
        localize.carry_facts(source, page)
        return
    for translation in localize.translated_pages(page):
        if translation.live:
            localize.carry_facts(page, translation)
    transaction.on_commit(lambda: tasks.refresh_source.enqueue(page.pk))
