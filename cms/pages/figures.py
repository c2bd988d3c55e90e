"""Typed numbers of a page: what is counted, how much, how exactly, and who said so when.

The word for each kind comes from the catalogues, so a figure is edited once and reads in every language.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.facts.known_dates import KnownDateField
from cms.facts.units import PRECISIONS
from cms.pages.ordered import Ordered


class FigureKind(models.TextChoices):
    """What a figure says about its page; `unit` is fixed by the kind. Append only."""

    AREA = "area-ha", _("Area")
    AREA_KM2 = "area-km2", _("Area (km²)")
    LENGTH = "length-km", _("Length")
    HEIGHT = "height-m", _("Height")
    CAPITAL_VND = "capital-bn-vnd", _("Capital")
    CAPITAL_USD = "capital-usd", _("Capital (USD)")
    FEE = "fee-vnd", _("Entrance fee")
    GROUP = "group-people", _("Visitors in a group")
    HOUSEHOLDS = "size-households", _("Households")
    WORKSHOPS = "size-workshops", _("Workshops")
    AREAS = "parts-areas", _("Areas")
    PHASE_LENGTH = "phase-km", _("First phase")

    @property
    def unit(self) -> str:
        """The code of the unit in `cms.facts.units`."""
        return _UNIT_OF[self]


_UNIT_OF = {
    FigureKind.AREA: "ha",
    FigureKind.AREA_KM2: "km2",
    FigureKind.LENGTH: "km",
    FigureKind.HEIGHT: "m",
    FigureKind.CAPITAL_VND: "bn-vnd",
    FigureKind.CAPITAL_USD: "usd",
    FigureKind.FEE: "vnd",
    FigureKind.GROUP: "people",
    FigureKind.HOUSEHOLDS: "households",
    FigureKind.WORKSHOPS: "workshops",
    FigureKind.AREAS: "areas",
    FigureKind.PHASE_LENGTH: "km",
}


class Figure(Ordered):
    """One number of one page."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField(_("what"), max_length=20, choices=FigureKind)
    precision = models.CharField(_("precision"), max_length=10, choices=PRECISIONS, default="exact")
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    source = models.CharField(_("source"), max_length=200)
    as_of = KnownDateField(_("as of"))

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("precision"), FieldPanel("value")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("as_of")]),
    ]

    class Meta(Ordered.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(fields=["page", "kind"], name="page_has_each_kind_of_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"
