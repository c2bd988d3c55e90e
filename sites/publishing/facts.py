"""What pages say of facts: names of places, gates, topics, peoples and organisations in a reader's language.

A word that is missing in the language is taken from the nearest language along the registry's chain and says
so: every word comes as a `Run` with the tag of its own language.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.apps import apps

from cms.facts.geography import distance_km
from cms.facts.models import BorderGate, Fact
from sites.publishing.capture import note, note_all, unrecorded
from sites.publishing.ingredients import ingredient, making
from translations import registry


class Run(NamedTuple):
    """Some words and the BCP 47 tag of their language."""

    text: str
    tag: str


LAND_KINDS = ("road", "road-river", "rail", "river")
"""Border gates that one can walk or drive to."""
NEIGHBOUR_LANGUAGE = {"CN": "zh-hans", "LA": "lo", "KH": "km"}
"""In which language the other side of the border writes its names."""


def run_of(values: Mapping[str, Any], name: str, language: str) -> Run | None:
    """Return the words of the field `name` nearest to `language`, or None when there are none."""
    spoken = registry.language_of(language)
    for code in (language, *spoken.fallback, registry.SOURCE):
        other = registry.language_of(code)
        if values.get(f"{name}_{other.column}"):
            return Run(values[f"{name}_{other.column}"], other.tag)
    return None


@ingredient
def name_of(kind: str, code: str, language: str) -> Run | None:
    """Return the name of the live fact `code` of a kind (`topic`, `place` …), or None."""
    values = _row(kind, code)
    return run_of(values, "name", language) if values else None


def names_of(kind: str, codes: Iterable[str], language: str) -> list[tuple[str, Run]]:
    """Return (code, name) of those facts that are live and have a name, in the order of `codes`."""
    codes = list(codes)
    if not codes:
        return []
    with making():
        fetch_facts(kind, codes)
        named = [(code, name_of(kind, code, language)) for code in codes]
    return [(code, name) for code, name in named if name]


def names_of_chosen(kind: str, chosen: Iterable[Fact], language: str) -> list[tuple[str, Run]]:
    """Return the same of facts that are loaded already, without a query."""
    chosen = list(chosen)
    with making() as run:
        known = run.rows.setdefault(f"fact:{kind}", {})
        for fact in chosen:
            columns = {field.attname: getattr(fact, field.attname) for field in fact._meta.concrete_fields}
            known.setdefault(fact.code, columns if fact.live else None)
        return names_of(kind, [fact.code for fact in chosen], language)


@ingredient
def gate(code: str, language: str) -> dict[str, Any] | None:
    """Return a border gate: its names here and across the border, where it is, since when it is international."""
    values = _row("bordergate", code)
    name = run_of(values, "short_name", language) or run_of(values, "name", language) if values else None
    if not values or not name:
        return None
    across = NEIGHBOUR_LANGUAGE.get(values["neighbour"], registry.SOURCE)
    since = values["international_since"]
    return {
        "code": code,
        "name": name,
        "full_name": run_of(values, "name", language),
        "counterpart": run_of(values, "counterpart_name", across),
        "counterpart_read": run_of(values, "counterpart_name", language),
        "since": since.isoformat() if since else "",
        "source": values["source"],
    }


@ingredient
def organisation(code: str, language: str) -> dict[str, Any] | None:
    """Return an organisation: its name and address, telephone, e-mail and website."""
    values = _row("organisation", code)
    name = run_of(values, "name", language) if values else None
    if not values or not name:
        return None
    plain = {key: values[key] for key in ("telephone", "email", "url")}
    return {"name": name, "address": run_of(values, "address", language), **plain}


@ingredient
def nearest_gate(latitude: str, longitude: str) -> tuple[str, float] | None:
    """Return (code, km in a straight line) of the live border gate nearest to a point, or None."""
    here = (float(latitude), float(longitude))
    found = [(distance_km(here, (float(lat), float(lon))), code) for code, lat, lon in land_gates()]
    if not found:
        return None
    distance, code = min(found)
    return code, distance


@ingredient
def land_gates() -> tuple[tuple[str, str, str], ...]:
    """Return (code, latitude, longitude) of the live border gates that one can walk or drive to."""
    gates = BorderGate.objects.filter(live=True, latitude__isnull=False, kind__in=LAND_KINDS).order_by("code")
    return tuple(
        (code, str(lat), str(lon)) for code, lat, lon in gates.values_list("code", "latitude", "longitude")
    )


def fetch_facts(kind: str, codes: Iterable[str]) -> dict[str, dict[str, Any] | None]:
    """Fetch many facts of a kind with one query."""

    def read(codes: set[str]) -> dict[str, dict[str, Any]]:
        return {row["code"]: row for row in _live_rows(kind, code__in=codes)}

    with making() as run:
        return run.fetch(f"fact:{kind}", codes, read)


def fetch_facts_by_id(kind: str, ids: Iterable[int]) -> dict[int, str]:
    """Fetch many facts of a kind with one query; return the codes of the live ones by id."""
    ids = list(ids)
    if not ids:
        return {}
    note_all(_model(kind)._meta.db_table, "pk", ids)
    found = _live_rows(kind, pk__in=ids)
    with making() as run:
        run.rows.setdefault(f"fact:{kind}", {}).update({row["code"]: row for row in found})
    return {row["id"]: row["code"] for row in found}


def _live_rows(kind: str, **conditions: Any) -> list[dict[str, Any]]:
    with unrecorded():
        return list(_model(kind).objects.rewrite(False).filter(live=True, **conditions).values())


def _row(kind: str, code: str) -> dict[str, Any] | None:
    note(_model(kind)._meta.db_table, "code", code)
    return fetch_facts(kind, [code])[code]


def _model(kind: str) -> type[Fact]:
    return apps.get_model("facts", kind)
