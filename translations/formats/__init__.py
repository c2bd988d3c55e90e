"""How dates and numbers look in the editor's forms, for every language of the registry.

Django looks for one package `<locale>/formats.py` per language. A language for which Django has formats of
its own borrows those; every other one borrows from the nearest language of its fallback chain that has
them, so that the languages of the peoples of Viet Nam are formatted as Vietnamese. The packages are made
here from the registry, and a language added there needs no file here.

Vietnamese dates in figures have slashes (28/11/2026), where Django's have hyphens, at which lines break.

Dates and numbers on the websites come from `translations/formatting.py`.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.utils.translation import to_locale

from translations import registry

OWN = {"vi": {"SHORT_DATE_FORMAT": "d/m/Y", "SHORT_DATETIME_FORMAT": "H:i d/m/Y"}}
"""What differs from Django's formats, by the language that they are borrowed from."""


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
    lender = borrowed_from(language)
    formats = ModuleType(f"{package.__name__}.formats")
    vars(formats).update(_constants(import_module(f"django.conf.locale.{to_locale(lender)}.formats")))
    vars(formats).update(OWN.get(lender, {}))
    sys.modules[formats.__name__] = formats


def _constants(module: ModuleType) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if name.isupper()}


for _language in registry.LANGUAGES:
    _register(_language)
