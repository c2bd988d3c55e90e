"""Rich text as it stands in the database, made into HTML with links in the reader's language.

Whatever way a text came in (editor, translator, import), only the few tags below leave the house.
"""

from collections.abc import Callable

import nh3
from django.utils.html import escape
from wagtail.rich_text.rewriters import LinkRewriter

from sites.publishing.addresses import link_to
from sites.publishing.ingredients import ingredient

TAGS = {"a", "b", "br", "em", "i", "li", "ol", "p", "span", "strong", "ul"}
ATTRIBUTES = {"a": {"href", "hreflang", "lang"}, "span": {"lang"}}
SCHEMES = {"geo", "http", "https", "mailto", "tel"}


@ingredient
def html(source: str, site_id: int, language: str) -> str:
    """Return the HTML of a rich text for readers of `language`; a link to a page that is not public is plain text."""
    rewriter = LinkRewriter(bulk_rules={"page": _linker(site_id, language)})
    return nh3.clean(rewriter(source), tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES)


def _linker(site_id: int, language: str) -> Callable[[list[dict[str, str]]], list[str]]:
    def open_tags(links: list[dict[str, str]]) -> list[str]:
        return [_open_tag(link["id"], site_id, language) for link in links]

    return open_tags


def _open_tag(page_id: str, site_id: int, language: str) -> str:
    target = link_to(int(page_id), site_id, language)
    return f'<a href="{escape(target.path)}">' if target else "<a>"
