"""Parts that many pages share: masthead and footer of a language, the trail to a section.

Each stands in a slot of the pages that have it (`sites.publishing.glue`), so that a menu that changes is put into
finished pages, and no page is rendered for it.
"""

from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType

from cms.home.models import HomePage, PlainPage
from sites.publishing import addresses, rows
from sites.publishing.addresses import Link
from sites.publishing.facts import Run
from sites.publishing.ingredients import ingredient
from sites.websites.rendering import html
from translations import registry

OPEN_DATA = "du-lieu-mo"
"""The word of the address of the page on open data, the same in every language, as slugs are."""
HOME_WORDS = ("title", "tagline", "issuer", "contact", "theme")


@ingredient
def home_words(site_id: int, language: str) -> dict[str, str]:
    """Return the words of a portal's home that stand on every page, and its theme."""
    return _words_of_homes(site_id).get(language) or dict.fromkeys(HOME_WORDS, "")


@ingredient
def _words_of_homes(site_id: int) -> dict[str, dict[str, str]]:
    """Return the words of every home of a portal by language: a footer may need those of several."""
    languages = {home.page_id: home.language for home in addresses.portal(site_id).homes}
    found = HomePage.objects.filter(pk__in=languages).order_by("pk").values("pk", *HOME_WORDS)
    return {languages[home.pop("pk")]: home for home in found}


@ingredient
def _below_home(site_id: int) -> tuple[tuple[str, bool], ...]:
    """(translation key, stands in the menu) of the sections and plain pages below the home."""
    portal = addresses.portal(site_id)
    home = portal.home(registry.SOURCE) or next(iter(portal.homes), None)
    row = rows.page_row(home.page_id) if home else None
    found = rows.children(row) if row else []
    rows.fetch_keys(child.key for child in found)
    plain = ContentType.objects.get_for_model(PlainPage).pk
    return tuple(
        (row.key, row.show_in_menus) for row in found if row.show_in_menus or row.content_type_id == plain
    )


@ingredient
def menu(site_id: int, language: str) -> tuple[Link, ...]:
    """Return the sections of a portal for a reader of `language`."""
    return _links(site_id, language, in_menu=True)


@ingredient
def footer_pages(site_id: int, language: str) -> tuple[Link, ...]:
    """Return the plain pages that stand in the footer for a reader of `language`."""
    return _links(site_id, language, in_menu=False)


def _links(site_id: int, language: str, *, in_menu: bool) -> tuple[Link, ...]:
    found = (
        addresses.link(key, site_id, language)
        for key, is_in_menu in _below_home(site_id)
        if is_in_menu is in_menu
    )
    return tuple(filter(None, found))


class Here(NamedTuple):
    """The section in which a reader is, by its translation key, and whether the page is that section itself."""

    section: str
    is_itself: bool


NOWHERE = Here("", False)


@ingredient
def portal_face(site_id: int, language: str) -> dict[str, str]:
    """Return the name and the theme of a portal, which stand in the head of every page."""
    words = home_words(site_id, language)
    return {"title": words["title"], "theme": words["theme"]}


@ingredient
def masthead(site_id: int, reader: str, section: str, is_itself: bool) -> str:
    """Return the mark and the menu above a page."""
    return masthead_of(home_words(site_id, reader), site_id, reader, section, is_itself)


def masthead_of(portal: dict[str, str], site_id: int, reader: str, section: str, is_itself: bool) -> str:
    """Return the masthead with the words of a home, published or not."""
    here = addresses.link(section, site_id, reader) if section else None
    values = {"portal": portal, "menu": menu(site_id, reader), "here": here, "is_itself": is_itself}
    return html("components/mark_and_menu.html", {**_tags(reader), **values}, reader)


@ingredient
def sections(site_id: int, reader: str) -> str:
    """Return the entries of the menu as a list of its own, for a reader who is nowhere."""
    return html("components/sections.html", {**_tags(reader), "menu": menu(site_id, reader)}, reader)


@ingredient
def colophon(site_id: int, reader: str) -> str:
    """Return who publishes the portal, as the footer says it."""
    return colophon_of(home_words(site_id, reader), site_id, reader)


def colophon_of(portal: dict[str, str], site_id: int, reader: str) -> str:
    """Return the colophon with the words of a home, published or not.

    Who answers for a portal is said to everybody: where the home does not say it, another language does.
    """
    said = {name: _said(name, portal, site_id, reader) for name in ("issuer", "contact")}
    return html("components/colophon.html", {**_tags(reader), "portal": portal, **said}, reader)


def _said(name: str, portal: dict[str, str], site_id: int, reader: str) -> Run | None:
    """What a home says, or else the nearest home along the registry's chain that says it."""
    spoken = registry.language_of(reader)
    if portal[name]:
        return Run(portal[name], spoken.tag)
    for code in dict.fromkeys((*spoken.fallback, registry.SOURCE)):
        if words := home_words(site_id, code)[name]:
            return Run(words, registry.language_of(code).tag)
    return None


@ingredient
def ways(site_id: int, reader: str) -> str:
    """Return the ways that the footer shows: plain pages, the feed, the languages of the portal."""
    homes = [registry.language_of(code) for code in addresses.portal(site_id).languages]
    values = {
        "footer_pages": footer_pages(site_id, reader),
        "homes": homes,
        "feed": f"/{reader}/feed.xml",
        "open_data_path": f"/{reader}/{OPEN_DATA}/",
    }
    return html("components/ways.html", {**_tags(reader), **values}, reader)


@ingredient
def trail(page_id: int, site_id: int, reader: str) -> str:
    """Return the steps from the home down to a page, for the pages below it."""
    row = rows.page_row(page_id)
    own = addresses.link(row.key, site_id, reader) if row else None
    steps = [*addresses.crumbs(page_id, site_id, reader), *([own] if own else [])]
    return html("components/trail.html", {**_tags(reader), "steps": steps}, reader)


def _tags(reader: str) -> dict[str, Any]:
    spoken = registry.language_of(reader)
    interface = registry.language_of(spoken.interface)
    return {"tag": spoken.tag, "interface_tag": interface.tag, "home_path": f"/{reader}/"}
