"""What an editor sees who comes upon a picture whose stored file is damaged or gone."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Site

from cms.accounts.teams import portal_collection
from media_assets.models import Picture
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db

FORMAT = {
    "image-chooser-insertion-format": "fullwidth",
    "image-chooser-insertion-image_is_decorative": "on",
}


def cut_short(file: Path) -> None:
    content = io.BytesIO()
    Image.effect_noise((400, 300), 50).save(content, "JPEG")
    file.write_bytes(content.getvalue()[:-2000])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def removed(file: Path) -> None:
    file.unlink()


@pytest.fixture(params=[cut_short, emptied, removed])
def lost(site: Site, request: pytest.FixtureRequest) -> Picture:
    """A picture whose file came to harm after it was uploaded."""
    harm: Callable[[Path], None] = request.param
    made = picture("hỏng", collection=portal_collection(site))
    harm(Path(made.file.path))
    return made


@pytest.fixture
def whole(site: Site) -> Picture:
    return picture("lành", size=(64, 48), collection=portal_collection(site))


def chosen(client: Client, name: str, *pictures: Picture, **asked: Any) -> Any:
    """Return what the dialog is answered when pictures are chosen."""
    args = [] if asked else [each.pk for each in pictures]
    return client.get(reverse(f"wagtailimages_chooser:{name}", args=args), asked).json()


@pytest.mark.parametrize("name", ["wagtailimages:index", "wagtailimages_chooser:choose"])
@pytest.mark.parametrize("layout", ["grid", "list"])
def test_the_other_pictures_are_listed(editor: Client, lost: Picture, whole: Picture, name: str, layout: str):
    answer: HttpResponse = editor.get(reverse(name), {"layout": layout})
    assert answer.status_code == 200
    listed = answer.json()["html"] if "chooser" in name else answer.content.decode()
    assert "hỏng" in listed
    assert whole.get_rendition("max-165x165").url in listed


def test_an_editor_who_chooses_it_is_told_why_it_cannot_be_shown(editor: Client, lost: Picture):
    answer = chosen(editor, "chosen", lost)
    assert "result" not in answer
    assert "“hỏng”" in answer["html"]
    assert str(Path(lost.file.path).parent) not in answer["html"]


def test_of_several_none_is_chosen_and_the_lost_one_is_named(editor: Client, lost: Picture, whole: Picture):
    answer = chosen(editor, "chosen_multiple", id=[whole.pk, lost.pk])
    assert "result" not in answer
    assert "“hỏng”" in answer["html"]


def test_it_is_not_put_into_a_text(editor: Client, lost: Picture):
    address = reverse("wagtailimages_chooser:select_format", args=[lost.pk])
    answer = editor.post(address, FORMAT).json()
    assert "result" not in answer
    assert "“hỏng”" in answer["html"]


def test_a_whole_picture_is_chosen(editor: Client, whole: Picture):
    one, several = chosen(editor, "chosen", whole), chosen(editor, "chosen_multiple", id=[whole.pk])
    assert [one["result"]["title"], *(each["title"] for each in several["result"])] == ["lành"] * 2
