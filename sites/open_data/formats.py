"""In which formats a dataset is written, and at which addresses they stand."""

from typing import NamedTuple

BELOW = "/data/"
CATALOGUE = f"{BELOW}catalogue.jsonld"


class Format(NamedTuple):
    """A format of files: `eu_code` is its code in the EU's list of file types."""

    name: str
    suffix: str
    media_type: str
    eu_code: str


CSV = Format("CSV", "csv", "text/csv; charset=utf-8", "CSV")
GEOJSON = Format("GeoJSON", "geojson", "application/geo+json", "GEOJSON")
JSON_LD = Format("JSON-LD", "jsonld", "application/ld+json", "JSON_LD")
FORMATS = (CSV, GEOJSON, JSON_LD)


def path(code: str, language: str, file_format: Format) -> str:
    """Return the address of a dataset in a language and a format."""
    return f"{BELOW}{language}/{code}.{file_format.suffix}"
