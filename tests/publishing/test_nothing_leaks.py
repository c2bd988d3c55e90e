"""No word of what is not public stands anywhere in the tree, nor in its redirects."""

import datetime
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image, ImageChops
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.home.models import SectionPage
from sites.publishing import media
from sites.publishing.publisher import Publisher
from tests.factories import facts
from tests.factories.accounts import administrator
from tests.factories.pages import article, destination, heritage, notice, own_version, project
from tests.factories.pictures import picture
from tests.factories.portals import section
from tests.factories.screens import screen
from translations.models import SiteLanguage

pytestmark = pytest.mark.django_db
SECRET = "bimat"
"""Stands in every word that must not get out; it is found in addresses, names of files and texts alike."""
SECRET_COLOUR = (255, 0, 255)
"""Fills every picture that must not get out; no cloth and no other picture has it."""
PICTURES = (".jpg", ".webp", ".avif")
NO_TEXT = (".gz", ".br", *PICTURES)
DAY = datetime.timedelta(days=1)


def everything(publisher: Publisher) -> str:
    """All text of the tree, and the names of everything in it."""
    root = publisher.tree.root
    files = [file for file in root.rglob("*") if file.is_file()]
    names = [str(file.relative_to(root)) for file in files]
    return "\n".join([*names, *(file.read_text() for file in files if file.suffix not in NO_TEXT)])


def pictures_in_the_secret_colour(publisher: Publisher) -> list[str]:
    """The pictures and slides of the tree in which a point has about that colour."""
    root = publisher.tree.root
    files = [file for file in root.rglob("*") if file.suffix in PICTURES]
    return [str(file.relative_to(root)) for file in files if has_secret_colour(Image.open(file))]


def has_secret_colour(shown: Image.Image) -> bool:
    """Whether a point has much red and blue, and little green."""
    red, green, blue = shown.convert("RGB").split()
    beyond_green = ImageChops.subtract(ImageChops.darker(red, blue), green)
    return int(beyond_green.getextrema()[1]) > 120


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def closed_collection() -> Collection:
    """A collection within one that only those may see who sign in."""
    closed = Collection.get_first_root_node().add_child(name=f"Kín {SECRET}")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type=PageViewRestriction.LOGIN)
    return closed.add_child(name=f"Trong {SECRET}")


def open_data(publisher: Publisher) -> str:
    """All text of the data of all portals with its paths."""
    files = [file for file in publisher.tree.root.glob("*/data/**/*.*") if file.suffix not in (".gz", ".br")]
    return "\n".join(f"{file.relative_to(publisher.tree.root)}\n{file.read_text()}" for file in files)


def test_what_is_public_is_in_the_tree(publisher: Publisher, places: SectionPage):
    destination(places, f"Thác {SECRET}")
    publisher.publish_everything()
    assert SECRET in everything(publisher)
    assert SECRET in open_data(publisher)


@pytest.mark.parametrize("step_by_step", [False, True])
def test_what_is_not_public_is_no_data(publisher: Publisher, places: SectionPage, step_by_step: bool):
    if step_by_step:
        publisher.publish_everything()
    office = facts.organisation("so", name_vi=f"Cơ quan {SECRET}")
    office.unpublish(user=administrator())
    zone = facts.place(f"khu-{SECRET}")
    zone.unpublish(user=administrator())
    facts.gate(f"cua-{SECRET}").unpublish(user=administrator())
    for add in (article, destination, heritage, notice, project):
        add(places, f"Công khai {add.__name__}", places=[zone], **facts_of(add, office, zone))
        add(places, f"Nháp {SECRET}", live=False)
        add(places, f"Cấm vận {SECRET}", live=False, go_live_at=timezone.now() + DAY)
        add(places, f"Hết hạn {SECRET}").unpublish(set_expired=True)
        restrict(add(places, f"Kín {SECRET}"))
        shown = add(places, f"Có bản dịch {add.__name__}")
        own_version(shown, "en", live=False, title=f"Draft {SECRET}")
        draft = shown.get_latest_revision_as_object()
        draft.title = draft.summary = draft.source = f"Chưa duyệt {SECRET}"
        draft.save_revision(user=administrator())
    publisher.publish() if step_by_step else publisher.publish_everything()
    found = open_data(publisher)
    assert all(
        f"Công khai {add.__name__}" in found for add in (article, destination, heritage, notice, project)
    )
    assert SECRET not in found


def facts_of(add: Any, office: Any, zone: Any) -> dict[str, Any]:
    """Facts that are not public, for those pages that name one."""
    return {project: {"contact": office, "zone": zone}, notice: {"issuer": office}}.get(add, {})


@pytest.mark.parametrize("step_by_step", [False, True])
def test_what_is_not_public_is_not_in_the_tree(
    publisher: Publisher, site: Site, places: SectionPage, step_by_step: bool
):
    if step_by_step:
        publisher.publish_everything()
    public = destination(places, "Thác", picture=picture("anh", alt_text_vi="Thác nước"))
    screen(site, public, languages=("vi", "lo"))
    destination(places, f"Nháp {SECRET}", live=False)
    destination(places, f"Cấm vận {SECRET}", live=False, go_live_at=timezone.now() + DAY)
    destination(places, f"Hết hạn {SECRET}").unpublish(set_expired=True)
    restrict(destination(places, f"Kín {SECRET}"))
    closed = section(site, f"muc-{SECRET}")
    restrict(closed)
    article(closed, f"Trong mục kín {SECRET}")
    own_version(public, "en", live=False, title=f"Draft {SECRET}")
    own_version(public, "lo", title=f"Off {SECRET}")
    SiteLanguage.objects.filter(site=site, locale__language_code="lo").update(is_on=False)
    closed_picture = picture(
        f"anh {SECRET}",
        size=(1200, 800),
        colour=SECRET_COLOUR,
        collection=closed_collection(),
        alt_text_vi=f"Ảnh kín {SECRET}",
        caption_vi=SECRET,
    )
    open_page = destination(places, "Hang", picture=closed_picture)
    screen(site, open_page, code="tra-linh-2", languages=("vi",))
    draft = public.get_latest_revision_as_object()
    draft.title = f"Chưa duyệt {SECRET}"
    draft.save_revision(user=administrator())
    public.picture.words.draft({"alt_text_vi": f"Chưa duyệt {SECRET}"}, administrator())
    topic = facts.topic("rung")
    drafted = topic.get_latest_revision_as_object()
    drafted.name_vi = f"Chưa duyệt {SECRET}"
    drafted.save_revision(user=administrator())
    publisher.publish() if step_by_step else publisher.publish_everything()
    assert "Thác" in everything(publisher)
    assert SECRET not in everything(publisher)
    assert list(publisher.tree.root.rglob("objects/*.jpg"))
    assert pictures_in_the_secret_colour(publisher) == []


def test_a_picture_whose_collection_is_closed_leaves_pages_and_screens(
    publisher: Publisher, site: Site, places: SectionPage
):
    shelf = Collection.get_first_root_node().add_child(name="Ảnh")
    words = {"alt_text_vi": f"Ảnh {SECRET}"}
    shown = picture("anh", size=(1200, 800), colour=SECRET_COLOUR, collection=shelf, **words)
    screen(site, destination(places, "Thác", picture=shown))
    publisher.publish_everything()
    assert SECRET in everything(publisher)
    found = pictures_in_the_secret_colour(publisher)
    assert {name.partition("/")[0] for name in found} == {"media", "cao-bang.localhost"}
    CollectionViewRestriction.objects.create(collection=shelf, restriction_type=PageViewRestriction.LOGIN)
    publisher.publish()
    media.note_closed()
    media.sweep(publisher.tree, timezone.now())
    assert SECRET not in everything(publisher)
    assert pictures_in_the_secret_colour(publisher) == []


def test_what_was_public_leaves_nothing_behind(publisher: Publisher, places: SectionPage):
    where = {"latitude": "22.85", "longitude": "106.72"}
    shown = picture("anh", alt_text_vi=f"Ảnh {SECRET}")
    page = destination(places, f"Thác {SECRET}", picture=shown, **where)
    publisher.publish_everything()
    page.unpublish()
    publisher.publish()
    assert SECRET not in everything(publisher)
