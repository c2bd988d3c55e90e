"""Fails the start when a setting, a catalogue or a format disagrees with the registry of languages."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.translation import check_for_language

from translations import catalogues, formats, formatting, registry


@register(Tags.translation)
def languages_agree(**kwargs: Any) -> list[CheckMessage]:
    """Every place that lists languages lists those of the registry."""
    return [Error(text, hint=hint, id="translations.E001") for text, hint in _disagreements()]


def _disagreements() -> Iterator[tuple[str, str]]:
    yield from _settings_that_disagree()
    yield from _registry_that_disagrees()
    for language in registry.LANGUAGES:
        if language.code not in LANG_INFO:
            yield f"LANG_INFO lacks {language.code}.", "Settings must extend it from the registry."
        if not catalogues.own_catalogue(language.code).exists() or not check_for_language(language.code):
            yield (
                f"The language {language.code} has no compiled catalogue.",
                "Run manage.py compile_catalogues.",
            )
        formats.borrowed_from(language)
        formatting.cldr_locale(language.code)


def _settings_that_disagree() -> Iterator[tuple[str, str]]:
    listed = {
        "LANGUAGES": [code for code, _name in settings.LANGUAGES],
        "WAGTAIL_CONTENT_LANGUAGES": [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES],
        "MODELTRANSLATION_LANGUAGES": list(settings.MODELTRANSLATION_LANGUAGES),
    }
    for name, codes in listed.items():
        if codes != list(registry.CODES):
            yield f"{name} is not the list of the registry.", "Fill it from translations.registry."
    fallbacks = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    for language in registry.LANGUAGES:
        if language.fallback and fallbacks.get(language.code) != language.fallback:
            yield (
                f"MODELTRANSLATION_FALLBACK_LANGUAGES disagrees about {language.code}.",
                "Use the registry's chain.",
            )


def _registry_that_disagrees() -> Iterator[tuple[str, str]]:
    for attribute in ("code", "tag", "column", "name_vi", "name_en"):
        counted = Counter(getattr(language, attribute) for language in registry.LANGUAGES)
        for value, count in counted.items():
            if count > 1:
                yield f"{count} languages share the {attribute} {value!r}.", "Each language needs its own."
    for language in registry.LANGUAGES:
        if language.code != language.code.lower():
            yield (
                f"The code {language.code} is not lower case.",
                "Mixed case makes Wagtail serve the wrong language.",
            )
        for code in language.fallback:
            if code not in registry.BY_CODE:
                yield (
                    f"{language.code} falls back to the unknown language {code}.",
                    "Name a code of the registry.",
                )
