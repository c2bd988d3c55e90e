"""What an approval publishes: the very revision that was looked at, or nothing."""

from typing import Any

from django.dispatch import Signal
from django.utils.translation import gettext

from translations.refusals import Refusal

approved = Signal()
"""Somebody approved a revision: sent in the transaction that makes it public, or gives it its moment, and before that.

`instance` holds what the revision says; `user` is who approved it; `is_by_clock` says that it was approved earlier and
its moment has come; `languages` are the codes of the approved words of a fact or a picture.
"""


def publish_reviewed_revision(workflow_state: Any, user: Any = None) -> None:
    """Publish the revision that went through the workflow (`WAGTAIL_FINISH_WORKFLOW_ACTION`).

    An approver who corrected the text in the same step publishes the corrected revision, which is his or
    hers. Raises Refusal when somebody else saved a newer one: the approver has not seen it.
    """
    # Wagtail imports this module while it defines its own models.
    from translations.words import WordsMixin, ask_for_approval

    obj = workflow_state.content_object
    reviewed, newest = workflow_state.current_task_state.revision, obj.get_latest_revision()
    if newest.pk != reviewed.pk and (user is None or newest.user_id != user.pk):
        raise Refusal(
            gettext(
                "“%(name)s” was not published: it was changed after it was sent for approval. "
                "Look at the newest version and approve that one."
            )
            % {"name": obj}
        )
    newest.publish(user=user)
    if isinstance(obj, WordsMixin):
        ask_for_approval(type(obj).objects.get(pk=obj.pk), workflow_state.requested_by)
