"""Prepares this machine for the demo: system parts, catalogues, database, static files, content."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from media_assets import system_parts
from media_assets.system_parts import start_again
from translations.catalogues import compile_all


class Command(BaseCommand):
    help = "Prepare this machine for the demo and load its content."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
        self._prepare_system()
        if compile_all():
            start_again()  # Django keeps the catalogues that it found when it started
        self._step("Preparing the database (half a minute)", "migrate", verbosity=0)
        self._step("Collecting static files", "collectstatic", interactive=False, verbosity=0)
        self._step("Loading the demo (a minute or two)", "load_demo")
        self._step(
            "Indexing it (a minute)", "db_worker", verbosity=0, batch=True, interval=0, startup_delay=False
        )
        self._step("Publishing it, with every size of its pictures (two minutes)", "publish_site")

    def _prepare_system(self) -> None:
        if system_parts.is_complete():
            return
        if system_parts.install():
            start_again()
        self.stdout.write(
            "Slides are not drawn: libfribidi is missing. Install it: " + " ".join(system_parts.COMMAND)
        )

    def _step(self, title: str, command: str, **options: Any) -> None:
        self.stdout.write(f"{title} …")
        call_command(command, stdout=self.stdout, **options)
