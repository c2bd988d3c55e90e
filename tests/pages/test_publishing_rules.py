import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page, Site

from cms.home.models import HeroLayer, HomePage, SectionPage
from cms.pages.models import GalleryPicture
from media_assets.models import Picture, PictureWords
from tests.factories.accounts import administrator, member
from tests.factories.pages import destination, translated
from tests.factories.pictures import picture
from tests.factories.portals import home_of, portal, section
from tests.forms import press
from translations.models import ApprovedText
from translations.refusals import Refusal
from translations.submissions import State, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def _english():
    with override("en"):
        yield


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "lo"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


def today() -> datetime.date:
    return timezone.localdate()


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


def publish(page: Page, user: Any) -> None:
    page.latest_revision.publish(user=user)


def is_public(page: Page) -> bool:
    return bool(Page.objects.get(pk=page.pk).live)


def test_what_nobody_approved_is_not_published(places: SectionPage):
    page = destination(places, "Thác", live=False)
    with pytest.raises(Refusal, match="“Thác” was not published: nobody approved it"):
        publish(page, None)
    assert not is_public(page)


def as_lead(places: SectionPage, shown: Picture) -> Page:
    return destination(places, "Thác", live=False, picture=shown)


def in_the_gallery(places: SectionPage, shown: Picture) -> Page:
    return destination(places, "Thác", live=False, gallery=[GalleryPicture(picture=shown)])


def in_the_text(places: SectionPage, shown: Picture) -> Page:
    body = [{"type": "picture", "id": "b1", "value": {"picture": shown.pk}}]
    return destination(places, "Thác", live=False, body=body)


def in_a_gallery_in_the_text(places: SectionPage, shown: Picture) -> Page:
    items = [{"type": "item", "id": f"i{number}", "value": shown.pk} for number in (1, 2)]
    body = [{"type": "gallery", "id": "b1", "value": {"pictures": items}}]
    return destination(places, "Thác", live=False, body=body)


PLACES_OF_PICTURES = [as_lead, in_the_gallery, in_the_text, in_a_gallery_in_the_text]


@pytest.mark.parametrize("shown", PLACES_OF_PICTURES)
def test_a_picture_whose_rights_ended_keeps_its_page_from_being_published(
    places: SectionPage, shown: Callable[[SectionPage, Picture], Page]
):
    page = shown(places, picture("thac", rights_end_on=today() - days(1)))
    with pytest.raises(Refusal, match=r"“thac” ended on .* Choose another picture or renew the rights"):
        publish(page, administrator())
    assert not is_public(page)


def test_a_layer_whose_rights_ended_keeps_the_home_from_being_published(site: Site):
    home = HomePage.objects.get(pk=home_of(site).pk)
    home.layers = [
        HeroLayer(part="back", form="wide", picture=picture("troi", rights_end_on=today() - days(1)))
    ]
    with pytest.raises(Refusal, match="“troi”"):
        home.save_revision().publish(user=administrator())


@pytest.mark.parametrize("shown", PLACES_OF_PICTURES)
def test_on_their_last_day_rights_still_hold(
    places: SectionPage, shown: Callable[[SectionPage, Picture], Page]
):
    page = shown(places, picture("thac", rights_end_on=today()))
    publish(page, administrator())
    assert is_public(page)


def test_rights_must_hold_on_the_day_for_which_a_page_is_scheduled(places: SectionPage):
    page = destination(
        places,
        live=False,
        picture=picture(rights_end_on=today() + days(3)),
        go_live_at=timezone.now() + days(5),
    )
    with pytest.raises(Refusal, match="ended on"):
        publish(page, administrator())


def test_a_page_is_scheduled_for_a_day_on_which_the_rights_hold(places: SectionPage):
    page = destination(
        places,
        live=False,
        picture=picture(rights_end_on=today() + days(9)),
        go_live_at=timezone.now() + days(5),
    )
    publish(page, administrator())
    assert page.revisions.get().approved_go_live_at is not None


def test_a_translation_waits_for_its_source_and_says_so(places: SectionPage):
    source = destination(places, "Thác", live=False)
    own = translated(source, "lo", live=False)
    with pytest.raises(
        Refusal, match=r"“lo Thác” was not published: .*“Thác”, is not public. Publish that one first"
    ):
        publish(own, administrator())
    assert not is_public(own)


def test_a_passage_that_is_not_translated_is_counted(places: SectionPage):
    own = translated(destination(places, "Thác", summary="Một thác nước"), "lo", live=False)
    draft = own.get_latest_revision_as_object()
    draft.summary = "Một thác nước"
    with pytest.raises(Refusal, match=r"1 passage is not translated yet. Translate it and publish again"):
        draft.save_revision().publish(user=administrator())


def test_a_fault_in_a_translation_is_named_when_it_is_published(places: SectionPage):
    own = translated(destination(places, "Thác", wall_title="Thác"), "lo", live=False)
    draft = own.get_latest_revision_as_object()
    draft.wall_title = "ນ" * 25
    with pytest.raises(Refusal, match="Correct it first: title on walls: 25 letters"):
        draft.save_revision(clean=False).publish(user=administrator())


@pytest.mark.parametrize("shown", PLACES_OF_PICTURES)
def test_words_of_a_picture_become_public_with_the_page_that_shows_them(
    places: SectionPage, shown: Callable[[SectionPage, Picture], Page]
):
    thac = picture("thac")
    thac.words.draft({"alt_text_vi": "Thác nước", "alt_text_lo": "ນ້ຳຕົກ"}, administrator())
    publish(shown(places, thac), member(places.get_site(), "vi", "approver"))
    public = PictureWords.objects.get(picture=thac)
    assert (public.alt_text_vi, public.alt_text_lo) == ("Thác nước", None)


def test_words_of_a_picture_that_changed_since_are_looked_at_once_more(places: SectionPage):
    shown = picture("thac")
    page = as_lead(places, shown)
    shown.words.draft({"alt_text_vi": "Thác nước"}, administrator())
    with pytest.raises(
        Refusal, match="the words of the picture “thac” were changed after the page was saved"
    ):
        publish(page, member(places.get_site(), "vi", "approver"))
    assert not is_public(page)


# --- through the editor ----------------------------------------------------------------------------------


def editor_of(page: Page) -> tuple[Client, str]:
    """Somebody who edits and publishes Vietnamese pages, and the address of the page's editor."""
    site = page.get_site()
    member(site, "vi", "editor", "hoa")
    client = Client()
    client.force_login(member(site, "vi", "approver", "hoa"))
    return client, reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_button_keeps_the_rules_and_says_why_nothing_was_published(places: SectionPage):
    page = as_lead(places, picture("thac", rights_end_on=today() - days(1)))
    client, address = editor_of(page)
    answer = press(client, address, "action-publish", title="Thác lớn")
    assert not is_public(page)
    assert Page.objects.get(pk=page.pk).latest_revision.content["title"] == "Thác lớn"
    said = [str(message) for message in client.get(answer["Location"]).context["messages"]]
    assert any("“thac”" in sentence for sentence in said)


def test_the_button_writes_down_who_approved_what(places: SectionPage):
    page = destination(places, "Thác", live=False)
    client, address = editor_of(page)
    press(client, address, "action-publish")
    approved = ApprovedText.objects.get(page_id=page.pk)
    assert approved.approved_by.username == "hoa"
    assert approved.revision_id == Page.objects.get(pk=page.pk).live_revision_id


def test_the_button_carries_facts_into_translations_and_marks_their_words_as_outdated(places: SectionPage):
    page = destination(places, "Thác")
    own = translated(page, "lo")
    client, address = editor_of(page)
    press(client, address, "action-publish", title="Thác lớn", latitude="22.85", longitude="106.72")
    public = type(own).objects.get(pk=own.pk)
    assert (public.title, str(public.latitude)) == ("lo Thác", "22.8500")
    assert state_of(public) is State.OUTDATED
