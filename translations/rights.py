"""Who may write and who may approve words in which language.

A right over words is an ordinary Django permission per language (`write_words_lo`, `approve_words_lo`), so
that groups carry it and every floor can ask for it without knowing how teams are made.
"""

from collections.abc import Iterable
from typing import Any

from translations import registry

WRITE = "write_words"
APPROVE = "approve_words"


def permission(act: str, code: str) -> str:
    """Return the full name of the permission for `act` (WRITE or APPROVE) in the language `code`."""
    return f"translations.{act}_{registry.language_of(code).column}"


def languages_for(user: Any, act: str) -> set[str]:
    """Return the codes of the languages in which `user` may do `act`. Nobody (None) may do nothing."""
    if user is None:
        return set()
    return {code for code in registry.CODES if user.has_perm(permission(act, code))}


def all_permissions() -> Iterable[tuple[str, str]]:
    """Yield (codename, name) for every act and language of the registry."""
    for act, verb in ((WRITE, "write"), (APPROVE, "approve")):
        for language in registry.LANGUAGES:
            yield f"{act}_{language.column}", f"Can {verb} words in {language.autonym} ({language.name_en})"
