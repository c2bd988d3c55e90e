"""Slugs: addresses in plain letters, the same in every language, made from the Vietnamese title.

Wagtail's editor drops the letters that it does not know (Suối would become `sui`), so the slug field is told
which plain letter stands for each Vietnamese one.
"""

import unicodedata
from collections import defaultdict

from anyascii import anyascii
from django.utils.text import slugify
from wagtail.admin.widgets.slug import SlugInput

_SIGNS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
"""No tone, then the five tones: huyền, sắc, ngã, hỏi, nặng."""
_VOWELS = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y")


def plain_letters() -> dict[str, str]:
    """Return for each plain letter the Vietnamese letters that it stands for, composed, in both cases."""
    found: defaultdict[str, str] = defaultdict(str, {"d": "đĐ"})
    for vowel in _VOWELS:
        for sign in _SIGNS:
            letter = unicodedata.normalize("NFC", vowel + sign)
            plain = unicodedata.normalize("NFD", letter)[0]
            if letter != plain:
                found[plain] += letter + letter.upper()
    return dict(found)


def slug_of(title: str) -> str:
    """Return a title of any script in plain letters; empty when it has none."""
    return slugify(anyascii(title))


def slug_input() -> SlugInput:
    """Return the input of a slug that follows a Vietnamese title."""
    letters = plain_letters().items()
    return SlugInput(formatters=[(f"[{vietnamese}]", plain) for plain, vietnamese in letters])
