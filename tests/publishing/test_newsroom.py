"""What the newsroom sees of publishing, and what it may do with it."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from cms.home.models import SectionPage
from cms.tourism.models import DestinationPage
from sites.publishing import causes, publishers, state
from sites.publishing.afresh import differences
from sites.publishing.lanes import Lane
from sites.publishing.models import Dirty, PublishedPath, Publishing, Withdrawal
from sites.publishing.publisher import Publisher
from sites.publishing.subjects import subject_key
from tests.factories.accounts import administrator, member
from tests.factories.pages import destination, own_version
from tests.factories.portals import home_of, portal
from tests.factories.screens import screen

pytestmark = pytest.mark.django_db
HOST = "cao-bang.localhost"


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "lo"))


@pytest.fixture
def page(places: SectionPage) -> DestinationPage:
    made = destination(places, "Thác")
    own_version(made, "lo")
    return made


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


# --- a page on the web --------------------------------------------------------------------------------


def test_a_page_tells_its_languages_addresses_and_sizes(
    publisher: Publisher, page: DestinationPage, site: Site
):
    publisher.publish_everything()
    shown = text(client_of(member(site, "vi", "editor")).get(reverse("page_on_the_web", args=[page.pk])))
    assert "Trên trang web bằng 2 ngôn ngữ." in shown
    assert f"{HOST}/vi/diem-den/thac/" in shown
    assert f"{HOST}/lo/diem-den/thac/" in shown


def test_each_address_of_a_page_leads_to_it(publisher: Publisher, page: DestinationPage, site: Site):
    Site.objects.filter(pk=site.pk).update(port=8000)
    publisher.publish_everything()
    shown = text(client_of(member(site, "vi", "editor")).get(reverse("page_on_the_web", args=[page.pk])))
    address = f"{HOST}/lo/diem-den/thac/"
    leading = f'<a href="http://{HOST}:8000/lo/diem-den/thac/" target="_blank" rel="noopener">{address}</a>'
    assert leading in shown


def test_a_page_says_that_it_is_under_way(publisher: Publisher, page: DestinationPage, site: Site):
    publishers.note_alive(publishers.ALONE)
    shown = text(
        client_of(member(site, "vi", "editor")).get(reverse("page_on_the_web", args=[page.pk]) + "?line")
    )
    assert "Đang đăng …" in shown


def test_a_page_says_that_no_publisher_works_on_it(publisher: Publisher, page: DestinationPage, site: Site):
    publishers.note_alive(publishers.ALONE)
    Publishing.objects.update(seen_at=timezone.now() - state.LATE)
    url = reverse("page_on_the_web", args=[page.pk]) + "?line"
    for_editors = text(client_of(member(site, "vi", "editor")).get(url))
    assert "Bộ xuất bản không chạy." in for_editors
    assert "Xin báo quản trị viên." in for_editors
    assert "Đang đăng" not in for_editors
    assert reverse("publishing_desk") in text(client_of(administrator()).get(url))


def test_a_page_for_which_nothing_is_to_be_done_needs_no_publisher(
    publisher: Publisher, page: DestinationPage, site: Site
):
    publisher.publish_everything()
    shown = text(client_of(member(site, "vi", "editor")).get(reverse("page_on_the_web", args=[page.pk])))
    assert "Bộ xuất bản không chạy" not in shown


def test_each_address_tells_its_size_and_an_administrator_its_cause(
    publisher: Publisher, page: DestinationPage, site: Site
):
    publisher.publish_everything()
    PublishedPath.objects.filter(path=f"{HOST}/vi/diem-den/thac/").update(
        size_bytes=70 * 1024, cause="tourism_destinationpage 4"
    )
    url = reverse("page_on_the_web", args=[page.pk])
    for_editors = text(client_of(member(site, "vi", "editor")).get(url))
    assert "70,0 KB" in for_editors.replace("\xa0", " ")
    assert "điểm đến 4" not in for_editors
    assert "<td>điểm đến 4</td>" in text(client_of(administrator()).get(url))


def test_an_address_that_could_not_be_made_is_named(publisher: Publisher, page: DestinationPage, site: Site):
    publisher.publish_everything()
    Dirty.objects.create(node_id=1, kind="p", key=f"{HOST}/lo/diem-den/thac/", error="ValueError: x")
    Dirty.objects.create(node_id=2, kind="p", key=f"{HOST}/vi/bien/", error="ValueError: y")
    shown = text(client_of(member(site, "vi", "editor")).get(reverse("page_on_the_web", args=[page.pk])))
    assert f"{HOST}/lo/diem-den/thac/ vẫn giữ nguyên như trước. Không tạo được nội dung ở đó." in shown
    assert f"{HOST}/vi/bien/" not in shown


def test_a_file_that_could_not_be_written_is_no_success(
    publisher: Publisher, page: DestinationPage, site: Site
):
    publisher.publish_everything()
    DestinationPage.objects.filter(pk=page.pk).update(summary="Mới")
    plain_file = publisher.tree.file(f"{HOST}/vi/diem-den/thac/")
    plain_file.unlink()
    plain_file.mkdir()
    publisher.publish()
    publishers.note_alive(publishers.ALONE)
    shown = text(client_of(member(site, "vi", "editor")).get(reverse("page_on_the_web", args=[page.pk])))
    assert "Chưa đăng được toàn bộ trang này." in shown
    assert "Không ghi được tệp." in shown
    assert "Trên trang web bằng" not in shown


def test_a_page_whose_addresses_nobody_can_tell_says_so(
    publisher: Publisher, page: DestinationPage, site: Site
):
    publisher.publish_everything()
    Dirty.objects.create(node_id=1, kind="s", key=subject_key(Page, page.pk), error="ValueError: x")
    shown = text(client_of(member(site, "vi", "editor")).get(reverse("page_on_the_web", args=[page.pk])))
    assert "<li>Không xác định được các địa chỉ của trang.</li>" in shown


def test_what_the_machine_says_of_a_failure_is_for_administrators(
    publisher: Publisher, page: DestinationPage, site: Site
):
    publisher.publish_everything()
    Dirty.objects.create(node_id=1, kind="p", key=f"{HOST}/vi/diem-den/thac/", error="OSError: /srv/tree")
    url = reverse("page_on_the_web", args=[page.pk]) + "?line"
    assert "/srv/tree" not in text(client_of(member(site, "vi", "editor")).get(url))
    assert "OSError: /srv/tree" in text(client_of(administrator()).get(url))


def test_a_page_of_others_is_not_shown(publisher: Publisher, page: DestinationPage):
    portal("quang-tri", languages=("vi",))
    stranger = member(Site.objects.get(hostname="quang-tri.localhost"), "vi", "editor")
    answer = client_of(stranger).get(reverse("page_on_the_web", args=[page.pk]))
    assert answer.status_code in (302, 403)


# --- taking a page off --------------------------------------------------------------------------------


def withdraw(client: Client, page: Page, reason: str = "Sai số liệu", **chosen: str) -> HttpResponse:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(reverse("withdraw_page", args=[page.pk]), {"reason": reason, **chosen})


def test_a_page_that_is_taken_off_is_gone_without_the_publisher(
    publisher: Publisher, page: DestinationPage, site: Site
):
    publisher.publish_everything()
    withdraw(client_of(member(site, "vi", "approver")), page)
    assert not publisher.tree.read(f"{HOST}/vi/diem-den/thac/")
    assert not publisher.tree.read(f"{HOST}/lo/diem-den/thac/")


def test_lists_and_screens_follow(publisher: Publisher, page: DestinationPage, site: Site):
    screen(site, page, languages=("vi", "lo"))
    publisher.publish_everything()
    assert list(publisher.tree.root.rglob("*.jpg"))
    withdraw(client_of(member(site, "vi", "approver")), page)
    publisher.publish()
    assert list(publisher.tree.root.rglob("*.jpg")) == []
    assert list(differences(publisher.tree)) == []


def test_who_took_it_off_and_why_is_kept(publisher: Publisher, page: DestinationPage, site: Site):
    approver = member(site, "vi", "approver")
    withdraw(client_of(approver), page)
    kept = Withdrawal.objects.get()
    assert (kept.withdrawn_by_id, kept.withdrawn_by) == (approver.pk, approver.username)
    assert (kept.reason, kept.title) == ("Sai số liệu", "Thác")
    assert set(kept.languages.split()) == {"vi", "lo"}


def test_who_took_a_page_off_and_why_stands_in_its_history(
    publisher: Publisher, page: DestinationPage, site: Site
):
    approver = member(site, "vi", "approver")
    page.save_revision().publish(user=approver)
    withdraw(client_of(approver), page, reason="Sai số liệu")
    page.refresh_from_db()
    page.save_revision().publish(user=approver)
    shown = text(client_of(member(site, "vi", "editor")).get(reverse("page_on_the_web", args=[page.pk])))
    first, taken_off, again = (
        shown.rindex("đã duyệt và đăng"),
        shown.index("Đã gỡ ngay: Sai số liệu"),
        shown.index("đã duyệt và đăng"),
    )
    assert again < taken_off < first
    assert f"<td>{approver.username}</td>" in shown[taken_off:first]


def test_a_page_says_that_it_is_taken_off_while_no_publisher_works(
    publisher: Publisher, page: DestinationPage, site: Site
):
    publisher.publish_everything()
    client = client_of(member(site, "vi", "approver"))
    withdraw(client, page)
    shown = text(client.get(reverse("page_on_the_web", args=[page.pk])))
    assert "Đã gỡ khỏi mọi trang web và màn hình" in shown
    assert "khi bộ xuất bản chạy lại" in shown
    assert ">Dung lượng<" not in shown


def test_a_page_that_was_taken_off_may_be_on_the_web_again(
    publisher: Publisher, page: DestinationPage, site: Site
):
    approver = member(site, "vi", "approver")
    client = client_of(approver)
    withdraw(client, page)
    page.refresh_from_db()
    page.save_revision().publish(user=approver)
    publisher.publish_everything()
    shown = text(client.get(reverse("page_on_the_web", args=[page.pk]) + "?line"))
    assert "Trên trang web bằng 1 ngôn ngữ." in shown
    assert "Đã gỡ" not in shown


def test_a_page_whose_bytes_are_still_there_is_not_taken_off(
    publisher: Publisher, page: DestinationPage, site: Site
):
    publisher.publish_everything()
    client = client_of(member(site, "vi", "approver"))
    client.post(reverse("withdraw_page", args=[page.pk]), {"reason": "Sai số liệu"})
    shown = text(client.get(reverse("page_on_the_web", args=[page.pk])))
    assert "Đã gỡ khỏi mọi trang web" not in shown
    assert ">Dung lượng<" in shown


def test_a_reason_is_asked_for(publisher: Publisher, page: DestinationPage, site: Site):
    answer = withdraw(client_of(member(site, "vi", "approver")), page, reason="")
    assert answer.status_code == 200
    assert DestinationPage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("role", ["editor", "translator"])
def test_who_may_not_take_down_may_not_take_off(
    publisher: Publisher, page: DestinationPage, site: Site, role: str
):
    answer = withdraw(client_of(member(site, "vi", role)), page)
    assert answer.status_code in (302, 403)
    assert DestinationPage.objects.get(pk=page.pk).live
    assert not Withdrawal.objects.exists()


def test_a_section_says_how_many_pages_are_below_it(
    publisher: Publisher, page: DestinationPage, places: SectionPage, site: Site
):
    destination(places, "Hồ")
    destination(places, "Nháp", live=False)
    client = client_of(member(site, "vi", "approver"))
    assert "(2 trang)" in text(client.get(reverse("withdraw_page", args=[places.pk])))
    assert "with_pages_below" not in text(client.get(reverse("withdraw_page", args=[page.pk])))


def test_the_pages_below_a_section_stay_unless_somebody_chooses_otherwise(
    publisher: Publisher, page: DestinationPage, places: SectionPage, site: Site
):
    publisher.publish_everything()
    withdraw(client_of(member(site, "vi", "approver")), places)
    assert not publisher.tree.read(f"{HOST}/vi/diem-den/")
    assert publisher.tree.read(f"{HOST}/vi/diem-den/thac/")
    assert [kept.title for kept in Withdrawal.objects.all()] == ["diem-den"]


def test_a_section_is_taken_off_with_every_page_below_it_in_every_language(
    publisher: Publisher, page: DestinationPage, places: SectionPage, site: Site
):
    only_there = destination(SectionPage.objects.get(locale__language_code="lo"), "Vang")
    publisher.publish_everything()
    assert publisher.tree.read(f"{HOST}/lo/diem-den/vang/")
    withdraw(client_of(member(site, "vi", "approver")), places, with_pages_below="on")
    assert [path for path in publisher.tree.paths() if "/diem-den/" in path] == []
    assert not Page.objects.filter(pk__in=[page.pk, only_there.pk, places.pk], live=True).exists()
    kept = {row.title: set(row.languages.split()) for row in Withdrawal.objects.all()}
    assert kept == {"diem-den": {"vi", "lo"}, "Thác": {"vi", "lo"}, "Vang": {"lo"}}
    assert {row.reason for row in Withdrawal.objects.all()} == {"Sai số liệu"}
    publisher.publish()
    assert list(differences(publisher.tree)) == []


def test_who_takes_off_is_told_that_the_publisher_does_not_work(
    publisher: Publisher, page: DestinationPage, site: Site
):
    address = reverse("withdraw_page", args=[page.pk])
    client = client_of(member(site, "vi", "approver"))
    assert "Bộ xuất bản không chạy" in text(client.get(address))
    answer = client.post(address, {"reason": "Sai số liệu"}, follow=True)
    assert "khi bộ xuất bản được khởi động" in text(answer)


def test_who_takes_off_is_told_of_no_wait_while_the_publisher_works(
    publisher: Publisher, page: DestinationPage, site: Site
):
    publishers.note_alive(publishers.ALONE)
    address = reverse("withdraw_page", args=[page.pk])
    client = client_of(member(site, "vi", "approver"))
    assert "Bộ xuất bản không chạy" not in text(client.get(address))
    assert "bộ xuất bản" not in text(client.post(address, {"reason": "Sai số liệu"}, follow=True))


def test_who_takes_off_is_told_when_the_web_serves_the_page_yet(
    publisher: Publisher, page: DestinationPage, site: Site
):
    publisher.publish_everything()
    publishers.note_alive(publishers.ALONE)
    address = reverse("withdraw_page", args=[page.pk])
    client = client_of(member(site, "vi", "approver"))
    told = text(client.post(address, {"reason": "Sai số liệu"}, follow=True))  # nothing follows in a test
    assert "Bộ xuất bản sẽ thử lại cho đến khi gỡ được hết" in told


# --- publishing and taking down many pages -------------------------------------------------------------


@pytest.mark.parametrize(("act", "is_live_below"), [("publish", False), ("unpublish", True)])
def test_many_pages_may_take_those_below_them_along(
    places: SectionPage, site: Site, act: str, is_live_below: bool
):
    destination(places, "Hồ", live=is_live_below)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
    shown = text(client_of(member(site, "vi", "approver")).get(url, {"id": places.pk, "next": "/admin/"}))
    assert "Cả các trang con" in shown


# --- the desk of the administrators --------------------------------------------------------------------


def test_the_desk_says_that_the_publisher_does_not_work(publisher: Publisher, page: DestinationPage):
    shown = text(client_of(administrator()).get(reverse("publishing_desk")))
    assert "Bộ xuất bản không chạy" in shown


def test_the_desk_says_that_the_publisher_works(publisher: Publisher, page: DestinationPage):
    publisher.publish_everything()
    publishers.note_alive(publishers.ALONE)
    assert "Bộ xuất bản đang chạy." in text(client_of(administrator()).get(reverse("publishing_desk")))


def test_the_desk_counts_what_is_to_be_made_soon_and_after_that(publisher: Publisher, page: DestinationPage):
    publisher.publish_everything()
    lanes = [Lane.SOON, Lane.SECTION, Lane.MANY, Lane.MANY, Lane.PORTAL]
    for number, lane in enumerate(lanes):
        Dirty.objects.create(node_id=number, kind="p", key=f"{HOST}/vi/{number}/", lane=lane)
    counted = counts(client_of(administrator()).get(reverse("publishing_desk")))
    assert (counted["Sắp tạo"], counted["Sẽ tạo sau đó"]) == (2, 3)


def test_the_desk_counts_what_was_written_within_a_minute(publisher: Publisher, page: DestinationPage):
    publisher.publish_everything()
    PublishedPath.objects.exclude(path__endswith="/thac/").update(made_at="2026-11-02T00:00:00Z")
    counted = counts(client_of(administrator()).get(reverse("publishing_desk")))
    assert counted["Ghi trong một phút vừa qua"] == 2
    assert counted["Số địa chỉ trên trang web"] == PublishedPath.objects.count() > 2


def counts(desk: HttpResponse) -> dict[str, int]:
    """The numbers of the desk by their names."""
    found = re.findall(r"<dt>([^<]*)</dt><dd>(\d+)</dd>", text(desk))
    return {name: int(number) for name, number in found}


def test_the_desk_tells_causes_in_the_words_of_the_newsroom(publisher: Publisher, page: DestinationPage):
    publisher.publish_everything()
    DestinationPage.objects.filter(pk=page.pk).update(summary="Mới")
    publisher.publish()
    shown = text(client_of(administrator()).get(reverse("publishing_desk")))
    assert f"điểm đến {page.pk}" in shown
    assert "tourism_" not in shown


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("wagtailcore_locale 2, wagtailcore_page 7", "ngôn ngữ 2, trang 7"),
        ("tourism_destinationpage_topics 4", "điểm đến 4"),
        ("the time", "đã đến thời điểm"),
        ("Thác, hồ", "Thác, hồ"),
    ],
)
def test_a_cause_is_told_without_names_of_tables(kept: str, told: str):
    assert causes.told(kept) == told


def test_a_moment_is_written_as_vietnamese_readers_write_it(publisher: Publisher, page: DestinationPage):
    publisher.publish_everything()
    PublishedPath.objects.update(made_at="2026-11-28T02:23:00Z")
    assert "09:23 28/11/2026" in text(client_of(administrator()).get(reverse("publishing_desk")))


def test_the_desk_is_for_administrators(publisher: Publisher, site: Site):
    assert client_of(member(site, "vi", "approver")).get(reverse("publishing_desk")).status_code in (302, 403)


def test_what_failed_is_tried_again_at_once(publisher: Publisher, page: DestinationPage):
    publisher.publish_everything()
    row = Dirty.objects.create(node_id=1, kind="p", key=f"{HOST}/vi/x/", error="ValueError: x", attempts=4,
                               next_try_at="2100-01-01T00:00:00Z")  # fmt: skip
    client = client_of(administrator())
    assert "ValueError: x" in text(client.get(reverse("publishing_desk")))
    client.post(reverse("publishing_desk"), {"action": "retry"})
    row.refresh_from_db()
    assert row.next_try_at is None


def test_everything_is_made_again(publisher: Publisher, page: DestinationPage):
    publisher.publish_everything()
    publisher.made.clear()
    client_of(administrator()).post(reverse("publishing_desk"), {"action": "again"})
    publisher.publish()
    assert f"{HOST}/vi/diem-den/thac/" in publisher.made


def test_one_language_of_a_portal_is_made_again(publisher: Publisher, site: Site, page: DestinationPage):
    publisher.publish_everything()
    publisher.made.clear()
    client = client_of(administrator())
    assert "ພາສາລາວ" in text(client.get(reverse("publishing_desk")))
    client.post(reverse("publishing_desk"), {"action": "again", "what": str(home_of(site, "lo").pk)})
    publisher.publish()
    assert f"{HOST}/lo/" in publisher.made
    assert f"{HOST}/vi/" not in publisher.made


def test_a_whole_portal_is_made_again_with_all_that_is_no_page(
    publisher: Publisher, site: Site, page: DestinationPage
):
    screen(site, page)
    other = portal("quang-tri", languages=("vi",))
    publisher.publish_everything()
    publisher.made.clear()
    client = client_of(administrator())
    whole = f"{home_of(site, 'vi').pk} {home_of(site, 'lo').pk}"
    assert f'value="{whole}"' in text(client.get(reverse("publishing_desk")))
    client.post(reverse("publishing_desk"), {"action": "again", "what": whole})
    publisher.publish()
    ours = PublishedPath.objects.filter(path__startswith=f"{HOST}/", target="")
    assert set(publisher.made) == set(ours.values_list("path", flat=True))
    assert f"{other.hostname}/robots.txt" not in publisher.made


def test_what_is_no_portal_is_not_made_again(publisher: Publisher, page: DestinationPage):
    answer = client_of(administrator()).post(reverse("publishing_desk"), {"action": "again", "what": "7 8"})
    assert answer.status_code == 400


def test_a_portal_that_shows_nothing_is_not_made_again(publisher: Publisher, page: DestinationPage):
    Site.objects.create(hostname="trong.localhost", root_page=Page.get_first_root_node())
    assert "trong.localhost" not in text(client_of(administrator()).get(reverse("publishing_desk")))


def test_a_page_and_what_is_below_it_is_made_again(
    publisher: Publisher, page: DestinationPage, places: SectionPage
):
    publisher.publish_everything()
    publisher.made.clear()
    client_of(administrator()).post(reverse("make_page_again", args=[places.pk]))
    publisher.publish()
    assert {f"{HOST}/vi/diem-den/", f"{HOST}/vi/diem-den/thac/"} <= set(publisher.made)
    assert f"{HOST}/vi/" not in publisher.made


def test_who_has_something_made_again_is_told_what_it_is(
    publisher: Publisher, page: DestinationPage, places: SectionPage, site: Site
):
    client = client_of(administrator())
    desk = reverse("publishing_desk")
    lao = {"action": "again", "what": str(home_of(site, "lo").pk)}
    assert "Đang tạo lại: Tất cả" in text(client.post(desk, {"action": "again"}, follow=True))
    assert f"Đang tạo lại: {HOST} (ພາສາລາວ)" in text(client.post(desk, lao, follow=True))
    assert "Đang thử lại những gì bị lỗi." in text(client.post(desk, {"action": "retry"}, follow=True))
    shown = text(client.post(reverse("make_page_again", args=[places.pk]), follow=True))
    assert "Đang tạo lại “diem-den” và mọi nội dung bên dưới." in shown


# --- on a phone ---------------------------------------------------------------------------------------


def test_every_wide_table_scrolls_by_itself(publisher: Publisher, page: DestinationPage, site: Site):
    page.save_revision().publish(user=administrator())
    publisher.publish_everything()
    Dirty.objects.create(node_id=1, kind="p", key=f"{HOST}/vi/x/", error="ValueError: x")
    withdraw(client_of(administrator()), destination(page.get_parent(), "Hồ"))
    client = client_of(administrator())
    for url in (reverse("page_on_the_web", args=[page.pk]), reverse("publishing_desk")):
        shown = text(client.get(url))
        tables = shown.count('<table class="listing"')
        assert tables > 1
        assert shown.count('<div class="wide-table" tabindex="0"><table class="listing"') == tables
