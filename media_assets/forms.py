"""The form by which a picture is uploaded or changed: its words become a draft, never public words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.images.forms import BaseImageForm

from translations.forms import limit_words


class PictureForm(BaseImageForm):
    """Keeps the words that were typed apart from the picture; `Picture.save` turns them into a draft."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        codes = limit_words(self, user)
        self.word_columns = [
            name for code in codes for name in self._meta.model.word_columns(code) if name in self.fields
        ]
        drafted = self.instance.newest_words()
        self.initial.update({name: drafted[name] for name in self.word_columns})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.draft_on_save({name: cleaned.pop(name, None) for name in self.word_columns}, self.user)
        return cleaned

    def clean_night(self) -> Any:
        night = self.cleaned_data.get("night")
        if night is not None and night.pk == self.instance.pk:
            raise ValidationError(
                gettext("A picture cannot be its own picture at night. Choose another one.")
            )
        return night
