from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "sites.open_data"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sites.open_data import json_ld

        json_ld.register()
