"""The editor's preview of a page as a slide on a wall."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from cms.pages.models import BasePage
from cms.pages.previews import register_preview_mode
from sites.border_gates.drawing import CANNOT_BE_DRAWN, draw_preview
from sites.border_gates.models import Screen
from sites.border_gates.slides.apart import SlideStoppedError
from sites.publishing import addresses

BANNER = (1920, 384)


def register() -> None:
    """Offer the wall as a way to preview a page."""
    register_preview_mode("wall", _("Wall (1920 × 384)"), show)


def show(page: BasePage, request: HttpRequest) -> HttpResponse:
    """Return the slide of the unsaved `page`, or what keeps it from being drawn."""
    site_id = addresses.site_around(page.path)
    screen = Screen.objects.filter(playlist__site_id=site_id).select_related("gate").first()
    try:
        image = draw_preview(
            page, page.locale.language_code, site_id, screen.gate.code if screen else "", *BANNER
        )
    except (*CANNOT_BE_DRAWN, SlideStoppedError) as error:
        return HttpResponse(render_to_string("border_gates/fault.html", {"fault": str(error)}))
    return HttpResponse(image, content_type="image/jpeg")
