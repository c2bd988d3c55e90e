"""Where publishing stands in the newsroom: a page on the web, the publisher's work, short hosts."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from sites.publishing import newsroom
from sites.publishing.models import ShortHost

# Wagtail calls it by the name of the variable, in no language.
DefaultPageForm.base_fields["include_descendants"].label = _("Also the pages below them")


class ShortHostViewSet(ModelViewSet):
    """Which portal has which short host."""

    model = ShortHost
    icon = "link"
    menu_label = _("Short hosts of the portals")
    menu_order = 620
    add_to_settings_menu = True
    list_display = ["site", "host"]
    panels = [FieldPanel("site"), FieldPanel("host")]


@hooks.register("register_admin_viewset")
def short_hosts() -> ShortHostViewSet:
    return ShortHostViewSet("short_hosts")


@hooks.register("register_admin_urls")
def publishing_urls() -> list[Any]:
    return [
        path("publishing/", newsroom.publishing_desk, name="publishing_desk"),
        path("publishing/approvals/", newsroom.download_approvals, name="download_approvals"),
        path("publishing/page/<int:page_id>/", newsroom.page_on_the_web, name="page_on_the_web"),
        path("publishing/page/<int:page_id>/again/", newsroom.make_page_again, name="make_page_again"),
        path("publishing/page/<int:page_id>/withdraw/", newsroom.withdraw_page, name="withdraw_page"),
    ]


@hooks.register("register_settings_menu_item")
def publishing_menu_item() -> MenuItem:
    return AdminOnlyMenuItem(_("Publishing"), reverse("publishing_desk"), icon_name="site", order=600)


@hooks.register("register_page_header_buttons")
def publishing_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.depth <= 1 or not newsroom.may_see(page, user):
        return
    yield Button(_("On the web"), reverse("page_on_the_web", args=[page.pk]), icon_name="site", priority=55)
    if page.live and newsroom.may_withdraw(page, user):
        yield Button(
            _("Take off at once"), reverse("withdraw_page", args=[page.pk]), icon_name="warning", priority=95
        )


@hooks.register("after_edit_page")
def tell_after_an_approval(request: HttpRequest, page: Page) -> None:
    if (
        request.POST.get("workflow-action-name") == "approve"
        and Page.objects.filter(pk=page.pk, live=True).exists()
    ):
        tell_where_to_see_it(request, page)


@hooks.register("after_publish_page")
def tell_where_to_see_it(request: HttpRequest, page: Page) -> None:
    """Tell how far it is, in a line that asks again until it is everywhere (`live_line.js`)."""
    details = reverse("page_on_the_web", args=[page.pk])
    line = format_html(
        '<div data-live-line="{}?line"><p class="is-under-way">{}</p></div>',
        details,
        _("It reaches the websites and screens within seconds."),
    )
    messages.info(request, line, buttons=[messages.button(details, _("See how far it is"))])


@hooks.register("insert_global_admin_js")
def live_line() -> str:
    return format_html('<script type="module" src="{}"></script>', static("publishing/live_line.js"))
