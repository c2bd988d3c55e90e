"""Dates, numbers and coordinates as a reader of a language writes them.

Plain functions over plain values, on the CLDR data of Babel. A language that CLDR does not know is written
as the nearest language of its fallback chain that it knows: the languages of the peoples of Viet Nam as
Vietnamese.
"""

import datetime
import functools
import re
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from translations import registry

_POORLY_KNOWN = frozenset({"blt"})
"""Languages that CLDR parses but has no month names for."""

_REGION = {"en": "en-GB"}
"""Where the language alone would be formatted for another continent: 14 July, not July 14."""

_IN_FIGURES = {("vi", "yMd"): "dd/MM/y", ("vi", "yM"): "MM/y"}
"""Where the figures of CLDR are not those of the newsroom: Vietnamese offices write 0 before one digit."""

_DATE_IN_VIETNAMESE = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_BEFORE_A_UNIT = re.compile(r"(?<=\d) (?=(?:km²|km2|km|m²|m2|m|cm|ha|kg|USD|%)(?!\w))")


@functools.cache
def cldr_locale(code: str) -> Locale:
    """Return the CLDR locale by which the language `code` is formatted."""
    language = registry.language_of(code)
    for candidate in (language.code, *language.fallback, registry.SOURCE):
        if candidate in _POORLY_KNOWN:
            continue
        try:
            return Locale.parse(_REGION.get(candidate, registry.language_of(candidate).tag), sep="-")
        except UnknownLocaleError:
            continue
    raise LookupError(f"No CLDR locale for {code!r}, not even {registry.SOURCE!r}.")


def date(value: datetime.date, code: str) -> str:
    """Return a date in full, with the month in words where the language does so."""
    return str(format_date(value, format="long", locale=cldr_locale(code)))


def short_date(value: datetime.date, code: str) -> str:
    """Return a date in figures with a four-digit year, as it stands in lists."""
    return _in_figures("yMd", value, code)


def known_date(value: str, code: str) -> str:
    """Return an ISO date that may lack its day or month, in figures and as exact as it is."""
    if len(value) == len("2014-03-11"):
        return short_date(datetime.date.fromisoformat(value), code)
    if len(value) == len("2014-03"):
        return _in_figures("yM", datetime.date.fromisoformat(f"{value}-01"), code)
    return value


def with_dates_for(text: str, code: str) -> str:
    """Return words of the newsroom with their full dates (15/10/2024) in the figures of the language `code`."""

    def written(found: re.Match[str]) -> str:
        day, month, year = map(int, found.groups())
        try:
            return short_date(datetime.date(year, month, day), code)
        except ValueError:  # figures that are no date
            return found[0]

    return _DATE_IN_VIETNAMESE.sub(written, text)


def unbroken(text: str) -> str:
    """Return a text in which no line ends between a number and its unit."""
    return _BEFORE_A_UNIT.sub("\N{NO-BREAK SPACE}", text)


def number(value: Decimal | int | float, code: str, digits: int | None = None) -> str:
    """Return a number with the language's marks for thousands and decimals; `digits` fixes the decimals."""
    pattern = None if digits is None else "#,##0." + "0" * digits
    return str(format_decimal(value, format=pattern, locale=cldr_locale(code)))


def _in_figures(skeleton: str, value: datetime.date, code: str) -> str:
    locale = cldr_locale(code)
    pattern = _IN_FIGURES.get((locale.language, skeleton))
    return str(
        format_date(value, format=pattern, locale=locale)
        if pattern
        else format_skeleton(skeleton, value, locale=locale)
    )
