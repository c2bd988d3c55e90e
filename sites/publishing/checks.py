"""A database without its triggers would be published from for ever as it was, and its record would prove nothing."""

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connection

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
