import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from tests.factories.accounts import administrator
from tests.factories.portals import portal
from tests.forms import press
from tests.visitor import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi",))


@pytest.fixture
def client() -> Client:
    signed_in = Client()
    signed_in.force_login(administrator())
    return signed_in


def write(client: Client, site: Site, old_path: str) -> HttpResponse:
    address = reverse("wagtailredirects:add")
    return press(
        client, address, old_path=old_path, site=site.pk, redirect_link="http://cao-bang.localhost/vi/"
    )


def test_a_redirect_that_an_editor_wrote_leads_on(site: Site, client: Client):
    write(client, site, "/le-hoi/")
    assert visit("/le-hoi/").headers["Location"] == "http://cao-bang.localhost/vi/"


@pytest.mark.parametrize("old_path", ["/cu?id=3", "cu/?id=3&trang=2"])
def test_an_editor_is_told_why_a_redirect_cannot_ask_for_more_than_a_path(
    site: Site, client: Client, old_path: str
):
    answer = write(client, site, old_path)
    assert list(answer.context["form"].errors) == ["old_path"]
    assert "“?”" in answer.content.decode()
    assert not Redirect.objects.exists()


def test_a_redirect_is_not_changed_into_one_that_asks_for_more_than_a_path(site: Site, client: Client):
    known = Redirect.objects.create(site=site, old_path="/cu", redirect_link="http://cao-bang.localhost/vi/")
    press(client, reverse("wagtailredirects:edit", args=[known.pk]), old_path="/cu?id=3")
    known.refresh_from_db()
    assert known.old_path == "/cu"
