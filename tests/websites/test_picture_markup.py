import pytest
from django.template import Context, Template

from sites.publishing.pictures import picture
from tests.factories.pictures import picture as make_picture
from tests.websites.document import Element, read

pytestmark = pytest.mark.django_db


def markup(options: str = "", language: str = "vi", **values) -> Element:
    made = make_picture(size=(1000, 700), **{"alt_text_vi": "Thác nước", **values})
    template = Template("{% load websites %}{% picture shown '50vw' around " + options + " %}")
    return read(template.render(Context({"shown": picture(made.pk, "card", language), "around": language})))


def test_a_picture_has_its_size_so_that_the_text_does_not_jump():
    image = markup().one("img")
    assert (image.attributes["width"], image.attributes["height"]) == ("800", "533")


def test_a_browser_takes_the_first_format_that_it_can_read():
    sources = [source.attributes["type"] for source in markup().all("source")]
    assert sources == ["image/avif", "image/webp"]
    assert markup().one("img").attributes["src"].endswith(".jpg")


def test_a_browser_takes_the_width_that_it_needs():
    for source in markup().all("source"):
        assert source.attributes["sizes"] == "50vw"
        assert [size.split()[1] for size in source.attributes["srcset"].split(", ")] == ["400w", "800w"]


def test_a_dark_screen_gets_the_night_first():
    sources = list(markup(night=make_picture("đêm")).all("source"))
    dark = [source.attributes.get("media", "") for source in sources]
    assert dark == ["(prefers-color-scheme:dark)"] * 3 + [""] * 2


def test_a_picture_that_is_cut_by_the_page_keeps_what_matters():
    focus = {"focal_point_x": 750, "focal_point_y": 140, "focal_point_width": 5, "focal_point_height": 5}
    assert markup(**focus).one("img").attributes["style"] == "--focus:75% 20%"


def test_a_picture_is_fetched_when_it_comes_near_unless_it_leads():
    assert markup().one("img").attributes["loading"] == "lazy"
    leading = markup("False").one("img").attributes
    assert "loading" not in leading
    assert leading["fetchpriority"] == "high"


def test_a_picture_is_described_in_its_own_language():
    image = markup(language="lo").one("img")
    assert (image.attributes["alt"], image.attributes["lang"]) == ("Thác nước", "vi")
    assert "lang" not in markup(language="vi").one("img").attributes


def test_a_picture_without_a_description_has_an_empty_one():
    image = markup(alt_text_vi="").one("img")
    assert image.attributes["alt"] == ""
    assert "lang" not in image.attributes


def test_a_picture_that_decorates_is_not_described():
    assert markup("True False").one("img").attributes["alt"] == ""


def test_where_no_picture_is_nothing_is_set():
    template = Template("{% load websites %}{% picture None '50vw' 'vi' %}")
    assert template.render(Context()).strip() == ""
