"""The addresses that publishing itself declares: short ones."""

from sites.publishing import addresses, rows
from sites.publishing.short_addresses import code_of, short_redirect
from sites.publishing.subjects import Paths, publishes_pages


def declare() -> None:
    """Register the paths of pages."""
    publishes_pages(paths_of_page)


def paths_of_page(page_id: int) -> Paths:
    """The short address of a page in its language, while it is public."""
    here, row = addresses.address(page_id), rows.page_row(page_id)
    if here is None or row is None:
        return {}
    code = code_of(row.key, row.language)
    return {f"/s/{code}": (short_redirect, (here.site_id, code))} if code else {}
