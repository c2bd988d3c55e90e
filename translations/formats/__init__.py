"""How dates and numbers look in the editor's forms, for every language of the registry.

Django looks for one package `<locale>/formats.py` per language. A language for which Django has formats of
its own borrows those; every other one borrows from the nearest language of its fallback chain that has
them, so that the languages of the peoples of Viet Nam are formatted as Vietnamese. The packages are made
here from the registry, and a language added there needs no file here.

Dates and numbers on the websites come from `translations/formatting.py`.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.utils.translation import to_locale

from translations import registry


def borrowed_from(language: registry.Language) -> str:
    """Return the code of the language whose Django formats `language` uses."""
    chain = (language.code, *language.fallback, registry.SOURCE)
    return next(
        code for code in chain if find_spec(f"django.conf.locale.{to_locale(code)}") and _has_formats(code)
    )


def _has_formats(code: str) -> bool:
    return find_spec(f"django.conf.locale.{to_locale(code)}.formats") is not None


def _register(language: registry.Language) -> None:
    package = ModuleType(f"{__name__}.{to_locale(language.code)}")
    package.__path__ = []
    sys.modules[package.__name__] = package
    borrowed = import_module(f"django.conf.locale.{to_locale(borrowed_from(language))}.formats")
    sys.modules[f"{package.__name__}.formats"] = borrowed


for _language in registry.LANGUAGES:
    _register(_language)
