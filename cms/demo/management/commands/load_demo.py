"""Loads the demo into this installation; what is there already stays."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.accounts.teams import portal_collection
from cms.demo.facts import load_facts
from cms.demo.pages import load_pages
from cms.demo.people import administrator, load_people
from cms.demo.pictures import load_pictures
from cms.demo.portals import load_portals
from cms.demo.screens import load_screens


class Command(BaseCommand):
    help = "Load three portals, their people and the content of Cao Bằng."

    def handle(self, *args: Any, **options: Any) -> None:
        approver = administrator()
        sites = load_portals()
        load_facts(approver)
        load_pictures(portal_collection(sites[0]), approver)
        for site in sites:
            load_pages(site, approver, self._report)
            load_people(site)
            load_screens(site)

    def _report(self, line: str) -> None:
        self.stdout.write(f"  {line}")
