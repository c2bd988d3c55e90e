from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "cms.home"
    default_auto_field = "django.db.models.BigAutoField"
