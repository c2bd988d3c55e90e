"""Screens, the playlists they play, and the pictures that were drawn for them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Site

from cms.facts.models import BorderGate
from cms.pages.ordered import Ordered
from sites.border_gates.slides.frames import LEAST_SIDE_PX, UnknownCanvasError, frame_of
from translations import registry


class Playlist(ClusterableModel):
    """Pages in the order in which screens show them."""

    name = models.CharField(_("name"), max_length=100)
    site = models.ForeignKey(Site, models.PROTECT, related_name="playlists", verbose_name=_("portal"))

    class Meta:
        verbose_name = _("playlist")
        verbose_name_plural = _("playlists")

    def __str__(self) -> str:
        return self.name


class PlaylistItem(Ordered):
    """A page in a playlist, shown for some seconds in each language."""

    playlist = ParentalKey(Playlist, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("page"))
    seconds = models.PositiveSmallIntegerField(
        _("seconds"), default=10, validators=[MinValueValidator(3), MaxValueValidator(120)]
    )

    class Meta(Ordered.Meta):
        verbose_name = _("entry of a playlist")
        verbose_name_plural = _("entries of a playlist")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.seconds} s"


class Screen(ClusterableModel):
    """A screen at a gate: its canvas in pixels, and the playlist it plays."""

    gate = models.ForeignKey(
        BorderGate, models.PROTECT, related_name="screens", verbose_name=_("border gate")
    )
    code = models.SlugField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("Stands in the address of the player, such as tra-linh-1."),
    )
    name = models.CharField(_("where it hangs"), max_length=100)
    width = models.PositiveIntegerField(
        _("width (px)"), validators=[MinValueValidator(LEAST_SIDE_PX), MaxValueValidator(7680)]
    )
    height = models.PositiveIntegerField(
        _("height (px)"), validators=[MinValueValidator(LEAST_SIDE_PX), MaxValueValidator(7680)]
    )
    playlist = models.ForeignKey(Playlist, models.PROTECT, related_name="screens", verbose_name=_("playlist"))

    class Meta:
        verbose_name = _("screen")
        verbose_name_plural = _("screens")

    def __str__(self) -> str:
        return f"{self.gate}: {self.name}"

    def clean(self) -> None:
        super().clean()
        if min(self.width or 0, self.height or 0) >= LEAST_SIDE_PX:  # else its own field says so
            try:
                frame_of(self.width, self.height)
            except UnknownCanvasError as error:
                raise ValidationError({"width": str(error)}) from error

    @property
    def language_codes(self) -> list[str]:
        """The codes of the languages that the screen shows, in order."""
        return [row.language for row in self.languages.all()]


class ScreenLanguage(Ordered):
    """A language that a screen shows."""

    screen = ParentalKey(Screen, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=[(language.code, language.autonym) for language in registry.LANGUAGES],
    )

    class Meta(Ordered.Meta):
        verbose_name = _("language of a screen")
        verbose_name_plural = _("languages of a screen")
        constraints = [
            models.UniqueConstraint(fields=["screen", "language"], name="screen_has_each_language_once"),
        ]

    def __str__(self) -> str:
        return self.language


class DrawnSlide(models.Model):
    """A slide that was drawn: under the digest of everything it was drawn from, the hash of its bytes."""

    drawn_from = models.CharField(max_length=64, primary_key=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveIntegerField()
    clock = models.JSONField()
    """Rectangle [left, top, width, height] in pixels that the player's clock fills."""

    def __str__(self) -> str:
        return self.sha256[:12]

    def plain(self) -> dict[str, Any]:
        """Return what a feed says of the picture."""
        return {"sha256": self.sha256, "bytes": self.size_bytes, "clock": self.clock}


def slide_path(sha256: str) -> str:
    """Return where the picture with that hash lies in the storage of media."""
    return f"slides/{sha256[:2]}/{sha256}.jpg"
