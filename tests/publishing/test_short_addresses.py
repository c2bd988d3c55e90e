import json
import re

import pytest
import segno
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from cms.demo.portals import DATA
from cms.demo.start import PORT
from cms.tourism.models import DestinationPage
from sites.publishing.models import ALPHABET, ShortAddress, ShortHost, new_code
from sites.publishing.short_addresses import QR_LETTERS, code_of, give_short_address, short_address
from tests.factories.accounts import administrator, member
from tests.factories.pages import destination, fill, own_version, translated
from tests.factories.portals import portal, section
from tests.forms import press
from tests.visitor import visit
from translations import localize

pytestmark = pytest.mark.django_db

DEMO_HOSTS = [
    f"{row['short']}.localhost:{PORT}" for row in json.loads((DATA / "portals.json").read_text("utf-8"))
]


@pytest.fixture(scope="module")
def _portals(kept_for_the_module: None) -> None:
    """A waterfall in Vietnamese and Lao on a portal with a short host, and a second portal."""
    site = portal(languages=("vi", "en", "lo"))
    ShortHost.objects.create(site=site, host="cb.localhost:8000")
    translated(destination(section(site), "Thác", slug="thac"), "lo")
    portal("quang-tri", languages=("vi",))


@pytest.fixture
def site(_portals: None) -> Site:
    return Site.objects.get(hostname="cao-bang.localhost")


@pytest.fixture
def page(_portals: None) -> DestinationPage:
    return DestinationPage.objects.get(slug="thac", locale__language_code="vi")


def lao(page: Page) -> DestinationPage:
    return DestinationPage.objects.get(translation_key=page.translation_key, locale__language_code="lo")


def code(page: Page, language: str = "vi") -> str:
    found = code_of(page.translation_key.hex, language)
    assert found is not None
    return found


def follow(code: str, host: str = "cb.localhost:8000") -> HttpResponse:
    return visit(f"/s/{code}", host)


# --- short enough -------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", DEMO_HOSTS)
def test_a_short_address_of_the_demo_fits_a_code_of_25_modules(site: Site, page: Page, host: str):
    ShortHost.objects.filter(site=site).update(host=host)
    address = short_address(page.translation_key.hex, site.pk, "vi")
    assert len(address) <= QR_LETTERS
    assert segno.make_qr(address, error="m", boost_error=False).symbol_size(border=0) == (25, 25)


def test_a_host_of_a_province_leaves_room_even_with_encryption(site: Site, page: Page):
    ShortHost.objects.filter(site=site).update(host="caobang.gov.vn")
    address = short_address(page.translation_key.hex, site.pk, "vi").replace("HTTP:", "HTTPS:")
    assert segno.make_qr(address, error="m", boost_error=False).symbol_size(border=0) == (25, 25)


def test_a_short_address_is_written_in_the_letters_of_compact_codes(site: Site, page: Page):
    assert re.fullmatch(
        r"HTTP://CB\.LOCALHOST:8000/S/[0-9A-Z]{4}", short_address(page.translation_key.hex, site.pk, "lo")
    )


def test_a_portal_without_a_short_host_uses_its_own(site: Site, page: Page):
    ShortHost.objects.all().delete()
    address = short_address(page.translation_key.hex, site.pk, "vi")
    assert address.startswith("HTTP://CAO-BANG.LOCALHOST/S/")


def test_codes_have_no_letters_that_are_taken_for_each_other():
    assert not set("01IO") & set(ALPHABET)
    assert {len(new_code()) for _ in range(20)} == {4}
    assert all(set(new_code()) <= set(ALPHABET) for _ in range(20))


# --- for ever the same --------------------------------------------------------------------------------


def test_a_page_gets_its_code_when_it_becomes_public(site: Site, page: Page):
    draft = destination(page.get_parent().specific, "Động", live=False)
    assert code_of(draft.translation_key.hex, "vi") is None
    draft.latest_revision.publish(user=administrator())
    assert code_of(draft.translation_key.hex, "vi") is not None


def test_each_language_of_a_page_has_its_own_code(page: Page):
    assert code(page, "vi") != code(page, "lo")
    assert code_of(page.translation_key.hex, "en") is None


def test_publishing_again_changes_no_code(page: Page):
    before = code(page)
    page.title, page.slug = "Thác lớn", "thac-lon"
    page.save_revision().publish(user=administrator())
    give_short_address(page)
    assert code(page) == before


def test_a_code_outlives_the_page_being_taken_down(page: Page):
    before = code(page)
    page.unpublish(user=administrator())
    Page.objects.get(pk=page.pk).specific.save_revision().publish(user=administrator())
    assert code(page) == before


def test_a_code_survives_a_new_translation_from_nothing(page: Page):
    before = code(page, "lo")
    lao(page).delete()
    assert code(page, "lo") == before
    again = translated(page, "lo", mark=" mới")
    assert again.title == "lo Thác mới"
    assert code(page, "lo") == before
    assert ShortAddress.objects.filter(key=page.translation_key).count() == 2


def test_a_code_survives_a_corrected_translation(page: Page):
    before = code(page, "lo")
    translation = localize.translation_of(lao(page))
    fill(translation, " sửa")
    localize.save_translation_draft(translation, administrator()).publish(user=administrator())
    assert lao(page).title == "lo Thác sửa"
    assert code(page, "lo") == before


# --- where it leads -----------------------------------------------------------------------------------


def test_a_short_address_leads_to_the_page_in_its_language(page: Page):
    answer = follow(code(page, "lo"))
    assert (answer.status_code, answer["Location"]) == (302, "http://cao-bang.localhost/lo/diem-den/thac/")


@pytest.mark.parametrize("host", ["cb.localhost", "cao-bang.localhost", "CB.LOCALHOST:8000"])
def test_a_short_address_works_on_every_host_of_its_portal(page: Page, host: str):
    assert follow(code(page), host)["Location"] == "http://cao-bang.localhost/vi/diem-den/thac/"


def test_a_short_address_may_be_typed_in_small_letters(page: Page):
    assert follow(code(page).lower())["Location"] == "http://cao-bang.localhost/vi/diem-den/thac/"
    assert visit(f"/S/{code(page)}", "cb.localhost").status_code == 302


def test_a_short_address_may_be_typed_with_a_last_slash(page: Page):
    assert follow(f"{code(page)}/").status_code == 302


def test_a_short_address_follows_the_page_to_its_new_address(page: Page):
    page.slug = "thac-moi"
    page.save_revision().publish(user=administrator())
    assert follow(code(page))["Location"] == "http://cao-bang.localhost/vi/diem-den/thac-moi/"


def test_a_short_address_of_a_version_that_was_taken_down_leads_to_what_stands_in(page: Page):
    own_version(page, "en")
    lao(page).unpublish(user=administrator())
    answer = follow(code(page, "lo"))
    assert answer["Location"] == "http://cao-bang.localhost/lo/diem-den/thac/"
    assert visit("/lo/diem-den/thac/").headers["Content-Language"] == "lo"
    assert b"en Th\xc3\xa1c" in visit("/lo/diem-den/thac/").content


@pytest.mark.parametrize("asked", ["0000", "ZZZZ", "7K3", "7K3FF", "7K3%C3%89", ""])
def test_a_code_that_was_never_given_is_not_found(site: Site, asked: str):
    assert follow(asked).status_code == 404


def test_a_short_address_of_a_page_that_is_gone_is_not_found(page: Page):
    before = code(page)
    page.unpublish(user=administrator())
    assert follow(before).status_code == 404


def test_whoever_mistypes_a_code_is_told_so_by_the_portal_in_a_language_of_it(page: DestinationPage):
    answer = visit("/s/0000", "cb.localhost:8000", accept_language="lo")
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "lo")
    assert answer.content == visit("/lo/khong-co/", "cb.localhost:8000").content


def test_another_portal_knows_nothing_of_a_code(page: Page):
    assert follow(code(page), "quang-tri.localhost").status_code == 404
    assert follow(code(page), "khac.localhost").status_code == 404


def test_a_redirect_may_be_asked_for_without_its_body(page: Page):
    assert visit(f"/s/{code(page)}", method="head").status_code == 302
    assert visit(f"/s/{code(page)}", method="post").status_code == 405


# --- the short host of a portal -----------------------------------------------------------------------


def test_administrator_gives_a_portal_its_short_host(site: Site, page: Page):
    ShortHost.objects.all().delete()
    client = Client()
    client.force_login(administrator())
    press(client, reverse("short_hosts:add"), site=site.pk, host="cb.localhost:8000")
    assert follow(code(page)).headers["Location"] == "http://cao-bang.localhost/vi/diem-den/thac/"


def test_approver_gives_no_portal_a_short_host(site: Site):
    client = Client()
    client.force_login(member(site, "vi", "approver"))
    answer = client.post(reverse("short_hosts:add"), {"site": site.pk, "host": "qt.localhost"})
    assert answer.headers["Location"] == reverse("wagtailadmin_home")
    assert not ShortHost.objects.filter(host="qt.localhost").exists()
