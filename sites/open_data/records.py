"""What a page or a border gate says of its subject, as plain values: of one page object, or of many rows at once.

A record holds what is said briefly: title, summary, facts, figures. Long texts are read on the page itself, so an
edited text changes no data. Codes of places, topics and offices stand for their names, which are asked for when
the record is written down.
"""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from cms.culture.models import HeritagePage
from cms.facts.models import BorderGate
from cms.home.models import HomePage
from cms.investment.models import InvestmentProjectPage
from cms.news.models import ArticlePage, NoticePage
from cms.pages.figures import Figure, FigureKind
from cms.pages.models import BasePage
from cms.tourism.models import DestinationPage, OpeningHours
from sites.publishing import addresses
from sites.publishing.facts import NEIGHBOUR_LANGUAGE, fetch_facts_by_id
from sites.publishing.ingredients import ingredient
from sites.publishing.moments import iso
from translations import registry

Record = dict[str, Any]

SHARED = ("title", "summary", "source", "credit")
OWN: dict[type[BasePage], tuple[str, ...]] = {
    DestinationPage: ("kind", "latitude", "longitude", "coordinates_confidence", "hours_note", "hours_source",
                      "season_from", "season_to"),
    InvestmentProjectPage: ("sector", "form", "stage", "legal_basis", "as_of"),
    HeritagePage: ("kind", "level", "recognised", "latitude", "longitude", "coordinates_confidence"),
    ArticlePage: ("date_published",),
    NoticePage: ("valid_from", "valid_through"),
}  # fmt: skip
"""The columns of each page type that its records hold."""
CHOSEN = {
    InvestmentProjectPage: {"zone": "place", "contact": "organisation"},
    NoticePage: {"issuer": "organisation"},
}
"""Facts that an editor chose for a page, by the name of their field: of which kind they are."""
RELATIONS = {"topics": "topic", "places": "place", "peoples": "people"}
WITH_FIGURES = (DestinationPage, InvestmentProjectPage, HeritagePage)
"""Page types whose figures belong to their description, and the places where they are."""
DATES = {InvestmentProjectPage: "as_of", ArticlePage: "date_published", NoticePage: "valid_from"}
"""The column that says as of when a page holds, beside the dates of its figures."""


# --- one page -----------------------------------------------------------------------------------------


def of_object(page: Any) -> Record:
    """Return the record of a page object, saved or not, as far as it describes the page."""
    model = type(page)
    found = {name: plain(getattr(page, name)) for name in (*SHARED, *OWN.get(model, ()))}
    for name in CHOSEN.get(model, ()):
        chosen = getattr(page, name)
        found[name] = chosen.code if chosen else ""
    if model in WITH_FIGURES:
        found["places"] = list(page.places.values_list("code", flat=True))
        found["figures"] = [_figure(row) for row in page.figures.all()]
    if model is DestinationPage:
        found["hours"] = [_hours(row) for row in page.opening_hours.all()]
    return found


# --- many pages ---------------------------------------------------------------------------------------


def of_pages(model: type[BasePage], page_ids: Sequence[int]) -> dict[int, Record]:
    """Return the records of pages of one type by their ids, with a fixed number of queries."""
    chosen = CHOSEN.get(model, {})
    columns = (*SHARED, *OWN[model], *(f"{name}_id" for name in chosen))
    found = {
        row.pop("pk"): {name: plain(value) for name, value in row.items()}
        for row in model.objects.filter(pk__in=page_ids).values("pk", *columns)
    }
    _add_chosen(found, chosen)
    _add_relations(found, model)
    if model in WITH_FIGURES:
        _add_rows(found, "figures", Figure.objects.filter(page__in=list(found)), _figure)
    if model is DestinationPage:
        _add_rows(found, "hours", OpeningHours.objects.filter(page__in=list(found)), _hours)
    for record in found.values():
        record["as_of"] = _as_of(model, record)
    return found


def _add_chosen(found: dict[int, Record], chosen: dict[str, str]) -> None:
    for name, kind in chosen.items():
        ids = {record[f"{name}_id"] for record in found.values()} - {None}
        codes = fetch_facts_by_id(kind, sorted(ids))
        for record in found.values():
            record[name] = codes.get(record.pop(f"{name}_id"), "")


def _add_relations(found: dict[int, Record], model: type[BasePage]) -> None:
    for name, kind in RELATIONS.items():
        field: Any = model._meta.get_field(name)
        own, other = field.m2m_column_name(), field.m2m_reverse_name()
        pairs = field.remote_field.through.objects.filter(**{f"{own}__in": list(found)})
        linked = list(pairs.values_list(own, other))
        codes = fetch_facts_by_id(kind, sorted({fact_id for _page_id, fact_id in linked}))
        for record in found.values():
            record[name] = []
        for page_id, fact_id in linked:
            if fact_id in codes:
                found[page_id][name].append(codes[fact_id])
        for record in found.values():
            record[name].sort()


def _add_rows(found: dict[int, Record], name: str, rows: Any, as_plain: Any) -> None:
    for record in found.values():
        record[name] = []
    for row in rows.order_by("page_id", "sort_order", "pk"):
        found[row.page_id][name].append(as_plain(row))


def _as_of(model: type[BasePage], record: Record) -> str:
    """The newest date that a record states of itself or of a figure, as exact as it is known."""
    stated = (record[DATES[model]] or "" if model in DATES else "")[:10]
    return max([stated, *(figure["as_of"] for figure in record.get("figures", ()))])


# --- border gates -------------------------------------------------------------------------------------


@ingredient
def of_gates(site_id: int, language: str) -> tuple[Record, ...]:
    """Return the gates that have a name in `language`: those in the provinces that the portal's home is about.

    A home that names no places is about the whole border.
    """
    places = _places_of_home(site_id, language)
    gates = BorderGate.objects.rewrite(False).filter(live=True).order_by("code").values()
    return tuple(
        record
        for row in gates
        if (not places or row["province_id"] in places) and (record := _gate(row, language))["name"]
    )


def _places_of_home(site_id: int, language: str) -> set[int]:
    home = addresses.portal(site_id).home(language)
    if home is None:
        return set()
    links = HomePage.places.through.objects.filter(homepage_id=home.page_id)
    return set(links.values_list("place_id", flat=True))


def _gate(row: dict[str, Any], language: str) -> Record:
    column = registry.language_of(language).column
    across = registry.language_of(NEIGHBOUR_LANGUAGE.get(row["neighbour"], registry.SOURCE)).column
    own = (
        "code",
        "kind",
        "neighbour",
        "latitude",
        "longitude",
        "coordinates_confidence",
        "international_since",
    )
    return {
        **{name: plain(row[name]) for name in (*own, "source")},
        "name": row[f"name_{column}"] or row[f"short_name_{column}"] or "",
        "short_name": row[f"short_name_{column}"] or "",
        "counterpart": row[f"counterpart_name_{column}"] or "",
        "counterpart_there": row[f"counterpart_name_{across}"] or "",
        "province": fetch_facts_by_id("place", [row["province_id"]]).get(row["province_id"], "")
        if row["province_id"]
        else "",
    }


# --- values -------------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Return a value of a column as text, number or None."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return iso(value) if isinstance(value, datetime.date) else value


def point(record: Record) -> tuple[Decimal, Decimal] | None:
    """Return (latitude, longitude) in degrees, or None."""
    if record.get("latitude") is None or record.get("longitude") is None:
        return None
    return Decimal(str(record["latitude"])), Decimal(str(record["longitude"]))


def _figure(row: Figure) -> dict[str, str]:
    return {
        "kind": row.kind,
        "unit": FigureKind(row.kind).unit,
        "precision": row.precision,
        "value": str(plain(Decimal(row.value))),
        "source": row.source,
        "as_of": row.as_of,
    }


def _hours(row: OpeningHours) -> dict[str, str]:
    return {"days": row.days, "opens": f"{row.opens:%H:%M}", "closes": f"{row.closes:%H:%M}"}


def codes_in(found: Iterable[Record], name: str) -> set[str]:
    """Return the codes that stand in a field of many records: one code, or a list of them."""
    values = (record.get(name) or () for record in found)
    return {code for value in values for code in ([value] if isinstance(value, str) else value)}
