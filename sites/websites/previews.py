"""The editor's preview: the unsaved page in the same templates as the published one."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cms.home.models import SectionPage
from cms.pages.models import BasePage
from cms.pages.previews import register_preview_mode
from sites.publishing import addresses
from sites.publishing.addresses import Address
from sites.publishing.glue import filled
from sites.publishing.ingredients import making
from sites.websites.pages import HTML, document, list_document


def register() -> None:
    """Offer the website as the first way to preview a page."""
    register_preview_mode("website", _("Website"), show)


def show(page: BasePage, request: HttpRequest) -> HttpResponse:
    """Return the unsaved `page` as its readers would see it."""
    language = page.locale.language_code
    with making():
        site_id = addresses.site_around(page.path)
        here = addresses.address(page.pk) if page.pk else None
        path = here.path if here else f"/{language}/"
        if isinstance(page, SectionPage) and page.pk:
            text = list_document(page, Address(site_id, language, path), language, "", "", 0)
        else:
            text = document(page, site_id, language, path)
        body = filled(text).body
    return HttpResponse(body, content_type=HTML)
