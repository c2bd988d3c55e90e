"""Facts inside a StreamField: the numbers, dates and choices of a block follow the source block by block.

Blocks are found again by their id. A block that the translation does not have yet arrives with the next
translation, together with its words.
"""

from typing import Any

from wagtail import blocks
from wagtail.models import Page

_WORDS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.BlockQuoteBlock)


def carry_stream_facts(source: Page, target: Page, name: str) -> bool:
    """Copy the facts in the stream `name` from `source` to `target`; return whether anything changed."""
    stream_block = source._meta.get_field(name).stream_block
    before = list(getattr(target, name).raw_data)
    after = _stream(stream_block, list(getattr(source, name).raw_data), before)
    if after == before:
        return False
    setattr(target, name, stream_block.to_python(after))
    return True


def _stream(block: blocks.StreamBlock, source: list[Any], target: list[Any]) -> list[Any]:
    sources = {child["id"]: child for child in source}
    return [_child(block, sources.get(child["id"]), child) for child in target]


def _child(block: blocks.StreamBlock, source: Any, target: Any) -> Any:
    if source is None or source["type"] != target["type"]:
        return target
    return {**target, "value": _value(block.child_blocks[target["type"]], source["value"], target["value"])}


def _value(block: blocks.Block, source: Any, target: Any) -> Any:
    if isinstance(block, blocks.StructBlock):
        return {
            name: _value(child, source.get(name), target.get(name))
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, blocks.StreamBlock):
        return _stream(block, source or [], target or [])
    if isinstance(block, blocks.ListBlock):
        return _list(block, source or [], target or [])
    return target if isinstance(block, _WORDS) else source


def _list(block: blocks.ListBlock, source: list[Any], target: list[Any]) -> list[Any]:
    sources = {item["id"]: item for item in source}
    return [
        {**item, "value": _value(block.child_block, sources[item["id"]]["value"], item["value"])}
        if item["id"] in sources
        else item
        for item in target
    ]
