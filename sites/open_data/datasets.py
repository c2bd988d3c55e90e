"""Which data a portal gives away: one dataset for each kind of subject, in every language that has something of it.

A dataset in a language holds what is published in that language; nothing stands in for what is missing. Its entries
are read in groups of neighbouring pages, each an ingredient: an edit reads one group again, and where that says the
same as before, nothing is written.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cms.culture.models import HeritagePage
from cms.facts.models import BorderGate
from cms.investment.models import InvestmentProjectPage
from cms.news.models import ArticlePage, NoticePage
from cms.tourism.models import DestinationPage
from sites.open_data import records
from sites.open_data.records import Record
from sites.publishing import lists
from sites.publishing.ingredients import ingredient
from sites.publishing.lanes import Lane, reads_all_of
from sites.publishing.moments import has_passed

DAY = datetime.timedelta(days=1)
WHOLE_DAY = len("2026-11-23")


@dataclass(frozen=True)
class Dataset:
    """A dataset of every portal; `code` stands in addresses, `theme` in the EU's list of themes of data."""

    code: str
    title: Any
    description: Any
    theme: str
    model: type[Model]


DATASETS = (
    Dataset(
        "destinations",
        _("Destinations"),
        _("Places to go to: position, opening hours, season, figures with their sources."),
        "EDUC",
        DestinationPage,
    ),
    Dataset(
        "investment-projects",
        _("Investment projects"),
        _("Projects and zones: sector, stage, legal basis, land and capital with their sources, contact."),
        "ECON",
        InvestmentProjectPage,
    ),
    Dataset(
        "heritage",
        _("Heritage and festivals"),
        _("Monuments, rites and crafts: who recognised them and when, and the communities that keep them."),
        "EDUC",
        HeritagePage,
    ),
    Dataset(
        "border-gates",
        _("Border gates"),
        _("Border gates and their counterparts across the border: names, kind, position."),
        "TRAN",
        BorderGate,
    ),
    Dataset("news", _("News"), _("Articles with their dates, summaries and topics."), "GOVE", ArticlePage),
    Dataset(
        "notices",
        _("Official notices"),
        _("Notices with who issued them, and from when until when they hold."),
        "GOVE",
        NoticePage,
    ),
)
BY_CODE = {dataset.code: dataset for dataset in DATASETS}
"""Every dataset: whatever is declared here is written, listed and catalogued."""


MONTH = len("2026-11")
MANY = 100
"""From here on entries are not counted one by one where people read of them."""


def entries(code: str, site_id: int, language: str) -> list[Record]:
    """Return the entries of a dataset in a language, in the order in which they were added.

    A page's record has its `key` and its `path` too.
    """
    if BY_CODE[code].model is BorderGate:
        return list(records.of_gates(site_id, language))
    parts = range(lists.last_part() + 1)
    return [record for number in parts for record in _part(code, site_id, language, number)]


@reads_all_of(Lane.PORTAL)
@ingredient
def _part(code: str, site_id: int, language: str, number: int) -> tuple[Record, ...]:
    """Return the entries of a dataset among a part of a portal's pages."""
    wanted = ContentType.objects.get_for_model(BY_CODE[code].model).pk
    public = lists.public_part(site_id, language, number)
    pages = [page for page in public if page.content_type_id == wanted]
    found = records.of_pages(BY_CODE[code].model, [page.page_id for page in pages]) if pages else {}
    return tuple(
        {**found[page.page_id], "key": page.key, "path": page.path} for page in pages if page.page_id in found
    )


@reads_all_of(Lane.PORTAL)
@ingredient
def about(code: str, site_id: int, language: str) -> dict[str, Any]:
    """Return how many entries a dataset has in a language, how many with a position, and as of when it holds.

    `as_of` is the month of the newest date that has come of those that its entries state, or the year where no more
    is known: by the day, what tells of a dataset would change with each new entry. `since` is the oldest day on which
    one was published, where such days are stated. Either may be empty.
    """
    found = entries(code, site_id, language)
    stated = {day for record in found if (day := record.get("as_of"))}
    return {
        "entries": len(found),
        "points": sum(records.point(record) is not None for record in found),
        "as_of": _newest(stated)[:MONTH],
        "since": min(stated, default="") if getattr(BY_CODE[code].model, "date_field", "") else "",
    }


@ingredient
def offer(code: str, site_id: int, language: str) -> dict[str, Any] | None:
    """Return what the files and the catalogue say of a dataset, or None while it has no entry.

    How many entries there are is not among it: a further one changes no more than the files that hold it.
    """
    found = about(code, site_id, language)
    if not found["entries"]:
        return None
    return {"is_on_maps": found["points"] > 0, "as_of": found["as_of"], "since": found["since"]}


@ingredient
def size(code: str, site_id: int, language: str) -> tuple[int, bool]:
    """Return how many entries a dataset has at least, in its first two digits, and whether it has just as many.

    Of many nobody reads the last digits, and they would change with each entry.
    """
    count: int = about(code, site_id, language)["entries"]
    if count < MANY:
        return count, True
    unit = 10 ** (len(str(count)) - 2)
    return count // unit * unit, False


def _newest(stated: set[str]) -> str:
    return next((day for day in sorted(stated, reverse=True) if _has_come(day)), "")


def _has_come(day: str) -> bool:
    return len(day) < WHOLE_DAY or has_passed(datetime.date.fromisoformat(day) - DAY)
