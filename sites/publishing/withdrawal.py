"""Taking a page off every website and screen at once, and writing down who did it and why."""

from typing import Any

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from sites.publishing import approvals, caches, index, installation, media
from sites.publishing.models import Claim, PublishedPath, Withdrawal
from sites.publishing.state import subjects_of


@transaction.atomic
def withdraw(page: Page, user: Any, reason: str) -> Withdrawal:
    """Take a page down in every language, and its bytes out of the tree as soon as this is committed.

    The publisher makes the lists, feeds and screens again that showed it. It need not be running for the page itself
    to be gone.
    """
    live = page.get_translations(inclusive=True).filter(live=True).select_related("locale")
    versions = list(live)
    for version in versions:
        # Whoever may take it down in one language may, in need, take it down in all of them.
        UnpublishPageAction(version.specific, user=user).execute(skip_permission_checks=True)
    claimed = Claim.objects.filter(subject__in=subjects_of(page)).values_list("path", flat=True)
    paths = list(
        PublishedPath.objects.filter(path__in=list(claimed), target="").values_list("path", flat=True)
    )
    with index.locked():
        media.note_withdrawn(paths)
    approvals.note_bytes(dict.fromkeys(paths, approvals.GONE))
    caches.note_changed(paths, is_withdrawn=True)
    transaction.on_commit(lambda: _remove(paths))
    return Withdrawal.objects.create(
        key=page.translation_key,
        title=page.title,
        languages=" ".join(version.locale.language_code for version in versions),
        withdrawn_by_id=getattr(user, "pk", None),
        withdrawn_by=approvals.name_of(user),
        reason=reason,
    )


def _remove(paths: list[str]) -> None:
    tree = installation.tree()
    tree.remove_all(paths)
    caches.purge_some(only_withdrawn=True)
