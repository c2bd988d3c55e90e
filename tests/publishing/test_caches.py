"""Caches in front are told of every address whose bytes changed: a real one, which answers PURGE or fails to."""

import datetime
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.frontend_cache.backends import BaseBackend, HTTPBackend
from wagtail.models import Page, Site

from cms.tourism.models import DestinationPage
from sites.publishing import caches, installation, publishers
from sites.publishing.models import Purge, ShortHost
from sites.publishing.publisher import Publisher
from sites.publishing.withdrawal import withdraw
from tests.factories.accounts import administrator
from tests.factories.pages import destination
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db
HOST = "cao-bang.localhost"
PATH = f"{HOST}/vi/diem-den/thac/"


class Cache:
    """A cache that answers PURGE, and notes which addresses it was told of."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.answer: Callable[[str], int] = lambda address: 200
        cache = self

        class Handler(BaseHTTPRequestHandler):
            def do_PURGE(self) -> None:
                address = f"{self.headers['Host']}{self.path}"
                cache.told.append(address)
                self.send_response(cache.answer(address))
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def cache(settings: Any) -> Iterator[Cache]:
    running = Cache()
    settings.WAGTAILFRONTENDCACHE = in_front(running.address)
    yield running
    running.server.shutdown()
    running.server.server_close()


def in_front(address: str, **values: Any) -> dict[str, dict[str, Any]]:
    backend = "wagtail.contrib.frontend_cache.backends.HTTPBackend"
    return {"varnish": {"BACKEND": backend, "LOCATION": address, **values}}


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi",))


@pytest.fixture
def page(site: Site) -> DestinationPage:
    return destination(section(site), "Thác")


@pytest.fixture
def publisher(settings: Any, tmp_path: Path, page: DestinationPage) -> Publisher:
    """A publisher that has published everything before there was a cache."""
    settings.TREE_ROOT = tmp_path / "tree"
    found = Publisher(installation.tree())
    before, settings.WAGTAILFRONTENDCACHE = settings.WAGTAILFRONTENDCACHE, {}
    found.publish_everything()
    settings.WAGTAILFRONTENDCACHE = before
    return found


def publish(page: Page, **values: Any) -> None:
    changed = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(changed, name, value)
    with TestCase.captureOnCommitCallbacks(execute=True):
        changed.save_revision(user=administrator()).publish(user=administrator())


def the_pause_is_over() -> None:
    """The moment of the next attempt lies behind: nothing stands in for the clock itself."""
    assert Purge.objects.filter(next_try_at__gt=timezone.now()).exists()
    Purge.objects.update(next_try_at=timezone.now())


# --- what is told ---------------------------------------------------------------------------------------


def test_an_address_whose_bytes_changed_is_told(cache: Cache, publisher: Publisher, page: DestinationPage):
    publish(page, credit="Nguyễn Văn A")
    publisher.publish()
    assert caches.purge_some() == len(cache.told)
    assert PATH in cache.told
    assert f"{HOST}/vi/tim-kiem/" not in cache.told
    assert not Purge.objects.exists()


def test_an_address_at_which_nothing_stood_before_is_told(
    cache: Cache, publisher: Publisher, page: DestinationPage
):
    destination(page.get_parent().specific, "Hồ", slug="ho")
    publisher.publish()
    caches.purge_some()
    assert {f"{HOST}/vi/diem-den/ho/", f"{HOST}/vi/diem-den/"} <= set(cache.told)


def test_an_address_that_goes_away_is_told(cache: Cache, publisher: Publisher, page: DestinationPage):
    page.unpublish(user=administrator())
    publisher.publish()
    caches.purge_some()
    assert PATH in cache.told


def test_an_address_that_leads_elsewhere_now_is_told_under_the_short_host_too(
    cache: Cache, publisher: Publisher, page: DestinationPage, site: Site
):
    ShortHost.objects.create(site=site, host="cb.localhost")
    publish(page, slug="thac-moi")
    publisher.publish()
    caches.purge_some()
    codes = {told.rpartition("/")[2] for told in cache.told if told.startswith("cb.localhost/s/")}
    assert codes
    assert {f"{HOST}/s/{code}" for code in codes} <= set(cache.told)


def test_what_stays_as_it_is_is_not_told(cache: Cache, publisher: Publisher):
    publisher.publish_everything()
    caches.purge_some()
    assert cache.told == []


def test_without_a_cache_nothing_is_noted(publisher: Publisher, page: DestinationPage):
    publish(page, credit="Nguyễn Văn A")
    publisher.publish()
    assert not Purge.objects.exists()


def test_an_address_noted_twice_is_told_once(cache: Cache, site: Site):
    caches.note_changed([PATH])
    caches.note_changed([PATH])
    caches.purge_some()
    assert cache.told == [PATH]
    assert not Purge.objects.exists()


def test_a_cache_is_told_of_its_own_hosts_only(cache: Cache, settings: Any, site: Site):
    settings.WAGTAILFRONTENDCACHE = in_front(cache.address, HOSTNAMES=["other.localhost"])
    caches.note_changed([PATH, "other.localhost/vi/"])
    caches.purge_some()
    assert cache.told == ["other.localhost/vi/"]
    assert not Purge.objects.exists()


class ChangedMeanwhile(BaseBackend):
    """A cache that takes a while: meanwhile the address gets other bytes, once."""

    told: list[str] = []

    def purge(self, url: str) -> None:
        self.told.append(url)
        if len(self.told) == 1:
            caches.note_changed([PATH])


def test_what_changes_while_a_cache_is_told_is_told_again(settings: Any, site: Site):
    settings.WAGTAILFRONTENDCACHE = {"slow": {"BACKEND": f"{__name__}.ChangedMeanwhile"}}
    caches.note_changed([PATH])
    caches.purge_some()
    assert ChangedMeanwhile.told == [f"http://{PATH}"] * 2


# --- caches that fail -----------------------------------------------------------------------------------


def test_a_cache_that_fails_for_a_while_is_told_later(cache: Cache, site: Site):
    caches.note_changed([PATH, f"{HOST}/vi/"])
    cache.answer = lambda address: 500
    assert caches.purge_some() == 0
    assert {row.error for row in Purge.objects.all()} == {
        f"varnish: Couldn't purge 'http://{row.url.removeprefix('http://')}' from HTTP cache. "
        "HTTPError: 500 Internal Server Error"
        for row in Purge.objects.all()
    }
    cache.answer = lambda address: 200
    the_pause_is_over()
    cache.told.clear()
    assert caches.purge_some() == 2
    assert set(cache.told) == {PATH, f"{HOST}/vi/"}


def test_a_cache_that_failed_is_left_alone_for_a_growing_while(cache: Cache, site: Site):
    caches.note_changed([PATH])
    cache.answer = lambda address: 500
    caches.purge_some()
    first = Purge.objects.get().next_try_at - timezone.now()
    assert caches.purge_some() == 0
    assert len(cache.told) == 1
    the_pause_is_over()
    caches.purge_some()
    assert Purge.objects.get().next_try_at - timezone.now() > first


def test_one_address_that_fails_does_not_hold_up_the_others(cache: Cache, site: Site):
    cache.answer = lambda address: 500 if address == PATH else 200
    caches.note_changed([PATH, f"{HOST}/vi/", f"{HOST}/vi/feed.xml"])
    assert caches.purge_some() == 2
    assert [row.url for row in Purge.objects.all()] == [f"http://{PATH}"]


class TakesMany(HTTPBackend):
    """A cache that is told of many addresses at once, and says in the log which it did not take."""

    def purge_batch(self, urls: list[str]) -> None:
        for url in urls:
            self.purge(url)


def test_of_many_told_at_once_only_what_was_not_taken_is_told_again(cache: Cache, settings: Any, site: Site):
    backend = {"BACKEND": f"{__name__}.TakesMany", "LOCATION": cache.address}
    settings.WAGTAILFRONTENDCACHE = {"cdn": backend}
    cache.answer = lambda address: 500 if address == PATH else 200
    caches.note_changed([PATH, f"{HOST}/vi/", f"{HOST}/vi/feed.xml"])
    assert caches.purge_some() == 2
    assert [row.url for row in Purge.objects.all()] == [f"http://{PATH}"]


def test_what_a_cache_does_not_hold_needs_no_purge(cache: Cache, site: Site):
    cache.answer = lambda address: 404
    caches.note_changed([PATH])
    assert caches.purge_some() == 1


def test_a_cache_that_is_not_there_is_told_later(settings: Any, site: Site):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.WAGTAILFRONTENDCACHE = in_front(f"http://127.0.0.1:{unused.getsockname()[1]}")
        caches.note_changed([PATH])
        assert caches.purge_some() == 0
    assert "Connection refused" in Purge.objects.get().error


def test_a_cache_that_never_answers_does_not_hold_up_the_publisher(settings: Any, site: Site):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.WAGTAILFRONTENDCACHE = in_front(f"http://127.0.0.1:{silent.getsockname()[1]}")
        caches.note_changed([f"{HOST}/vi/{number}/" for number in range(20)])
        began_at = time.monotonic()
        assert caches.purge_some() == 0
    assert time.monotonic() - began_at < 2 * caches.ANSWER_SECONDS
    assert Purge.objects.exclude(error="").count() == 20


def test_every_one_of_two_caches_must_be_told(cache: Cache, settings: Any, site: Site):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        second = in_front(f"http://127.0.0.1:{unused.getsockname()[1]}")["varnish"]
        settings.WAGTAILFRONTENDCACHE = {**settings.WAGTAILFRONTENDCACHE, "second": second}
        caches.note_changed([PATH])
        assert caches.purge_some() == 0
    assert cache.told == [PATH]
    assert Purge.objects.get().error.startswith("second: ")


# --- withdrawals ----------------------------------------------------------------------------------------


def test_what_was_withdrawn_goes_first(cache: Cache, site: Site):
    caches.note_changed([f"{HOST}/vi/{number}/" for number in range(caches.ADDRESSES_AT_ONCE + 1)])
    caches.note_changed([PATH], is_withdrawn=True)
    caches.purge_some()
    assert cache.told[0] == PATH


def test_a_withdrawal_tells_the_caches_without_the_publisher(
    cache: Cache, publisher: Publisher, page: DestinationPage
):
    caches.note_changed([f"{HOST}/vi/"])
    stood = []
    cache.answer = lambda address: stood.append(publisher.tree.read(address) is not None) or 200
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw(DestinationPage.objects.get(pk=page.pk), administrator(), "Sai số liệu")
    assert PATH in cache.told
    assert not any(stood)
    assert [row.url for row in Purge.objects.all()] == [f"http://{HOST}/vi/"]


def test_a_withdrawal_succeeds_while_the_cache_fails(
    cache: Cache, publisher: Publisher, page: DestinationPage
):
    cache.answer = lambda address: 500
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw(DestinationPage.objects.get(pk=page.pk), administrator(), "Sai số liệu")
    assert publisher.tree.read(PATH) is None
    assert f"http://{PATH}" in {row.url for row in Purge.objects.filter(is_withdrawn=True)}


# --- what people see ------------------------------------------------------------------------------------


def an_hour_ago() -> None:
    Purge.objects.update(noted_at=timezone.now() - datetime.timedelta(hours=1))


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_desk_shows_what_caches_are_still_to_be_told(
    cache: Cache, site: Site, settings: Any, tmp_path: Path
):
    settings.TREE_ROOT = tmp_path
    cache.answer = lambda address: 500
    caches.note_changed([PATH])
    caches.purge_some()
    an_hour_ago()
    shown = client_of(administrator()).get(reverse("publishing_desk")).content.decode()
    assert "Internal Server Error" in shown
    assert "Bộ nhớ đệm phía trước chưa nhận được tin" in shown


def test_a_cache_that_is_told_in_time_is_healthy(cache: Cache, settings: Any, tmp_path: Path, site: Site):
    settings.TREE_ROOT = tmp_path
    publishers.note_alive(publishers.ALONE)
    caches.note_changed([PATH])
    answer = Client().get("/health")
    assert (answer.status_code, json.loads(answer.content)["late"]) == (200, [])


def test_a_cache_that_is_told_too_late_is_unhealthy(cache: Cache, settings: Any, tmp_path: Path, site: Site):
    settings.TREE_ROOT = tmp_path
    publishers.note_alive(publishers.ALONE)
    caches.note_changed([PATH])
    an_hour_ago()
    answer = Client().get("/health")
    assert (answer.status_code, json.loads(answer.content)["late"]) == (503, ["caches in front"])


def test_settings_that_name_no_cache_are_refused_at_start(cache: Cache, settings: Any):
    assert run_checks() == []
    settings.WAGTAILFRONTENDCACHE = {
        "varnish": {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend"}
    }
    assert [error.id for error in run_checks()] == ["publishing.E003"]


def test_the_publisher_tells_the_caches(cache: Cache, publisher: Publisher, page: DestinationPage):
    publish(page, credit="Nguyễn Văn A")
    call_command("run_publisher", "--once")
    assert PATH in cache.told
