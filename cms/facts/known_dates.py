"""Dates as exact as their source: a day, a month or only a year.

Stored as ISO 8601 with less precision (`2014-03-11`, `2014-03`, `2014`), written by editors as they write
dates (`11/3/2014`, `3/2014`, `2014`).
"""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_VIETNAMESE = re.compile(r"(?:(?:(?P<day>\d{1,2})/)?(?P<month>\d{1,2})/)?(?P<year>\d{4})")
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


def known_date(written: str) -> str:
    """Return what an editor wrote in its stored form. Raises ValidationError with what to write instead."""
    found = _VIETNAMESE.fullmatch(written.strip()) or _ISO.fullmatch(written.strip())
    if found is None:
        raise _not_a_date(written)
    parts = [int(found[name]) for name in ("year", "month", "day") if found[name]]
    try:
        whole = datetime.date(*[*parts, 1, 1][:3])
    except ValueError:
        raise _not_a_date(written) from None
    return whole.isoformat()[: (4, 7, 10)[len(parts) - 1]]


def _not_a_date(written: str) -> ValidationError:
    return ValidationError(
        gettext("“%(written)s” is not a date. Write a day, a month or a year: 11/3/2014, 3/2014 or 2014.")
        % {"written": written}
    )


class KnownDateFormField(forms.CharField):
    """Shows a stored date as editors write it, and takes it in either form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 10, "help_text": _("11/3/2014, 3/2014 or 2014"), **options})

    def prepare_value(self, value: Any) -> Any:
        found = _ISO.fullmatch(value or "")
        if found is None:
            return value
        return "/".join(str(int(found[name])) for name in ("day", "month", "year") if found[name])

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        return known_date(written) if written else ""


class KnownDateField(models.CharField[str, str]):
    """A column for a date as exact as it is known."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "max_length": 10})

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        written = super().clean(value, model_instance)
        return known_date(written) if written else written

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": KnownDateFormField, **options})
