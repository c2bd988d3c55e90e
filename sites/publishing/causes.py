"""Because of what a path was made: kept in English by the names of tables, told in the words of the newsroom."""

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from sites.publishing.watched import watched_tables

EVERYTHING = gettext_noop("everything was published anew")
DEFECT = gettext_noop("it was not what it would be")
TIME = gettext_noop("the time")
WITHDRAWN = gettext_noop("something was taken off at once")

_CALLED = {"wagtailcore_locale": _("language"), "translations_approvedtext": _("approval")}
"""Tables of which the model has no name for people."""


def told(cause: str) -> str:
    """Return a kept cause with the tables called as the newsroom calls their models."""
    if cause in (EVERYTHING, DEFECT, TIME, WITHDRAWN):
        return gettext(cause)
    return ", ".join(_told_row(row) for row in cause.split(", "))


def _told_row(row: str) -> str:
    """Tell of one row, such as `wagtailcore_locale 2`; what names no table is told as it is."""
    table, _space, key = row.partition(" ")
    if table in _CALLED:
        return f"{_CALLED[table]} {key}".rstrip()
    watched = watched_tables().get(table)
    if watched is None:
        return row
    model = watched.model._meta.auto_created or watched.model
    return f"{model._meta.verbose_name} {key}".rstrip()
