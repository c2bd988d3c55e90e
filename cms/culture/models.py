"""Heritage."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks.stream import BodyBlock
from cms.facts.known_dates import KnownDateField
from cms.facts.models import Located
from cms.pages.models import BasePage


class HeritagePage(Located, BasePage):
    """A monument, a rite, a craft; `peoples` of the page are the communities that keep it."""

    class Kind(models.TextChoices):
        TANGIBLE = "tangible", _("tangible heritage")
        INTANGIBLE = "intangible", _("intangible heritage")
        CRAFT = "craft", _("craft village")

    class Level(models.TextChoices):
        UNESCO = "unesco", _("UNESCO")
        SPECIAL = "special-national", _("special national")
        NATIONAL = "national", _("national")
        PROVINCIAL = "provincial", _("provincial")

    words: ClassVar[tuple[str, ...]] = (*BasePage.words, "body")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.INTANGIBLE)
    level = models.CharField(_("level of recognition"), max_length=20, choices=Level, blank=True)
    recognised = KnownDateField(_("recognised"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("level"), FieldPanel("recognised")]),
                FieldRowPanel(
                    [FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("coordinates_confidence")]
                ),
            ],
            _("Recognition and place"),
        ),
        InlinePanel("figures", label=_("Figure"), heading=_("Figures")),
        FieldPanel("body"),
        InlinePanel("gallery", label=_("Picture"), heading=_("Gallery")),
    ]

    class Meta:
        verbose_name = _("heritage")
        verbose_name_plural = _("heritage")
