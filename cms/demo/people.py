"""People of the demo, each with one role, and the administrator who approves what is loaded."""

import json
from pathlib import Path
from typing import Any

from wagtail.models import Locale, Site

from cms.accounts.models import Team, User
from cms.accounts.teams import set_up_teams
from cms.demo.start import PASSWORD

ADMINISTRATOR = "quan-tri"


def administrator() -> User:
    """Return the demo's administrator, and make the account when it is missing."""
    found = User.objects.filter(username=ADMINISTRATOR).first()
    return found or User.objects.create_superuser(ADMINISTRATOR, password=PASSWORD, first_name="Quản trị")


def load_people(site: Site) -> list[User]:
    """Make the teams of a portal and one person for each account in the data."""
    set_up_teams(site)
    rows = json.loads((Path(__file__).with_name("data") / "people.json").read_text("utf-8"))
    return [_load(row, site) for row in rows if row["portal"] == site.hostname.split(".")[0]]


def _load(row: dict[str, Any], site: Site) -> User:
    user = User.objects.filter(username=row["username"]).first()
    if user is None:
        user = User.objects.create_user(row["username"], password=PASSWORD, first_name=row["name"])
    for role, language in row["teams"]:
        locale = Locale.objects.get(language_code=language)
        user.groups.add(Team.objects.get(site=site, locale=locale, role=role).group)
    return user
