from django.apps import AppConfig
from django.db import models


class FactsConfig(AppConfig):
    name = "cms.facts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.admin.forms.models import register_form_field_override

        from cms.facts.numbers import NumberFormField

        register_form_field_override(models.DecimalField, override={"form_class": NumberFormField})
