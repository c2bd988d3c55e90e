"""Destinations."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from cms.blocks.stream import BodyBlock
from cms.blocks.text import FEATURES
from cms.facts.models import Located
from cms.pages.models import BasePage
from cms.pages.ordered import Ordered

MONTHS = [(number, str(number)) for number in range(1, 13)]


class DestinationPage(Located, BasePage):
    """A place to go to (schema.org names its kinds)."""

    class Kind(models.TextChoices):
        ATTRACTION = "TouristAttraction", _("sight")
        DESTINATION = "TouristDestination", _("region to travel in")
        HISTORICAL = "LandmarksOrHistoricalBuildings", _("historical site")
        LAKE = "BodyOfWater", _("lake or river")
        PARK = "Park", _("park")
        BEACH = "Beach", _("beach")
        MOUNTAIN = "Mountain", _("mountain")

    words: ClassVar[tuple[str, ...]] = (*BasePage.words, "hours_note", "how_to_get_there", "body")

    kind = models.CharField(_("kind"), max_length=40, choices=Kind, default=Kind.ATTRACTION)
    hours_note = models.CharField(_("note on the hours"), max_length=200, blank=True)
    hours_source = models.CharField(_("source of the hours"), max_length=200, blank=True)
    shows_second_clock = models.BooleanField(
        _("also show the hours in Beijing time"),
        default=False,
        help_text=_("For places that are visited from both sides."),
    )
    season_from = models.PositiveSmallIntegerField(
        _("best from month"), choices=MONTHS, null=True, blank=True
    )
    season_to = models.PositiveSmallIntegerField(_("best to month"), choices=MONTHS, null=True, blank=True)
    how_to_get_there = RichTextField(_("how to get there"), features=FEATURES, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel(
                    [FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("coordinates_confidence")]
                ),
                FieldRowPanel([FieldPanel("season_from"), FieldPanel("season_to")]),
            ],
            _("Place and season"),
        ),
        MultiFieldPanel(
            [
                InlinePanel(
                    "opening_hours", label=_("Span of hours"), heading=_("Spans of hours in Hà Nội time")
                ),
                FieldPanel("shows_second_clock"),
                FieldPanel("hours_note"),
                FieldPanel("hours_source"),
            ],
            _("Opening hours"),
        ),
        InlinePanel("figures", label=_("Figure"), heading=_("Figures: size, fee and more")),
        FieldPanel("how_to_get_there"),
        FieldPanel("body"),
        InlinePanel("gallery", label=_("Picture"), heading=_("Gallery")),
    ]

    class Meta:
        verbose_name = _("destination")
        verbose_name_plural = _("destinations")

    def clean(self) -> None:
        super().clean()
        if (self.season_from is None) != (self.season_to is None):
            raise ValidationError({"season_to": gettext("Give both months of the season, or neither.")})


class OpeningHours(Ordered):
    """A span of hours in Hà Nội time; without `days` the source does not say on which."""

    class Days(models.TextChoices):
        DAILY = "Mo-Su", _("every day")
        WEEKDAYS = "Mo-Fr", _("Monday to Friday")
        WEEKEND = "Sa-Su", _("Saturday and Sunday")

    page = ParentalKey(DestinationPage, on_delete=models.CASCADE, related_name="opening_hours")
    days = models.CharField(_("days"), max_length=10, choices=Days, blank=True)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    panels = [FieldRowPanel([FieldPanel("days"), FieldPanel("opens"), FieldPanel("closes")])]

    class Meta(Ordered.Meta):
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self) -> str:
        return f"{self.get_days_display()} {self.opens:%H:%M}–{self.closes:%H:%M}".lstrip()
