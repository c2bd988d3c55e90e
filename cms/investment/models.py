"""Investment projects."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from cms.blocks.stream import BodyBlock
from cms.blocks.text import FEATURES
from cms.facts.known_dates import KnownDateField
from cms.pages.models import BasePage


class InvestmentProjectPage(BasePage):
    """A project or zone. Land and capital are `figures`, each with its source and date."""

    class Sector(models.TextChoices):
        ZONE = "zone", _("Economic zone")
        INFRASTRUCTURE = "infrastructure", _("Infrastructure")
        LOGISTICS = "logistics", _("Logistics")
        TOURISM = "tourism", _("Tourism")
        INDUSTRY = "industry", _("Industry")
        AGRICULTURE = "agriculture", _("Agriculture")
        PORT = "port", _("Port")
        ENERGY = "energy", _("Energy")

    class Form(models.TextChoices):
        PUBLIC = "public", _("Public investment")
        PPP = "ppp", _("Public-private partnership (PPP)")
        DOMESTIC = "domestic", _("Domestic investment")
        FOREIGN = "foreign", _("Foreign direct investment")

    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CALLING = "calling", _("Calling for investment")
        BUILDING = "building", _("Under construction")
        OPERATING = "operating", _("In operation")

    words: ClassVar[tuple[str, ...]] = (*BasePage.words, "legal_basis", "incentives", "body")

    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    form = models.CharField(_("form of investment"), max_length=20, choices=Form, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, blank=True)
    zone = models.ForeignKey(
        "facts.Place", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("zone")
    )
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    incentives = RichTextField(_("incentives"), features=FEATURES, blank=True)
    contact = models.ForeignKey(
        "facts.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    as_of = KnownDateField(_("data as of"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("sector"), FieldPanel("form"), FieldPanel("stage")]),
                FieldPanel("zone"),
                FieldPanel("legal_basis"),
                FieldPanel("as_of"),
                FieldPanel("contact"),
            ],
            _("The project"),
        ),
        InlinePanel("figures", label=_("Figure"), heading=_("Figures: land, capital and more")),
        FieldPanel("incentives"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("investment project")
        verbose_name_plural = _("investment projects")
