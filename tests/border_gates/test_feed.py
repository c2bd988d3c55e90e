import datetime
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import PageViewRestriction, Site

from cms.facts.models import BorderGate
from cms.home.models import SectionPage
from sites.border_gates.models import PlaylistItem, Screen
from tests.border_gates.walls import ask, feed, feed_path, image, key, pictures, publish, slides
from tests.factories.accounts import administrator
from tests.factories.pages import destination, translated
from tests.factories.pictures import picture
from tests.factories.portals import home_of, portal, section
from tests.factories.screens import playlist, screen
from tests.websites.document import Element, read

pytestmark = pytest.mark.django_db

EDGE_PX = 16
"""So far a JPEG smears an edge."""


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "en", "lo"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


# --- which slides, in which order ---------------------------------------------------------------------


def test_feed_lists_each_page_in_each_language_of_the_screen_in_the_order_of_the_playlist(
    site: Site, places: SectionPage
):
    fall, cave = destination(places, "Thác"), destination(places, "Động")
    for page in (fall, cave):
        translated(page, "en")
    wall = screen(site, cave, fall, languages=("en", "vi"))

    assert slides(wall) == [(key(cave), "en"), (key(cave), "vi"), (key(fall), "en"), (key(fall), "vi")]


def test_language_in_which_a_page_is_not_public_is_left_out(site: Site, places: SectionPage):
    page = destination(places, "Thác")
    translated(page, "en", live=False)

    assert slides(screen(site, page, languages=("vi", "en", "lo"))) == [(key(page), "vi")]


def test_language_that_the_portal_no_longer_shows_is_left_out(site: Site, places: SectionPage):
    page = destination(places, "Thác")
    translated(page, "en")
    wall = screen(site, page, languages=("vi", "en"))
    site.languages.filter(locale__language_code="en").update(is_on=False)

    assert slides(wall) == [(key(page), "vi")]


def test_page_that_is_listed_twice_is_shown_twice(site: Site, places: SectionPage):
    page = destination(places, "Thác")

    assert len(slides(screen(site, page, page))) == 2


def test_draft_is_not_shown(site: Site, places: SectionPage):
    assert slides(screen(site, destination(places, live=False))) == []


def test_unpublished_page_leaves_the_feed_in_every_language(site: Site, places: SectionPage):
    fall, cave = destination(places, "Thác"), destination(places, "Động")
    translated(fall, "en")
    wall = screen(site, fall, cave, languages=("vi", "en"))
    fall.unpublish(user=administrator())

    assert key(cave) in dict(slides(wall))
    assert (key(fall), "vi") not in slides(wall)


def test_page_unpublished_in_one_language_stays_in_the_others(site: Site, places: SectionPage):
    page = destination(places, "Thác")
    english = translated(page, "en")
    wall = screen(site, page, languages=("vi", "en"))
    english.unpublish(user=administrator())

    assert slides(wall) == [(key(page), "vi")]


def test_page_that_not_everybody_may_read_leaves_the_feed(site: Site, places: SectionPage):
    wall = screen(site, destination(places, "Thác"))
    PageViewRestriction.objects.create(page=places, restriction_type=PageViewRestriction.LOGIN)

    assert slides(wall) == []


def test_page_of_another_portal_is_not_shown(site: Site):
    other = portal("quang-tri", languages=("vi",))

    assert slides(screen(site, destination(section(other), "Thác"))) == []


# --- what the feed says of a slide --------------------------------------------------------------------


def test_feed_names_the_hash_and_size_of_the_bytes_that_are_served(site: Site, places: SectionPage):
    (item,) = feed(screen(site, destination(places, "Thác")))["items"]
    answer = ask(item["url"])

    assert item["url"] == f"/screens/objects/{item['sha256']}.jpg"
    assert answer["Content-Type"] == "image/jpeg"
    assert hashlib.sha256(answer.content).hexdigest() == item["sha256"]
    assert len(answer.content) == item["bytes"]


def test_picture_fills_the_canvas_that_the_feed_names(site: Site, places: SectionPage):
    content = feed(screen(site, destination(places, "Thác"), width=1280, height=256))

    assert content["canvas"] == [1280, 256]
    assert image(content["items"][0]).size == (1280, 256)


def test_clock_stands_in_a_corner_that_the_slide_leaves_empty(site: Site, places: SectionPage):
    (item,) = feed(screen(site, destination(places, "Thác", picture=picture())))["items"]
    left, top, width, height = item["clock"]
    inner = image(item).crop((left + EDGE_PX, top, left + width, top + height - EDGE_PX))

    assert (left + width, top) == (960, 0)
    assert all(darkest == lightest for darkest, lightest in inner.getextrema())


def test_seconds_are_those_of_the_playlist(site: Site, places: SectionPage):
    wall = screen(site, playlist=playlist(site, destination(places, "Thác"), seconds=25))

    assert [item["seconds"] for item in feed(wall)["items"]] == [25]


def test_feed_names_the_screen_and_the_zone_of_its_clock(site: Site):
    content = feed(screen(site, code="ta-lung-2"))

    assert (content["screen"], content["zone"]) == ("ta-lung-2", "Asia/Ho_Chi_Minh")


def test_title_for_walls_stands_on_the_slide_instead_of_the_title(site: Site, places: SectionPage):
    page = destination(places, "Thác Bản Giốc")
    wall = screen(site, page)
    expected = pictures(wall)
    publish(page, title="Khu du lịch thác Bản Giốc – Đức Thiên", wall_title="Thác Bản Giốc")

    assert pictures(wall) == expected


def test_picture_of_the_page_is_on_its_slide(site: Site, places: SectionPage):
    page = destination(places, "Thác")
    wall = screen(site, page)
    without = pictures(wall)
    publish(page, picture=picture())

    assert pictures(wall) != without


def test_picture_whose_rights_ended_is_not_on_the_slide(site: Site, places: SectionPage):
    page = destination(places, "Thác")
    wall = screen(site, page)
    without = pictures(wall)
    shown = picture(rights_end_on=timezone.localdate())
    publish(page, picture=shown)
    on_the_last_day = pictures(wall)
    shown.rights_end_on = timezone.localdate() - datetime.timedelta(days=1)
    shown.save()

    assert on_the_last_day != without
    assert pictures(wall) == without


# --- the version --------------------------------------------------------------------------------------


def _new_title(wall: Screen, page: Any) -> None:
    publish(page, title="Thác khác")


def _new_line(wall: Screen, page: Any) -> None:
    publish(page, wall_line="Khu du lịch xuyên biên giới")


def _longer(wall: Screen, page: Any) -> None:
    wall.playlist.items.update(seconds=20)


def _another_page(wall: Screen, page: Any) -> None:
    PlaylistItem.objects.create(playlist=wall.playlist, page=destination(page.get_parent().specific, "Động"))


def _another_language(wall: Screen, page: Any) -> None:
    translated(page, "lo")


def _another_canvas(wall: Screen, page: Any) -> None:
    Screen.objects.update(width=1000)


def _new_name_of_the_gate(wall: Screen, page: Any) -> None:
    gate = BorderGate.objects.get(pk=wall.gate_id)
    gate.name_vi = "Cửa khẩu quốc tế Trà Lĩnh"
    gate.save_revision(user=administrator()).publish(user=administrator())


def _another_theme(wall: Screen, page: Any) -> None:
    publish(home_of(page.get_site()), theme="an-giang")


def _withdrawn(wall: Screen, page: Any) -> None:
    page.unpublish(user=administrator())


@pytest.mark.parametrize(
    "act",
    [
        _new_title,
        _new_line,
        _longer,
        _another_page,
        _another_language,
        _another_canvas,
        _new_name_of_the_gate,
        _another_theme,
        _withdrawn,
    ],
)
def test_version_changes_with_what_is_on_the_wall(
    site: Site, places: SectionPage, act: Callable[[Screen, Any], None]
):
    page = destination(places, "Thác")
    wall = screen(site, page, languages=("vi", "lo"))
    before = feed(wall)["version"]
    act(wall, page)

    assert feed(wall)["version"] != before


def _new_summary(wall: Screen, page: Any) -> None:
    publish(page, summary="Thác nước lớn ở biên giới")


def _draft(wall: Screen, page: Any) -> None:
    page.title = "Chưa duyệt"
    page.save_revision()


def _untranslated_language(wall: Screen, page: Any) -> None:
    translated(page, "lo", live=False)


def _page_elsewhere(wall: Screen, page: Any) -> None:
    destination(page.get_parent().specific, "Động")


def _new_name_of_the_screen(wall: Screen, page: Any) -> None:
    Screen.objects.update(name="Mặt sau")


@pytest.mark.parametrize(
    "act", [_new_summary, _draft, _untranslated_language, _page_elsewhere, _new_name_of_the_screen]
)
def test_version_stays_while_the_wall_does(
    site: Site, places: SectionPage, act: Callable[[Screen, Any], None]
):
    page = destination(places, "Thác")
    wall = screen(site, page, languages=("vi", "lo"))
    before = ask(feed_path(wall)).content
    act(wall, page)

    assert ask(feed_path(wall)).content == before


# --- HTTP ---------------------------------------------------------------------------------------------


def test_player_that_has_the_feed_is_answered_304(site: Site, places: SectionPage):
    wall = screen(site, destination(places, "Thác"))
    tag = ask(feed_path(wall))["ETag"]
    answer = ask(feed_path(wall), if_none_match=tag)

    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)


def test_player_that_has_an_older_feed_gets_the_new_one(site: Site, places: SectionPage):
    page = destination(places, "Thác")
    wall = screen(site, page)
    tag = ask(feed_path(wall))["ETag"]
    publish(page, title="Thác khác")

    assert ask(feed_path(wall), if_none_match=tag).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/screens/none/feed.json",
        "/screens/none/",
        f"/screens/objects/{'0' * 64}.jpg",
        "/screens/",
        "/screens/objects/",
    ],
)
def test_address_that_no_screen_has_is_not_found(site: Site, places: SectionPage, path: str):
    screen(site, destination(places, "Thác"))

    assert ask(path).status_code == 404


def test_slide_of_a_withdrawn_page_is_not_found(site: Site, places: SectionPage):
    page = destination(places, "Thác")
    (item,) = feed(screen(site, page))["items"]
    page.unpublish(user=administrator())

    assert ask(item["url"]).status_code == 404


def test_another_portal_does_not_answer_for_the_screen(site: Site, places: SectionPage):
    portal("quang-tri", languages=("vi",))
    wall = screen(site, destination(places, "Thác"))
    (item,) = feed(wall)["items"]

    for path in (feed_path(wall), f"/screens/{wall.code}/", item["url"]):
        assert (ask(path).status_code, ask(path, "quang-tri.localhost").status_code) == (200, 404)


def test_player_page_names_its_screen(site: Site):
    answer = ask(f"/screens/{screen(site, code='ta-lung-2').code}/")

    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert b'data-screen="ta-lung-2"' in answer.content


def player(wall: Screen) -> Element:
    return read(ask(f"/screens/{wall.code}/").content)


def test_player_is_called_by_the_name_of_its_gate(site: Site):
    page = player(screen(site))

    assert (page.one("title").text, page.one("title").language) == ("Cửa khẩu Trà Lĩnh", "vi")
    assert page.one("main").attributes["aria-label"] == "Cửa khẩu Trà Lĩnh"


def test_player_names_no_gate_that_nobody_approved(site: Site):
    wall = screen(site)
    BorderGate.objects.update(live=False)

    assert player(wall).one("title").text == wall.code
    assert "Trà Lĩnh" not in player(wall).text


def test_player_is_the_same_whatever_language_its_operator_works_in(site: Site):
    wall = screen(site)
    BorderGate.objects.update(name_en="Tra Linh border gate")
    with override("en"):
        page = player(wall)

    assert page.one("title").text == "Cửa khẩu Trà Lĩnh"


def test_worker_of_the_player_stands_beside_the_screens_that_it_rules(site: Site):
    answer = ask("/screens/worker.js")

    assert answer["Content-Type"] == "text/javascript"
    assert b"caches" in answer.content
