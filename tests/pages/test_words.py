"""What a page says of itself: how long a title on walls may be, which words an address may not be."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cms.home.models import PlainPage
from cms.pages.models import RESERVED_SLUGS, WALL_TITLE_LETTERS
from tests.factories.pages import destination
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db

LETTERS = {
    "Vietnamese": "ế",
    "Vietnamese, decomposed": unicodedata.normalize("NFD", "ế"),
    "Lao": "ນ້ຳ",
    "Thai": "ที่",
    "Khmer": "កើ",
    "Chinese": "瀑",
    "Cham": "ꨀꨩ",
    "Tai Viet": "ꪹ",
}
"""What a reader takes for one letter, in one to three code points."""


def faults(**values: str) -> dict[str, list[str]]:
    """What the rules of a page find wrong with some of its fields."""
    page = PlainPage(**{"title": "Trang", "slug": "trang-chu", **values})
    try:
        page.clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize("script", LETTERS)
def test_a_title_on_walls_of_24_letters_is_short_enough(script: str):
    assert faults(wall_title=LETTERS[script] * WALL_TITLE_LETTERS) == {}


@pytest.mark.parametrize("script", LETTERS)
def test_a_title_on_walls_of_25_letters_is_too_long(script: str):
    with override("en"):
        found = faults(wall_title=LETTERS[script] * (WALL_TITLE_LETTERS + 1))
    assert found == {"wall_title": ["25 letters: a title on walls has at most 24. Shorten it."]}


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_words_of_the_addresses_of_lists_are_no_slugs(slug: str):
    assert list(faults(slug=slug)) == ["slug"]


def test_words_of_the_addresses_of_lists_may_be_part_of_a_slug():
    assert faults(slug="trang-trai") == {}


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Thác Bản Giốc – Đức Thiên", "thac-ban-gioc-duc-thien"),
        ("Động Ngườm Ngao", "dong-nguom-ngao"),
        ("Đồ đồng", "do-dong"),
        ("ນ້ຳຕົກ", "namtok"),
    ],
)
def test_a_missing_slug_is_made_from_every_letter_of_the_title(title: str, slug: str):
    assert destination(section(portal(languages=("vi",))), title).slug == slug


def test_two_pages_with_one_title_have_slugs_of_their_own():
    places = section(portal(languages=("vi",)))
    assert [destination(places, "Đồ đồng").slug for _ in range(2)] == ["do-dong", "do-dong-2"]


def test_a_slug_that_was_given_stays():
    assert destination(section(portal(languages=("vi",))), "Đồ đồng", slug="do").slug == "do"
