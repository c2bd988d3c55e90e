"""Who gets a file of a picture that stands in no published tree."""

import pytest
from django.test import Client

from tests.factories.accounts import member
from tests.factories.pictures import picture
from tests.factories.portals import portal
from tests.visitor import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def url() -> str:
    found: str = picture().get_rendition("width-32|format-jpeg").url
    return found


def test_an_editor_sees_the_pictures_of_drafts(url: str):
    client = Client()
    client.force_login(member(portal(), "vi", "editor"))
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"].startswith("private")


def test_nobody_else_sees_them(url: str):
    portal()
    assert visit(url).status_code == 404


def test_a_file_beside_the_pictures_is_nobodys(url: str):
    client = Client()
    client.force_login(member(portal(), "vi", "editor"))
    assert client.get("/media/pictures/..%2foriginal_images%2fanh.png").status_code == 404
