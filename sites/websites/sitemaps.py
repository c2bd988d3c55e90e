"""For search engines: an index of sitemaps, in parts for each language, each page with its others; robots.txt."""

from xml.sax.saxutils import escape, quoteattr

from sites.publishing import addresses, rows
from sites.publishing.addresses import Portal
from sites.publishing.ingredients import ingredient
from sites.publishing.subjects import Artifact
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
        for part in range(last_part() + 1)
        if has_pages(site_id, code, part)
    )
    return Artifact(f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">{maps}</sitemapindex>\n'.encode(), XML)


def part(site_id: int, code: str, number: int) -> Artifact | None:
    """Make a part of the sitemap of a portal in one language: only what really exists in it."""
    portal = addresses.portal(site_id)
    urls = "".join(_url(portal, code, key) for key in public_keys(site_id, code, number))
    if not urls:
        return None
    xml = f'{HEAD}<urlset xmlns="{NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}</urlset>\n'
    return Artifact(xml.encode(), XML)


@ingredient
def last_part() -> int:
    """Return the number of the last part of pages; a portal may have none in it."""
    return rows.last_part()


@ingredient
def public_keys(site_id: int, code: str, number: int) -> tuple[str, ...]:
    """Return the translation keys of the pages of a part that are public in a language, oldest first.

    Parts are cut by the ids of pages, so that a new page changes the last part only.
    """
    home = addresses.portal(site_id).home(code)
    if home is None:
        return ()
    return tuple(row.key for row in addresses.public_among(rows.in_part(number, home.path)))


@ingredient
def has_pages(site_id: int, code: str, number: int) -> bool:
    """Return whether a part has any public page."""
    return bool(public_keys(site_id, code, number))


def _url(portal: Portal, code: str, key: str) -> str:
    versions = addresses.versions(key, portal.site_id)
    own = next(path for language, _page_id, path in versions if language == code)
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(registry.language_of(language).tag)} '
        f"href={quoteattr(portal.root_url + path)}/>"
        for language, _page_id, path in versions
    )
    return f"<url><loc>{escape(portal.root_url + own)}</loc>{others}</url>"


def robots(site_id: int) -> Artifact:
    """Make robots.txt: everything public may be read; the newsroom is nobody's business."""
    portal = addresses.portal(site_id)
    text = (
        f"User-agent: *\nDisallow: /admin/\nDisallow: /accounts/\n\nSitemap: {portal.root_url}/sitemap.xml\n"
    )
    return Artifact(text.encode(), "text/plain; charset=utf-8")
