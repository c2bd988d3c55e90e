from django.apps import AppConfig


class MediaAssetsConfig(AppConfig):
    name = "media_assets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from media_assets import checks  # noqa: F401
        from media_assets.resizing import heads

        heads.register()
