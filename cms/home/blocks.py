"""Pieces of a home: shelves, the cloth, voices."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks.facts import FiguresBlock
from cms.blocks.rendering import Shown
from cms.blocks.text import FEATURES
from translations import registry


class ShelfBlock(Shown, blocks.StructBlock):
    """The newest or first pages of a section, as the section shows them or as a mosaic."""

    section = blocks.PageChooserBlock(label=_("Section to show"), page_type="home.SectionPage")
    style = blocks.ChoiceBlock(
        label=_("Style"),
        choices=[
            ("mosaic", _("Mosaic of pictures")),
            ("index", _("Index of names")),
            ("table", _("Table")),
            ("dated", _("Titles with dates")),
        ],
    )
    count = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=8, default=6)
    way_on = blocks.CharBlock(label=_("Words on the link to all"), max_length=60)

    class Meta:
        label = _("Shelf")
        icon = "list-ul"
        group = _("Home")
        description = _("Shows some pages of a section.")
        preview_value: ClassVar[dict[str, Any]] = {
            "section": None,
            "style": "mosaic",
            "count": 6,
            "way_on": "",
        }


class ClothBlock(Shown, blocks.StructBlock):
    """The dark field: the one thing that must be said. Hours at a border have two clocks."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    opens = blocks.TimeBlock(label=_("Opens (Hà Nội time)"), required=False)
    closes = blocks.TimeBlock(label=_("Closes (Hà Nội time)"), required=False)
    source = blocks.CharBlock(label=_("Source of what is said"), max_length=200, required=False)
    page = blocks.PageChooserBlock(label=_("Page to read on"), required=False)
    link = blocks.CharBlock(label=_("Words on the link"), max_length=60, required=False)
    gates_heading = blocks.CharBlock(label=_("Heading of the border gates"), max_length=80, required=False)
    gates = blocks.ListBlock(
        SnippetChooserBlock("facts.BorderGate", label=_("Border gate")), label=_("Border gates")
    )

    class Meta:
        label = _("Cloth")
        icon = "pin"
        group = _("Home")
        description = _("One dark field for the thing that must be said. Use it once.")
        preview_value: ClassVar[dict[str, Any]] = {
            "heading": "Một ngọn thác, hai múi giờ",
            "text": "<p>Khu du lịch xuyên biên giới đầu tiên giữa hai nước.</p>",
            "opens": "08:00",
            "closes": "14:00",
            "source": "Viet Nam News, 15/10/2024",
            "page": None,
            "link": "",
            "gates_heading": "",
            "gates": [],
        }


class VoiceBlock(Shown, blocks.StructBlock):
    """A sourced sentence in a local or neighbouring language, from the registry's samples."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    language = blocks.ChoiceBlock(
        label=_("Language"),
        choices=[(language.code, language.autonym) for language in registry.LANGUAGES if language.sample],
    )
    meaning = blocks.CharBlock(label=_("What it means"), max_length=200)

    class Meta:
        label = _("Voice")
        icon = "openquote"
        group = _("Home")
        description = _("A sample sentence in one of the languages of the province, with its source.")
        preview_value: ClassVar[dict[str, Any]] = {
            "heading": "Bằng tiếng Tày",
            "language": "tyz",
            "meaning": "Đây là chương trình Tày - Nùng.",
        }


class HomeBodyBlock(blocks.StreamBlock):
    """What a home is put together from."""

    figures = FiguresBlock()
    shelf = ShelfBlock()
    cloth = ClothBlock()
    voice = VoiceBlock()
