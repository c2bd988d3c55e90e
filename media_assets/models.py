"""Pictures: one file and its rights; and what is said of them in every language."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, ClassVar

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    IMAGE_FORMAT_EXTENSIONS,
    AbstractImage,
    AbstractRendition,
    Filter,
    SourceImageIOError,
)
from wagtail.search import index

from media_assets.resizing import apart
from media_assets.resizing.original import Original
from translations import registry
from translations.words import WordsMixin, ask_for_approval


class Licence(models.TextChoices):
    """Under what terms a picture may be shown."""

    OWN = "own", _("Our own work")
    PERMISSION = "permission", _("With the owner's permission")
    PAID = "paid", _("Paid licence")
    CC0 = "cc0", "CC0 1.0"
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"


class Picture(AbstractImage):
    """A picture: one file and its rights. What is said of it is its `words`, a row of their own."""

    author = models.CharField(_("author"), max_length=150, blank=True)
    owner = models.CharField(_("owner of the rights"), max_length=150, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.OWN)
    rights_end_on = models.DateField(
        _("rights end on"),
        null=True,
        blank=True,
        help_text=_("The last day on which the picture may be shown."),
    )
    source = models.CharField(_("source"), max_length=250, blank=True)
    is_ai_made = models.BooleanField(_("made by AI"), default=False)
    is_illustration = models.BooleanField(_("illustration, not a photograph"), default=False)
    night = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="day",
        verbose_name=_("the same scene at night"),
        help_text=_("Shown instead to readers who prefer a dark screen."),
    )

    admin_form_fields = (
        "title", "file", "collection", "author", "owner", "licence", "rights_end_on", "source", "is_ai_made",
        "is_illustration", "night", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("author"),
        index.FilterField("licence"),
    ]

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        return self.words.alt_text or self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            PictureWords.objects.create(picture=self)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002
        return self._files([filter])[0]

    def create_renditions(self, *filters: Filter) -> "dict[Filter, Rendition]":
        """Make the files of all filters in one go. Raises a ResizingError, and nothing is kept then."""
        return {
            each: self.renditions.get_or_create(
                filter_spec=each.spec, focal_point_key=each.get_cache_key(self), defaults={"file": file}
            )[0]
            for each, file in zip(filters, self._files(filters), strict=True)
        }

    def _files(self, filters: Sequence[Filter]) -> list[File]:
        if not filters:
            return []
        try:
            with self.open_file() as file:
                original = Original(file.read(), self.get_focal_point())
        except SourceImageIOError as error:
            raise apart.PictureMissingError(
                self.title, gettext("its file is missing. Upload it again.")
            ) from error
        made = apart.ours.resize(self.title, original, [each.spec for each in filters])
        return [
            ContentFile(each.content, f"{self.pk}{IMAGE_FORMAT_EXTENSIONS[each.file_format]}")
            for each in made
        ]


class PictureWords(WordsMixin):
    """What is said of a picture, in every language: drafted and approved like the words of a fact.

    Apart from the picture, because a file and its rights change at once and words do not.
    """

    words: ClassVar[tuple[str, ...]] = ("alt_text", "caption")

    picture = models.OneToOneField(
        Picture, models.CASCADE, related_name="words", editable=False, verbose_name=_("picture")
    )
    alt_text = models.CharField(
        _("description"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("words of a picture")
        verbose_name_plural = _("words of pictures")

    def __str__(self) -> str:
        return str(self.picture)

    def newest(self) -> dict[str, Any]:
        """Return the newest words by column, drafts included."""
        newest = self.get_latest_revision_as_object()
        return {name: getattr(newest, name) for code in registry.CODES for name in self.word_columns(code)}

    def draft(self, words: dict[str, Any], user: Any) -> None:
        """Keep words by column as a draft and send it to the approvers, unless they say nothing new."""
        draft = self.get_latest_revision_as_object()
        if all((getattr(draft, name) or "") == (value or "") for name, value in words.items()):
            return
        for name, value in words.items():
            setattr(draft, name, value or None)
        draft.save_revision(user=user, clean=False)
        ask_for_approval(PictureWords.objects.get(pk=self.pk), user)


class Rendition(AbstractRendition):
    """A size and format of a picture, in a file named by the hash of what it is and of its bytes.

    Of what it is too, since two renditions may have the same bytes, and each deletes its file with itself.
    """

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="picture_has_rendition_once"
            ),
        ]

    def get_upload_to(self, filename: str) -> str:
        digest = hashlib.file_digest(self.file.file, "sha256")
        digest.update(f"{self.image_id} {self.filter_spec} {self.focal_point_key}".encode())
        self.file.file.seek(0)
        return f"pictures/{digest.hexdigest()[:20]}{PurePath(filename).suffix}"
