"""Numbers as editors write them: with the marks of their language, and no digit that says nothing.

In Vietnamese a comma parts the decimals and a point the thousands: 20.000 is twenty thousand. Coordinates are copied
from maps with a point before the decimals. So a point is what it must be: see `number`.
"""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.formats import get_format

_GAP = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[.,]\d{3})+")


def number(written: str, mark: str, largest: Decimal | None = None) -> str:
    """Return what an editor wrote, with a point before the decimals and no other marks.

    `mark` is the decimal mark of the editor's language. The other mark parts thousands where three digits follow it
    and the number would not be greater than `largest`, else it is taken for a decimal mark too. What is no number is
    returned as it is.
    """
    compact = _GAP.sub("", written.strip())
    marks = [letter for letter in compact if letter in ".,"]
    if not marks:
        return compact
    if len(set(marks)) == 2:
        whole, last, decimals = compact.rpartition(marks[-1])
        is_sound = last not in whole and _GROUPS.fullmatch(whole)
        return f"{_plain(whole)}.{decimals}" if is_sound else written
    if len(marks) == 1 and (marks[0] == mark or not _parts_thousands(compact, largest)):
        return compact.replace(",", ".")
    return _plain(compact) if _GROUPS.fullmatch(compact) else written


def _parts_thousands(compact: str, largest: Decimal | None) -> bool:
    is_group = _GROUPS.fullmatch(compact) is not None
    return is_group and (largest is None or abs(Decimal(_plain(compact))) <= largest)


def _plain(compact: str) -> str:
    return compact.replace(".", "").replace(",", "")


class NumberFormField(forms.DecimalField):
    """Shows a number with the decimal mark of the editor's language, and takes it with either mark."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"inputmode": "decimal"}), **options})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal) or not value.is_finite():
            return value
        return f"{value.normalize():f}".replace(".", get_format("DECIMAL_SEPARATOR"))

    def to_python(self, value: Any) -> Decimal | None:
        written = (
            number(value, get_format("DECIMAL_SEPARATOR"), self._largest())
            if isinstance(value, str)
            else value
        )
        return super().to_python(written)

    def _largest(self) -> Decimal | None:
        limits = [Decimal(one.limit_value) for one in self.validators if isinstance(one, MaxValueValidator)]
        if self.max_digits is not None:
            limits.append(Decimal(10) ** (self.max_digits - (self.decimal_places or 0)) - 1)
        return min(limits, default=None)
