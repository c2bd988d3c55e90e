"""Demands a second factor of everyone who can publish, where the settings say so."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.permission_policies.pages import PagePermissionPolicy

from translations.rights import APPROVE, languages_for


class SecondFactorMiddleware:
    """Lets whoever publishes without TOTP go nowhere but to the page that sets it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._must_set_up(request):
            return self.get_response(request)
        messages.warning(
            request, gettext("Whoever publishes signs in with two factors. Set up the second one to go on.")
        )
        return HttpResponseRedirect(reverse("mfa_activate_totp"))

    def _must_set_up(self, request: HttpRequest) -> bool:
        if not settings.REQUIRE_SECOND_FACTOR or not request.path.startswith(reverse("wagtailadmin_home")):
            return False
        user = request.user
        return user.is_authenticated and can_publish(user) and not is_mfa_enabled(user)


def can_publish(user: Any) -> bool:
    """Return whether anything that this person does can become public at once."""
    return PagePermissionPolicy().user_has_permission(user, "publish") or bool(languages_for(user, APPROVE))


class NewsroomPolicyMiddleware:
    """Loosens the content security policy for Wagtail's own screens, which need inline scripts and frames."""

    LOOSENED = {
        "script-src": ["'unsafe-inline'"],
        "style-src": ["'unsafe-inline'"],
        "frame-src": ["'self'"],
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(reverse("wagtailadmin_home")):
            response._csp_update = self.LOOSENED
        return response
