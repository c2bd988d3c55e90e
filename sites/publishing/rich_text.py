"""Rich text as it stands in the database, made into HTML with links in the reader's language.

Whatever way a text came in (editor, translator, import), only the few tags below leave the house.
"""

import re
from collections.abc import Callable, Iterable

import nh3
from django.utils.html import escape
from wagtail.rich_text.rewriters import LinkRewriter

from sites.publishing import addresses
from sites.publishing.capture import unrecorded
from sites.publishing.ingredients import making

TAGS = {"a", "b", "br", "em", "i", "li", "ol", "p", "span", "strong", "ul"}
ATTRIBUTES = {"a": {"href", "hreflang", "lang"}, "span": {"lang"}}
SCHEMES = {"geo", "http", "https", "mailto", "tel"}


_PAGE_ID = re.compile(r"[0-9]{1,18}")


def html(source: str, site_id: int, language: str) -> str:
    """Return the HTML of a rich text for readers of `language`; a link to a page that is not public is plain text."""
    rewriter = LinkRewriter(bulk_rules={"page": _linker(site_id, language)})
    with making():
        return nh3.clean(rewriter(source), tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES)


@unrecorded()
def fetch_links(sources: Iterable[str]) -> None:
    """Fetch what the links in many rich texts need, with two queries."""
    tags = [tag for source in sources for tag in LinkRewriter().extract_tags(source).get("page", ())]
    addresses.fetch_links(filter(None, (_page_id(tag.attrs) for tag in tags)))


def _linker(site_id: int, language: str) -> Callable[[list[dict[str, str]]], list[str]]:
    def open_tags(links: list[dict[str, str]]) -> list[str]:
        page_ids = [_page_id(link) for link in links]
        addresses.fetch_links(filter(None, page_ids))
        return [_open_tag(page_id, site_id, language) for page_id in page_ids]

    return open_tags


def _page_id(link: dict[str, str]) -> int | None:
    """The page that a link names; an import may have brought any text."""
    written = link.get("id", "")
    return int(written) if _PAGE_ID.fullmatch(written) else None


def _open_tag(page_id: int | None, site_id: int, language: str) -> str:
    path = addresses.way_to(page_id, site_id, language) if page_id else ""
    return f'<a href="{escape(path)}">' if path else "<a>"
