from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PublishingConfig(AppConfig):
    name = "sites.publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sites.publishing import append_only, checks, listening, paths, receivers, triggers  # noqa: F401

        listening.install()
        post_migrate.connect(lambda **_kwargs: triggers.install(), sender=self, weak=False)
        post_migrate.connect(lambda **_kwargs: append_only.install(), sender=self, weak=False)
        paths.declare()
