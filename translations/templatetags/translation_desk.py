"""The bar below the translation editor: how far the translation is, and what can be done with it."""

from typing import Any

from django import template
from django.template.context import RequestContext
from wagtail.models import Page
from wagtail_localize.models import Translation

from translations.submissions import State, state_of

register = template.Library()


@register.inclusion_tag("translations/translation_bar.html", takes_context=True)
def translation_bar(context: RequestContext, translation: Translation, page: Page) -> dict[str, Any]:
    """Show the state of a translated page and the acts that are open to the person."""
    user = context["request"].user
    task_state = page.current_workflow_task_state
    actions = (
        {name for name, _label, _modal in task_state.task.specific.get_actions(page, user)}
        if task_state
        else set()
    )
    passages, translated = translation.get_progress()
    return {
        "request": context["request"],
        "page": page,
        "translation": translation,
        "passages": passages,
        "translated": translated,
        "task_state": task_state,
        "can_decide": "approve" in actions,
        "is_outdated": state_of(page) is State.OUTDATED,
    }
