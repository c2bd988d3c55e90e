"""Facts of the demo: topics, peoples, places, gates, organisations."""

import json
from pathlib import Path
from typing import Any

from cms.facts.models import KINDS, BorderGate, Fact, Place
from cms.pages.slugs import slug_of
from translations import registry

DATA = Path(__file__).with_name("data")


def load_facts(approver: Any) -> None:
    """Load every fact that is not there yet, with its words approved by `approver`."""
    data = json.loads((DATA / "facts.json").read_text("utf-8"))
    kinds = {model._meta.model_name: model for model in KINDS}
    for kind in ("topic", "people", "place", "organisation"):
        for row in data[kind]:
            _load(kinds[kind], row, approver)
    for row in json.loads((DATA / "gates.json").read_text("utf-8")):
        _load(BorderGate, {**row, "province": _province(row["province"], approver)}, approver)


def _province(name: str, approver: Any) -> Place:
    found = Place.objects.filter(name_vi=name, kind=Place.Kind.PROVINCE).first()
    return found or _load(Place, {"code": slug_of(name), "kind": "province", "name": {"vi": name}}, approver)


def _load(model: type[Fact], row: dict[str, Any], approver: Any) -> Any:
    known = model.objects.filter(code=row["code"]).first()
    if known is not None:
        return known
    fact = model(**_columns(model, row), live=False)
    if isinstance(fact, Place) and row.get("within"):
        fact.within = Place.objects.get(code=row["within"])
    fact.save()
    fact.save_revision(user=approver).publish(user=approver)
    return fact


def _columns(model: type[Fact], row: dict[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in row.items():
        if name in model.words:
            columns |= {f"{name}_{registry.language_of(code).column}": text for code, text in value.items()}
        elif name != "within":
            columns[name] = value
    return columns
