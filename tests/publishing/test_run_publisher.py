"""What the process that publishes does besides: by the clock, and while there is nothing to publish."""

import datetime
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import CollectionViewRestriction

from cms.home.models import SectionPage
from cms.tourism.models import DestinationPage
from media_assets.models import Picture
from media_assets.whole_files import UNFINISHED
from sites.publishing import publishers
from sites.publishing.afresh import differences
from sites.publishing.management.commands.run_publisher import work
from sites.publishing.models import PublishedFile, PublishedPath
from sites.publishing.publisher import Publisher
from tests.factories.pages import destination, publish
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db
PATH = "cao-bang.localhost/vi/diem-den/thac/"
LONG_AGO = datetime.timedelta(days=60)


class Rest(threading.Event):
    """Stands for whoever stops the process, once it has come to rest some times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def wait(self, timeout: float | None = None) -> bool:
        self.times -= 1
        if self.times <= 0:
            self.set()
        return self.is_set()


@pytest.fixture
def shown() -> Picture:
    return picture("thac")


@pytest.fixture
def page(places: SectionPage, shown: Picture, publisher: Publisher) -> DestinationPage:
    made = destination(places, "Thác", picture=shown)
    publisher.publish()
    return made


def pictures(publisher: Publisher) -> list[str]:
    return [path for path in publisher.tree.paths() if path.startswith("media/")]


def is_looked_at_first(path: str, days: int) -> None:
    """Let a path have been compared before all others but those with fewer days."""
    checked_at = timezone.now() - LONG_AGO + datetime.timedelta(days=days)
    PublishedPath.objects.filter(path=path).update(checked_at=checked_at)


def test_what_was_changed_until_then_is_published(publisher: Publisher, page: DestinationPage):
    publish(page, summary="Mới")
    work(publisher, Rest(1))
    assert "Mới" in (publisher.tree.read(PATH) or b"").decode()


def test_what_those_before_were_killed_over_is_gone_when_it_begins(publisher: Publisher, settings: Any):
    unfinished = [Path(folder, f"{UNFINISHED}1") for folder in (settings.TREE_ROOT, settings.MEDIA_ROOT)]
    for file in unfinished:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"an")
        os.utime(file, (time.time() - LONG_AGO.total_seconds(),) * 2)
    call_command("run_publisher", "--once")
    assert [file.exists() for file in unfinished] == [False, False]


def test_one_that_is_stopped_does_nothing_more(publisher: Publisher, page: DestinationPage):
    publish(page, summary="Mới")
    stopped = threading.Event()
    stopped.set()
    work(publisher, stopped)
    assert "Mới" not in (publisher.tree.read(PATH) or b"").decode()


def test_what_is_due_goes_live(publisher: Publisher, page: DestinationPage):
    DestinationPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - LONG_AGO)
    work(publisher, Rest(1))
    assert publisher.tree.read(PATH) is None


def test_it_shows_that_it_is_at_work(publisher: Publisher, page: DestinationPage):
    now = timezone.now()
    work(publisher, Rest(1))
    seen_at = publishers.seen_at()
    assert seen_at is not None
    assert seen_at >= now


def test_what_somebody_changed_in_the_tree_is_repaired(publisher: Publisher, page: DestinationPage):
    data = next(path for path in publisher.tree.paths() if path.endswith(".csv"))
    for days, path in enumerate((data, PATH)):
        publisher.tree.write(path, b"khac")
        is_looked_at_first(path, days)
    work(publisher, Rest(2))
    assert list(differences(publisher.tree)) == []


def test_data_of_a_whole_portal_are_compared_seldom(publisher: Publisher, page: DestinationPage):
    """Those of a large portal take seconds, and whoever edits then would wait."""
    data = [path for path in publisher.tree.paths() if "/data/vi/" in path]
    PublishedPath.objects.filter(path__in=data).update(checked_at=timezone.now() - LONG_AGO)
    begun_at = timezone.now()
    work(publisher, Rest(5))
    assert PublishedPath.objects.filter(path__in=data, checked_at__gte=begun_at).count() == 1


def test_a_picture_that_is_closed_goes_at_once(publisher: Publisher, page: DestinationPage, shown: Picture):
    assert pictures(publisher)
    CollectionViewRestriction.objects.create(collection=shown.collection, restriction_type="login")
    work(publisher, Rest(1))
    assert pictures(publisher) == []


def test_a_picture_that_is_withdrawn_does_not_wait_for_the_next_sweep(
    publisher: Publisher, page: DestinationPage, shown: Picture
):
    """The first time that the process rests it sweeps anyway."""

    class Withdrawing(Rest):
        def wait(self, timeout: float | None = None) -> bool:
            publish(page, picture=None)
            PublishedFile.objects.update(is_withdrawn=True)
            return super().wait(timeout)

    work(publisher, Withdrawing(2))
    assert pictures(publisher) == []


def test_a_picture_that_no_page_has_shown_for_long_goes(publisher: Publisher, page: DestinationPage):
    publish(page, picture=None)
    publisher.publish()
    assert pictures(publisher)
    PublishedFile.objects.update(unused_since=timezone.now() - LONG_AGO)
    work(publisher, Rest(1))
    assert pictures(publisher) == []
