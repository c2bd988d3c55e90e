"""Telling caches and CDNs in front of the websites that an address has other bytes now.

Wagtail's front-end cache backends send the word (`WAGTAILFRONTENDCACHE`; none by default). What is to be told is a row
(`Purge`), written in the transaction that changes the path, and deleted once every backend of its host has taken the
word: a cache that does not answer is told later, and nothing is forgotten. What was withdrawn goes first.

Wagtail's own task is not used: it is sent off before the bytes are in the tree, and its backends write their failures
into a log and go on. Here that log is listened to.
"""

import datetime
import logging
import socket
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.contrib.frontend_cache.backends import BaseBackend, HTTPBackend
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Site

from sites.publishing import index
from sites.publishing.models import Purge

logger = logging.getLogger(__name__)

ADDRESSES_AT_ONCE = 100
LONGEST_ROUND_SECONDS = 5.0
"""A round of the publisher sends no further word after that: the rest waits for the next one."""
ANSWER_SECONDS = 3.0
"""A cache that takes longer to answer has failed."""
SLOW_SECONDS = 1.0
"""Whoever fails as slowly is not asked for more in the same round."""
FIRST_PAUSE, LONGEST_PAUSE = datetime.timedelta(seconds=5), datetime.timedelta(minutes=1)
NOTHING_KEPT = (404, 412)
"""How some caches answer a PURGE of what they do not hold."""
LATE = datetime.timedelta(minutes=2)
"""A cache that has not been told for so long shows readers what is not so any more."""


class Waiting(NamedTuple):
    """What caches are still to be told: how many addresses, since when, and how the last attempt ended."""

    addresses: int
    since: datetime.datetime | None
    error: str

    @property
    def seconds(self) -> float:
        return (timezone.now() - self.since).total_seconds() if self.since else 0.0

    @property
    def is_late(self) -> bool:
        return self.seconds > LATE.total_seconds()


def are_in_front() -> bool:
    """Return whether this installation has any cache to tell."""
    return bool(settings.WAGTAILFRONTENDCACHE)


def note_changed(paths: Iterable[str], *, is_withdrawn: bool = False) -> None:
    """Note that some paths (host and address) have other bytes, or none; in the transaction that makes it so."""
    if not are_in_front():
        return
    sites = {site.hostname: site for site in Site.objects.select_related("short_host")}
    urls = dict.fromkeys(url for path in paths for url in _urls(path, sites))
    for piece in index.pieces(urls):
        Purge.objects.bulk_create(Purge(url=url, is_withdrawn=is_withdrawn) for url in piece)


def _urls(path: str, sites: dict[str, Site]) -> Iterator[str]:
    """The address of a path, and the one on the short host of its portal if that has it too."""
    host, _slash, rest = path.partition("/")
    site = sites.get(host)
    root = site.root_url if site else f"https://{host}"
    yield f"{root}/{rest}"
    if site is not None and rest.startswith("s/") and hasattr(site, "short_host"):
        yield f"{root.partition('://')[0]}://{site.short_host.host}/{rest}"


def purge_some(*, only_withdrawn: bool = False) -> int:
    """Tell the caches of some addresses, those that were withdrawn first; return how many they took.

    Call it outside any transaction: it waits for other machines, for LONGEST_ROUND_SECONDS and an answer at most.
    """
    if not are_in_front():
        return 0
    backends: dict[str, Any] = {}
    ends_at, taken = time.monotonic() + LONGEST_ROUND_SECONDS, 0
    while time.monotonic() < ends_at and (rows := _next(only_withdrawn)):
        backends = backends or get_backends()  # some open connections when they are made
        failed = _tell(backends, list(dict.fromkeys(row.url for row in rows)))
        done = [row.pk for row in rows if row.url not in failed]
        for piece in index.pieces(done):
            Purge.objects.filter(pk__in=piece).delete()
        taken += len(done)
        _try_later([row for row in rows if row.url in failed], failed)
        if not done:  # nobody answers: what comes behind would only wait for that again
            _ready().update(next_try_at=rows[0].next_try_at)
            break
    return taken


def _ready() -> QuerySet[Purge]:
    return Purge.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=timezone.now()))


def _next(only_withdrawn: bool) -> list[Purge]:
    """Return the rows of the next addresses: all that there are now, since telling an address once is enough.

    A row that is written while the caches are told stays: it may stand for bytes that came after.
    """
    ready = _ready().filter(is_withdrawn=True) if only_withdrawn else _ready()
    ordered = ready.order_by("-is_withdrawn", "pk").values_list("url", flat=True)[:ADDRESSES_AT_ONCE]
    return list(Purge.objects.filter(url__in=list(ordered)).order_by("-is_withdrawn", "pk"))


def _try_later(rows: Collection[Purge], errors: dict[str, str]) -> None:
    for row in rows:
        row.attempts += 1
        row.error = errors[row.url][:500]
        row.next_try_at = timezone.now() + min(FIRST_PAUSE * 2 ** min(row.attempts - 1, 8), LONGEST_PAUSE)
    Purge.objects.bulk_update(rows, ["attempts", "error", "next_try_at"], batch_size=index.PIECE)


# --- telling them -----------------------------------------------------------------------------------------


def _tell(backends: dict[str, Any], urls: list[str]) -> dict[str, str]:
    """Tell every backend of the addresses of its hosts; return what went wrong, by address."""
    failed: dict[str, str] = {}
    for name, backend in backends.items():
        own = [url for url in urls if backend.invalidates_hostname(urlsplit(url).netloc)]
        found = _told(backend, own)
        if found:
            logger.warning("A cache in front was not told", extra={"cache": name, "addresses": len(found)})
        failed.update({url: f"{name}: {error}" for url, error in found.items()})
    return failed


def _told(backend: Any, urls: list[str]) -> dict[str, str]:
    """Tell a backend: all at once if it can, else one by one until it fails slowly."""
    takes_many = type(backend).purge_batch is not BaseBackend.purge_batch
    failed: dict[str, str] = {}
    for portion in [urls] if takes_many else [[url] for url in urls]:
        began_at = time.monotonic()
        failed.update(_failures(backend, portion))
        if portion[-1:] and portion[-1] in failed and time.monotonic() - began_at > SLOW_SECONDS:
            left = urls[urls.index(portion[-1]) :]
            return {**failed, **dict.fromkeys(left, failed[portion[-1]])}
    return failed


def _failures(backend: Any, urls: list[str]) -> dict[str, str]:
    """Return what went wrong by address: for all of them when it cannot be told for which."""
    try:
        with _heard() as failures, _answers_in_time():
            backend.purge_batch(urls)
    except Exception as error:  # whatever the library of a CDN raises
        return dict.fromkeys(urls, f"{type(error).__name__}: {error}")
    found: dict[str, str] = {}
    for failure in failures:
        url, *further = failure.args if isinstance(failure.args, tuple) and failure.args else ("",)
        if isinstance(backend, HTTPBackend) and further and further[0] in NOTHING_KEPT:
            continue
        concerned = [known for known in urls if url in (known, urlsplit(known).path)]
        found.update(dict.fromkeys(concerned or urls, failure.getMessage()))
    return found


@contextmanager
def _answers_in_time() -> Iterator[None]:
    """Wagtail's HTTP backend waits as long as sockets wait by default: for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(ANSWER_SECONDS)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


class _Listener(logging.Handler):
    """Keeps what Wagtail's backends say went wrong: most to their own logger, one of them to the root."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if "frontend_cache" in record.pathname and record not in self.found:
            self.found.append(record)


@contextmanager
def _heard() -> Iterator[list[logging.LogRecord]]:
    """Listen to the logs; an installation that has silenced them hears failures no less."""
    listener, own, root = _Listener(), logging.getLogger("wagtail.frontendcache"), logging.getLogger()
    kept = own.level, own.disabled
    own.setLevel(logging.ERROR)
    own.disabled = False
    for log in (own, root):
        log.addHandler(listener)
    try:
        yield listener.found
    finally:
        for log in (own, root):
            log.removeHandler(listener)
        own.setLevel(kept[0])
        own.disabled = kept[1]


# --- looking at it ------------------------------------------------------------------------------------------


def waiting() -> Waiting:
    """Return what caches are still to be told."""
    rows = Purge.objects.order_by("noted_at") if are_in_front() else Purge.objects.none()
    failed = rows.exclude(error="").order_by("-next_try_at").values_list("error", flat=True).first()
    return Waiting(rows.count(), rows.values_list("noted_at", flat=True).first(), failed or "")
