"""What a page shows where other pages show it: in lists, on shelves, beside a text."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType

from cms.culture.models import HeritagePage
from cms.investment.models import InvestmentProjectPage
from cms.news.models import ArticlePage, NoticePage
from cms.pages.figures import Figure
from cms.pages.models import BasePage
from cms.tourism.models import DestinationPage
from sites.publishing import addresses, rows
from sites.publishing.capture import note, unrecorded
from sites.publishing.ingredients import ingredient, making
from sites.publishing.moments import iso
from sites.publishing.pictures import fetch_pictures, picture
from sites.websites.labels import label
from sites.websites.values import coordinates, day, figure, plain_figures
from translations import formatting

COMMON = ("summary", "picture_id")
OWN: dict[type[BasePage], tuple[str, ...]] = {
    DestinationPage: ("latitude", "longitude"),
    InvestmentProjectPage: ("sector", "legal_basis", "form"),
    HeritagePage: ("kind", "level", "recognised"),
    ArticlePage: ("date_published",),
    NoticePage: ("valid_from",),
}
"""The columns of each page type that its card needs."""


def cards(page_ids: Iterable[int], site_id: int, reader: str) -> list[dict[str, Any]]:
    """Return the cards of those pages for which something public stands, in the order of `page_ids`."""
    page_ids = list(page_ids)
    with making():
        fetch_cards(page_ids, site_id, reader)
        return [shown for page_id in page_ids if (shown := card(page_id, site_id, reader))]


@ingredient
def card(page_id: int, site_id: int, reader: str) -> dict[str, Any] | None:
    """Return what the card of a page shows to a reader of `reader`, or None when nothing public stands for it.

    Its words are those of the version to which it leads.
    """
    fetch_cards([page_id], site_id, reader)
    link = _link(page_id, site_id, reader)
    own = _own(link.page_id) if link else None
    if link is None or own is None:
        return None
    shown = {
        "link": link,
        "summary": own["summary"],
        "picture": picture(own["picture_id"], "card", reader) if own["picture_id"] else None,
        "kind": own["type"],
        "coordinates": coordinates(own.get("latitude"), own.get("longitude"), reader),
        "point": _point(own),
        "iso_date": (own.get("date_published") or own.get("valid_from") or "")[:10],
        "date": day(own.get("date_published") or own.get("valid_from") or "", reader),
    }
    return {**shown, **_labels(own, reader), "figures": [figure(row, reader) for row in own["figures"]]}


@unrecorded()
def fetch_cards(page_ids: Iterable[int], site_id: int, reader: str) -> None:
    """Fetch all that the cards of many pages need, with a fixed number of queries."""
    page_ids = list(page_ids)
    addresses.fetch_links(page_ids)
    shown = [link.page_id for page_id in page_ids if (link := _link(page_id, site_id, reader))]
    with making() as run:
        known = run.fetch("card", shown, _fetch_own)
    fetch_pictures([known[page_id]["picture_id"] for page_id in shown if known[page_id]], "card")


def _link(page_id: int, site_id: int, reader: str) -> addresses.Link | None:
    row = rows.page_row(page_id)
    return addresses.link(row.key, site_id, reader) if row else None


def _fetch_own(wanted: set[int]) -> dict[int, dict[str, Any]]:
    fetched: dict[int, dict[str, Any]] = {}
    by_type: dict[int, list[int]] = {}
    for row in filter(None, map(rows.fetch_pages(wanted).get, wanted)):
        by_type.setdefault(row.content_type_id, []).append(row.pk)
    figures = plain_figures(wanted)
    for content_type_id, page_ids in by_type.items():
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        for values in model.objects.filter(pk__in=page_ids).values("pk", *COMMON, *OWN.get(model, ())):
            plain = {
                **values,
                "type": model._meta.model_name,
                "table": model._meta.db_table,
                "figures": figures.get(values["pk"], []),
            }
            fetched[values["pk"]] = {name: _plain(value) for name, value in plain.items()}
    return fetched


def _own(page_id: int) -> dict[str, Any] | None:
    note(Figure._meta.db_table, "page_id", page_id)
    with making() as run:
        own: dict[str, Any] | None = run.rows["card"][page_id]
    if own:
        note(own["table"], "pk", page_id)
    return own


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return iso(value)
    return str(value) if hasattr(value, "normalize") else value


def _point(own: dict[str, Any]) -> tuple[float, float] | None:
    if own.get("latitude") is None:
        return None
    return float(own["latitude"]), float(own["longitude"])


def _labels(own: dict[str, Any], reader: str) -> dict[str, str]:
    return {
        "sector": label(InvestmentProjectPage.Sector, own.get("sector", ""), reader),
        "form": label(InvestmentProjectPage.Form, own.get("form", ""), reader),
        "legal_basis": own.get("legal_basis", ""),
        "heritage": _heritage(own, reader) if "level" in own else "",
    }


def _heritage(own: dict[str, Any], reader: str) -> str:
    """What a monument or a rite is, who recognised it, and when: as far as known."""
    parts = (
        label(HeritagePage.Kind, own["kind"], reader),
        label(HeritagePage.Level, own["level"], reader),
        formatting.known_date(own["recognised"], reader),
    )
    return " · ".join(part for part in parts if part)
