"""A database without its triggers would be published from for ever as it was, and its record would prove nothing."""

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connection
from wagtail.contrib.frontend_cache.utils import get_backends

from sites.publishing import append_only, triggers


@register(Tags.database)
def every_change_is_heard(databases: Any = None, **kwargs: Any) -> list[Error]:
    """Say which triggers are missing or old, where the table of change rows exists."""
    if not databases or triggers.CHANGE_TABLE not in connection.introspection.table_names():
        return []
    return [
        Error(
            f"The trigger {name} is missing or old: changes of its table would not be published.",
            hint="Run manage.py migrate.",
            id="publishing.E001",
        )
        for name in triggers.faults()
    ]


@register(Tags.database)
def the_record_is_closed(databases: Any = None, **kwargs: Any) -> list[Error]:
    """Say by which triggers rows of the record could be changed or deleted."""
    return [
        Error(
            f"The trigger {name} is missing or old: rows of the record could be changed.",
            hint="Run manage.py migrate.",
            id="publishing.E002",
        )
        for name in (append_only.faults() if databases else ())
    ]


@register()
def caches_in_front_can_be_told(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    """A setting that names no backend would be noticed only when the first address is to be told."""
    try:
        get_backends()
    except Exception as error:  # each backend refuses its settings in its own way
        return [
            Error(
                f"WAGTAILFRONTENDCACHE cannot be used: {type(error).__name__}: {error}",
                hint="Write it as Wagtail's manual says, in JSON.",
                id="publishing.E003",
            )
        ]
    return []
