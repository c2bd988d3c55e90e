"""`BasePage`, from which every page type is made, and the small rows that hang on a page."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page, Revision
from wagtail.search import index

from cms.pages import previews
from cms.pages.figures import Figure, FigureKind
from cms.pages.slugs import slug_input
from translations import localize
from translations.letters import count_letters
from translations.revisions import keeps_approved_revisions

__all__ = ["BasePage", "Figure", "FigureKind", "GalleryPicture", "RelatedPage"]

WALL_TITLE_LETTERS = 24
RESERVED_SLUGS = frozenset({"chu-de", "noi", "trang", "404"})
"""Words that stand in the addresses of lists, so no page may be called so."""


class BasePage(Page):
    """A page with words in one language and facts shared with its translations."""

    words: ClassVar[tuple[str, ...]] = (
        "title",
        "seo_title",
        "search_description",
        "summary",
        "wall_title",
        "wall_line",
        "source",
        "credit",
    )
    """Names of the fields that are translated. Every other editable field is a fact."""
    own_facts: ClassVar[tuple[str, ...]] = ()
    """Names of facts that each language has for itself."""
    date_field: ClassVar[str] = ""
    """Name of the field by whose date lists are ordered; empty: the order of the tree."""
    translatable_fields = localize.WordsAndFacts()

    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences: they stand under the title and in lists."),
    )
    wall_title = models.CharField(
        _("title on walls"),
        max_length=80,
        blank=True,
        help_text=_("At most 24 letters, for narrow screens. Empty: the title."),
    )
    wall_line = models.CharField(
        _("line on walls"),
        max_length=90,
        blank=True,
        help_text=_("A few words under the title on a wall; there is room for about 60 letters."),
    )
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who wrote the text, or translated it and how.")
    )
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
    )
    topics = ParentalManyToManyField("facts.Topic", blank=True, verbose_name=_("topics"))
    places = ParentalManyToManyField("facts.Place", blank=True, verbose_name=_("places"))
    peoples = ParentalManyToManyField("facts.People", blank=True, verbose_name=_("peoples"))
    source = models.CharField(
        _("source"), max_length=250, blank=True, help_text=_("Where what is said here was first said.")
    )
    made_from = models.CharField(max_length=64, blank=True, editable=False)
    """Digest of the source text from which this translation was made."""

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("picture")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug", widget=slug_input()),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            _("For search engines"),
        ),
        MultiFieldPanel(
            [FieldPanel("show_in_menus"), FieldPanel("wall_title"), FieldPanel("wall_line")],
            _("Where it is shown"),
        ),
        MultiFieldPanel(
            [FieldPanel("topics"), FieldPanel("places"), FieldPanel("peoples")], _("What it is about")
        ),
        InlinePanel("related", label=_("Related page"), heading=_("Related pages")),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("credit")], _("Source")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if count_letters(self.wall_title) > WALL_TITLE_LETTERS:
            raise ValidationError(
                {
                    "wall_title": gettext("%(count)d letters: a title on walls has at most 24. Shorten it.")
                    % {"count": count_letters(self.wall_title)}
                }
            )
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": gettext("The addresses of lists use this word. Choose another slug.")}
            )

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return previews.modes()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previews.preview(mode_name, self, request)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Return Wagtail's (site id, root URL, path), the path with its language, for links in the newsroom."""
        parts = super().get_url_parts(request)
        if parts is None or parts[2] is None:
            return parts
        site_id, root_url, path = parts
        return site_id, root_url, f"/{self.locale.language_code}{path}"

    def serializable_data(self) -> dict[str, Any]:
        """Return the content of a revision; Wagtail's own drops all rows of a page when one of them is faulty."""
        data: dict[str, Any] = ClusterableModel.serializable_data(self)
        return data

    @keeps_approved_revisions
    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        return super().save_revision(*args, **kwargs)


class RelatedPage(Orderable):
    """A page that an editor recommends beside another."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="related")
    target = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("target")]

    class Meta(Orderable.Meta):
        verbose_name = _("related page")
        verbose_name_plural = _("related pages")


class GalleryPicture(Orderable):
    """A further picture of a page."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="gallery")
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, models.CASCADE, related_name="+", verbose_name=_("picture")
    )

    panels = [FieldPanel("picture")]

    class Meta(Orderable.Meta):
        verbose_name = _("picture of a gallery")
        verbose_name_plural = _("pictures of a gallery")
