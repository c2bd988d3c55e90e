"""Articles and notices."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks.stream import BodyBlock
from cms.pages.models import BasePage


class ArticlePage(BasePage):
    """Something that happened on a day."""

    words: ClassVar[tuple[str, ...]] = (*BasePage.words, "body")

    date_field = "date_published"

    date_published = models.DateField(_("date"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("date_published"),
        FieldPanel("body"),
        InlinePanel("figures", label=_("Figure"), heading=_("Figures")),
        InlinePanel("gallery", label=_("Picture"), heading=_("Gallery")),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class NoticePage(BasePage):
    """What an office announces: from a moment, and to a moment when it has an end."""

    words: ClassVar[tuple[str, ...]] = (*BasePage.words, "body")

    date_field = "valid_from"

    valid_from = models.DateTimeField(_("valid from"))
    valid_through = models.DateTimeField(_("valid until"), null=True, blank=True)
    issuer = models.ForeignKey(
        "facts.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("issued by"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_through")]), FieldPanel("issuer")],
            _("Validity"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("official notice")
        verbose_name_plural = _("official notices")

    def clean(self) -> None:
        super().clean()
        if self.valid_through and self.valid_from and self.valid_through <= self.valid_from:
            raise ValidationError(
                {"valid_through": gettext("The notice would end before it starts. Choose a later moment.")}
            )
