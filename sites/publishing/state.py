"""What people ask of publishing: what of a page stands in the tree, what is under way, and what failed."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Page, Site

from sites.publishing import addresses, claims, installation, publishers
from sites.publishing.ingredients import making
from sites.publishing.lanes import Lane
from sites.publishing.models import Approval, Change, Dirty, Node, PublishedPath, Withdrawal
from sites.publishing.results import NotWrittenError
from translations import registry

LATE = datetime.timedelta(seconds=30)
"""A publisher that has not looked at the change rows for so long has stopped."""


class Version(NamedTuple):
    """A page in a language in which it is public, with its full address."""

    language: registry.Language
    url: str


class Standing(NamedTuple):
    """What stands in the tree at an address of a page, with its full address."""

    path: PublishedPath
    url: str


class Failure(NamedTuple):
    """An address of a page that stays as it was, why that is, and what the machine says about it.

    The address is empty when nobody can tell which addresses the page has.
    """

    address: str
    reason: str
    error: str


class OnTheWeb(NamedTuple):
    """What of a page, in all its languages, stands in the tree. `made_at` is when the last of it was written."""

    versions: list[Version]
    paths: list[Standing]
    failures: list[Failure]
    is_under_way: bool
    is_held_up: bool
    """Something is to be done, and no publisher does it."""
    made_at: datetime.datetime | None
    withdrawal: Withdrawal | None
    """The withdrawal since which nothing of the page is there."""

    @property
    def seconds_ago(self) -> float:
        return (timezone.now() - self.made_at).total_seconds() if self.made_at else 0.0


class Queue(NamedTuple):
    """What the publisher has to do: paths for which somebody waits, paths of mass acts, what failed."""

    changes: int
    soon: int
    later: int
    failed: list[Dirty]
    written: int
    """Paths that were written within the last minute."""
    seen_at: datetime.datetime | None

    @property
    def is_stopped(self) -> bool:
        return _is_late(self.seen_at)


def is_stopped() -> bool:
    """Return whether no publisher looks at the change rows."""
    return _is_late(publishers.seen_at())


def _is_late(seen_at: datetime.datetime | None) -> bool:
    return seen_at is None or timezone.now() - seen_at > LATE


def on_the_web(page: Page) -> OnTheWeb:
    """Return what of a page stands in the tree."""
    subjects = claims.subjects_of([page.translation_key])
    claimed = claims.paths_of(subjects)
    paths = list(PublishedPath.objects.filter(path__in=claimed).order_by("path"))
    withdrawal = _withdrawal(page)
    if withdrawal is not None:
        paths = _standing(paths)
    waiting = Dirty.objects.filter(Q(key__in=subjects) | Q(key__in=claimed))
    failures = [_failure(row) for row in waiting.exclude(error="").order_by("key")]
    is_under_way = waiting.filter(error="").exists() or Change.objects.filter(taken=None).exists()
    return OnTheWeb(
        _versions(page),
        _with_urls(paths),
        failures,
        is_under_way,
        (is_under_way or bool(failures)) and is_stopped(),
        max((path.made_at for path in paths), default=None),
        None if paths else withdrawal,
    )


def _withdrawal(page: Page) -> Withdrawal | None:
    """Return the newest withdrawal of a page that nobody has approved since, and that is public nowhere."""
    versions = page.get_translations(inclusive=True)
    newest = Withdrawal.objects.filter(key=page.translation_key).order_by("-pk").first()
    if newest is None or versions.filter(live=True).exists():
        return None
    since = Approval.objects.filter(key=page.translation_key, written_at__gt=newest.withdrawn_at)
    return None if since.exclude(act=Approval.Act.SCHEDULED).exists() else newest


def _standing(paths: Iterable[PublishedPath]) -> list[PublishedPath]:
    """Return the paths of which bytes are still there: a withdrawal takes them away before the publisher knows."""
    tree = installation.tree()
    return [path for path in paths if not path.target and tree.read(path.path) is not None]


def _with_urls(paths: Iterable[PublishedPath]) -> list[Standing]:
    roots = {site.hostname: site.root_url for site in Site.objects.all()}
    found = []
    for path in paths:
        host, _slash, rest = path.path.partition("/")
        found.append(Standing(path, f"{roots.get(host, f'https://{host}')}/{rest}"))
    return found


def _failure(row: Dirty) -> Failure:
    if row.kind == Node.Kind.SUBJECT:
        return Failure("", gettext("The addresses of the page could not be found out."), row.error)
    if row.error.startswith(f"{NotWrittenError.__name__}:"):
        return Failure(row.key, gettext("The file could not be written."), row.error)
    return Failure(row.key, gettext("What stands there could not be made."), row.error)


def _versions(page: Page) -> list[Version]:
    with making():
        here = next((found for pk in _ids(page) if (found := addresses.address(pk))), None)
        if here is None:
            return []
        root = addresses.portal(here.site_id).root_url
        return [
            Version(registry.language_of(code), root + path)
            for code, _page_id, path in addresses.versions(page.translation_key.hex, here.site_id)
        ]


def _ids(page: Page) -> Iterable[int]:
    return list(page.get_translations(inclusive=True).values_list("pk", flat=True))


def queue() -> Queue:
    """Return what the publisher has to do."""
    waiting = Dirty.objects.filter(error="")
    return Queue(
        Change.objects.filter(taken=None).count(),
        waiting.filter(lane__lt=Lane.MANY).count(),
        waiting.filter(lane__gte=Lane.MANY).count(),
        list(Dirty.objects.exclude(error="").order_by("key")),
        PublishedPath.objects.filter(made_at__gt=timezone.now() - datetime.timedelta(minutes=1)).count(),
        publishers.seen_at(),
    )


def homes() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return, by portal, (ids parted by blanks, name) of all its homes together and of each of its languages."""
    with making():
        found = []
        for portal in addresses.portals():
            if not portal.homes:
                continue
            ids = [str(home.page_id) for home in portal.homes]
            names = [registry.language_of(home.language).autonym for home in portal.homes]
            everything = (" ".join(ids), gettext("All languages"))
            found.append((portal.hostname, [everything, *zip(ids, names, strict=True)]))
        return found


def retry(failed: Iterable[Dirty]) -> None:
    """Let what failed be tried again at once."""
    Dirty.objects.filter(pk__in=[row.pk for row in failed]).update(next_try_at=None)
