"""Old addresses that editors let lead on, as they write them in the newsroom of Wagtail."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from sites.publishing.afresh import differences
from sites.publishing.publisher import Publisher
from tests.factories.accounts import administrator
from tests.factories.portals import home_of, portal, section
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


@pytest.mark.parametrize("old_path", ["/s/7K3F", "s/7k3f/", "/S/hoi", "http://cao-bang.localhost/s/7K3F"])
def test_an_editor_is_told_that_short_addresses_are_those_of_pages(site: Site, client: Client, old_path: str):
    answer = write(client, site, old_path)
    assert list(answer.context["form"].errors) == ["old_path"]
    assert "“/s/”" in answer.content.decode()
    assert not Redirect.objects.exists()


NEEDED = ("/admin", "/Admin/pages/", "/accounts/login/", "/health", "/static/a.css", "/media")


@pytest.mark.parametrize("old_path", NEEDED)
def test_an_editor_is_told_that_the_newsroom_and_the_servers_keep_their_addresses(
    site: Site, client: Client, old_path: str
):
    answer = write(client, site, old_path)
    assert "Tòa soạn" in answer.context["form"].errors["old_path"][0]
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("old_path", NEEDED)
def test_a_redirect_from_what_the_newsroom_and_the_servers_need_leads_nowhere(
    site: Site, publisher: Publisher, old_path: str
):
    Redirect.objects.create(old_path=old_path, redirect_link="https://example.org/")
    publisher.publish_everything()
    assert publisher.tree.redirects(site.hostname) == {}


@pytest.mark.parametrize("old_path", ["/administration", "/healthy/", "/statics/a.css"])
def test_an_address_that_only_begins_as_one_of_those_leads_on(site: Site, client: Client, old_path: str):
    write(client, site, old_path)
    assert visit(old_path).headers["Location"] == "http://cao-bang.localhost/vi/"


@pytest.mark.parametrize("old_path", ["/", "http://cao-bang.localhost"])
def test_an_editor_is_told_that_the_root_leads_home(site: Site, client: Client, old_path: str):
    answer = write(client, site, old_path)
    assert "trang chủ" in answer.context["form"].errors["old_path"][0]


ROUND = "http://cao-bang.localhost/l%E1%BB%85-h%E1%BB%99i/?nam=2026"


@pytest.mark.parametrize("is_for_all", [True, False])
def test_an_editor_is_told_that_a_redirect_would_lead_to_itself(site: Site, client: Client, is_for_all: bool):
    answer = press(
        client,
        reverse("wagtailredirects:add"),
        old_path="/lễ-hội",
        site="" if is_for_all else site.pk,
        redirect_link=ROUND,
    )
    assert "chính địa chỉ cũ" in str(answer.context["form"].non_field_errors())
    assert not Redirect.objects.exists()


def test_a_redirect_that_leads_to_itself_leads_nowhere(site: Site, publisher: Publisher):
    Redirect.objects.create(site=site, old_path="/lễ-hội", redirect_link=ROUND)
    publisher.publish_everything()
    assert publisher.tree.redirects(site.hostname) == {}
    assert visit("/lễ-hội/").status_code == 404


def test_an_old_address_below_a_short_one_leads_on(site: Site, client: Client):
    write(client, site, "/s/hoi/cu")
    assert visit("/s/hoi/cu").headers["Location"] == "http://cao-bang.localhost/vi/"


@pytest.mark.parametrize("old_path", ["/s/7K3F", "/s/hoi"])
def test_a_redirect_that_is_spelt_like_a_short_address_leads_nowhere(
    site: Site, publisher: Publisher, old_path: str
):
    Redirect.objects.create(site=site, old_path=old_path, redirect_link="https://example.org/")
    publisher.publish_everything()
    assert publisher.tree.redirects(site.hostname) == {}
    assert visit(old_path).status_code == 404


# --- for every portal ---------------------------------------------------------------------------------

HOSTS = ("cao-bang.localhost", "quang-tri.localhost")


@pytest.fixture
def second(site: Site) -> Site:
    return portal("quang-tri", ("vi",))


def for_all(old_path: str = "/cu", to: str = "https://example.org/") -> Redirect:
    redirect: Redirect = Redirect.objects.create(old_path=old_path, redirect_link=to)
    return redirect


def answers(publisher: Publisher, path: str) -> list[str | None]:
    """Publish what changed, and return where each host leads from a path: as its tree says, and so does Django."""
    publisher.publish()
    assert list(differences(publisher.tree)) == []
    found = [publisher.tree.redirects(host).get(path, (None, 0))[0] for host in HOSTS]
    assert [visit(path, host).headers.get("Location") for host in HOSTS] == found
    return found


@pytest.fixture
def published(second: Site, publisher: Publisher) -> Publisher:
    publisher.publish_everything()
    return publisher


def test_a_redirect_without_a_site_leads_on_at_every_portal(client: Client, published: Publisher):
    press(client, reverse("wagtailredirects:add"), old_path="/cu", redirect_link="https://example.org/")
    assert answers(published, "/cu/") == ["https://example.org/"] * 2


def test_a_redirect_for_every_portal_to_the_same_address_of_one_leads_on_from_the_others(
    published: Publisher,
):
    for_all(to="http://cao-bang.localhost/cu")
    assert answers(published, "/cu/") == [None, "http://cao-bang.localhost/cu"]


def test_a_redirect_for_every_portal_is_gone_from_each_once_it_is_deleted(published: Publisher):
    redirect = for_all()
    answers(published, "/cu/")
    redirect.delete()
    assert answers(published, "/cu/") == [None, None]


def test_a_redirect_that_gets_a_site_is_gone_from_the_other_portals(published: Publisher, second: Site):
    redirect = for_all()
    answers(published, "/cu/")
    redirect.site = second
    redirect.save()
    assert answers(published, "/cu/") == [None, "https://example.org/"]


def test_a_redirect_for_every_portal_leads_to_its_page_from_the_others_too(
    published: Publisher, second: Site
):
    Redirect.objects.create(old_path="/cu", redirect_page=section(second))
    assert answers(published, "/cu/") == ["http://quang-tri.localhost/vi/diem-den/", "/vi/diem-den/"]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_redirect_of_a_portals_own_comes_before_one_for_every_portal(
    published: Publisher, site: Site, is_first: bool
):
    if is_first:
        for_all()
    own = Redirect.objects.create(old_path="/cu", site=site, redirect_link="https://example.org/own/")
    if not is_first:
        for_all()
    assert answers(published, "/cu/") == ["https://example.org/own/", "https://example.org/"]
    own.delete()
    assert answers(published, "/cu/") == ["https://example.org/"] * 2


def test_a_page_comes_before_a_redirect_for_every_portal(published: Publisher, second: Site):
    page = section(second)
    for_all("/vi/diem-den")
    assert answers(published, "/vi/diem-den/") == ["https://example.org/", None]
    assert visit("/vi/diem-den/", HOSTS[1]).status_code == 200
    page.unpublish()
    assert answers(published, "/vi/diem-den/") == ["https://example.org/"] * 2


def test_a_portal_that_comes_later_has_the_redirects_for_every_portal(site: Site, publisher: Publisher):
    for_all()
    publisher.publish_everything()
    portal("quang-tri", ("vi",))
    assert answers(publisher, "/cu/") == ["https://example.org/"] * 2


def test_a_portal_without_a_home_has_no_redirects_for_every_portal(published: Publisher, second: Site):
    for_all()
    answers(published, "/cu/")
    home_of(second).unpublish()
    assert answers(published, "/cu/") == ["https://example.org/", None]
