"""Words: headings, paragraphs and quotations."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.rendering import Shown

FEATURES = ["bold", "italic", "link", "ol", "ul"]


class HeadingBlock(Shown, blocks.CharBlock):
    """A heading within a text, below the title of the page."""

    class Meta:
        label = _("Heading")
        icon = "title"
        group = _("Text")
        description = _("Parts a long text; the reader sees it in the outline of the page.")
        preview_value = "Sang bờ bên kia"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 120, **kwargs})


class ParagraphBlock(Shown, blocks.RichTextBlock):
    """Running text with links and lists."""

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        group = _("Text")
        description = _("Paragraphs, lists and links.")
        preview_value = "<p>Thác nằm trong Công viên địa chất toàn cầu UNESCO Non nước Cao Bằng.</p>"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"features": FEATURES, **kwargs})


class QuoteBlock(Shown, blocks.StructBlock):
    """A quotation and where it comes from."""

    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(label=_("Source of what is said"), max_length=200)

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        group = _("Text")
        description = _("Somebody's own words, with their source.")
        preview_value = {
            "text": "Nơi thành lập Đội Việt Nam Tuyên truyền Giải phóng quân.",
            "source": "SGGP News 2018",
        }
