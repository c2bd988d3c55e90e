"""Where the translation desk stands in the newsroom."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, resolve, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from translations import desk, guard
from translations.models import SiteLanguage
from translations.rights import APPROVE, WRITE
from translations.submissions import work_for
from translations.words import WordsMixin


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("translations/page/<int:page_id>/", desk.translations_of_page, name="translations_of_page")]


@hooks.register("register_page_header_buttons")
def translations_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.depth > 1 and desk.may_send_for_translation(page, user):
        url = reverse("translations_of_page", args=[page.pk])
        yield Button(_("Translations"), url, icon_name="wagtail-localize-language", priority=50)


@hooks.register("construct_reports_menu")
def offer_no_report_that_would_be_refused(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if guard.may_visit(request, resolve(item.url))]


@hooks.register("construct_page_chooser_queryset")
def offer_what_may_be_linked_to(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return guard.choosable(pages, request.user)


@hooks.register("before_edit_page", order=-10)
def act_on_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    act = desk.ACTS.get(request.POST.get("action", "")) if request.method == "POST" else None
    if act is None:
        return None
    messages.success(request, act(page, request.user, request.POST.get("comment", "")))
    if act is desk.approve:
        for tell in hooks.get_hooks("after_publish_page"):
            tell(request, page)
    return redirect("wagtailadmin_home")


@hooks.register("before_unpublish")
def ask_who_takes_words_down(request: HttpRequest, obj: Any) -> None:
    """Wagtail's screen takes a row down by an action of its own, which does not ask `WordsMixin.unpublish`."""
    if isinstance(obj, WordsMixin):
        obj.require_right_to_take_down(request.user)


class WorkPanel(Component):
    """On the first screen: the translations that wait for this person."""

    order = 90

    def render_html(self, parent_context: dict[str, Any]) -> SafeString:
        work = work_for(parent_context["request"].user)
        return render_to_string("translations/work_panel.html", {"work": work}) if work else SafeString("")


@hooks.register("construct_homepage_panels")
def add_work_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WorkPanel())


@hooks.register("register_permissions")
def word_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        Q(codename__startswith=WRITE) | Q(codename__startswith=APPROVE),
        content_type__app_label="translations",
    )


class SiteLanguageViewSet(ModelViewSet):
    """Which portal shows which language."""

    model = SiteLanguage
    icon = "wagtail-localize-language"
    menu_label = _("Languages of the portals")
    menu_order = 610
    add_to_settings_menu = True
    list_display = ["site", "language_name", "is_on", "fallback"]
    list_filter = ["site", "is_on"]
    panels = [FieldPanel("site"), FieldPanel("locale"), FieldPanel("is_on"), FieldPanel("fallback")]


@hooks.register("register_admin_viewset")
def site_languages() -> SiteLanguageViewSet:
    return SiteLanguageViewSet("site_languages")
