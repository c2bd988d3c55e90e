from django.apps import AppConfig


class BorderGatesConfig(AppConfig):
    name = "sites.border_gates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sites.border_gates import paths, previews
        from sites.publishing.assets import publishes_assets

        publishes_assets("border_gates")
        paths.declare()
        previews.register()
