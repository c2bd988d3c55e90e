"""The pages that frame a portal."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks.stream import BodyBlock
from cms.home.blocks import HomeBodyBlock
from cms.pages.models import BasePage
from cms.pages.ordered import Ordered


class Theme(models.TextChoices):
    """The cloth a portal wears: its colours and woven pattern. Append only."""

    CAO_BANG = "cao-bang", _("Indigo, diamonds (Cao Bằng)")
    QUANG_TRI = "quang-tri", _("Lagoon, waves (Quảng Trị)")
    AN_GIANG = "an-giang", _("Palm, petals (An Giang)")


class HomePage(BasePage):
    """The home of a portal in one language; its title is the name of the province."""

    words: ClassVar[tuple[str, ...]] = (*BasePage.words, "tagline", "issuer", "contact", "body")
    own_facts: ClassVar[tuple[str, ...]] = ("slug",)

    theme = models.CharField(_("theme"), max_length=20, choices=Theme, default=Theme.CAO_BANG)
    tagline = models.CharField(_("what the portal is"), max_length=80, blank=True)
    issuer = models.CharField(_("who answers for the portal"), max_length=200, blank=True)
    contact = models.CharField(_("address and telephone"), max_length=250, blank=True)
    body = StreamField(HomeBodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("theme"),
        InlinePanel(
            "layers",
            label=_("Layer of the opening picture"),
            heading=_("Opening picture in layers"),
            max_num=8,
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("tagline"), FieldPanel("issuer"), FieldPanel("contact")], _("Header and footer")
        ),
    ]

    class Meta:
        verbose_name = _("home")
        verbose_name_plural = _("homes")


class HeroLayer(Ordered):
    """The sky or the land of a home's opening picture, between which the province's name stands."""

    class Part(models.TextChoices):
        BACK = "back", _("sky, behind the name")
        FRONT = "front", _("land, before the name")

    class Form(models.TextChoices):
        WIDE = "wide", _("wide (16:9)")
        TALL = "tall", _("tall (4:5), for phones")

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="layers")
    part = models.CharField(_("part"), max_length=5, choices=Part)
    form = models.CharField(_("shape"), max_length=4, choices=Form)
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, models.CASCADE, related_name="+", verbose_name=_("picture")
    )

    panels = [FieldRowPanel([FieldPanel("part"), FieldPanel("form")]), FieldPanel("picture")]

    class Meta(Ordered.Meta):
        verbose_name = _("layer of an opening picture")
        verbose_name_plural = _("layers of an opening picture")
        constraints = [
            models.UniqueConstraint(fields=["page", "part", "form"], name="home_has_each_layer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}, {self.get_form_display()}"


class SectionPage(BasePage):
    """A list of the pages below it, by topic and place."""

    class Layout(models.TextChoices):
        CARDS = "cards", _("Cards and coordinates")
        TABLE = "table", _("Table")
        INDEX = "index", _("Index of names")
        DATED = "dated", _("Titles with dates")

    layout = models.CharField(_("layout"), max_length=10, choices=Layout, default=Layout.CARDS)
    page_size = models.PositiveSmallIntegerField(
        _("entries on a page"), default=12, validators=[MinValueValidator(1)]
    )

    parent_page_types = ["home.HomePage"]
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("layout"), FieldPanel("page_size")]),
    ]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page_size__gte=1), name="section_shows_entries_on_a_page"
            ),
        ]


class PlainPage(BasePage):
    """A page of text: about the portal, accessibility, privacy, how to cross the border."""

    words: ClassVar[tuple[str, ...]] = (*BasePage.words, "body")

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.HomePage", "home.PlainPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
