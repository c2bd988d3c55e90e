"""Where pages are: which are public, at which address, in which languages, and what stands in for a missing one.

Addresses are absolute paths below a portal (`/lo/diem-den/thac-ban-gioc/`) and carry their language. `key` is
a page's translation key, the same in all its languages.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F
from wagtail.models import PageViewRestriction, Site

from sites.publishing import rows
from sites.publishing.capture import unrecorded
from sites.publishing.ingredients import ingredient, making
from sites.publishing.rows import PageRow
from translations import registry
from translations.models import SiteLanguage, chain_of


class Home(NamedTuple):
    """The home of a portal in a language that the portal shows."""

    language: str
    page_id: int
    path: str
    url_path: str
    chain: tuple[str, ...]


class Portal(NamedTuple):
    """A site: its name in addresses, and its homes in the order of the registry."""

    site_id: int
    root_url: str
    hostname: str
    short_url: str
    key: str
    homes: tuple[Home, ...]

    def home(self, language: str) -> Home | None:
        return next((home for home in self.homes if home.language == language), None)

    @property
    def short_hostname(self) -> str:
        return self.short_url.partition("://")[2].partition(":")[0]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(home.language for home in self.homes)


class Address(NamedTuple):
    """A public page: on which portal, in which language, at which path."""

    site_id: int
    language: str
    path: str


class Link(NamedTuple):
    """A way to a page for a reader of one language: `language` is that of the title, not of the reader."""

    page_id: int
    path: str
    title: str
    language: str


@ingredient
def portals() -> tuple[Portal, ...]:
    """Return every portal with its live homes in the languages that it shows."""
    shown = _shown_languages()
    with_keys = Site.objects.annotate(root_key=F("root_page__translation_key"))
    sites = list(with_keys.select_related("short_host").order_by("pk"))
    rows.fetch_keys(site.root_key.hex for site in sites)
    return tuple(_portal(site, shown) for site in sites)


def _shown_languages() -> dict[tuple[int, str], tuple[str, ...]]:
    found = SiteLanguage.objects.filter(is_on=True)
    rows_of_portals = found.values_list("site_id", "locale__language_code", "fallback")
    return {(site_id, code): chain_of(code, fallback) for site_id, code, fallback in rows_of_portals}


def _portal(site: Site, shown: dict[tuple[int, str], tuple[str, ...]]) -> Portal:
    homes = [row for row in rows.rows_of_key(site.root_key.hex) if row.live and row.alias_of_id is None]
    closed = restricted_paths()
    own = {home.language: home for home in homes if not home.path.startswith(closed)}
    return Portal(
        site.pk,
        site.root_url,
        site.hostname,
        _short_url(site),
        site.root_key.hex,
        tuple(
            Home(code, own[code].pk, own[code].path, own[code].url_path, shown[site.pk, code])
            for code in registry.CODES
            if code in own and (site.pk, code) in shown
        ),
    )


def _short_url(site: Site) -> str:
    scheme = site.root_url.partition("://")[0]
    return f"{scheme}://{site.short_host.host}" if hasattr(site, "short_host") else site.root_url


@ingredient
def restricted_paths() -> tuple[str, ...]:
    """Return the tree paths below which not everybody may read."""
    return tuple(sorted(PageViewRestriction.objects.values_list("page__path", flat=True)))


def portal(site_id: int) -> Portal:
    """Return the portal with that id. Raises LookupError when there is none."""
    for found in portals():
        if found.site_id == site_id:
            return found
    raise LookupError(f"No portal with the id {site_id}.")


def portal_at(hostname: str) -> Portal | None:
    """Return the portal that answers to `hostname`, its own or its short one, without its port."""
    return next((found for found in portals() if hostname in (found.hostname, found.short_hostname)), None)


def site_around(path: str) -> int:
    """Return the id of the portal in whose tree a page stands, public or not; of the first one when in none."""
    found = portals()
    around = (
        portal.site_id
        for portal in found
        if any(path.startswith(home.path) for home in rows.rows_of_key(portal.key))
    )
    return next(around, found[0].site_id)


@ingredient
def address(page_id: int) -> Address | None:
    """Return where a page is public, or None when it is not."""
    row = rows.page_row(page_id)
    return _address(row) if row else None


def _address(row: PageRow) -> Address | None:
    return _address_on(portals(), restricted_paths(), row)


def _address_on(known: Iterable[Portal], closed: tuple[str, ...], row: PageRow) -> Address | None:
    if not row.live or row.alias_of_id is not None:
        return None
    for found in known:
        home = found.home(row.language)
        if home is not None and row.path.startswith(home.path):
            if row.path.startswith(closed):
                return None
            return Address(
                found.site_id, row.language, f"/{row.language}/{row.url_path[len(home.url_path) :]}"
            )
    return None


def public_among(found: Iterable[PageRow]) -> list[PageRow]:
    """Return those of some rows, each noted already, that everybody may read."""
    known, closed = portals(), restricted_paths()
    return [row for row in found if _address_on(known, closed, row) is not None]


@ingredient
def versions(key: str, site_id: int) -> tuple[tuple[str, int, str], ...]:
    """Return (language, page id, path) of every public version of a page on a portal, in registry order."""
    public = [(row, _address(row)) for row in rows.rows_of_key(key)]
    found = {
        here.language: (here.language, row.pk, here.path)
        for row, here in public
        if here and here.site_id == site_id
    }
    return tuple(found[code] for code in registry.CODES if code in found)


def version(key: str, site_id: int, language: str) -> tuple[str, int, str] | None:
    """Return (language, page id, path) of the page in `language`, if it is public there."""
    return next((found for found in versions(key, site_id) if found[0] == language), None)


@ingredient
def fallback(key: str, site_id: int, language: str) -> tuple[str, int, str] | None:
    """Return what a reader of `language` gets instead of a page that is missing there.

    (language, page id, path): the nearest public version along the portal's chain, at its address below the
    reader's language; None when the page exists in `language`, or nowhere along the chain.
    """
    home = portal(site_id).home(language)
    if home is None or version(key, site_id, language):
        return None
    for code in home.chain:
        found = version(key, site_id, code)
        if found:
            return code, found[1], f"/{language}/" + found[2].removeprefix(f"/{code}/")
    return None


@ingredient
def link(key: str, site_id: int, language: str) -> Link | None:
    """Return the way to a page for a reader of `language`: to its own version, or to what stands in for it."""
    found = _nearest(key, site_id, language)
    row = rows.page_row(found[1]) if found else None
    return Link(found[1], found[2], row.title, found[0]) if found and row else None


def way(key: str, site_id: int, language: str) -> str:
    """Return the path to which `link` leads, or an empty one: it depends on no title."""
    found = _nearest(key, site_id, language)
    return found[2] if found else ""


def _nearest(key: str, site_id: int, language: str) -> tuple[str, int, str] | None:
    return version(key, site_id, language) or fallback(key, site_id, language)


@ingredient
def link_to(page_id: int, site_id: int, language: str) -> Link | None:
    """Return the way to the page that an editor chose, in the reader's language; other portals by full address."""
    row = rows.page_row(page_id)
    if row is None:
        return None
    here = link(row.key, site_id, language)
    if here is not None:
        return here
    for other in portals():
        there = link(row.key, other.site_id, language) if other.site_id != site_id else None
        if there is not None:
            return there._replace(path=other.root_url + there.path)
    return None


@ingredient
def way_to(page_id: int, site_id: int, language: str) -> str:
    """Return the path to which `link_to` leads, or an empty one: whoever shows no title depends on none."""
    found = link_to(page_id, site_id, language)
    return found.path if found else ""


@unrecorded()
def fetch_links(page_ids: Iterable[int]) -> None:
    """Fetch what `link_to` needs of many pages, with two queries."""
    page_ids = list(page_ids)
    with making():
        rows.fetch_pages(page_ids)
        rows.fetch_keys(row.key for page_id in page_ids if (row := rows.page_row(page_id)))


@ingredient
def pages_above(page_id: int, site_id: int) -> tuple[tuple[int, str], ...]:
    """Return (page id, translation key) of the pages above a page, from its home down; empty for a home."""
    row = rows.page_row(page_id)
    home = portal(site_id).home(row.language) if row else None
    if row is None or home is None:
        return ()
    steps = row.url_path[len(home.url_path) :].strip("/").split("/")[:-1]
    above = [home.url_path + "".join(f"{step}/" for step in steps[:count]) for count in range(len(steps) + 1)]
    found = sorted(rows.find_pages(above), key=lambda page: page.depth)
    rows.fetch_keys(page.key for page in found)
    return tuple((page.pk, page.key) for page in found if page.pk != row.pk)


@ingredient
def crumbs(page_id: int, site_id: int, language: str) -> tuple[Link, ...]:
    """Return the ways to the pages above a page, from the home down, for a reader of `language`."""
    return tuple(filter(None, (link(key, site_id, language) for _pk, key in pages_above(page_id, site_id))))
