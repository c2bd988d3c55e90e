from django.apps import AppConfig


class CultureConfig(AppConfig):
    name = "cms.culture"
    default_auto_field = "django.db.models.BigAutoField"
