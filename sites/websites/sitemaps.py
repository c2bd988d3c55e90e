"""For search engines: an index of sitemaps, in parts for each language, each page with its others; robots.txt."""

from xml.sax.saxutils import escape, quoteattr

from sites.publishing import addresses, lists, rows
from sites.publishing.addresses import Portal
from sites.publishing.ingredients import ingredient
from sites.publishing.subjects import Artifact
from sites.websites.parts import OPEN_DATA
from translations import registry

XML = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def index(site_id: int) -> Artifact:
    """Make the index of a portal's sitemaps."""
    portal = addresses.portal(site_id)
    maps = "".join(
        f"<sitemap><loc>{escape(portal.root_url)}/{code}/sitemap-{part}.xml</loc></sitemap>"
        for code in portal.languages
        for part in range(lists.last_part() + 1)
        if has_pages(site_id, code, part)
    )
    return Artifact(f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">{maps}</sitemapindex>\n'.encode(), XML)


def part(site_id: int, code: str, number: int) -> Artifact | None:
    """Make a part of the sitemap of a portal in one language: only what really exists in it.

    The page on open data, which is no page of the tree, stands beside the home.
    """
    portal = addresses.portal(site_id)
    pages = [_versions(portal, page.key) for page in lists.public_part(site_id, code, number)]
    if not pages:
        return None
    home = portal.home(code)
    if home is not None and home.page_id // rows.PART_SIZE == number:
        pages.append({other: f"/{other}/{OPEN_DATA}/" for other in portal.languages})
    urls = "".join(_url(portal, code, versions) for versions in pages)
    xml = f'{HEAD}<urlset xmlns="{NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}</urlset>\n'
    return Artifact(xml.encode(), XML)


@ingredient
def has_pages(site_id: int, code: str, number: int) -> bool:
    """Return whether a part has any public page."""
    return bool(lists.public_part(site_id, code, number))


def _versions(portal: Portal, key: str) -> dict[str, str]:
    return {language: path for language, _page_id, path in addresses.versions(key, portal.site_id)}


def _url(portal: Portal, code: str, versions: dict[str, str]) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(registry.language_of(language).tag)} '
        f"href={quoteattr(portal.root_url + path)}/>"
        for language, path in versions.items()
    )
    return f"<url><loc>{escape(portal.root_url + versions[code])}</loc>{others}</url>"


def robots(site_id: int) -> Artifact:
    """Make robots.txt: everything public may be read; the newsroom is nobody's business."""
    portal = addresses.portal(site_id)
    text = (
        f"User-agent: *\nDisallow: /admin/\nDisallow: /accounts/\n\nSitemap: {portal.root_url}/sitemap.xml\n"
    )
    return Artifact(text.encode(), "text/plain; charset=utf-8")
