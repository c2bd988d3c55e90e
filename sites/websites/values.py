"""Values as readers see them: coordinates, figures, hours on two clocks, months."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from icu4py.messageformat import MessageFormat

from cms.facts.units import PRECISIONS, UNITS
from cms.pages.figures import Figure, FigureKind
from translations import formatting, registry
from translations.formatting import cldr_locale

BEIJING_AHEAD = datetime.timedelta(hours=1)
"""Beijing time is one hour ahead of Hà Nội time all the year."""


def in_interface(reader: str) -> translation.override:
    """Return a context in which catalogue words come in the interface language of a reader."""
    return translation.override(registry.language_of(reader).interface)


def coordinates(latitude: Any, longitude: Any, reader: str) -> dict[str, str] | None:
    """Return a point as words for a reader, and as it stands in a `geo:` address (RFC 5870)."""
    if latitude in (None, "") or longitude in (None, ""):
        return None
    lat, lon = Decimal(str(latitude)), Decimal(str(longitude))
    return {"text": _point(lat, lon, reader), "geo": f"geo:{lat.normalize():f},{lon.normalize():f}"}


def _point(lat: Decimal, lon: Decimal, reader: str) -> str:
    values = {"latitude": _degrees(abs(lat), reader), "longitude": _degrees(abs(lon), reader)}
    with in_interface(reader):
        if lat >= 0 and lon >= 0:
            return gettext("%(latitude)s N · %(longitude)s E") % values
        return f"{_degrees(lat, reader)} · {_degrees(lon, reader)}"


def _degrees(value: Decimal, reader: str) -> str:
    return formatting.number(value.quantize(Decimal("0.01")), reader, digits=2) + "°"


def plain_figures(page_ids: Iterable[int]) -> dict[int, list[dict[str, str]]]:
    """Return the typed figures of many pages as plain values, by page id."""
    found: dict[int, list[dict[str, str]]] = {}
    for row in Figure.objects.filter(page__in=list(page_ids)).order_by("page_id", "sort_order", "id"):
        found.setdefault(row.page_id, []).append(plain_figure(row))
    return found


def plain_figure(row: Figure) -> dict[str, str]:
    """Return one typed figure as plain values."""
    return {
        "kind": row.kind,
        "unit": FigureKind(row.kind).unit,
        "precision": row.precision,
        "value": f"{Decimal(row.value).normalize():f}",
        "source": row.source,
        "as_of": row.as_of,
    }


def figure(plain: dict[str, str], reader: str) -> dict[str, str]:
    """Return a plain figure with its number and words written for a reader.

    `kind` is empty for a figure whose words an editor wrote.
    """
    with in_interface(reader):
        return {
            "label": str(FigureKind(plain["kind"]).label) if plain.get("kind") else "",
            "number": formatting.number(Decimal(plain["value"]), reader),
            "unit": str(dict(UNITS).get(plain["unit"], "")),
            "precision": str(dict(PRECISIONS)[plain["precision"]]) if plain["precision"] != "exact" else "",
            "source": plain["source"],
            "as_of": formatting.known_date(plain["as_of"], reader),
        }


def hours(opens: str, closes: str, *, beijing: bool = False) -> str:
    """Return a span of Hà Nội hours (ISO times) as figures, on the clock of Beijing if asked."""
    shift = BEIJING_AHEAD if beijing else datetime.timedelta()
    moments = [
        datetime.datetime.combine(datetime.date.min, datetime.time.fromisoformat(text)) + shift
        for text in (opens, closes)
    ]
    return "–".join(f"{moment:%H:%M}" for moment in moments)


def month(number: int, reader: str) -> str:
    """Return the name of a month, as it stands alone.

    From ICU: of the names that stand alone, Babel gives one language those of another that was asked before.
    """
    tag = str(cldr_locale(reader)).replace("_", "-")
    return MessageFormat("{day, date, ::LLLL}", tag).format({"day": datetime.date(2000, number, 15)})


def day(value: str, reader: str) -> str:
    """Return an ISO date or moment as a date in figures."""
    return formatting.short_date(datetime.date.fromisoformat(value[:10]), reader) if value else ""
