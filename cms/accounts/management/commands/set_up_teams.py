"""Makes the groups, permissions and workflows of every portal, and repairs them when they drifted."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Site

from cms.accounts.teams import set_up_teams


class Command(BaseCommand):
    help = "Make or repair the teams (portal × language × role) of every portal."

    def handle(self, *args: Any, **options: Any) -> None:
        for site in Site.objects.select_related("root_page"):
            for team in set_up_teams(site):
                self.stdout.write(str(team))
