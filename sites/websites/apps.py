from django.apps import AppConfig


class WebsitesConfig(AppConfig):
    name = "sites.websites"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sites.websites import blocks, paths, previews

        paths.declare()
        blocks.register()
        previews.register()
