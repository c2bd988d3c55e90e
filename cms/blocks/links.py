"""Ways on: to a page of ours or out of the house."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.rendering import Shown


class CallToActionBlock(Shown, blocks.StructBlock):
    """One link that looks like a button: a page of ours or an address outside."""

    text = blocks.CharBlock(label=_("Words on the link"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("or address"), required=False)

    class Meta:
        label = _("Call to action")
        icon = "arrow-right"
        group = _("Links")
        description = _("The one thing the reader should do next. Use it once on a page.")
        preview_value = {"text": "Cách đi và giấy tờ", "page": None, "url": "https://evisa.gov.vn/"}

    def clean(self, value: dict[str, Any]) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            message = gettext("Choose a page or write an address: one of the two.")
            raise blocks.StructBlockValidationError({"url": ValidationError(message)})
        return cleaned


class PageLinksBlock(Shown, blocks.StructBlock):
    """Cards of pages that belong to the text."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80, required=False)
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("Page")), label=_("Pages"), min_num=1, max_num=6)

    class Meta:
        label = _("Page links")
        icon = "list-ul"
        group = _("Links")
        description = _("Up to six pages as cards.")
        preview_value = {"heading": "Đọc thêm", "pages": []}
