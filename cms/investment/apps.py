from django.apps import AppConfig


class InvestmentConfig(AppConfig):
    name = "cms.investment"
    default_auto_field = "django.db.models.BigAutoField"
