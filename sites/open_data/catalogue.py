"""What is given away, for those who look for data: in the words of schema.org and of DCAT.

A dataset is one in all its languages; each file in a language is a distribution of it.
"""

import json
from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext

from sites.open_data.datasets import DATASETS, WHOLE_DAY, Dataset, offer
from sites.open_data.formats import CATALOGUE, FORMATS, GEOJSON, JSON_LD, Format, path
from sites.open_data.json_ld import Data, publisher, stated
from sites.open_data.licences import licence
from sites.publishing import rows
from sites.publishing.addresses import Portal, portal
from sites.publishing.subjects import Artifact
from translations import registry

EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
DATES = {len("2026"): "xsd:gYear", len("2026-11"): "xsd:gYearMonth", WHOLE_DAY: "xsd:date"}


def offered(site_id: int, language: str) -> list[Dataset]:
    """Return the datasets of which a portal has something in a language."""
    return [dataset for dataset in DATASETS if offer(dataset.code, site_id, language)]


def formats(code: str, site_id: int, language: str) -> list[Format]:
    """Return the formats in which a dataset stands in a language: as a map where something has a position."""
    there = offer(code, site_id, language)
    return [found for found in FORMATS if there and (there["is_on_maps"] or found is not GEOJSON)]


def written(data: Data) -> bytes:
    """Return JSON as it stands in a file."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


# --- schema.org ---------------------------------------------------------------------------------------


def described(dataset: Dataset, site_id: int, language: str) -> Data:
    """Return a dataset in a language as schema.org describes it."""
    here, there = portal(site_id), offer(dataset.code, site_id, language) or {}
    with translation.override(registry.language_of(language).interface):
        return stated(
            {
                "@type": "Dataset",
                "@id": _id(here, dataset, language),
                "name": str(dataset.title),
                "description": f"{dataset.description} {only_in_this_language()}",
                "inLanguage": registry.language_of(language).tag,
                "license": licence().url,
                "isAccessibleForFree": True,
                "datePublished": there.get("since"),
                "dateModified": there.get("as_of"),
                "creator": publisher(site_id, language),
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "encodingFormat": _media_type(found),
                        "contentUrl": here.root_url + path(dataset.code, language, found),
                    }
                    for found in formats(dataset.code, site_id, language)
                ],
            }
        )


def collection(site_id: int, language: str, title: str, url: str) -> Data:
    """Return all datasets in a language as a catalogue of schema.org, which stands at `url`."""
    return stated(
        {
            "@context": "https://schema.org",
            "@type": "DataCatalog",
            "name": title,
            "url": url,
            "inLanguage": registry.language_of(language).tag,
            "license": licence().url,
            "publisher": publisher(site_id, language),
            "dataset": [described(dataset, site_id, language) for dataset in offered(site_id, language)],
        }
    )


def only_in_this_language() -> str:
    """What everybody who uses the data must know about languages."""
    return gettext(
        "Holds only what is published in this language. Names of places, topics and offices that are missing in "
        "it stand in the nearest language."
    )


# --- DCAT ---------------------------------------------------------------------------------------------


def catalogue(site_id: int) -> Artifact:
    """Make the catalogue of a portal as DCAT-AP describes it (https://semiceu.github.io/DCAT-AP/)."""
    here = portal(site_id)
    datasets = [_dataset(here, dataset) for dataset in DATASETS if _languages(here, dataset)]
    data = {
        "@context": CONTEXT,
        "@id": here.root_url + CATALOGUE,
        "@type": "dcat:Catalog",
        "dct:title": _in_every_language(here, lambda code: f"{gettext('Open data')} | {_name(here, code)}"),
        "dct:description": _in_every_language(here, lambda code: only_in_this_language()),
        "dct:publisher": _agent(here),
        "dct:language": [_tag(code) for code in here.languages],
        "dct:license": _terms(),
        "dct:modified": _date(
            max((day for found in DATASETS for day in _stated(here, found, "as_of")), default="")
        ),
        "foaf:homepage": {"@id": here.root_url + "/"},
        "dcat:dataset": datasets,
    }
    return Artifact(written(stated(data)), JSON_LD.media_type)


def _dataset(here: Portal, dataset: Dataset) -> Data:
    languages = _languages(here, dataset)
    return stated(
        {
            "@id": _id(here, dataset),
            "@type": "dcat:Dataset",
            "dct:identifier": dataset.code,
            "dct:title": _in_every_language(here, lambda code: str(dataset.title)),
            "dct:description": _in_every_language(here, lambda code: str(dataset.description)),
            "dct:publisher": _agent(here),
            "dct:language": [_tag(code) for code in languages],
            "dct:license": _terms(),
            "dct:issued": _date(min(_stated(here, dataset, "since"), default="")),
            "dct:modified": _date(max(_stated(here, dataset, "as_of"), default="")),
            "dcat:theme": {"@id": f"{EU}data-theme/{dataset.theme}"},
            "dcat:distribution": [
                _distribution(here, dataset, code, found)
                for code in languages
                for found in formats(dataset.code, here.site_id, code)
            ],
        }
    )


def _distribution(here: Portal, dataset: Dataset, language: str, found: Format) -> Data:
    url = here.root_url + path(dataset.code, language, found)
    with translation.override(registry.language_of(language).interface):
        title = _literal(f"{dataset.title} ({found.name})", language)
    return stated(
        {
            "@id": url,
            "@type": "dcat:Distribution",
            "dct:title": title,
            "dct:language": _tag(language),
            "dct:license": _terms(),
            "dct:modified": _date((offer(dataset.code, here.site_id, language) or {}).get("as_of", "")),
            "dct:format": {"@id": f"{EU}file-type/{found.eu_code}"},
            "dcat:mediaType": {"@id": IANA + _media_type(found)},
            "dcat:accessURL": {"@id": url},
            "dcat:downloadURL": {"@id": url},
        }
    )


def _languages(here: Portal, dataset: Dataset) -> list[str]:
    return [code for code in here.languages if offer(dataset.code, here.site_id, code)]


def _stated(here: Portal, dataset: Dataset, name: str) -> list[str]:
    """A date of a dataset in every language that states one."""
    there = (offer(dataset.code, here.site_id, code) or {} for code in here.languages)
    return [day for found in there if (day := found.get(name))]


def _agent(here: Portal) -> Data:
    """Who answers for the portal; where no home says so, the portal."""
    named = {code: found["name"] for code in here.languages if (found := publisher(here.site_id, code))}
    named = named or {code: _name(here, code) for code in here.languages}
    return {
        "@id": here.root_url + "/#publisher",
        "@type": "foaf:Agent",
        "foaf:name": [
            {"@value": name, "@language": registry.language_of(code).tag} for code, name in named.items()
        ],
    }


def _in_every_language(here: Portal, words: Callable[[str], str]) -> list[Data]:
    """Words of the catalogues in every language of the portal that has some."""
    found = []
    for code in here.languages:
        if code in registry.INTERFACE:
            with translation.override(code):
                found.append(_literal(words(code), code))
    return found


def _name(here: Portal, language: str) -> str:
    """What the portal is called: the title of its home."""
    home = here.home(language)
    row = rows.page_row(home.page_id) if home else None
    return row.title if row else ""


def _literal(text: str, language: str) -> Data:
    """Words from the catalogues, which speak the interface's language."""
    return {"@value": text, "@language": registry.language_of(registry.language_of(language).interface).tag}


def _tag(language: str) -> Data:
    """A language by its tag in BCP 47, as lists of languages do not know those of the peoples in their scripts."""
    return {"@value": registry.language_of(language).tag, "@type": "xsd:language"}


def _terms() -> Data:
    return {"@id": f"{EU}licence/{licence().eu_code}"}


def _date(value: str) -> Data | None:
    return {"@value": value, "@type": DATES[len(value)]} if value else None


def _media_type(found: Format) -> str:
    return found.media_type.partition(";")[0]


def _id(here: Portal, dataset: Dataset, language: str = "") -> str:
    return f"{here.root_url}{CATALOGUE}#{dataset.code}" + (f"-{language}" if language else "")
