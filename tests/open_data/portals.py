"""A portal whose data are read as machines read them: by the parsers of their formats."""

import csv
import io
import json
from typing import Any

from tests.visitor import visit

ROOT = "http://cao-bang.localhost"
BYTE_ORDER_MARK = "\ufeff"


def table(path: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file by their columns."""
    text = answer(path, "text/csv; charset=utf-8").decode()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True))


def features(path: str) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON file."""
    found = json.loads(answer(path, "application/geo+json"))
    assert found["type"] == "FeatureCollection"
    return list(found["features"])


def linked(path: str) -> dict[str, Any]:
    """Return what a JSON-LD file says."""
    return dict(json.loads(answer(path, "application/ld+json")))


def items(path: str) -> list[dict[str, Any]]:
    """Return the entries of a dataset in JSON-LD."""
    listed = linked(path)["mainEntity"]
    assert listed["numberOfItems"] == len(listed["itemListElement"])
    return list(listed["itemListElement"])


def answer(path: str, media_type: str) -> bytes:
    """Return the bytes at a path, which are of that type."""
    found = visit(path)
    assert (found.status_code, found["Content-Type"]) == (200, media_type)
    return bytes(found.content)


def is_there(path: str) -> bool:
    return visit(path).status_code == 200
