"""The page on which people find the open data of a portal: what there is, how much, under which terms."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from sites.publishing import open_data as given_away
from sites.publishing.glue import filled
from sites.publishing.structured_data import json_in_html
from sites.publishing.subjects import Artifact
from sites.websites.frame import open_data_frame
from sites.websites.rendering import html
from sites.websites.values import in_interface
from translations import formatting, registry


def page(site_id: int, reader: str) -> Artifact:
    """Make the page in the reader's language."""
    body, slots = filled(document(site_id, reader))
    return Artifact(body, "text/html; charset=utf-8", registry.language_of(reader).tag, slots=slots)


def document(site_id: int, reader: str) -> SafeString:
    """Return the whole document."""
    with in_interface(reader):
        title = gettext("Open data")
    values = open_data_frame(site_id, reader, title)
    found = given_away.open_data(site_id, reader, values["url"])
    shown = [_dataset(dataset, reader) for dataset in found.datasets] if found else []
    data = [json_in_html(found.structured)] if shown and found else []
    return html(
        "websites/open_data.html", {**values, "found": found, "datasets": shown, "data": data}, reader
    )


def _dataset(dataset: given_away.Dataset, reader: str) -> dict[str, Any]:
    count = formatting.number(dataset.entries, reader) + ("" if dataset.is_exact else "+")
    with in_interface(reader):
        size = ngettext("%(count)s entry", "%(count)s entries", dataset.entries) % {"count": count}
    return {
        "title": dataset.title,
        "description": dataset.description,
        "size": size,
        "as_of": formatting.known_date(dataset.as_of, reader),
        "files": dataset.files,
    }
