"""Taking pages off every website and screen at once, and writing down who did it and why.

What shows such a page is marked in the same transaction, into the lane before all others: whoever publishes next
makes it before any backlog. The page's own bytes, and what only it had on a screen, need no publisher to be gone.
"""

import logging
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from sites.publishing import approvals, caches, claims, index, installation, media, outbox, queue
from sites.publishing.capture import hash_of
from sites.publishing.causes import WITHDRAWN
from sites.publishing.models import Change, Claim, PublishedPath, Withdrawal
from sites.publishing.rows import PAGES
from sites.publishing.stores import Store
from sites.publishing.subjects import Call, is_thing, make, paths_of

logger = logging.getLogger(__name__)


@transaction.atomic
def withdraw(page: Page, user: Any, reason: str, *, with_pages_below: bool = False) -> list[Withdrawal]:
    """Take a page down in every language, and its bytes out of the tree as soon as this is committed.

    So are the pages below it in any language, if that is asked for; the record has a row for each page.

    The publisher makes the lists, feeds and screens again that showed it. It need not be running for the page itself
    to be gone, unless the tree fails (`are_gone`): then the publisher removes it as soon as it can.
    """
    keys = [page.translation_key, *(keys_below(page) if with_pages_below else ())]
    versions = [version for piece in index.pieces(keys) for version in _live(piece)]
    last = Change.objects.aggregate(last=Max("pk"))["last"] or 0
    for version in versions:
        # Whoever may take it down in one language may, in need, take it down in all of them.
        UnpublishPageAction(version.specific, user=user).execute(skip_permission_checks=True)
    with index.locked():
        _mark_what_shows(Change.objects.filter(pk__gt=last))
        paths = _paths_of(keys)
        media.note_withdrawn(paths)
        caches.note_changed(paths, is_withdrawn=True)
        things = _things_that_show(versions)
    transaction.on_commit(lambda: _remove(paths, things))
    titles = {version.translation_key: version.title for version in reversed(versions)}
    titles[page.translation_key] = page.title
    return [
        Withdrawal.objects.create(
            key=key,
            title=titles[key],
            languages=" ".join(
                version.locale.language_code for version in versions if version.translation_key == key
            ),
            withdrawn_by_id=getattr(user, "pk", None),
            withdrawn_by=approvals.name_of(user),
            reason=reason,
        )
        for key in keys
    ]


def are_gone(withdrawn: Iterable[Withdrawal]) -> bool:
    """Return whether the bytes of all that was withdrawn are gone, as the record says."""
    known = approvals.newest_hashes(_paths_of([row.key for row in withdrawn]))
    return all(row.sha256 == approvals.GONE for row in known.values())


def keys_below(page: Page) -> list[UUID]:
    """Return the translation keys of the public pages below a page in any language, each once."""
    versions = page.get_translations(inclusive=True)
    below = (version.get_descendants().filter(live=True) for version in versions)
    found = dict.fromkeys(key for pages in below for key in pages.values_list("translation_key", flat=True))
    return [key for key in found if key != page.translation_key]


def _live(keys: Collection[UUID]) -> list[Page]:
    pages = Page.objects.filter(translation_key__in=keys, live=True)
    return list(pages.select_related("locale").order_by("path"))


def _paths_of(keys: Collection[UUID]) -> list[str]:
    """The paths at which bytes of some pages stand, in whatever language."""
    return [
        path
        for piece in index.pieces(claims.paths_of(claims.subjects_of(keys)))
        for path in PublishedPath.objects.filter(path__in=piece, target="").values_list("path", flat=True)
    ]


def _mark_what_shows(changes: Iterable[Change]) -> None:
    """Mark what the changes of a withdrawal touch; the publisher takes them later all the same."""
    found = outbox.expand(changes)
    queue.mark([(index.SUBJECT, key) for key in found.subjects], WITHDRAWN, is_first=True)
    queue.mark_users(found.tags, WITHDRAWN, is_first=True)


def _things_that_show(pages: Collection[Page]) -> list[str]:
    """The keys of the things, such as screens, some of whose paths may be there only because of some pages."""
    tags = {hash_of(PAGES, "pk", str(page.pk)) for page in pages}
    tags |= {hash_of(PAGES, "translation_key", page.translation_key.hex) for page in pages}
    return [
        node.key for node in index.all_users_of(tags) if node.kind == index.SUBJECT and is_thing(node.key)
    ]


def _remove(paths: list[str], things: Collection[str]) -> None:
    tree = installation.tree()
    if _are_removed(tree, paths):
        with index.locked():
            approvals.note_bytes(dict.fromkeys(paths, approvals.GONE))
    caches.purge_some(only_withdrawn=True)
    gone = _no_longer_shown_by(things)
    _are_removed(tree, gone)
    caches.note_changed(gone, is_withdrawn=True)
    caches.purge_some(only_withdrawn=True)


def _are_removed(tree: Store, paths: list[str]) -> bool:
    """Remove some paths; return whether that could be done, or is left to the publisher, which has them marked."""
    try:
        tree.remove_all(paths)
    except OSError:
        logger.exception("What was withdrawn cannot be removed", extra={"keys": paths})
        return False
    return True


def _no_longer_shown_by(things: Collection[str]) -> list[str]:
    """The paths that some things had and have no more; of one that cannot tell, those that are nothing now."""
    wanted: dict[str, Collection[str]] = {}
    for key in things:
        try:
            wanted[key] = paths_of(key)
        except Exception:
            logger.exception("What a thing shows cannot be told", extra={"key": key})
            wanted[key] = _still_made(claims.paths_of([key]))
    gone = set(claims.paths_of(wanted)).difference(*wanted.values())
    others = Claim.objects.filter(path__in=gone).exclude(subject__in=wanted)
    return sorted(gone - set(others.values_list("path", flat=True)))


def _still_made(paths: Collection[str]) -> list[str]:
    """Those of some paths whose makers still make something; one that cannot be made keeps its bytes."""
    return [path for path, call in claims.calls(paths).items() if not _makes_nothing(path, call)]


def _makes_nothing(path: str, call: Call) -> bool:
    try:
        return make(call) is None
    except Exception:
        logger.info("A path cannot be made", extra={"key": path}, exc_info=True)
        return False
