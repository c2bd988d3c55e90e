"""Turns a refusal into a sentence on the editor's screen, wherever in a view it was raised."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from translations.refusals import Refusal


class RefusalMiddleware:
    """Shows a `Refusal` as a message on the page from which the person came (409 with JSON for scripts)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception) if isinstance(exception, Refusal) else None


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the answer to a request that a rule forbids."""
    if _is_script(request):
        return JsonResponse({"error": str(refusal)}, status=409)
    messages.error(request, str(refusal))
    return HttpResponseRedirect(_came_from(request))


def _is_script(request: HttpRequest) -> bool:
    wants_json = "application/json" in request.headers.get("accept", "")
    return wants_json or request.headers.get("x-requested-with") == "XMLHttpRequest"


def _came_from(request: HttpRequest) -> str:
    referer = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return str(referer)
    return str(reverse("wagtailadmin_home"))
