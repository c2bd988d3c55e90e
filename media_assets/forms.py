"""The form by which a picture is uploaded or changed: its words become a draft, never public words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import fields_for_model
from django.utils.translation import gettext
from wagtail.images.forms import BaseImageForm

from media_assets.models import PictureWords
from media_assets.resizing import apart
from media_assets.resizing.apart import ResizingError
from media_assets.resizing.original import Original
from translations.forms import limit_words


class PictureForm(BaseImageForm):
    """A picture with those of its words that the person may write, the newest drafts."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        words = self.instance.words if self.instance.pk else PictureWords()
        newest = words.newest()
        self.fields |= fields_for_model(PictureWords, newest)
        limit_words(self, words, user)
        self.word_columns = [name for name in newest if name in self.fields]
        self.initial.update({name: newest[name] for name in self.word_columns})
        self.order_fields(["title", "file", "collection", *self.word_columns])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            file.seek(0)
            try:
                apart.ours.resize(file.name, Original(file.read()), [])
            except ResizingError as error:
                raise ValidationError(str(error)) from error
            file.seek(0)
        return file

    def clean_night(self) -> Any:
        night = self.cleaned_data.get("night")
        if night is not None and night.pk == self.instance.pk:
            raise ValidationError(
                gettext("A picture cannot be its own picture at night. Choose another one.")
            )
        return night

    def _save_m2m(self) -> None:
        """Keep what hangs on a saved picture: its tags and, as a draft, its words."""
        super()._save_m2m()
        written = {name: self.cleaned_data[name] for name in self.word_columns if name in self.cleaned_data}
        self.instance.words.draft(written, self.user)
