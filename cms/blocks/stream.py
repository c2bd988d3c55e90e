"""What the body of a page may hold."""

from wagtail import blocks

from cms.blocks.facts import FactsTableBlock, FiguresBlock, GatesBlock, MapPointBlock
from cms.blocks.links import CallToActionBlock, PageLinksBlock
from cms.blocks.media import GalleryBlock, PictureBlock
from cms.blocks.text import HeadingBlock, ParagraphBlock, QuoteBlock


class BodyBlock(blocks.StreamBlock):
    """The text of a page."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    figures = FiguresBlock()
    facts_table = FactsTableBlock()
    map_point = MapPointBlock()
    gates = GatesBlock()
    call_to_action = CallToActionBlock()
    page_links = PageLinksBlock()
