"""All text is kept in Unicode's composed form (NFC), whatever keyboard or file it came from.

The same letter must be the same bytes for search, hashes and fonts; texts from macOS and old converters
arrive decomposed.
"""

import unicodedata
from typing import Any

from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.fields import StreamField

OURS = frozenset({"cms", "sites", "media_assets", "translations"})
OF_OTHERS = frozenset({"wagtailcore", "wagtail_localize"})
"""Apps of libraries that keep words of ours: pages, revisions, strings of translations."""
_MAY_HOLD_WORDS = (models.CharField, models.TextField, models.JSONField)
_NEVER_WORDS = (models.FileField, models.UUIDField, models.SlugField)


def composed(value: Any) -> Any:
    """Return `value` with every string in it, keys too, in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(inner) for inner in value]
    if isinstance(value, dict):
        return {composed(key): composed(inner) for key, inner in value.items()}
    return value


@receiver(pre_save)
def compose_before_save(
    sender: type[models.Model], instance: models.Model, raw: bool = False, **kwargs: Any
) -> None:
    """Compose the words of an instance of ours before it is written."""
    module = sender.__module__.partition(".")[0]
    if raw or (module not in OURS and sender._meta.app_label not in OF_OTHERS):
        return
    for field in sender._meta.concrete_fields:
        if isinstance(field, StreamField):
            _compose_stream(instance, field)
        elif isinstance(field, _MAY_HOLD_WORDS) and not isinstance(field, _NEVER_WORDS):
            _compose(instance, field.attname)


def _compose(instance: models.Model, name: str) -> None:
    value = instance.__dict__.get(name)
    if isinstance(value, (str, list, dict)) and composed(value) != value:
        setattr(instance, name, composed(value))


def _compose_stream(instance: models.Model, field: StreamField) -> None:
    stream = instance.__dict__.get(field.attname)
    stored = stream.get_prep_value() if stream else []
    if composed(stored) != stored:
        setattr(instance, field.attname, field.stream_block.to_python(composed(stored)))
