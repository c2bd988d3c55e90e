"""A revision that somebody looked at never changes.

Wagtail's autosave writes over the newest revision of the same person. A revision that waits for approval,
is scheduled or is public must stay what it was, so a new one is made instead.
"""

import functools
from collections.abc import Callable
from typing import Any

from wagtail.models import Revision, TaskState


def keeps_approved_revisions(save_revision: Callable[..., Revision]) -> Callable[..., Revision]:
    """Wrap `save_revision` so that it never overwrites a revision that an approval refers to."""

    @functools.wraps(save_revision)
    def wrapper(self: Any, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        if overwrite_revision is not None and _is_referred_to(self, overwrite_revision):
            overwrite_revision = None
        return save_revision(self, *args, overwrite_revision=overwrite_revision, **kwargs)

    return wrapper


def _is_referred_to(obj: Any, revision: Revision) -> bool:
    return (
        revision.approved_go_live_at is not None
        or revision.pk == obj.live_revision_id
        or TaskState.objects.filter(revision=revision).exists()
    )
