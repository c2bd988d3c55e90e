"""Every address of the open data, with its maker: the one place where they are declared."""

from typing import Any

from sites.open_data import files
from sites.open_data.catalogue import catalogue, formats, offered
from sites.open_data.formats import BELOW, CATALOGUE, CSV, GEOJSON, JSON_LD, path
from sites.publishing import addresses
from sites.publishing.subjects import Paths, publishes_portals

MAKERS: dict[Any, Any] = {CSV: files.table, GEOJSON: files.features, JSON_LD: files.description}


def declare() -> None:
    """Register the paths of the data of portals."""
    publishes_portals(paths_of_portal, below=BELOW)


def paths_of_portal(site_id: int) -> Paths:
    """The catalogue of a portal, and the files of every dataset in every language that has something of it."""
    return {
        CATALOGUE: (catalogue, (site_id,)),
        **{
            path(dataset.code, language, found): (MAKERS[found], (dataset.code, site_id, language))
            for language in addresses.portal(site_id).languages
            for dataset in offered(site_id, language)
            for found in formats(dataset.code, site_id, language)
        },
    }
