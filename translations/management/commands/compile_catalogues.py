"""Compiles the catalogues of all languages, without GNU gettext."""

from typing import Any

from django.core.management.base import BaseCommand

from translations import catalogues


class Command(BaseCommand):
    help = "Compile the catalogues of every language of the registry."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        written = catalogues.compile_all()
        self.stdout.write(f"{len(written)} catalogues compiled.")
