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

    date_field = "happened_on"

    happened_on = models.DateField(_("day"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("happened_on"),
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

    date_field = "starts_at"

    starts_at = models.DateTimeField(_("valid from"))
    ends_at = models.DateTimeField(_("valid until"), null=True, blank=True)
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
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]), FieldPanel("issuer")],
            _("Validity"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("official notice")
        verbose_name_plural = _("official notices")

    def clean(self) -> None:
        super().clean()
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError(
                {"ends_at": gettext("The notice would end before it starts. Choose a later moment.")}
            )
