"""The translation desk in the newsroom: sending a page for translation, sending a translation for approval."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from wagtail.models import Page

from translations import localize, tasks
from translations.refusals import Refusal
from translations.submissions import State, Version, versions


def translations_of_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a page in all languages of its portal, and send it for translation into those that are chosen."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not may_send_for_translation(page, request.user):
        raise PermissionDenied
    found = versions(page)
    if request.method == "POST":
        return _send(request, page, found)
    context = {
        "page": page,
        "versions": found,
        "can_send": any(version.state is State.MISSING for version in found),
        "is_preparing": any(version.state is State.QUEUED for version in found),
    }
    return TemplateResponse(request, "translations/translations_of_page.html", context)


def may_send_for_translation(page: Page, user: Any) -> bool:
    """Return whether `page` is a source that the person edits, and not only translates into its language."""
    rights = page.permissions_for_user(user)
    writes = rights.can_publish() or "add" in rights.permissions
    return rights.can_edit() and writes and localize.source_page(page) is None


def _send(request: HttpRequest, page: Page, found: list[Version]) -> HttpResponse:
    missing = {version.language.code for version in found if version.state is State.MISSING}
    chosen = missing & set(request.POST.getlist("language"))
    if not chosen:
        raise Refusal(gettext("Nothing was sent. Choose at least one language."))
    for code in sorted(chosen):
        transaction.on_commit(
            lambda code=code: tasks.send_for_translation.enqueue(page.pk, code, request.user.pk)
        )
    done = ngettext(
        "Sent for translation into %(count)d language.",
        "Sent for translation into %(count)d languages.",
        len(chosen),
    )
    messages.success(request, done % {"count": len(chosen)})
    return redirect("translations_of_page", page.pk)


@transaction.atomic
def send_for_approval(page: Page, user: Any, comment: str = "") -> str:
    """Make a draft of what was translated and send it to the approvers; return what was done, for the person.

    Raises Refusal when something is missing.
    """
    translation = localize.translation_of(page)
    if translation is None:
        raise Refusal(
            gettext("“%(title)s” is not a translation. Send it for approval from its own editor.")
            % {"title": page.title}
        )
    missing = localize.untranslated(translation.source, translation.target_locale).count()
    if missing:
        left = ngettext(
            "%(count)d passage is not translated yet.", "%(count)d passages are not translated yet.", missing
        )
        raise Refusal(
            left % {"count": missing} + " " + gettext("Translate everything, then send it for approval.")
        )
    localize.save_translation_draft(translation, user)
    drafted = page.specific_class.objects.get(pk=page.pk)
    workflow = drafted.get_workflow()
    if workflow is None:
        raise Refusal(
            gettext("Nobody approves pages in this language. Ask an administrator to set up its team.")
        )
    if drafted.current_workflow_state:
        drafted.current_workflow_state.resume(user)
    else:
        workflow.start(drafted, user)
    return gettext("“%(title)s” was sent for approval.") % {"title": drafted.title}


def approve(page: Page, user: Any, comment: str = "") -> str:
    """Approve the translation that waits; return what was done, for the person."""
    _decide(page, user, "approve", comment)
    return gettext("“%(title)s” was approved and published.") % {"title": page.title}


def ask_for_changes(page: Page, user: Any, comment: str = "") -> str:
    """Send the translation back to its translator; return what was done, for the person."""
    _decide(page, user, "reject", comment)
    return gettext("“%(title)s” was sent back to its translator.") % {"title": page.title}


def _decide(page: Page, user: Any, decision: str, comment: str) -> None:
    """Decide about what waits. Raises PermissionDenied unless it waits for this person."""
    state = page.specific.current_workflow_task_state
    if state is None or decision not in {
        name for name, *_rest in state.task.specific.get_actions(page, user)
    }:
        raise PermissionDenied
    state.task.specific.on_action(state, user, decision, comment=comment)


ACTS = {"send-for-approval": send_for_approval, "approve": approve, "ask-for-changes": ask_for_changes}
"""What can be done below the translation editor, by the value of the button."""
