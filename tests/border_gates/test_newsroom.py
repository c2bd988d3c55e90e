"""Operators keep screens and playlists in the newsroom; editors look at a page as a slide."""

import hashlib
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, querydict_from_html

from cms.home.models import HomePage, SectionPage
from sites.border_gates.models import Playlist, Screen
from tests.border_gates.walls import HOST, pictures, slides
from tests.factories.accounts import administrator, member
from tests.factories.pages import destination
from tests.factories.portals import home_of, portal, section
from tests.factories.screens import gate_of_screens, playlist, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "en"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


@pytest.fixture
def operator() -> Client:
    return signed_in(administrator())


def signed_in(person: Any) -> Client:
    client = Client(headers={"host": HOST})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(model: type[Any], name: str, *arguments: Any) -> str:
    """Return the address of a view of the newsroom, such as `add`."""
    return reverse(model.snippet_viewset.get_url_name(name), args=arguments)


def screen_form(site: Site, **changes: Any) -> dict[str, Any]:
    """Return what an operator sends to make a valid screen, some of it changed."""
    languages = changes.pop("languages", ("vi", "en"))
    values = {
        "gate": gate_of_screens().pk,
        "name": "Mặt trước",
        "code": "tra-linh-1",
        "width": 1920,
        "height": 384,
        "playlist": changes.pop("playlist", None) or playlist(site).pk,
        **changes,
    }
    rows = [{"language": code} for code in languages]
    return nested_form_data({**values, "languages": inline_formset(rows)})


def playlist_form(site: Site, *items: tuple[Any, Any]) -> dict[str, Any]:
    """Return what an operator sends to make a playlist of (page id, seconds)."""
    rows = [{"page": page_id, "seconds": seconds} for page_id, seconds in items]
    return nested_form_data({"name": "Vòng chính", "site": site.pk, "items": inline_formset(rows)})


# --- screens ------------------------------------------------------------------------------------------


def test_administrator_adds_a_screen(site: Site, places: SectionPage, operator: Client):
    page = destination(places, "Thác")
    listed = playlist(site, page)
    operator.post(address(Screen, "add"), screen_form(site, playlist=listed.pk))

    assert slides(Screen.objects.get(code="tra-linh-1")) == [(page.translation_key.hex, "vi")]


def test_languages_keep_the_order_in_which_they_were_given(site: Site, operator: Client):
    operator.post(address(Screen, "add"), screen_form(site, languages=("en", "vi")))

    assert Screen.objects.get().language_codes == ["en", "vi"]


def test_administrator_changes_a_screen(site: Site, operator: Client):
    wall = screen(site, width=960, height=192)
    edit = address(Screen, "edit", wall.pk)
    form = querydict_from_html(operator.get(edit).content.decode(), form_id="w-editor-form")
    form["width"], form["height"] = "1280", "256"
    operator.post(edit, form)

    changed = Screen.objects.get()
    assert (changed.width, changed.height, changed.language_codes) == (1280, 256, ["vi"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"width": 0}, "width"),
        ({"height": 0}, "height"),
        ({"width": -5}, "width"),
        ({"width": "wide"}, "width"),
        ({"width": 100_000}, "width"),
        ({"width": 1080, "height": 1920}, "width"),
        ({"width": 1920, "height": 143}, "height"),
        ({"code": "Trà Lĩnh 1"}, "code"),
        ({"code": ""}, "code"),
        ({"name": ""}, "name"),
        ({"gate": ""}, "gate"),
    ],
)
def test_wrong_value_of_a_screen_is_named_at_its_field(
    site: Site, operator: Client, changes: dict[str, Any], field: str
):
    answer = operator.post(address(Screen, "add"), screen_form(site, **changes))

    assert list(answer.context["form"].errors) == [field]
    assert not Screen.objects.exists()


def test_canvas_for_which_no_slide_is_drawn_is_refused_with_the_shapes_that_are(site: Site, operator: Client):
    answer = operator.post(address(Screen, "add"), screen_form(site, width=1080, height=1920))

    assert "1080 × 1920" in answer.context["form"].errors["width"][0]


def test_code_of_another_screen_is_refused_at_its_field(site: Site, operator: Client):
    screen(site, code="tra-linh-1")
    answer = operator.post(address(Screen, "add"), screen_form(site))

    assert list(answer.context["form"].errors) == ["code"]


def test_screen_without_language_is_refused(site: Site, operator: Client):
    answer = operator.post(address(Screen, "add"), screen_form(site, languages=()))

    assert answer.context["form"].formsets["languages"].non_form_errors()
    assert not Screen.objects.exists()


def test_language_given_twice_is_refused(site: Site, operator: Client):
    answer = operator.post(address(Screen, "add"), screen_form(site, languages=("vi", "vi")))

    assert answer.context["form"].formsets["languages"].non_form_errors()
    assert not Screen.objects.exists()


def test_language_that_the_registry_does_not_know_is_refused(site: Site, operator: Client):
    answer = operator.post(address(Screen, "add"), screen_form(site, languages=("xx",)))

    assert [list(errors) for errors in answer.context["form"].formsets["languages"].errors] == [["language"]]


def test_editor_may_not_change_screens(site: Site):
    wall = screen(site)
    answer = signed_in(member(site, "vi", "editor")).get(address(Screen, "edit", wall.pk))

    assert answer.status_code == 302


# --- playlists ----------------------------------------------------------------------------------------


def test_administrator_adds_a_playlist(site: Site, places: SectionPage, operator: Client):
    fall, cave = destination(places, "Thác"), destination(places, "Động")
    operator.post(address(Playlist, "add"), playlist_form(site, (cave.pk, 8), (fall.pk, 15)))

    (made,) = Playlist.objects.all()
    assert [(item.page_id, item.seconds) for item in made.items.all()] == [(cave.pk, 8), (fall.pk, 15)]


def test_administrator_takes_a_page_off_a_playlist(site: Site, places: SectionPage, operator: Client):
    fall, cave = destination(places, "Thác"), destination(places, "Động")
    wall = screen(site, fall, cave)
    edit = address(Playlist, "edit", wall.playlist_id)
    form = querydict_from_html(operator.get(edit).content.decode(), form_id="w-editor-form")
    form["items-0-DELETE"] = "on"
    operator.post(edit, form)

    assert slides(wall) == [(cave.translation_key.hex, "vi")]


@pytest.mark.parametrize("seconds", [0, 2, 121, "", "ten"])
def test_wrong_seconds_are_named_at_their_field(
    site: Site, places: SectionPage, operator: Client, seconds: Any
):
    page = destination(places, "Thác")
    answer = operator.post(address(Playlist, "add"), playlist_form(site, (page.pk, seconds)))

    assert [list(errors) for errors in answer.context["form"].formsets["items"].errors] == [["seconds"]]
    assert not Playlist.objects.exists()


def test_playlist_item_without_page_is_refused_at_its_field(site: Site, operator: Client):
    answer = operator.post(address(Playlist, "add"), playlist_form(site, ("", 10)))

    assert [list(errors) for errors in answer.context["form"].formsets["items"].errors] == [["page"]]


def test_playlist_that_a_screen_plays_cannot_be_deleted(site: Site, operator: Client):
    wall = screen(site)
    operator.post(address(Playlist, "delete", wall.playlist_id))

    assert Playlist.objects.filter(pk=wall.playlist_id).exists()


# --- the slide as a preview ---------------------------------------------------------------------------


def preview(client: Client, page: Any, **changes: str) -> Any:
    """Return the slide that the page editor shows of `page` with some fields changed and not saved."""
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = querydict_from_html(client.get(edit).content.decode(), form_id="page-edit-form")
    form["body-count"] = "0"
    for name, value in changes.items():
        form[name] = value
    there = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(there + "?mode=wall", form).json()["is_valid"]
    return client.get(there + "?mode=wall")


def test_editor_sees_the_unsaved_page_as_a_slide(site: Site, places: SectionPage):
    page = destination(places, "Thác")
    editor = signed_in(member(site, "vi", "editor"))
    saved, changed = preview(editor, page), preview(editor, page, title="Thác Bản Giốc")

    assert changed["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(changed.content)).size == (1920, 384)
    assert changed.content != saved.content


def test_preview_is_the_slide_that_the_wall_will_show(site: Site, places: SectionPage):
    page = destination(places, "Thác")
    wall = screen(site, page, width=1920, height=384)
    answer = preview(signed_in(member(site, "vi", "editor")), page)

    assert [hashlib.sha256(answer.content).hexdigest()] == pictures(wall)


def test_page_of_a_portal_that_is_not_open_yet_is_previewed_in_its_own_colours(site: Site):
    other = portal("quang-tri", languages=("vi",))
    page = destination(section(other), "Thác", live=False)
    editor = signed_in(member(other, "vi", "editor"))
    HomePage.objects.filter(pk=other.root_page_id).update(theme="quang-tri")
    open_portal = preview(editor, page).content
    home_of(other).unpublish()
    page.refresh_from_db()

    assert preview(editor, page).content == open_portal


def test_preview_says_what_keeps_a_slide_from_being_drawn(site: Site, places: SectionPage):
    answer = preview(signed_in(member(site, "vi", "editor")), destination(places, "Thác"), title="Thác 🏞")

    for name in ("U+1F3DE NATIONAL PARK", "Be Vietnam Pro", "Tiếng Việt"):
        assert name in answer.content.decode()
