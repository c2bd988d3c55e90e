"""Django's view of the public addresses: it asks for the answer and puts HTTP around it."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.request import split_domain_port
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from sites.publishing.addresses import Portal, portal_at
from sites.publishing.answers import answer, language_in
from sites.publishing.ingredients import making
from sites.publishing.language_root import wanted_language
from sites.publishing.short_addresses import short_redirect
from sites.publishing.stores.layout import FOR_ALL, MAX_AGE_SECONDS
from sites.publishing.subjects import Artifact, Redirect, make, portal_paths


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer a public address of the portal whose host was asked."""
    with making():
        portal = _portal_asked(request)
        if portal is None or not portal.homes:
            raise Http404
        if request.path == "/":
            return _root(request, portal)
        found = answer(portal, request.path)
        if found is None:
            return _nothing_here(request, portal)
    return _response(request, found)


@require_safe
def serve_short(request: HttpRequest, code: str) -> HttpResponse:
    """Send the reader of a QR code on to the page."""
    with making():
        portal = _portal_asked(request)
        if portal is None or not portal.homes:
            raise Http404
        found = short_redirect(portal.site_id, code)
        if found is None:
            return _nothing_here(request, portal)
    return HttpResponseRedirect(portal.root_url + found.path)


def _portal_asked(request: HttpRequest) -> Portal | None:
    """The portal whose host was asked, however it was written: codes on walls write it in capitals."""
    hostname, _port = split_domain_port(request.get_host())
    return portal_at(hostname)


def _response(request: HttpRequest, found: Artifact | Redirect) -> HttpResponse:
    if isinstance(found, Redirect):
        return (
            HttpResponsePermanentRedirect(found.path)
            if found.is_permanent
            else HttpResponseRedirect(found.path)
        )
    if found.etag in parse_etags(request.headers.get("if-none-match", "")):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(found.body, content_type=found.media_type, status=found.status)
        if found.language:
            response["Content-Language"] = found.language
    if request.path.endswith(FOR_ALL):
        response["Access-Control-Allow-Origin"] = "*"
    response["ETag"] = found.etag
    response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    return response


def _root(request: HttpRequest, portal: Portal) -> HttpResponse:
    wanted = wanted_language(request.headers.get("accept-language", ""), portal.languages)
    found = (
        Redirect(f"/{wanted}/", is_permanent=False)
        if wanted
        else make(portal_paths(portal.site_id, "/")["/"])
    )
    if found is None:
        raise Http404
    response = _response(request, found)
    response["Cache-Control"] = f"private, max-age={MAX_AGE_SECONDS}"
    patch_vary_headers(response, ["Accept-Language"])
    return response


def preferred_language(request: HttpRequest, portal: Portal) -> str:
    """Return the portal's language that the visitor's browser asks for, else its first."""
    return (
        wanted_language(request.headers.get("accept-language", ""), portal.languages) or portal.languages[0]
    )


def _nothing_here(request: HttpRequest, portal: Portal) -> HttpResponse:
    language = language_in(portal, request.path) or preferred_language(request, portal)
    found = make(portal_paths(portal.site_id, "/404")[f"/{language}/404.html"])
    if not isinstance(found, Artifact):
        raise Http404
    response = HttpResponse(found.body, content_type=found.media_type, status=404)
    response["Content-Language"] = found.language
    return response
