"""A picture as large as may be uploaded is published by a publisher that stays small; one beyond the bounds waits."""

import os
import signal
import threading

import pytest

from cms.home.models import SectionPage
from cms.tourism.models import DestinationPage
from media_assets.models import Rendition
from media_assets.resizing import apart
from sites.publishing.models import Dirty
from sites.publishing.publisher import Publisher
from tests.bench.processes import high_water_mib
from tests.factories.large_pictures import forget_high_water, large_image, large_picture
from tests.factories.pages import destination, publish
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db
PATH = "cao-bang.localhost/vi/diem-den/thac/"


@pytest.fixture
def page(places: SectionPage, publisher: Publisher) -> DestinationPage:
    """A published page with a small picture, by a publisher whose second process runs."""
    large_image("WEBP")
    made = destination(places, "Thác", picture=picture(size=(700, 400)))
    publisher.publish_everything()
    assert apart.ours.pid
    return made


def shown(publisher: Publisher) -> str:
    return (publisher.tree.read(PATH) or b"").decode()


def test_a_picture_of_60_megapixels_leaves_the_publisher_small(publisher: Publisher, page: DestinationPage):
    large = large_picture()
    publish(page, picture=large)
    before = forget_high_water()
    publisher.publish()
    apart.ours.end()

    assert Rendition.objects.filter(image=large, width=1600).exists()
    assert all(each.url in shown(publisher) for each in Rendition.objects.filter(image=large, width=1600))
    assert high_water_mib(os.getpid()) - before < 60


def test_a_picture_beyond_the_bounds_leaves_the_bytes_and_says_which(
    publisher: Publisher, page: DestinationPage, monkeypatch: pytest.MonkeyPatch
):
    before = shown(publisher)
    publish(page, picture=large_picture("JPEG"))
    apart.ours.end()
    monkeypatch.setattr(apart.ours, "memory_mib", 256)
    publisher.publish()
    apart.ours.end()

    assert shown(publisher) == before
    row = Dirty.objects.get(key=PATH)
    assert row.error.startswith("PictureBoundError")
    assert "toàn cảnh" in row.error


def test_a_picture_whose_process_was_killed_is_published_later(publisher: Publisher, page: DestinationPage):
    before, large = shown(publisher), large_picture()
    publish(page, picture=large)
    killing = Killer()
    killing.start()
    publisher.publish()
    killing.stop()
    assert shown(publisher) == before
    assert Dirty.objects.get(key=PATH).error.startswith("ResizingStoppedError")
    assert not Rendition.objects.filter(image=large).exists()

    Dirty.objects.update(next_try_at=None)
    publisher.publish()
    assert Rendition.objects.filter(image=large, width=1600).first().url in shown(publisher)
    assert not Dirty.objects.exists()


class Killer:
    """Ends every process that resizes, again and again."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._kill)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.ended.set()
        self.thread.join()

    def _kill(self) -> None:
        while not self.ended.wait(0.3):
            if pid := apart.ours.pid:
                os.kill(pid, signal.SIGKILL)
