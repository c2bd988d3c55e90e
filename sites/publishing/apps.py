from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "sites.publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sites.publishing import paths, receivers  # noqa: F401

        paths.declare()
