"""Keeps the addresses of Wagtail and wagtail-localize within our rules.

wagtail-localize checks that a person may edit the page, and no more: it writes strings of a page that is locked
or waits for approval, and makes a translation an alias that shows the source's words. Some screens of Wagtail
tell the title of any draft to anybody, or list what belongs to other portals.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import Translation

from translations.middleware import refused
from translations.refusals import Refusal

CHANGES_WORDS = frozenset({"edit_string_translation", "edit_override", "upload_pofile", "machine_translate"})
NEVER = frozenset({"convert_to_alias"})
FOR_ADMINISTRATORS = frozenset(
    {
        "wagtail_localize:stop_translation",
        "wagtail_localize:submit_page_translation",
        "wagtail_localize:submit_snippet_translation",
        "wagtail_localize:update_translations",
        "wagtail_localize:translations_report",
        "wagtail_localize:translations_report_results",
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:page_types_usage_results",
    }
)
PARTS_FOR_ADMINISTRATORS = frozenset(
    {"wagtailadmin_api:documents", "wagtailadmin_api:images", "wagtailadmin_workflows"}
)
"""Namespaces of which every address is for administrators."""

PAGE_ARGUMENTS = ("page_id", "page_to_move_id", "parent_page_id", "destination_id", "pk")
"""What Wagtail calls the pages in the addresses of its namespace `wagtailadmin_pages`."""

CHOOSERS = frozenset({"wagtailadmin_choose_page_child", "wagtailadmin_choose_page_chosen_multiple"})
"""Anybody may link to what is public, whoever writes it."""

RIGHTS = frozenset({"add", "change", "publish", "bulk_delete", "lock", "unlock"})


class TranslationGuardMiddleware:
    """Refuses what the libraries would let pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None  # who reads a public page is not even asked
        if not request.user.is_authenticated:
            return None  # the libraries send them to the page for signing in
        if not may_visit(request, request.resolver_match):
            return permission_denied(request)
        try:
            _refuse_what_breaks_rules(request, request.resolver_match)
        except Refusal as refusal:  # Django asks no middleware about exceptions of another middleware
            return refused(request, refusal)
        return None


def may_visit(request: HttpRequest, match: ResolverMatch) -> bool:
    """Return whether the person of `request` may see the address at all; the view itself may ask for more."""
    user = request.user
    if match.view_name in FOR_ADMINISTRATORS or match.namespace in PARTS_FOR_ADMINISTRATORS:
        return bool(user.is_superuser)
    if match.namespace == "wagtailadmin_pages":
        ids = [match.kwargs[name] for name in PAGE_ARGUMENTS if name in match.kwargs]
        return all(_has_rights(user, page) for page in _pages(ids))
    if match.view_name == "wagtail_bulk_action" and match.kwargs["model_name"] == "page":
        return _may_act_on_many(request)
    if match.view_name in CHOOSERS:
        ids = [match.kwargs.get("parent_page_id"), *request.GET.getlist("id")]
        return all(page.live or _has_rights(user, page) for page in _pages(ids))
    return True


def _may_act_on_many(request: HttpRequest) -> bool:
    """The screen that asks before an act on many pages names also those on which the person may not act."""
    ids, parents = request.GET.getlist("id"), request.GET.getlist("childOf")
    if "all" in ids and not parents:
        return bool(request.user.is_superuser)
    return all(_has_rights(request.user, page) for page in _pages([*ids, *parents]))


def choosable(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """Return those of `pages` that a person may link to: what is public, and what he or she works on."""
    own = PagePermissionPolicy().instances_user_has_any_permission_for(user, RIGHTS)
    return pages.filter(Q(live=True) | Q(pk__in=own.values("pk")))


def _pages(ids: Iterable[Any]) -> list[Page]:
    return list(Page.objects.filter(pk__in=[pk for pk in ids if str(pk).isdecimal()]))


def _has_rights(user: Any, page: Page) -> bool:
    found: bool = PagePermissionPolicy().user_has_any_permission_for_instance(user, RIGHTS, page)
    return found


def _refuse_what_breaks_rules(request: HttpRequest, match: ResolverMatch) -> None:
    if match.namespace != "wagtail_localize":
        return
    if match.url_name in NEVER:
        raise Refusal(gettext("A translation keeps its own words: it cannot become a copy of its source."))
    if match.url_name in CHANGES_WORDS and request.method not in ("GET", "HEAD"):
        _refuse_while_fixed(match.kwargs["translation_id"])


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
