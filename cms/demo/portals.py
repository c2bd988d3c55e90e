"""The three portals: their sites, homes and languages."""

import json
from pathlib import Path
from typing import Any

from wagtail.models import Locale, Page, Site

from cms.demo.start import PORT
from cms.home.models import HomePage
from sites.publishing.models import ShortHost
from translations import registry
from translations.models import SiteLanguage

DATA = Path(__file__).with_name("data")


def load_portals() -> list[Site]:
    """Make the portals that are missing, each with its Vietnamese home as a draft and its languages shown."""
    rows = json.loads((DATA / "portals.json").read_text("utf-8"))
    for code in {code for row in rows for code in row["languages"]}:
        Locale.objects.get_or_create(language_code=code)
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()  # Wagtail's, with its site
    return [_load(row) for row in rows]


def _load(row: dict[str, Any]) -> Site:
    hostname = f"{row['code']}.localhost"
    site = Site.objects.filter(hostname=hostname).first()
    if site is None:
        home = _home(row)
        site = Site.objects.create(
            hostname=hostname,
            port=PORT,
            root_page=home,
            site_name=row["name"],
            is_default_site=not Site.objects.filter(is_default_site=True).exists(),
        )
        ShortHost.objects.create(site=site, host=f"{row['short']}.localhost:{PORT}")
    for code in row["languages"]:
        SiteLanguage.objects.get_or_create(site=site, locale=Locale.objects.get(language_code=code))
    return site


def _home(row: dict[str, Any]) -> HomePage:
    source = Locale.objects.get(language_code=registry.SOURCE)
    home = HomePage(title=row["name"], slug=row["code"], locale=source, theme=row["code"], live=False)
    return Page.get_first_root_node().add_child(instance=home)
