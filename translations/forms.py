"""Forms over rows with words in every language: each person sees the languages that he or she may write.

A field that is shown but not posted would be wiped, so a language that is not for this person is removed
from the form, not hidden; its words survive every save.
"""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.forms import WagtailAdminModelForm

from translations import registry
from translations.models import SiteLanguage
from translations.rights import WRITE, languages_for
from translations.words import WordsMixin


def languages_in_use() -> set[str]:
    """Return the codes of the languages that at least one portal shows, and the source language."""
    shown = SiteLanguage.objects.filter(is_on=True).values_list("locale__language_code", flat=True)
    return {registry.SOURCE, *shown}


def limit_words(form: forms.ModelForm, row: WordsMixin, user: Any) -> set[str]:
    """Remove from `form` those words of `row` that `user` may not write; return the codes that are left.

    Beside the words of a translation stand those of the source, for the translator to read.
    """
    model = type(row)
    writable = languages_for(user, WRITE) & languages_in_use()
    for code in registry.CODES:
        for name, column in zip(model.words, model.word_columns(code), strict=True):
            if code not in writable:
                form.fields.pop(column, None)
            elif column in form.fields:
                _prepare(form.fields[column], row, name, code)
    return writable


def _prepare(field: forms.Field, row: WordsMixin, name: str, code: str) -> None:
    language = registry.language_of(code)
    field.label = registry.labelled(capfirst(row._meta.get_field(name).verbose_name), code)
    field.widget.attrs["lang"] = language.tag
    words = getattr(row, build_localized_fieldname(name, registry.SOURCE))
    if code != registry.SOURCE and words:
        field.help_text = gettext("In Vietnamese: %(words)s") % {"words": words}


class WordsForm(WagtailAdminModelForm):
    """The editor's form of a fact: its words by language, and its values for whoever writes the source."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model: type[WordsMixin] = self._meta.model
        if registry.SOURCE not in limit_words(self, self.instance, self.for_user):
            words = {column for code in registry.CODES for column in model.word_columns(code)}
            for name in [name for name in self.fields if name not in words]:
                del self.fields[name]

    def save(self, commit: bool = True) -> Any:
        self._keep_what_is_not_shown()
        return super().save(commit)

    def _keep_what_is_not_shown(self) -> None:
        """An older version that somebody goes back to holds older words of others too: theirs stay the newest."""
        saved = self._meta.model.objects.filter(pk=self.instance.pk).first()
        if saved is None:
            return
        newest = saved.get_latest_revision_as_object()
        for name in saved.columns():
            if name.removesuffix("_id") not in self.fields:
                setattr(self.instance, name, getattr(newest, name))
