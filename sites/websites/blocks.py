"""The pieces of a text: their stored values made into plain values, and those into HTML."""

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString

from cms.blocks.rendering import register_renderer
from cms.home.models import SectionPage
from sites.publishing import addresses, lists, rows
from sites.publishing.facts import Run, fetch_facts_by_id, gate
from sites.publishing.ingredients import ingredient, making
from sites.publishing.pictures import fetch_pictures, picture
from sites.publishing.rich_text import fetch_links
from sites.publishing.rich_text import html as rich_html
from sites.websites.cards import cards
from sites.websites.rendering import html
from sites.websites.values import coordinates, day, figure, hours
from translations import formatting, registry

Value = Any
Presenter = Callable[[Value, int, str, str], dict[str, Any]]
"""(stored value, site id, reader, language of the words) -> plain values for the block's template."""


def body(stored: list[dict[str, Any]], site_id: int, reader: str, words: str) -> list[SafeString]:
    """Return the HTML of every block of a stored stream, for a reader of `reader`."""
    with making():
        _fetch_pictures(stored)
        fetch_links(block["value"] for block in stored if block["type"] == "paragraph")
        return [
            render(block["type"], block["value"], site_id, reader, words, number)
            for number, block in enumerate(stored, 1)
        ]


def render(name: str, value: Value, site_id: int, reader: str, words: str, number: int = 1) -> SafeString:
    """Return the HTML of one block, the one with that number in its text."""
    around = {"around": registry.language_of(words).tag, "caption_id": f"caption-{number}"}
    return html(f"blocks/{name}.html", {**PRESENTERS[name](value, site_id, reader, words), **around}, reader)


def register() -> None:
    """Let the editor's block previews look like the website."""
    register_renderer(lambda name, value, language: render(name, value, _first_portal(), language, language))


def _first_portal() -> int:
    found = addresses.portals()
    return found[0].site_id if found else 0


def _fetch_pictures(stored: list[dict[str, Any]]) -> None:
    single = [block["value"]["picture"] for block in stored if block["type"] == "picture"]
    galleries = [_items(block["value"]["pictures"]) for block in stored if block["type"] == "gallery"]
    many = [picture_id for pictures in galleries for picture_id in pictures]
    if single:
        fetch_pictures(single, "text")
    if many:
        fetch_pictures(many, "card")


def _items(stored: list[Any]) -> list[Any]:
    """The values of a stored list; old lists have no ids."""
    return [
        item["value"] if isinstance(item, dict) and "value" in item and "id" in item else item
        for item in stored
    ]


# --- words --------------------------------------------------------------------------------------------


def heading(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    return {"text": value}


def paragraph(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    return {"html": rich_html(value, site_id, reader)}


def quote(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    return {"text": value["text"], "source": value["source"]}


# --- pictures -----------------------------------------------------------------------------------------


def one_picture(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    return {"picture": picture(value["picture"], "text", words) if value["picture"] else None}


def gallery(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    return {"pictures": [picture(picture_id, "card", words) for picture_id in _items(value["pictures"])]}


# --- facts --------------------------------------------------------------------------------------------


def figures(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    return {
        "figures": [
            {**figure({**row, "kind": ""}, reader), "label": row["label"]} for row in _items(value["figures"])
        ]
    }


def facts_table(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    table = _items(value["rows"])
    largest = max(float(row["value"]) for row in table) or 1.0
    shown = [
        figure(
            {
                **row,
                "kind": "",
                "unit": value["unit"] or "",
                "precision": "exact",
                "source": "",
                "as_of": value["as_of"],
            },
            reader,
        )
        for row in table
    ]
    return {
        "caption": value["caption"],
        "unit": shown[0]["unit"],
        "rows": [
            {
                "name": row["name"],
                "number": plain["number"],
                "share": round(100 * float(row["value"]) / largest, 1),
            }
            for row, plain in zip(table, shown, strict=True)
        ],
        "source": value["source"],
        "as_of": shown[0]["as_of"],
    }


def map_point(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    return {"name": value["name"], "coordinates": coordinates(value["latitude"], value["longitude"], reader)}


def gates(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    return {"gates": gate_pairs(_items(value["gates"]), reader)}


def gate_pairs(gate_ids: list[int], reader: str) -> list[dict[str, Any]]:
    """Return the live gates with those ids, each with its counterpart, for a reader."""
    with making():
        codes = fetch_facts_by_id("bordergate", gate_ids)
        found = [gate(codes[pk], reader) for pk in gate_ids if pk in codes]
    return [_pair(pair, reader) for pair in found if pair]


def _pair(pair: dict[str, Any], reader: str) -> dict[str, Any]:
    read = pair["counterpart_read"] if pair["counterpart_read"] != pair["counterpart"] else None
    words = formatting.with_dates_for(pair["source"], reader)
    source = Run(words, registry.language_of(registry.SOURCE).tag) if words else None
    return {**pair, "counterpart_read": read, "since": day(pair["since"], reader), "source": source}


# --- links --------------------------------------------------------------------------------------------


def call_to_action(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    path = addresses.way_to(value["page"], site_id, reader) if value["page"] else ""
    return {"text": value["text"], "href": path or value["url"]}


def page_links(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    return {"heading": value["heading"], "cards": cards(_items(value["pages"]), site_id, reader)}


# --- the home -----------------------------------------------------------------------------------------


def shelf(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    shown = shelf_of(value["section"], int(value["count"]), site_id, reader) if value["section"] else None
    shape = "strip" if value["style"] == "table" else "card"
    return {
        "style": value["style"],
        "way_on": value["way_on"],
        "picture": picture(shown["picture_id"], shape, words) if shown and shown["picture_id"] else None,
        **(shown or {"link": None, "cards": []}),
    }


@ingredient
def shelf_of(section_id: int, count: int, site_id: int, reader: str) -> dict[str, Any] | None:
    """Return the first entries of a section for a reader: those of the version that he or she gets."""
    row = rows.page_row(section_id)
    link = addresses.link(row.key, site_id, reader) if row else None
    if link is None:
        return None
    page_ids = lists.listing(link.page_id, "", "")[:count]
    return {
        "link": link,
        "cards": cards(page_ids, site_id, reader),
        "picture_id": SectionPage.objects.filter(pk=link.page_id)
        .values_list("picture_id", flat=True)
        .first(),
    }


def cloth(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    opens, closes = value["opens"], value["closes"]
    target = addresses.link_to(value["page"], site_id, reader) if value["page"] else None
    return {
        "heading": value["heading"],
        "html": rich_html(value["text"], site_id, reader),
        "hanoi": hours(opens, closes) if opens and closes else "",
        "beijing": hours(opens, closes, beijing=True) if opens and closes else "",
        "source": value["source"],
        "link": target,
        "link_words": value["link"],
        "gates_heading": value["gates_heading"],
        "gates": gate_pairs(_items(value["gates"]), reader),
    }


def voice(value: Value, site_id: int, reader: str, words: str) -> dict[str, Any]:
    spoken = registry.language_of(value["language"])
    sample = spoken.sample
    return {
        "heading": value["heading"],
        "tag": spoken.tag,
        "text": sample.text if sample else "",
        "source": Run(sample.source, registry.SOURCE) if sample else None,
        "meaning": value["meaning"],
    }


PRESENTERS: dict[str, Presenter] = {
    "heading": heading,
    "paragraph": paragraph,
    "quote": quote,
    "picture": one_picture,
    "gallery": gallery,
    "figures": figures,
    "facts_table": facts_table,
    "map_point": map_point,
    "gates": gates,
    "call_to_action": call_to_action,
    "page_links": page_links,
    "shelf": shelf,
    "cloth": cloth,
    "voice": voice,
}
