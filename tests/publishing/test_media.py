"""Pictures in the tree: those that public pages show, for as long as anybody may ask for them."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone
from PIL import ImageColor
from wagtail.models import CollectionViewRestriction

from cms.home.models import SectionPage
from cms.tourism.models import DestinationPage
from media_assets.models import Picture
from sites.publishing import media
from sites.publishing.afresh import differences
from sites.publishing.models import Dirty, PublishedFile, PublishedPath, Purge
from sites.publishing.publisher import Publisher
from sites.publishing.withdrawal import withdraw
from tests.factories.accounts import administrator
from tests.factories.pages import destination, publish
from tests.factories.pictures import picture, png, replace_file

pytestmark = pytest.mark.django_db
PATH = "cao-bang.localhost/vi/diem-den/thac/"
A_MONTH = datetime.timedelta(days=31)


@pytest.fixture
def shown() -> Picture:
    return picture("thac")


@pytest.fixture
def page(places: SectionPage, shown: Picture, publisher: Publisher) -> DestinationPage:
    made = destination(places, "Thác", picture=shown)
    publisher.publish()
    return made


def pictures(publisher: Publisher) -> set[str]:
    """The pictures in the tree."""
    return {path.removeprefix("media/") for path in publisher.tree.paths() if path.startswith("media/")}


def named(publisher: Publisher) -> frozenset[str]:
    return media.named_in(publisher.tree.read(PATH) or b"")


def test_what_a_page_shows_is_in_the_tree(publisher: Publisher, page: DestinationPage, shown: Picture):
    assert {name.rpartition(".")[2] for name in named(publisher)} == {"avif", "webp", "jpg"}
    assert named(publisher) <= pictures(publisher)
    some = next(iter(named(publisher)))
    assert publisher.tree.read(f"media/{some}") == shown.renditions.get(file=some).file.open().read()


def test_half_a_file_of_a_publisher_that_was_killed_is_not_shown(
    publisher: Publisher, page: DestinationPage, shown: Picture
):
    whole = {name: publisher.tree.read(f"media/{name}") or b"" for name in named(publisher)}
    shown.renditions.all().delete()
    PublishedFile.objects.all().delete()
    for name, body in whole.items():
        publisher.tree.remove(f"media/{name}")
        Path(default_storage.path(name)).write_bytes(body[:20])

    publisher.publish_everything()
    assert {name: publisher.tree.read(f"media/{name}") for name in named(publisher)} == whole


def test_what_only_a_draft_shows_is_not_in_the_tree(publisher: Publisher, page: DestinationPage):
    before = pictures(publisher)
    hidden = picture("kin")
    hidden.get_rendition("fill-640x360|format-jpeg")
    draft = page.get_latest_revision_as_object()
    draft.picture = hidden
    draft.save_revision(user=administrator())
    publisher.publish()
    assert pictures(publisher) == before


def test_a_file_that_was_replaced_and_taken_back_is_shown_again(
    publisher: Publisher, page: DestinationPage, shown: Picture
):
    for colours in (["indigo"], ["red", "indigo"]):
        with TestCase.captureOnCommitCallbacks(execute=True):
            for colour in colours:
                replace_file(shown, png(colour=ImageColor.getrgb(colour)))
        publisher.publish()
        media.sweep(publisher.tree, timezone.now())
    assert {form.file.name for form in shown.renditions.all()} >= named(publisher)
    assert media.missing(publisher.tree, named(publisher)) == []


def test_nobodys_words_bring_another_file_out(publisher: Publisher, page: DestinationPage, shown: Picture):
    publish(page, summary=f"/media/{shown.file.name} /media/../secret /media/pictures/x.jpg")
    publisher.publish()
    assert not Dirty.objects.exists()
    assert shown.file.name not in pictures(publisher)


def test_a_picture_that_no_page_shows_any_more_stays_for_a_month(publisher: Publisher, page: DestinationPage):
    old = named(publisher)
    publish(page, picture=picture("khac"))
    publisher.publish()
    media.sweep(publisher.tree, timezone.now())
    assert old <= pictures(publisher)
    media.sweep(publisher.tree, timezone.now() + A_MONTH)
    assert not old & pictures(publisher)
    assert named(publisher) <= pictures(publisher)


def test_a_picture_that_is_shown_again_has_its_month_anew(
    publisher: Publisher, page: DestinationPage, shown: Picture
):
    publish(page, picture=None)
    publisher.publish()
    media.sweep(publisher.tree, timezone.now())
    publish(page, picture=shown)
    publisher.publish()
    media.sweep(publisher.tree, timezone.now() + A_MONTH)
    assert named(publisher) <= pictures(publisher)


def take_off(page: DestinationPage) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw(page, administrator(), "Nhầm")


def test_the_pictures_of_a_page_that_is_withdrawn_go_at_once(publisher: Publisher, page: DestinationPage):
    take_off(page)
    assert media.are_withdrawn()
    publisher.publish()
    media.sweep(publisher.tree, timezone.now())
    assert pictures(publisher) == set()
    assert not media.are_withdrawn()


def test_they_go_though_somebody_looked_while_they_were_still_shown(
    publisher: Publisher, page: DestinationPage
):
    take_off(page)
    media.sweep(publisher.tree, timezone.now())
    publisher.publish()
    media.sweep(publisher.tree, timezone.now())
    assert pictures(publisher) == set()


def test_they_go_though_the_process_that_withdrew_it_dies(publisher: Publisher, page: DestinationPage):
    withdraw(page, administrator(), "Nhầm")
    publisher.publish()
    media.sweep(publisher.tree, timezone.now())
    assert pictures(publisher) == set()


def test_a_picture_that_another_page_shows_too_stays(
    publisher: Publisher, page: DestinationPage, places: SectionPage, shown: Picture
):
    destination(places, "Hồ", picture=shown)
    publisher.publish()
    take_off(page)
    publisher.publish()
    media.sweep(publisher.tree, timezone.now())
    assert list(differences(publisher.tree)) == []
    assert pictures(publisher)


def test_a_new_tree_gets_its_pictures(publisher: Publisher, page: DestinationPage):
    there = pictures(publisher)
    publisher.tree.remove_all(list(publisher.tree.paths()))
    call_command("publish_site")
    assert pictures(publisher) == there


def test_a_picture_that_is_missing_is_told_and_put_back(
    publisher: Publisher, page: DestinationPage, capsys: Any
):
    publisher.tree.remove(f"media/{next(iter(named(publisher)))}")
    with pytest.raises(CommandError, match="1 paths differ"):
        call_command("publish_site", "--check")
    assert any(publisher.checker.check_one() for _path in PublishedPath.objects.all())
    publisher.publish()
    assert list(differences(publisher.tree)) == []


def test_a_page_whose_picture_is_lost_waits_with_the_name_of_the_file(
    publisher: Publisher, page: DestinationPage, shown: Picture
):
    before = publisher.tree.read(PATH)
    rendition = next(row for row in shown.renditions.all() if row.file.name in named(publisher))
    rendition.file.storage.delete(rendition.file.name)
    PublishedFile.objects.filter(pk=rendition.file.name).delete()
    publish(page, summary="Mới")
    publisher.publish()
    assert publisher.tree.read(PATH) == before
    assert rendition.file.name in Dirty.objects.get(key=PATH).error


# --- what not everybody may see any more --------------------------------------------------------------------


def sweep(publisher: Publisher) -> None:
    publisher.publish()
    media.note_closed()
    media.sweep(publisher.tree, timezone.now())


def test_a_picture_whose_collection_is_closed_goes_at_once(
    publisher: Publisher, page: DestinationPage, shown: Picture
):
    CollectionViewRestriction.objects.create(collection=shown.collection, restriction_type="login")
    sweep(publisher)
    assert pictures(publisher) == set()


def test_a_picture_whose_rights_ended_goes_at_once(
    publisher: Publisher, page: DestinationPage, shown: Picture
):
    shown.rights_end_on = timezone.localdate() - datetime.timedelta(days=1)
    shown.save()
    sweep(publisher)
    assert pictures(publisher) == set()


def test_a_picture_whose_rights_end_today_stays(publisher: Publisher, page: DestinationPage, shown: Picture):
    shown.rights_end_on = timezone.localdate()
    shown.save()
    sweep(publisher)
    assert named(publisher)
    assert named(publisher) <= pictures(publisher)


def test_a_picture_that_is_deleted_goes_at_once(publisher: Publisher, page: DestinationPage, shown: Picture):
    publish(page, picture=None)
    shown.delete()
    sweep(publisher)
    assert pictures(publisher) == set()


def test_it_goes_though_somebody_looked_before_the_publisher_took_the_change(
    publisher: Publisher, page: DestinationPage, shown: Picture
):
    publish(page, picture=None)
    shown.delete()
    media.sweep(publisher.tree, timezone.now())
    sweep(publisher)
    assert pictures(publisher) == set()


def test_it_goes_though_its_page_could_not_be_made_for_a_while(
    publisher: Publisher, page: DestinationPage, places: SectionPage, shown: Picture
):
    old, lost = named(publisher), picture("mat", colour=(240, 230, 90))
    destination(places, "Hồ", picture=lost)
    publisher.publish()
    for form in lost.renditions.all():
        form.file.storage.delete(form.file.name)
        PublishedFile.objects.filter(pk=form.file.name).delete()
    publish(page, picture=lost)
    shown.delete()
    sweep(publisher)
    assert named(publisher) == old
    publish(DestinationPage.objects.get(pk=page.pk), picture=None)
    sweep(publisher)
    assert not old & pictures(publisher)


def test_caches_in_front_are_told_of_a_picture_that_goes_at_once(
    publisher: Publisher, page: DestinationPage, shown: Picture, settings: Any
):
    backend = "wagtail.contrib.frontend_cache.backends.HTTPBackend"
    settings.WAGTAILFRONTENDCACHE = {"away": {"BACKEND": backend, "LOCATION": "http://127.0.0.1:9"}}
    names = named(publisher)
    take_off(page)
    sweep(publisher)
    told = set(Purge.objects.filter(is_withdrawn=True).values_list("url", flat=True))
    assert {f"http://cao-bang.localhost/media/{name}" for name in names} <= told
