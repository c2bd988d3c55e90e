from pathlib import Path

from django.apps import AppConfig

from translations import catalogues


class WebsitesConfig(AppConfig):
    name = "sites.websites"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sites.publishing.assets import publishes_assets
        from sites.websites import blocks, labels, paths, previews

        catalogues.readers_see(Path(self.path), labels.message_ids())
        publishes_assets("websites")
        paths.declare()
        blocks.register()
        previews.register()
