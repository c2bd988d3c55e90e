"""For search engines: an index of sitemaps, one per language, each page with its other languages; robots.txt."""

from xml.sax.saxutils import escape, quoteattr

from sites.publishing import addresses, lists
from sites.publishing.addresses import Portal
from sites.publishing.ingredients import ingredient
from sites.publishing.subjects import Artifact
from sites.websites.frame import OPEN_DATA
from translations import registry

XML = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def index(site_id: int) -> Artifact:
    """Make the index of a portal's sitemaps."""
    portal = addresses.portal(site_id)
    maps = "".join(
        f"<sitemap><loc>{escape(portal.root_url)}/{code}/sitemap.xml</loc></sitemap>"
        for code in portal.languages
    )
    return Artifact(f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">{maps}</sitemapindex>\n'.encode(), XML)


def language(site_id: int, code: str) -> Artifact:
    """Make the sitemap of a portal in one language: only what really exists in it, and the page on open data."""
    portal = addresses.portal(site_id)
    urls = "".join(_url(portal, code, _versions(portal, key)) for key in public_keys(site_id, code))
    urls += _url(portal, code, {other: f"/{other}/{OPEN_DATA}/" for other in portal.languages})
    xml = f'{HEAD}<urlset xmlns="{NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}</urlset>\n'
    return Artifact(xml.encode(), XML)


@ingredient
def public_keys(site_id: int, code: str) -> tuple[str, ...]:
    """Return the translation keys of every page that is public in a language, in the order of the tree."""
    return tuple(page.key for page in lists.public_pages(site_id, code))


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
