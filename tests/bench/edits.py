"""How soon after an editor's act the new bytes stand in the tree, while a publisher runs beside.

Runs in the installation that is measured (`large.py`).
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms.home.models import SectionPage
from cms.news.models import ArticlePage
from sites.publishing import outbox, publishers
from sites.publishing.models import Dirty
from tests.factories.accounts import administrator

HOST = "cao-bang.localhost"
ACTS = 20
PATIENCE_SECONDS = 600
LONGEST_PAUSE_SECONDS = 0.4
"""Between two acts, so that they come at any moment of the publisher's own pauses."""
LOOK_SECONDS = 0.005


def main() -> None:
    """Print how long it takes until an edit is seen, and until all that shows it is."""
    wait_until_the_publisher_works()
    news = SectionPage.objects.get(slug="tin-tuc", locale__language_code="vi")
    for name, acts in (
        ("body edit", bodies(news)),
        ("title edit", titles(news)),
        ("new article", new_articles(news)),
    ):
        tell(f"{name}: {ACTS} of them, each published everywhere before the next")
        waited = [seconds_after(*act) for act in acts]
        seen, all_seen = ([one[which] for one in waited] for which in (0, 1))
        tell(
            f"{name}: seen after p50 {statistics.median(seen):.2f} s, p95 {_p95(seen):.2f} s; "
            f"everywhere after p50 {statistics.median(all_seen):.2f} s, p95 {_p95(all_seen):.2f} s"
        )
    tell("menu label: waiting until it stands on every page")
    tell(f"menu label: on every page after {seconds_of_a_label(news):.1f} s")


Act = tuple[Callable[[], None], str, str]
"""What is done, and which words stand at which address then."""


def bodies(news: SectionPage) -> Iterator[Act]:
    for number, page in enumerate(_some(news)):
        words = f"Đoạn mới {number}"
        page.body = [{"type": "paragraph", "value": f"<p>{words}</p>"}]
        yield lambda page=page: publish(page), _address(page.url_path), words


def titles(news: SectionPage) -> Iterator[Act]:
    for number, page in enumerate(_some(news)):
        page.title = f"Tiêu đề mới {number}"
        yield lambda page=page: publish(page), _address(page.url_path), page.title


def new_articles(news: SectionPage) -> Iterator[Act]:
    for number in range(ACTS):
        page = ArticlePage(
            title=f"Tin mới {number}",
            slug=f"tin-moi-{number}",
            date_published=date(2026, 11, 23),
            locale=news.locale,
            live=False,
        )
        yield lambda page=page: add(news, page), _address(f"{news.url_path}{page.slug}/"), page.title


def _some(news: SectionPage) -> list[ArticlePage]:
    found = ArticlePage.objects.child_of(news).order_by("path")
    return list(found[:: max(found.count() // ACTS, 1)])[:ACTS]


def _address(url_path: str) -> str:
    """The path below the home of the portal."""
    return f"{HOST}/vi/" + url_path.split("/", 2)[2]


def publish(page: Page) -> None:
    page.save_revision(user=administrator()).publish(user=administrator())


def add(parent: SectionPage, page: Page) -> None:
    SectionPage.objects.get(pk=parent.pk).add_child(instance=page)
    publish(page)


def seconds_after(act: Callable[[], None], path: str, words: str) -> tuple[float, float]:
    """Do something; return how long after its commit its words stood in the tree, and all was published."""
    time.sleep(random.random() * LONGEST_PAUSE_SECONDS)
    committed_at = commit(act)
    file = Path(settings.TREE_ROOT) / path / "index.html"
    _wait_for(lambda: file.exists() and words in file.read_text())
    seen_at = time.monotonic()
    wait_until_all_is_published()
    return seen_at - committed_at, time.monotonic() - committed_at


def commit(act: Callable[[], None]) -> float:
    """Do something in one transaction; return when it was committed."""
    moments: list[float] = []
    with transaction.atomic():
        transaction.on_commit(lambda: moments.append(time.monotonic()))
        act()
    return moments[0]


def seconds_of_a_label(news: SectionPage) -> float:
    """Return how long after its commit a new title of a section stood on every page of its portal."""
    news = SectionPage.objects.get(pk=news.pk)
    news.title = "Tin tức mới nhất"
    committed_at = commit(lambda: publish(news))
    wait_until_all_is_published()
    seconds = time.monotonic() - committed_at
    home = Path(settings.TREE_ROOT) / HOST / "vi"
    assert all(news.title in file.read_text() for file in home.rglob("index.html"))
    return seconds


def wait_until_the_publisher_works() -> None:
    """It looks at the clock before it publishes for the first time; before that it puts its tree in order."""
    began_at = timezone.now()
    tell("waiting for the publisher")
    _wait_for(lambda: (publishers.seen_at() or began_at) > began_at)
    wait_until_all_is_published()


def wait_until_all_is_published() -> None:
    _wait_for(lambda: not outbox.is_waiting() and not Dirty.objects.exists())


def _wait_for(condition: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > ends_at:
            raise TimeoutError("The publisher did not finish.")
        time.sleep(LOOK_SECONDS)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def tell(line: str) -> None:
    print(line, flush=True)
