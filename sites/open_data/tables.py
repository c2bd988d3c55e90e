"""The rows of a dataset: flat, under column names that never change, whatever the language.

Choices, topics and places stand as codes for machines and as words for people. A name that is missing in the
language is the nearest that there is, as on the pages; titles and summaries never are.
"""

import uuid
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Model, TextChoices
from django.utils import translation

from cms.culture.models import HeritagePage
from cms.facts.models import BorderGate
from cms.investment.models import InvestmentProjectPage
from cms.news.models import ArticlePage, NoticePage
from cms.pages.figures import FigureKind
from cms.tourism.models import DestinationPage
from sites.open_data import records
from sites.open_data.datasets import Dataset, entries
from sites.open_data.licences import licence
from sites.open_data.records import Record
from sites.publishing import addresses
from sites.publishing.facts import fetch_facts, name_of, names_of, organisation
from sites.publishing.ingredients import making
from translations import registry

Row = dict[str, Any]
"""By column: text, a Decimal, a list of texts, or None."""


def rows(dataset: Dataset, site_id: int, language: str) -> list[Row]:
    """Return a dataset in a language as rows."""
    spoken = registry.language_of(language)
    root = addresses.portal(site_id).root_url
    terms = licence().url
    with making(), translation.override(spoken.interface):
        found = entries(dataset.code, site_id, language)
        _fetch_names(found)
        fill = _gate if dataset.model is BorderGate else _of_page(dataset.model)
        return [
            {"id": identifier(it), "language": spoken.tag, **fill(it, root, language), "licence": terms}
            for it in found
        ]


def identifier(it: Record) -> str:
    """Return the id of an entry, the same in every language: of a page a UUID, of a gate its code."""
    return str(uuid.UUID(it["key"])) if "key" in it else str(it["code"])


def _fetch_names(found: Iterable[Record]) -> None:
    found = list(found)
    for kind, names in (
        ("topic", ("topics",)),
        ("place", ("places", "zone", "province")),
        ("people", ("peoples",)),
        ("organisation", ("contact", "issuer")),
    ):
        fetch_facts(kind, {code for name in names for code in records.codes_in(found, name)})


# --- pages --------------------------------------------------------------------------------------------


def _of_page(model: type[Model]) -> Callable[[Record, str, str], Row]:
    own = _OWN[model]

    def fill(it: Record, root: str, language: str) -> Row:
        return {
            "url": root + it["path"],
            "name": it["title"],
            "summary": it["summary"],
            **own(it, language),
            **_chosen(it, "topics", "topic", language),
            **_chosen(it, "places", "place", language),
            **_chosen(it, "peoples", "people", language),
            **(_figures(it) if "figures" in it else {}),
            "source": it["source"],
            "credit": it["credit"],
            "as_of": it["as_of"],
        }

    return fill


def _chosen(it: Record, name: str, kind: str, language: str) -> Row:
    named = names_of(kind, it[name], language)
    return {
        f"{kind}_codes": [code for code, _run in named],
        f"{kind}_names": [run.text for _code, run in named],
    }


def _figures(it: Record) -> Row:
    """Four columns for every kind of figure, whether or not a page has one of it."""
    by_kind = {figure["kind"]: figure for figure in it["figures"]}
    row: Row = {}
    for kind in FigureKind.values:
        figure, column = by_kind.get(kind, {}), kind.replace("-", "_")
        row[column] = Decimal(figure["value"]) if figure else None
        row |= {f"{column}_{name}": figure.get(name) for name in ("precision", "source", "as_of")}
    return row


def _destination(it: Record, language: str) -> Row:
    return {
        **_choice(it, "kind", DestinationPage.Kind),
        **_position(it),
        "opening_hours": [f"{span['days']} {span['opens']}-{span['closes']}".strip() for span in it["hours"]],
        "opening_hours_note": it["hours_note"],
        "opening_hours_source": it["hours_source"],
        "season_from_month": _number(it["season_from"]),
        "season_to_month": _number(it["season_to"]),
    }


def _project(it: Record, language: str) -> Row:
    zone = name_of("place", it["zone"], language) if it["zone"] else None
    return {
        **_choice(it, "sector", InvestmentProjectPage.Sector),
        **_choice(it, "form", InvestmentProjectPage.Form),
        **_choice(it, "stage", InvestmentProjectPage.Stage),
        "zone_code": it["zone"],
        "zone_name": zone.text if zone else "",
        "legal_basis": it["legal_basis"],
        **_organisation(it["contact"], "contact", language),
    }


def _heritage(it: Record, language: str) -> Row:
    return {
        **_choice(it, "kind", HeritagePage.Kind),
        **_choice(it, "level", HeritagePage.Level),
        "recognised": it["recognised"],
        **_position(it),
    }


def _article(it: Record, language: str) -> Row:
    return {"date_published": it["date_published"]}


def _notice(it: Record, language: str) -> Row:
    return {
        "valid_from": it["valid_from"],
        "valid_through": it["valid_through"],
        **_organisation(it["issuer"], "issuer", language),
    }


def _organisation(code: str, name: str, language: str) -> Row:
    found = organisation(code, language) if code else None
    row = {f"{name}_code": code if found else ""}
    for part in ("name", "address"):
        row[f"{name}_{part}"] = found[part].text if found and found[part] else ""
    return row | {f"{name}_{part}": found[part] if found else "" for part in ("telephone", "email", "url")}


def _choice(it: Record, name: str, choices: type[TextChoices]) -> Row:
    code = it[name]
    return {name: code, f"{name}_label": str(choices(code).label) if code else ""}


def _position(it: Record) -> Row:
    latitude, longitude = records.point(it) or (None, None)
    confidence = it["coordinates_confidence"] if latitude is not None else ""
    return {"latitude": latitude, "longitude": longitude, "coordinates_confidence": confidence}


def _number(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


_OWN: dict[type[Model], Callable[[Record, str], Row]] = {
    DestinationPage: _destination,
    InvestmentProjectPage: _project,
    HeritagePage: _heritage,
    ArticlePage: _article,
    NoticePage: _notice,
}


# --- border gates -------------------------------------------------------------------------------------


def _gate(it: Record, root: str, language: str) -> Row:
    province = name_of("place", it["province"], language) if it["province"] else None
    return {
        "name": it["name"],
        "short_name": it["short_name"],
        "kind": it["kind"],
        "neighbour": it["neighbour"],
        "counterpart_name": it["counterpart"],
        "counterpart_name_there": it["counterpart_there"],
        "province_code": it["province"],
        "province_name": province.text if province else "",
        **_position(it),
        "international_since": it["international_since"],
        "source": it["source"],
    }
