"""Keeps wagtail-localize's own addresses within our rules.

Its views check that a person may edit the page, and no more: they write strings of a page that is locked or
waits for approval, and make a translation an alias that shows the source's words.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail_localize.models import Translation

from translations.middleware import refused
from translations.refusals import Refusal

CHANGES_WORDS = frozenset(
    {"edit_string_translation", "edit_override", "upload_pofile", "machine_translate", "stop_translation"}
)
FOR_ADMINISTRATORS = frozenset(
    {
        "submit_page_translation",
        "submit_snippet_translation",
        "update_translations",
        "translations_report",
        "translations_report_results",
    }
)
NEVER = frozenset({"convert_to_alias"})


class TranslationGuardMiddleware:
    """Refuses what the library would let pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if "wagtail_localize" not in match.namespaces:
            return None
        if match.url_name in FOR_ADMINISTRATORS and not request.user.is_superuser:
            raise PermissionDenied
        try:
            _refuse_what_breaks_rules(request, match.url_name, kwargs)
        except Refusal as refusal:  # Django asks no middleware about exceptions of another middleware
            return refused(request, refusal)
        return None


def _refuse_what_breaks_rules(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> None:
    if name in NEVER:
        raise Refusal(gettext("A translation keeps its own words: it cannot become a copy of its source."))
    if name in CHANGES_WORDS and request.method not in ("GET", "HEAD"):
        _refuse_while_fixed(kwargs["translation_id"])


def _refuse_while_fixed(translation_id: int) -> None:
    translation = Translation.objects.filter(pk=translation_id).first()
    page = translation.get_target_instance() if translation else None
    if not isinstance(page, Page):
        return
    if page.workflow_in_progress:
        raise Refusal(
            gettext("“%(title)s” waits for approval: its words stay as they are until it is decided.")
            % {"title": page.title}
        )
    if page.locked:
        raise Refusal(
            gettext("“%(title)s” is locked. Ask who locked it to unlock it.") % {"title": page.title}
        )
