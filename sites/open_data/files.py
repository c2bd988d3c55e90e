"""Makers of the files of a dataset: CSV for spreadsheets, GeoJSON for maps, JSON-LD for everything else."""

import csv
import io
from decimal import Decimal
from typing import Any

from django.utils import translation

from sites.open_data import json_ld
from sites.open_data.catalogue import described, written
from sites.open_data.datasets import BY_CODE, Dataset, entries
from sites.open_data.formats import CSV, GEOJSON, JSON_LD
from sites.open_data.json_ld import Data
from sites.open_data.records import Record
from sites.open_data.tables import Row, identifier, rows
from sites.publishing.addresses import Portal, portal
from sites.publishing.facts import names_of
from sites.publishing.ingredients import making
from sites.publishing.lanes import Lane, reads_all_of
from sites.publishing.subjects import Artifact
from translations import registry

BYTE_ORDER_MARK = "\ufeff"
"""By it spreadsheets know UTF-8."""
BETWEEN = "|"
"""What parts several values of a cell: it stands in no code."""
STARTS_A_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Signs, also as wide as Chinese letters, after which a spreadsheet calculates."""
ABOUT_THE_WHOLE = ("name", "description", "license", "inLanguage", "dateModified")


# --- CSV ----------------------------------------------------------------------------------------------


@reads_all_of(Lane.PORTAL)
def table(code: str, site_id: int, language: str) -> Artifact:
    """Make a dataset in a language as CSV (RFC 4180)."""
    found = rows(BY_CODE[code], site_id, language)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([list(row) for row in found[:1]])
    writer.writerows([cell(value) for value in row.values()] for row in found)
    return Artifact(f"{BYTE_ORDER_MARK}{text.getvalue()}".encode(), CSV.media_type, _tag(language))


def cell(value: Any) -> str:
    """Return a value as it stands in a cell."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return _harmless(BETWEEN.join(value) if isinstance(value, list) else value or "")


def _harmless(text: str) -> str:
    """A spreadsheet shows text behind an apostrophe, and calculates nothing."""
    return f"'{text}" if text.lstrip().startswith(STARTS_A_FORMULA) else text


# --- GeoJSON ------------------------------------------------------------------------------------------


@reads_all_of(Lane.PORTAL)
def features(code: str, site_id: int, language: str) -> Artifact:
    """Make what of a dataset in a language has a position as GeoJSON (RFC 7946)."""
    about = described(BY_CODE[code], site_id, language)
    placed = [row for row in rows(BY_CODE[code], site_id, language) if row["latitude"] is not None]
    collection = {
        "type": "FeatureCollection",
        **{name: about[name] for name in ABOUT_THE_WHOLE if name in about},
        "features": [_feature(row) for row in placed],
    }
    return Artifact(written(collection), GEOJSON.media_type, _tag(language))


def _feature(row: Row) -> Data:
    of_geometry = {name: row[name] for name in ("id", "longitude", "latitude")}
    said = {name: _json_value(value) for name, value in row.items() if name not in of_geometry}
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": [float(row["longitude"]), float(row["latitude"])]},
        "properties": json_ld.stated(said),
    }


def _json_value(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


# --- JSON-LD ------------------------------------------------------------------------------------------


@reads_all_of(Lane.PORTAL)
def description(code: str, site_id: int, language: str) -> Artifact:
    """Make a dataset in a language as JSON-LD in the words of schema.org."""
    dataset, here = BY_CODE[code], portal(site_id)
    with making(), translation.override(registry.language_of(language).interface):
        items = [_item(dataset, record, here, language) for record in entries(code, site_id, language)]
        whole = {
            "@context": "https://schema.org",
            **described(dataset, site_id, language),
            "mainEntity": {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items},
        }
    return Artifact(written(whole), JSON_LD.media_type, _tag(language))


def _item(dataset: Dataset, record: Record, here: Portal, language: str) -> Data:
    url = here.root_url + record["path"] if "path" in record else ""
    topics = names_of("topic", record.get("topics", ()), language)
    return json_ld.stated(
        {
            "@id": url,
            "identifier": identifier(record),
            "name": record.get("title") or record.get("name"),
            "description": record.get("summary"),
            "inLanguage": _tag(language),
            "url": url,
            "keywords": [name.text for _code, name in topics],
            **json_ld.describe_record(dataset.model, record, here.site_id, language),
        }
    )


def _tag(language: str) -> str:
    return registry.language_of(language).tag
