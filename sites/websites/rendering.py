"""Templates filled with plain values, in the interface language of a reader."""

import functools
from typing import Any

from django.template.backends.base import BaseEngine
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from translations import registry


@functools.cache
def _template(name: str) -> BaseEngine:
    return get_template(name)


def html(template: str, values: dict[str, Any], language: str) -> SafeString:
    """Return `template` filled with `values` for a reader of `language` (a registry code)."""
    with translation.override(registry.language_of(language).interface):
        return mark_safe(_template(template).render({**values, "reader": language}))  # noqa: S308 - templates escape
