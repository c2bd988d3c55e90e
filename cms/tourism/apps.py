from django.apps import AppConfig


class TourismConfig(AppConfig):
    name = "cms.tourism"
    default_auto_field = "django.db.models.BigAutoField"
