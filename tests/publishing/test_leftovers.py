"""What nobody publishes leaves the tree when everything is published."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.home.models import SectionPage
from sites.publishing.afresh import differences
from sites.publishing.media import named_in
from sites.publishing.models import Purge
from sites.publishing.publisher import Publisher
from tests.factories.pages import destination
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db
HOST = "cao-bang.localhost"
PAGE = f"{HOST}/vi/diem-den/thac/"


def test_a_page_that_nobody_publishes_is_taken_away_and_told(
    publisher: Publisher, places: SectionPage, capsys: Any
):
    destination(places, "Thác")
    publisher.publish_everything()
    publisher.tree.write(f"{HOST}/vi/la/", b"la")
    publisher.tree.write("khac.localhost/vi/", b"khac")
    call_command("publish_site")
    assert publisher.tree.read(f"{HOST}/vi/la/") is None
    assert publisher.tree.read("khac.localhost/vi/") is None
    assert publisher.tree.read(PAGE)
    assert f"{HOST}/vi/la/\nkhac.localhost/vi/\n" in capsys.readouterr().out


def test_what_is_newer_than_a_database_that_was_put_back_leaves_the_tree(
    publisher: Publisher, places: SectionPage, site: Site
):
    publisher.publish_everything()
    with transaction.atomic():  # ends as it began, as a restored copy does
        page = destination(places, "Thác", picture=picture("anh"))
        Redirect.objects.create(site=site, old_path="/cu", redirect_link="/vi/")
        publisher.publish()
        pictures = named_in(publisher.tree.read(PAGE) or b"")
        assert pictures
        assert "/cu/" in publisher.tree.redirects(HOST)
        assert page.live
        transaction.set_rollback(True)
    call_command("publish_site")
    assert publisher.tree.read(PAGE) is None
    assert [name for name in pictures if publisher.tree.read(f"media/{name}")] == []
    assert list(differences(publisher.tree)) == []


def test_redirects_of_a_host_that_nobody_has_any_more_go(publisher: Publisher, places: SectionPage):
    publisher.tree.write_redirects("khac.localhost", {"/cu/": ("/vi/", 301)})
    call_command("publish_site")
    assert publisher.tree.redirects("khac.localhost") == {}


def test_caches_in_front_are_told_of_what_is_taken_away(
    publisher: Publisher, places: SectionPage, settings: Any
):
    backend = "wagtail.contrib.frontend_cache.backends.HTTPBackend"
    settings.WAGTAILFRONTENDCACHE = {"away": {"BACKEND": backend, "LOCATION": "http://127.0.0.1:9"}}
    publisher.tree.write(f"{HOST}/vi/la/", b"la")
    call_command("publish_site")
    assert Purge.objects.filter(url=f"http://{HOST}/vi/la/", is_withdrawn=True).exists()
