"""Which words of the facts have a column per language."""

from modeltranslation.translator import TranslationOptions, translator

from cms.facts.models import KINDS
from translations import registry

for _kind in KINDS:
    _options = {"fields": _kind.words, "required_languages": {registry.SOURCE: ("name",)}}
    translator.register(_kind, type(f"{_kind.__name__}Translation", (TranslationOptions,), _options))
