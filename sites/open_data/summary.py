"""What the page for people says of the data: the datasets in their reader's language, and the terms of use."""

from django.utils import translation
from django.utils.translation import gettext

from sites.open_data.catalogue import collection, formats, offered, only_in_this_language
from sites.open_data.datasets import offer, size
from sites.open_data.formats import CATALOGUE, JSON_LD, path
from sites.open_data.licences import licence
from sites.publishing.open_data import Dataset, File, OpenData, tells_of_open_data
from translations import registry


def register() -> None:
    """Tell whoever makes the page."""
    tells_of_open_data(summary)


def summary(site_id: int, language: str, url: str) -> OpenData:
    """Return what a portal gives away in a language; `url` is the full address of the page for people."""
    terms = licence()
    with translation.override(registry.language_of(language).interface):
        return OpenData(
            tuple(
                Dataset(
                    str(dataset.title),
                    str(dataset.description),
                    *size(dataset.code, site_id, language),
                    there["as_of"],
                    tuple(
                        File(found.name, found.media_type, path(dataset.code, language, found))
                        for found in formats(dataset.code, site_id, language)
                    ),
                )
                for dataset in offered(site_id, language)
                if (there := offer(dataset.code, site_id, language))
            ),
            only_in_this_language(),
            terms.name,
            terms.url,
            terms.asks_for_source,
            File("DCAT", JSON_LD.media_type, CATALOGUE),
            collection(site_id, language, gettext("Open data"), url),
        )
