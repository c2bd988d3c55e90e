"""Words for choices that readers see: kinds, levels, units. They come from the catalogues."""

from django.db.models import TextChoices
from django.utils import translation

from cms.culture.models import HeritagePage
from cms.facts.units import PRECISIONS, UNITS
from cms.investment.models import InvestmentProjectPage
from cms.pages.figures import FigureKind
from cms.tourism.models import DestinationPage, OpeningHours
from media_assets.models import Licence
from sites.websites.values import in_interface

SHOWN: tuple[type[TextChoices], ...] = (
    DestinationPage.Kind,
    FigureKind,
    HeritagePage.Kind,
    HeritagePage.Level,
    InvestmentProjectPage.Form,
    InvestmentProjectPage.Sector,
    InvestmentProjectPage.Stage,
    Licence,
    OpeningHours.Days,
)
"""Every kind of choice that readers see."""


class UnlistedChoiceError(LookupError):
    """A choice is shown to readers that the catalogues of their languages do not know of."""


def label(choices: type[TextChoices], code: str, reader: str) -> str:
    """Return the words for a choice, or an empty string for none. Raises UnlistedChoiceError outside SHOWN."""
    if choices not in SHOWN:
        raise UnlistedChoiceError(f"Add {choices.__qualname__} to sites.websites.labels.SHOWN.")
    with in_interface(reader):
        return str(choices(code).label) if code else ""


def message_ids() -> set[str]:
    """Return the English words of everything that `label` and figures may show."""
    pairs = [*UNITS, *PRECISIONS, *(pair for choices in SHOWN for pair in choices.choices)]
    with translation.override("en"):
        return {str(words) for _code, words in pairs}
