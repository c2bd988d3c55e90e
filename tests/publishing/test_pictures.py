import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from media_assets.models import Picture
from sites.publishing.facts import Run
from sites.publishing.ingredients import making
from sites.publishing.pictures import (
    SHAPES,
    closed_collections,
    fetch_pictures,
    may_be_seen,
    not_for_everybody,
    picture,
)
from tests.factories.accounts import administrator
from tests.factories.pictures import picture as make_picture

pytestmark = pytest.mark.django_db


def shown(made: Picture, shape: str = "card", language: str = "vi"):
    return picture(made.pk, shape, language)


def widths(srcset: str) -> list[str]:
    return [source.split()[1] for source in srcset.split(", ")]


def test_a_picture_comes_in_three_formats_the_smallest_first():
    found = shown(make_picture())
    assert [media_type for media_type, _srcset in found["sources"]] == [
        "image/avif",
        "image/webp",
        "image/jpeg",
    ]
    assert found["url"].endswith(".jpg")


def test_a_picture_is_offered_in_every_width_that_it_has():
    made = make_picture(size=(1000, 700))
    [(_type, srcset), *_others] = shown(made)["sources"]
    assert widths(srcset) == ["400w", "800w"]
    assert (shown(made)["width"], shown(made)["height"]) == (800, 533)


def test_a_picture_is_never_made_larger_than_it_is():
    found = shown(make_picture(size=(500, 400)))
    assert [widths(srcset) for _type, srcset in found["sources"]] == [["400w"]] * 3


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_has_its_ratio(shape: str):
    found = shown(make_picture(size=(1700, 1500)), shape)
    ratio = SHAPES[shape].ratio or 1700 / 1500
    assert found["width"] / found["height"] == pytest.approx(ratio, rel=0.01)


def test_words_of_a_picture_come_from_the_nearest_language_and_say_so():
    made = make_picture(alt_text_vi="Thác nước", alt_text_en="Waterfall", caption_vi="Mùa mưa")
    found = shown(made, language="lo")
    assert (found["alt"], found["caption"]) == (Run("Waterfall", "en"), Run("Mùa mưa", "vi"))


def test_a_picture_without_words_has_none():
    found = shown(make_picture())
    assert (found["alt"], found["caption"], found["author"]) == (None, None, "")


def test_a_picture_says_under_which_licence_it_is_shown():
    assert shown(make_picture(licence="cc-by-sa"))["licence"] == "cc-by-sa"


def test_words_that_wait_for_approval_are_not_shown():
    made = make_picture(alt_text_vi="Thác nước")
    made.words.draft({"alt_text_vi": "Chưa duyệt"}, administrator())
    assert shown(made)["alt"] == Run("Thác nước", "vi")


@pytest.mark.parametrize(("days", "is_shown"), [(1, True), (0, True), (-1, False)])
def test_a_picture_is_shown_to_the_last_day_of_its_rights(days: int, is_shown: bool):
    made = make_picture(rights_end_on=timezone.localdate() + datetime.timedelta(days=days))
    assert (shown(made) is not None) is is_shown


def test_a_picture_that_does_not_exist_is_not_shown():
    assert picture(987654, "card", "vi") is None


def test_the_same_scene_at_night_is_for_dark_screens():
    made = make_picture(night=make_picture("đêm"))
    found = shown(made)
    assert [media_type for media_type, _srcset in found["night"]] == [
        "image/avif",
        "image/webp",
        "image/jpeg",
    ]
    assert found["night"] != found["sources"]


def test_a_night_whose_rights_ended_leaves_the_day():
    made = make_picture(night=make_picture("đêm", rights_end_on=datetime.date(2020, 1, 1)))
    assert shown(made)["night"] is None
    assert shown(made)["url"]


def test_a_picture_is_cut_about_what_matters():
    made = make_picture(
        size=(100, 80), focal_point_x=75, focal_point_y=20, focal_point_width=5, focal_point_height=5
    )
    assert shown(made)["focus"] == "75% 25%"
    assert shown(make_picture("không"))["focus"] == "50% 50%"


def test_files_of_every_picture_have_names_of_their_own():
    found = [shown(made)["url"] for made in (make_picture("một"), make_picture("hai"))]
    assert len(set(found)) == 2
    assert {url.rpartition("/")[0] for url in found} == {"/media/pictures"}


def test_many_pictures_with_night_versions_that_are_made_take_three_queries():
    made = [make_picture(str(count), night=make_picture(f"đêm {count}")) for count in range(3)]
    for one in made:
        shown(one)
    cache.clear()
    with making():
        closed_collections()
        with CaptureQueriesContext(connection) as queries:
            fetch_pictures([one.pk for one in made], "card")
            assert all(shown(one) for one in made)
    assert len(queries) == 3


@pytest.fixture
def closed() -> Collection:
    """A collection that only people who sign in may see."""
    made = Collection.get_first_root_node().add_child(name="Kín")
    CollectionViewRestriction.objects.create(collection=made, restriction_type="login")
    return made


@pytest.mark.parametrize(("days", "may"), [(None, True), (-1, False), (0, True), (1, True)])
def test_a_picture_may_be_seen_until_its_rights_have_ended(days: int | None, may: bool):
    ends_on = timezone.localdate() + datetime.timedelta(days=days) if days is not None else None
    made = make_picture(rights_end_on=ends_on)
    with making():
        assert (may_be_seen(made), made not in not_for_everybody()) == (may, may)


def test_a_picture_in_or_below_a_closed_collection_may_not_be_seen(closed: Collection):
    within = make_picture("trong", collection=closed)
    below = make_picture("dưới", collection=closed.add_child(name="Trong nữa"))
    beside = make_picture("cạnh")
    with making():
        assert [may_be_seen(made) for made in (within, below, beside)] == [False, False, True]
        assert set(not_for_everybody()) == {within, below}
