"""Pictures within a text."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.rendering import Shown


class PictureBlock(Shown, blocks.StructBlock):
    """One picture; its description, caption and credit come from the picture itself."""

    picture = ImageChooserBlock(label=_("Picture"))

    class Meta:
        label = _("Picture")
        icon = "image"
        group = _("Pictures")
        description = _("One picture at the width of the text, with its caption and credit.")
        preview_value: ClassVar[dict[str, Any]] = {"picture": None}


class GalleryBlock(Shown, blocks.StructBlock):
    """Several pictures side by side."""

    pictures = blocks.ListBlock(
        ImageChooserBlock(label=_("Picture")), label=_("Pictures"), min_num=2, max_num=12
    )

    class Meta:
        label = _("Gallery")
        icon = "image"
        group = _("Pictures")
        description = _("Two to twelve pictures side by side.")
        preview_value: ClassVar[dict[str, Any]] = {"pictures": []}
