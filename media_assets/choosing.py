"""Choosing a picture that has no files: the editor is told why in the dialog, and no picture is chosen.

Wagtail's lists show a broken tile for such a picture, but its answer to the choice is an error of the server.
"""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import View
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.images.views import chooser

from media_assets.resizing.apart import ResizingError


class SaysWhyNot(View):
    """Answers with the reason when a picture has no files."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except ResizingError as error:
            told: HttpResponseBase = render_modal_workflow(
                request, "media_assets/picture_not_chosen.html", None, {"reason": error}, {"step": "refused"}
            )
            return told


class ChosenView(SaysWhyNot, chooser.ImageChosenView):
    """One picture is chosen."""


class ChosenMultipleView(SaysWhyNot, chooser.ImageChosenMultipleView):
    """Several pictures are chosen together: all of them, or none."""


class SelectFormatView(SaysWhyNot, chooser.ImageSelectFormatView):
    """A picture is chosen for a text, in a format."""


def declare() -> None:
    """Let Wagtail's chooser answer with these views."""
    chooser.viewset.chosen_view_class = ChosenView
    chooser.viewset.chosen_multiple_view_class = ChosenMultipleView
    chooser.viewset.select_format_view_class = SelectFormatView
