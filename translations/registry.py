"""Which languages the house knows, and what is true of each of them.

Everything that differs from language to language is read from here, never from a list kept elsewhere.
Codes are lower case because they stand in addresses, columns and `Locale` rows; `tag` is the BCP 47 tag
for everything that is shown (`lang`, `hreflang`, fonts).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCE = "vi"
"""The language in which the house writes first, and the last resort of most fallback chains."""

INTERFACE = ("vi", "en", "fr", "zh-hans", "lo", "km", "ko", "ja", "ru", "de", "th")
"""The languages whose catalogues hold the words of the websites themselves: buttons, labels, notices."""


@dataclass(frozen=True)
class Sample:
    """A sentence in the language, from a named source; `meaning` is English, `source` is named in Vietnamese."""

    text: str
    meaning: str
    source: str


@dataclass(frozen=True)
class Language:
    """A language that can be written, formatted and drawn."""

    code: str
    tag: str
    autonym: str
    name_vi: str
    name_en: str
    script: str
    """ISO 15924 code of the script in which our texts are written."""
    groups: frozenset[str]
    """Of `national`, `foreign`, `neighbour`, `ethnic-minority`."""
    fallback: tuple[str, ...]
    """Codes of the languages to fall back to, nearest first."""
    word_spacing: str
    """`spaces` where spaces part words, `none` where a dictionary must."""
    font_family: str
    """The complete family that has every letter of the language."""
    sample: Sample | None

    @property
    def column(self) -> str:
        """The suffix of the language's database columns, as modeltranslation builds it."""
        return self.code.replace("-", "_")

    @property
    def interface(self) -> str:
        """The code of the language in which a reader of this one sees buttons and labels."""
        return next(code for code in (self.code, *self.fallback, SOURCE) if code in INTERFACE)


def _read() -> tuple[Language, ...]:
    rows = json.loads(Path(__file__).with_name("languages.json").read_text("utf-8"))["languages"]
    return tuple(_language(row) for row in rows)


def _language(row: dict[str, Any]) -> Language:
    sample = Sample(**row["sample"]) if row["sample"] else None
    return Language(
        **{
            **row,
            "groups": frozenset(row["groups"]),
            "fallback": tuple(row["fallback"]),
            "sample": sample,
        }
    )


LANGUAGES = _read()
BY_CODE = {language.code: language for language in LANGUAGES}
CODES = tuple(BY_CODE)


def language_of(code: str) -> Language:
    """Return the language with that code. Raises KeyError for a code that is not in the registry."""
    return BY_CODE[code]


def labelled(label: str, code: str) -> str:
    """Return the label of a field that holds words in one language, as the newsroom reads it."""
    return f"{label} ({language_of(code).name_vi})"
