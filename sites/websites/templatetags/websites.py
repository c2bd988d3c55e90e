"""What templates need to set words of any language and pictures."""

import unicodedata
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from media_assets.models import Licence
from sites.publishing.facts import Run
from translations import formatting, registry

register = template.Library()


@register.simple_tag
def run(words: Run | None, around: str) -> SafeString | str:
    """Set words: with their own `lang` where it differs from the tag of the text around them."""
    if words is None:
        return ""
    if words.tag == around:
        return format_html("{}", words.text)
    return format_html('<span lang="{}">{}</span>', words.tag, words.text)


@register.simple_tag
def lang(tag: str, around: str) -> SafeString:
    """Write a `lang` attribute where `tag` differs from the tag of the text around."""
    return format_html(' lang="{}"', tag) if tag != around else mark_safe("")


@register.simple_tag
def picture(
    shown: dict[str, Any] | None, sizes: str, around: str, lazy: bool = True, alt: bool = True
) -> SafeString:
    """Set a picture in its formats; `sizes` as in HTML. Without `alt` it is decoration."""
    values = {"picture": shown, "sizes": sizes, "around": around, "lazy": lazy, "alt": alt}
    return mark_safe(get_template("components/picture.html").render(values))  # noqa: S308 - the template escapes


@register.filter
def interface_tag(reader: str) -> str:
    """Return the tag of the language in which a reader of `reader` sees labels."""
    return registry.language_of(registry.language_of(reader).interface).tag


@register.filter
def spaced(words: str) -> str:
    """Return words with the space that follows them: a full-width sign brings its own."""
    last = words[-1:]
    is_wide = unicodedata.category(last or " ")[0] == "P" and unicodedata.east_asian_width(last) in "WF"
    return words if is_wide else f"{words} "


@register.simple_tag
def comma() -> str:
    """Return what stands between two remarks in the language of the labels."""
    return "，" if _is_chinese() else "、" if _is_japanese() else ", "


@register.simple_tag
def list_comma() -> str:
    """Return what stands between the words of a list in the language of the labels."""
    return "、" if _is_chinese() or _is_japanese() else ", "


def _is_chinese() -> bool:
    return (translation.get_language() or "").startswith("zh")


def _is_japanese() -> bool:
    return translation.get_language() == "ja"


@register.filter
def unbroken(text: str) -> str:
    """Keep numbers and their units on one line."""
    return formatting.unbroken(text)


@register.filter
def licence(code: str) -> str:
    """Return the words for a picture's licence in the language of the labels around them."""
    return str(Licence(code).label)


@register.filter
def tag(code: str) -> str:
    """Return the BCP 47 tag of a language code."""
    return registry.language_of(code).tag
