from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "sites.open_data"
    default_auto_field = "django.db.models.BigAutoField"
