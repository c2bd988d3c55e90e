"""Where the newsroom sees publishing: a page on the web, the publisher's work, taking a page off at once."""

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from sites.publishing import approvals, caches, exports, state
from sites.publishing.again import mark_everything, mark_pages
from sites.publishing.models import PublishedPath, Withdrawal
from sites.publishing.withdrawal import are_gone, keys_below, withdraw

NEWEST = 20


class ReasonForm(forms.Form):
    """Why a page must go, and whether the public pages below it go too, if there are any."""

    reason = forms.CharField(label=_("Why does it have to go?"), widget=forms.Textarea(attrs={"rows": 3}))
    with_pages_below = forms.BooleanField(required=False)

    def __init__(self, *args: Any, below: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if below:
            label = ngettext(
                "And the page below it, in every language (%(count)d page)",
                "And every page below it, in every language (%(count)d pages)",
                below,
            )
            self.fields["with_pages_below"].label = label % {"count": below}
        else:
            del self.fields["with_pages_below"]


class ExportForm(forms.Form):
    """Which part of the record of approval, in which form."""

    since = forms.DateField(
        label=_("From this day on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=[(name, name.upper()) for name in exports.MEDIA_TYPES]
    )


class AgainForm(forms.Form):
    """What to make again: everything, a portal, or one of its languages, by the ids of their homes."""

    what = forms.ChoiceField(label=_("What to make again"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", _("Everything")), *state.homes()]
        self.fields["what"].required = False

    def pages(self) -> list[Page]:
        """The chosen homes; none for everything."""
        ids = self.cleaned_data["what"].split()
        return list(Page.objects.filter(pk__in=ids))

    def name(self) -> str:
        """What was chosen, as the list of choices calls it, with its portal."""
        what = self.cleaned_data["what"]
        found = (
            f"{hostname} ({name})" for hostname, homes in state.homes() for ids, name in homes if ids == what
        )
        return next(found, gettext("Everything"))


@require_safe
def page_on_the_web(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what of a page stands in the tree; with `?line` only the line that says how far it is."""
    page = _page(page_id, request.user)
    values = {"page": page, "web": state.on_the_web(page)}
    if "line" not in request.GET:
        values["history"] = approvals.history_of(page)[:NEWEST]
    template = "on_the_web_line" if "line" in request.GET else "page_on_the_web"
    return render(request, f"publishing/{template}.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask why, then take a page off everything."""
    page = _page(page_id, request.user)
    if not may_withdraw(page, request.user):
        raise PermissionDenied
    below = len(keys_below(page))
    form = ReasonForm(request.POST or None, below=below)
    is_stopped = state.is_stopped()
    if request.method == "POST" and form.is_valid():
        tell, withdrawn = messages.success, withdraw(page, request.user, **form.cleaned_data)
        told = _("“%(title)s” was taken off every website and screen.")
        if not are_gone(withdrawn):
            tell = messages.warning
            told = _(
                "“%(title)s” was taken off, but the web serves some of it yet. The publisher tries again until all of"
                " it is gone; it must be running."
            )
        elif is_stopped:
            told = _(
                "“%(title)s” was taken off. Lists, feeds and screens that show it follow when the publisher is started."
            )
        tell(request, told % {"title": page.title})
        return redirect("page_on_the_web", page.pk)
    values = {"page": page, "form": form, "below": below, "is_stopped": is_stopped}
    return render(request, "publishing/withdraw_page.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def publishing_desk(request: HttpRequest) -> HttpResponse:
    """Show an administrator what the publisher does, and let him or her have things made again."""
    if not request.user.is_superuser:
        raise PermissionDenied
    if request.method == "POST":
        _ACTS.get(request.POST.get("action", ""), _nothing)(request)
        return redirect("publishing_desk")
    newest = PublishedPath.objects.order_by("-made_at")[:NEWEST]
    withdrawals = Withdrawal.objects.order_by("-withdrawn_at")[:NEWEST]
    values = {
        "queue": state.queue(),
        "again_form": AgainForm(),
        "newest": newest,
        "withdrawals": withdrawals,
        "caches": caches.waiting(),
        "without_approval": approvals.without_approval()[:NEWEST],
        "export_form": ExportForm(),
        "count": PublishedPath.objects.count(),
    }
    return render(request, "publishing/publishing_desk.html", values)


@require_safe
def download_approvals(request: HttpRequest) -> StreamingHttpResponse:
    """Give an administrator the record of approval, from the day `since` on, as `csv` or `json`."""
    if not request.user.is_superuser:
        raise PermissionDenied
    form = ExportForm(request.GET)
    if not form.is_valid():
        raise BadRequest("Choose csv or json, and a day or none.")
    kind, day = form.cleaned_data["format"], form.cleaned_data["since"]
    since = timezone.make_aware(datetime.datetime.combine(day, datetime.time())) if day else None
    file_name = f"approvals-{timezone.localdate():%Y-%m-%d}.{kind}"
    return StreamingHttpResponse(
        exports.pieces(approvals.rows(since), kind),
        content_type=exports.MEDIA_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


@require_http_methods(["POST"])
def make_page_again(request: HttpRequest, page_id: int) -> HttpResponse:
    """Have a page and everything below it made again."""
    page = _page(page_id, request.user)
    if not request.user.is_superuser:
        raise PermissionDenied
    mark_pages(page)
    told = _("“%(title)s” and everything below it is being made again.")
    messages.success(request, told % {"title": page.title})
    return redirect("page_on_the_web", page.pk)


def may_see(page: Page, user: Any) -> bool:
    """Return whether a person works on a page: writes it, or decides about it."""
    allowed = page.permissions_for_user(user)
    return bool(allowed.can_edit() or allowed.can_publish())


def may_withdraw(page: Page, user: Any) -> bool:
    """Return whether a person may take a page down in the language in which it stands."""
    return bool(page.permissions_for_user(user).can_unpublish())


def _page(page_id: int, user: Any) -> Page:
    page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=page_id)
    if not may_see(page, user):
        raise PermissionDenied
    return page


def _nothing(request: HttpRequest) -> None:
    """An act that nobody knows does nothing."""


def _make_again(request: HttpRequest) -> None:
    form = AgainForm(request.POST)
    if not form.is_valid():
        raise BadRequest("There is no such portal.")
    for home in form.pages():
        mark_pages(home)
    if not form.pages():
        mark_everything()
    messages.success(request, _("Being made again: %(what)s") % {"what": form.name()})


def _retry(request: HttpRequest) -> None:
    state.retry(state.queue().failed)
    messages.success(request, _("What failed is being tried again."))


_ACTS: dict[str, Callable[[HttpRequest], None]] = {
    "retry": _retry,
    "again": _make_again,
}
