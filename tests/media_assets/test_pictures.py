"""Pictures: what may be uploaded, whose words wait, until when they may be shown, and their sizes."""

import datetime
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from wagtail.images.models import Filter
from wagtail.models import Site

from cms.accounts.teams import portal_collection
from media_assets.models import Picture, PictureWords, Rendition
from media_assets.renditions import FORMATS, Shape, renditions
from media_assets.rights import ended_rights
from tests.factories.accounts import member
from tests.factories.pictures import picture
from tests.factories.portals import portal
from tests.forms import press

pytestmark = pytest.mark.django_db

RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "lo"))


@pytest.fixture
def editor(site: Site) -> Client:
    client = Client()
    client.force_login(member(site, "vi", "editor"))
    return client


def image(file_format: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, RED).save(content, file_format)
    return content.getvalue()


def huge_png(side: int) -> bytes:
    """A square of one colour, a few kilobytes small however large it is."""
    packer, row = zlib.compressobj(9), bytes(1 + side // 8)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def upload(editor: Client, content: bytes, name: str = "thac.png", **values: Any) -> HttpResponse:
    site = Site.objects.get(hostname="cao-bang.localhost")
    fields = {"title": "thac", "licence": "own", "collection": portal_collection(site).pk, **values}
    return editor.post(reverse("wagtailimages:add"), {**fields, "file": SimpleUploadedFile(name, content)})


def upload_many(editor: Client, site: Site, content: bytes) -> dict[str, Any]:
    """Send one of many files, as the screen does that takes them all at once."""
    data = {"files[]": SimpleUploadedFile("thac.png", content), "collection": portal_collection(site).pk}
    answer: dict[str, Any] = editor.post(reverse("wagtailimages:add_multiple"), data).json()
    return answer


def faults(answer: HttpResponse) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


# --- what may be uploaded --------------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", ["png", "jpeg", "webp", "gif", "avif"])
def test_a_picture_is_uploaded(editor: Client, file_format: str):
    upload(editor, image(file_format.upper()), f"thac.{file_format}")
    assert Picture.objects.get().width == 8


def test_a_square_of_one_colour_with_400_megapixels_is_refused_at_its_field(editor: Client):
    content = huge_png(20_000)
    assert len(content) < 100_000
    answer = upload(editor, content)
    assert list(faults(answer)) == ["file"]
    assert "60000000" in str(faults(answer)["file"])
    assert not Picture.objects.exists()


def test_a_picture_of_64_megapixels_is_refused_at_its_field(editor: Client):
    answer = upload(editor, huge_png(8_000))
    assert list(faults(answer)) == ["file"]
    assert "64000000" in str(faults(answer)["file"])


def test_a_file_of_more_than_20_megabytes_is_refused_at_its_field(editor: Client):
    answer = upload(editor, image() + bytes(20 * 1024 * 1024))
    assert list(faults(answer)) == ["file"]
    assert "20,0" in str(faults(answer)["file"])


def test_among_many_files_the_one_that_is_too_large_says_so(editor: Client, site: Site):
    answer = upload_many(editor, site, huge_png(20_000))
    assert not answer["success"]
    assert "60000000" in answer["error_message"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("thac.png", b"no picture at all"),
        ("thac.png", image("JPEG")),
        ("thac.bmp", image("BMP")),
        ("thac.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("thac.html", b"<script>alert(1)</script>"),
        ("thac.png", b""),
    ],
)
def test_a_file_of_another_kind_is_refused_at_its_field(editor: Client, name: str, content: bytes):
    assert list(faults(upload(editor, content, name))) == ["file"]
    assert not Picture.objects.exists()


# --- words and rights ------------------------------------------------------------------------------------


def words_of(shown: Picture) -> tuple[str | None, str | None]:
    """A picture's public description and the newest one."""
    public = PictureWords.objects.get(picture=shown)
    return public.alt_text_vi, public.newest()["alt_text_vi"]


def test_words_typed_while_uploading_wait_for_approval(editor: Client):
    upload(editor, image(), alt_text_vi="Thác nước")
    shown = Picture.objects.get()
    assert words_of(shown) == (None, "Thác nước")
    assert shown.words.workflow_in_progress


def test_words_typed_after_uploading_many_wait_for_approval(editor: Client, site: Site):
    number = upload_many(editor, site, image())["uploaded_file_id"]
    fields = {
        "title": "Thác",
        "licence": "own",
        "collection": portal_collection(site).pk,
        "alt_text_vi": "Thác nước",
    }
    editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number]),
        {f"uploaded-image-{number}-{name}": value for name, value in fields.items()},
    )
    assert words_of(Picture.objects.get(title="Thác")) == (None, "Thác nước")


def test_words_typed_while_changing_a_picture_wait_for_approval(editor: Client, site: Site):
    shown = picture(collection=portal_collection(site), alt_text_vi="Thác")
    press(editor, reverse("wagtailimages:edit", args=[shown.pk]), alt_text_vi="Thác nước")
    assert words_of(shown) == ("Thác", "Thác nước")


def test_words_in_a_language_that_is_not_for_this_person_stay(editor: Client, site: Site):
    shown = picture(collection=portal_collection(site), alt_text_vi="Thác", alt_text_lo="ນ້ຳຕົກ")
    press(editor, reverse("wagtailimages:edit", args=[shown.pk]), alt_text_lo="khác", title="Khác")
    assert PictureWords.objects.get(picture=shown).newest()["alt_text_lo"] == "ນ້ຳຕົກ"


def test_rights_change_when_they_are_saved_and_unapproved_words_do_not(editor: Client, site: Site):
    shown = picture(collection=portal_collection(site), alt_text_vi="Thác")
    address = reverse("wagtailimages:edit", args=[shown.pk])
    press(editor, address, alt_text_vi="Thác nước")
    rights = {"licence": "cc-by", "author": "Lê Hoa", "owner": "Sở Du lịch", "rights_end_on": "2027-05-01"}
    press(editor, address, **rights, is_ai_made="on", source="dantri.com.vn")
    public = Picture.objects.get(pk=shown.pk)
    assert (public.licence, public.author, public.owner) == ("cc-by", "Lê Hoa", "Sở Du lịch")
    assert (public.rights_end_on, public.is_ai_made) == (datetime.date(2027, 5, 1), True)
    assert words_of(shown) == ("Thác", "Thác nước")


def test_a_new_file_takes_the_place_of_the_old_one_and_of_its_sizes(editor: Client, site: Site):
    shown = picture(collection=portal_collection(site))
    renditions([shown], Shape((32,)))
    old = shown.file.name
    file = SimpleUploadedFile("moi.png", image(size=(40, 20)))
    press(editor, reverse("wagtailimages:edit", args=[shown.pk]), file=file)
    public = Picture.objects.get(pk=shown.pk)
    assert (public.width, public.renditions.count()) == (40, 0)
    assert not default_storage.exists(old)


def test_a_picture_is_not_its_own_picture_at_night(editor: Client, site: Site):
    shown = picture(collection=portal_collection(site))
    answer = press(editor, reverse("wagtailimages:edit", args=[shown.pk]), night=shown.pk)
    assert list(faults(answer)) == ["night"]


def test_another_picture_is_the_same_scene_at_night(editor: Client, site: Site):
    shown, dark = picture(collection=portal_collection(site)), picture("dem")
    press(editor, reverse("wagtailimages:edit", args=[shown.pk]), night=dark.pk)
    assert Picture.objects.get(pk=shown.pk).night == dark


@pytest.mark.parametrize("end", [None, datetime.date(2026, 11, 27), datetime.date(2026, 11, 28)])
def test_rights_hold_without_an_end_and_until_their_last_day(end: datetime.date | None):
    assert ended_rights(Picture(title="thac", rights_end_on=end), datetime.date(2026, 11, 27)) == ""


def test_ended_rights_are_told_with_their_day_and_what_to_do():
    shown = Picture(title="thac", rights_end_on=datetime.date(2026, 11, 26))
    with override("en"):
        assert ended_rights(shown, datetime.date(2026, 11, 27)) == (
            "The rights to the picture “thac” ended on 26/11/2026. "
            "Choose another picture or renew the rights."
        )


# --- sizes and formats -----------------------------------------------------------------------------------


def many_coloured(**values: Any) -> Picture:
    """A picture of 400 × 100 pixels: red on the left, blue on the right, white between."""
    content = io.BytesIO()
    drawn = Image.new("RGB", (400, 100), (255, 255, 255))
    drawn.paste(RED, (0, 0, 120, 100))
    drawn.paste(BLUE, (280, 0, 400, 100))
    drawn.save(content, "PNG")
    content.seek(0)
    made: Picture = Picture.objects.create(title="mau", file=ImageFile(content, name="mau.png"), **values)
    return made


def renditions_of(shown: Picture) -> list[Rendition]:
    return list(shown.create_renditions(Filter(spec="width-16|format-png")).values())


def opened(url: str) -> Image.Image:
    return Image.open(default_storage.open(url.removeprefix("/media/")))


def test_a_file_of_which_nobody_knows_gives_way_to_a_whole_one():
    """Whoever is killed before it keeps a size leaves such a file, and perhaps half of it."""
    shown = picture("thac")
    [made] = renditions_of(shown)
    name, whole = made.file.name, made.file.open().read()
    before = default_storage.listdir("pictures")
    made.delete()
    Path(default_storage.path(name)).write_bytes(whole[:20])

    [again] = renditions_of(shown)
    assert (again.file.name, again.file.open().read()) == (name, whole)
    assert default_storage.listdir("pictures") == before


def test_every_width_is_there_in_every_format_smallest_first():
    shown = picture(size=(900, 600))
    [files] = renditions([shown], Shape((300, 600))).values()
    assert list(files) == list(FORMATS) == ["avif", "webp", "jpeg"]
    for file_format, sources in files.items():
        assert [source.width for source in sources] == [300, 600]
        assert {opened(source.url).format for source in sources} == {file_format.upper()}


def test_no_file_is_wider_than_its_picture():
    [files] = renditions([picture(size=(500, 400))], Shape((480, 960))).values()
    assert [source.width for source in files["webp"]] == [480]


def test_a_picture_smaller_than_every_width_is_shown_as_it_is():
    [files] = renditions([picture(size=(64, 36))], Shape((480, 960))).values()
    assert [(source.width, source.height) for source in files["webp"]] == [(64, 36)]


def test_a_crop_has_the_ratio_of_its_shape():
    [files] = renditions([picture(size=(900, 900))], Shape((320,), 16 / 9)).values()
    assert [(source.width, source.height) for source in files["jpeg"]] == [(320, 180)]


@pytest.mark.parametrize(("focus", "colour"), [(50, RED), (350, BLUE)])
def test_a_crop_keeps_what_the_focal_point_shows(focus: int, colour: tuple[int, int, int]):
    point = {"focal_point_x": focus, "focal_point_y": 50, "focal_point_width": 40, "focal_point_height": 40}
    [files] = renditions([many_coloured(**point)], Shape((100,), 1)).values()
    middle = opened(files["webp"][0].url).convert("RGB").getpixel((50, 50))
    assert max(abs(a - b) for a, b in zip(middle, colour, strict=True)) < 12


def test_one_query_finds_the_files_of_many_pictures(django_assert_num_queries: DjangoAssertNumQueries):
    shown, shape = [picture(f"anh {number}", size=(200, 100)) for number in range(5)], Shape((100, 200))
    made = renditions(shown, shape)
    cache.clear()
    shown = list(Picture.objects.order_by("pk"))
    with django_assert_num_queries(1):
        found = renditions(shown, shape)
    assert found == made
    assert [len(files["avif"]) for files in found.values()] == [2] * 5


def names(shown: Picture, shape: Shape) -> list[str]:
    [files] = renditions([shown], shape).values()
    return [source.url for sources in files.values() for source in sources]


def test_a_file_that_is_made_again_has_its_name_again(django_capture_on_commit_callbacks: Any):
    shown, shape = picture(size=(200, 100)), Shape((100,))
    before = names(shown, shape)
    with django_capture_on_commit_callbacks(execute=True):
        shown.renditions.all().delete()
    cache.clear()
    assert names(Picture.objects.get(pk=shown.pk), shape) == before


def test_no_two_sizes_share_a_file():
    shown = picture(size=(200, 100))
    assert not set(names(shown, Shape((100,)))) & set(names(shown, Shape((100,), 2)))


def test_a_title_stands_in_for_a_missing_description():
    assert picture("thac").default_alt_text == "thac"
    assert picture("ho", alt_text_vi="Hồ nước").default_alt_text == "Hồ nước"
