"""Every address of the websites, with its maker: the one place where they are declared."""

from django.contrib.contenttypes.models import ContentType

from cms.home.models import SectionPage
from sites.publishing import addresses, lists, rows
from sites.publishing.ingredients import ingredient
from sites.publishing.subjects import Paths, Redirect, publishes_pages, publishes_portals
from sites.websites import feeds, open_data, pages, sitemaps
from sites.websites.parts import OPEN_DATA


def declare() -> None:
    """Register the paths of pages and portals."""
    publishes_pages(paths_of_page)
    publishes_portals(paths_of_portal)


def paths_of_page(page_id: int) -> Paths:
    """The page in its own language and below every language for whose readers it stands in; elsewhere a way to it."""
    here, row = addresses.address(page_id), rows.page_row(page_id)
    if here is None or row is None:
        return {}
    below = here.path.removeprefix(f"/{here.language}/")
    found: Paths = {
        f"/{code}/{below}": (elsewhere, (row.key, here.site_id, code))
        for code, _page_id, path in addresses.versions(row.key, here.site_id)
        if path != f"/{code}/{below}"
    }
    for reader in _readers(row.key, here):
        found |= _paths(row, f"/{reader}/{below}", reader)
    return found


def elsewhere(key: str, site_id: int, language: str) -> Redirect | None:
    """Send a reader who took the address of another language to the page in his or her own."""
    found = addresses.version(key, site_id, language)
    return Redirect(found[2]) if found else None


elsewhere.priority = 1  # type: ignore[attr-defined]  # a page that is called so comes first


def _readers(key: str, here: addresses.Address) -> list[str]:
    portal = addresses.portal(here.site_id)
    others = [
        (code, addresses.fallback(key, here.site_id, code))
        for code in portal.languages
        if code != here.language
    ]
    return [here.language, *(code for code, stand_in in others if stand_in and stand_in[0] == here.language)]


def _paths(row: rows.PageRow, base: str, reader: str) -> Paths:
    if ContentType.objects.get_for_id(row.content_type_id).model_class() is not SectionPage:
        return {base: (pages.page, (row.pk, reader))}
    found: Paths = {
        path: (pages.section, (row.pk, reader, *narrowed))
        for path, narrowed in lists.paths(row.pk, base, _page_size(row.pk)).items()
    }
    if reader == row.language:
        found[base + "feed.xml"] = (feeds.section, (row.pk,))
    return found


@ingredient
def _page_size(section_id: int) -> int:
    found: int = SectionPage.objects.values_list("page_size", flat=True).get(pk=section_id)
    return found


def paths_of_portal(site_id: int) -> Paths:
    """What a portal has beside its pages: for machines, on its open data, its languages, and what does not exist."""
    portal = addresses.portal(site_id)
    found: Paths = {
        "/": (pages.languages, (site_id,)),
        "/robots.txt": (sitemaps.robots, (site_id,)),
        "/sitemap.xml": (sitemaps.index, (site_id,)),
    }
    for language in portal.languages:
        for part in range(lists.last_part() + 1):
            found[f"/{language}/sitemap-{part}.xml"] = (sitemaps.part, (site_id, language, part))
        found[f"/{language}/feed.xml"] = (feeds.portal, (site_id, language))
        found[f"/{language}/{OPEN_DATA}/"] = (open_data.page, (site_id, language))
        found[f"/{language}/404.html"] = (pages.not_found, (site_id, language))
    return found
