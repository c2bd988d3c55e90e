"""Letters as a reader counts them: a consonant with its vowel signs and tone marks is one."""

from icu4py.breakers import CharacterBreaker


def count_letters(text: str) -> int:
    """Return the number of letters (grapheme clusters) in `text`."""
    return sum(1 for _cluster in CharacterBreaker(text, "vi").segments()) if text else 0
