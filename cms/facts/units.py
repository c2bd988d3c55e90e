"""Units, and how exact a figure is. Their words come from the catalogues, so no figure is translated twice."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

UNITS = [
    ("ha", "ha"),
    ("km", "km"),
    ("km2", "km²"),
    ("m", "m"),
    ("vnd", _("VND")),
    ("bn-vnd", _("billion VND")),
    ("usd", "USD"),
    ("households", _("households")),
    ("people", pgettext_lazy("unit", "people")),
    ("workshops", _("workshops")),
    ("areas", _("areas")),
]
"""Code and words of every unit. Append only."""

PRECISIONS = [
    ("exact", _("exactly")),
    ("about", _("about")),
    ("over", _("more than")),
    ("at-most", _("at most")),
]
