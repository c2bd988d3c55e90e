"""Connects the floor of languages to what Wagtail announces."""

from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "translations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from translations import checks, localize, nfc, receivers  # noqa: F401

        localize.install_safe_defaults()
