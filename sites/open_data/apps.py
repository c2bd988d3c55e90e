from pathlib import Path

from django.apps import AppConfig

from translations import catalogues


class OpenDataConfig(AppConfig):
    name = "sites.open_data"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sites.open_data import json_ld, licences, paths, summary

        licences.licence()  # an installation with another one does not start
        catalogues.readers_see(Path(self.path), ())
        json_ld.register()
        paths.declare()
        summary.register()
