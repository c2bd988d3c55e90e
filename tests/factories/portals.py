"""Portals with live homes in several languages, and their teams."""

from collections.abc import Sequence

from wagtail.models import Locale, Page, Site

from cms.accounts.teams import set_up_teams
from cms.home.models import HomePage, SectionPage
from tests.factories.accounts import administrator
from translations import registry
from translations.models import SiteLanguage


def portal(name: str = "cao-bang", languages: Sequence[str] = ("vi", "en", "lo")) -> Site:
    """Return a portal at `<name>.localhost` with a published home in each language."""
    root = Page.get_first_root_node()
    for code in languages:
        Locale.objects.get_or_create(language_code=code)
    source = Locale.objects.get(language_code=registry.SOURCE)
    home = root.add_child(instance=HomePage(title=name, slug=name, locale=source))
    site = Site.objects.create(hostname=f"{name}.localhost", root_page=home, site_name=name)
    for code in languages:
        locale = Locale.objects.get(language_code=code)
        SiteLanguage.objects.create(site=site, locale=locale)
        if code != registry.SOURCE:
            _own_home(home, locale)
    set_up_teams(site)
    return site


def _own_home(home: HomePage, locale: Locale) -> None:
    own = home.copy_for_translation(locale, copy_parents=True)
    own.title = f"{home.title} {locale.language_code}"
    own.save_revision().publish(user=administrator())


def home_of(site: Site, language: str = registry.SOURCE) -> HomePage:
    """Return the home of a portal in a language."""
    found: HomePage = HomePage.objects.get(
        translation_key=site.root_page.translation_key, locale__language_code=language
    )
    return found


def section(
    site: Site, slug: str = "diem-den", layout: str = "cards", language: str = registry.SOURCE
) -> SectionPage:
    """Return a live section below the home of a portal."""
    parent = home_of(site, language)
    page = SectionPage(title=slug, slug=slug, layout=layout, locale=parent.locale, show_in_menus=True)
    added: SectionPage = parent.add_child(instance=page)
    return added
