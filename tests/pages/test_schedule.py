import datetime
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageLogEntry, Revision, Site
from wagtail.signals import page_published, page_unpublished

from cms.home.models import SectionPage
from cms.pages.schedule import publish_due
from media_assets.models import Picture
from tests.factories.accounts import administrator, member
from tests.factories.pages import destination, translated
from tests.factories.pictures import picture
from tests.factories.portals import portal, section
from translations.models import ApprovedText

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "lo"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


def scheduled(places: SectionPage, title: str = "Thác", **values: object) -> Page:
    """A page that somebody approved for a moment within the hour."""
    page = destination(places, title, live=False, go_live_at=timezone.now() + HOUR / 2, **values)
    page.latest_revision.publish(user=member(places.get_site(), "vi", "approver"))
    return page


def an_hour_passes() -> None:
    """All moments that are written down lie an hour further back: nothing stands in for the clock itself."""
    for page in Page.objects.filter(Q(go_live_at__isnull=False) | Q(expire_at__isnull=False)):
        Page.objects.filter(pk=page.pk).update(
            go_live_at=_back(page.go_live_at), expire_at=_back(page.expire_at)
        )
    for revision in Revision.objects.all():
        for name in ("go_live_at", "expire_at"):
            moment = revision.content.get(name)
            revision.content[name] = moment and (parse_datetime(moment) - HOUR).isoformat()
        revision.approved_go_live_at = _back(revision.approved_go_live_at)
        Revision.objects.filter(pk=revision.pk).update(
            content=revision.content, approved_go_live_at=revision.approved_go_live_at
        )


def _back(moment: datetime.datetime | None) -> datetime.datetime | None:
    return moment and moment - HOUR


def is_public(page: Page) -> bool:
    return bool(Page.objects.get(pk=page.pk).live)


def test_a_page_becomes_public_when_its_moment_has_come(places: SectionPage):
    page = scheduled(places)
    an_hour_passes()
    assert publish_due(timezone.now()) == 1
    assert is_public(page)


def test_before_its_moment_it_is_not_public(places: SectionPage):
    page = scheduled(places)
    assert publish_due(timezone.now()) == 0
    assert not is_public(page)


def test_a_moment_that_nobody_approved_publishes_nothing(places: SectionPage):
    page = destination(places, live=False, go_live_at=timezone.now() + HOUR / 2)
    an_hour_passes()
    assert publish_due(timezone.now()) == 0
    assert not is_public(page)


def test_what_was_approved_becomes_public_and_not_what_was_written_since(places: SectionPage):
    page = scheduled(places, "Thác")
    draft = page.get_latest_revision_as_object()
    draft.title = "Thác khác"
    draft.save_revision(user=member(places.get_site(), "vi", "editor"))
    an_hour_passes()
    publish_due(timezone.now())
    public = Page.objects.get(pk=page.pk)
    assert (public.live, public.title) == (True, "Thác")


def test_who_approved_it_for_a_later_moment_has_approved_what_is_public(places: SectionPage):
    page = scheduled(places)
    an_hour_passes()
    publish_due(timezone.now())
    assert ApprovedText.objects.get(page=page).approved_by == member(places.get_site(), "vi", "approver")


def test_the_moment_comes_though_the_account_of_who_approved_it_is_gone(places: SectionPage):
    page = scheduled(places)
    member(places.get_site(), "vi", "approver").delete()
    an_hour_passes()
    publish_due(timezone.now())
    assert is_public(page)
    assert ApprovedText.objects.get(page=page).approved_by is None


def test_the_history_tells_when_it_was_scheduled_and_when_it_became_public(places: SectionPage):
    page = scheduled(places)
    an_hour_passes()
    publish_due(timezone.now())
    told = PageLogEntry.objects.filter(page=page.pk, action__startswith="wagtail.publish")
    assert sorted(told.values_list("action", flat=True)) == [
        "wagtail.publish.schedule",
        "wagtail.publish.scheduled",
    ]


def test_it_is_done_once(places: SectionPage):
    scheduled(places)
    an_hour_passes()
    publish_due(timezone.now())
    assert publish_due(timezone.now()) == 0


def test_a_page_that_has_expired_is_taken_down_with_its_translations(places: SectionPage):
    page = destination(places, expire_at=timezone.now() + HOUR / 2)
    own = translated(page, "lo")
    an_hour_passes()
    assert publish_due(timezone.now()) == 1
    assert not is_public(page)
    assert not is_public(own)
    assert Page.objects.get(pk=page.pk).expired


def test_a_translation_stays_when_its_source_is_to_stay_longer(places: SectionPage):
    page = destination(places, expire_at=timezone.now() + HOUR / 2)
    own = translated(page, "lo")
    longer = type(page).objects.get(pk=page.pk)
    longer.expire_at = None
    longer.save_revision().publish(user=administrator())
    an_hour_passes()
    publish_due(timezone.now())
    assert is_public(own)


def test_before_it_expires_a_page_stays(places: SectionPage):
    page = destination(places, expire_at=timezone.now() + HOUR / 2)
    assert publish_due(timezone.now()) == 0
    assert is_public(page)


def test_what_a_rule_forbids_holds_up_nothing_else_and_is_logged(
    places: SectionPage, caplog: pytest.LogCaptureFixture
):
    shown = picture("thac")
    forbidden, allowed = scheduled(places, "Thác", picture=shown), scheduled(places, "Hồ")
    Picture.objects.update(rights_end_on=timezone.localdate() - datetime.timedelta(days=1))
    an_hour_passes()
    with caplog.at_level(logging.WARNING, "cms.pages.schedule"):
        an_hour_passes()
    assert publish_due(timezone.now()) == 1
    assert (is_public(forbidden), is_public(allowed)) == (False, True)
    [record] = caplog.records
    assert record.revision_id == forbidden.latest_revision_id
    assert "thac" in record.why


def test_what_does_not_validate_holds_up_nothing_else_and_is_logged(
    places: SectionPage, caplog: pytest.LogCaptureFixture
):
    broken, whole = scheduled(places, "Thác"), scheduled(places, "Hồ")
    an_hour_passes()
    take_its_title(broken.latest_revision)
    assert publish_due(timezone.now()) == 1
    assert (is_public(broken), is_public(whole)) == (False, True)
    [record] = [record for record in caplog.records if record.name == "cms.pages.schedule"]
    assert record.revision_id == broken.latest_revision_id


def take_its_title(revision: Revision) -> None:
    """As an import does that knows no rules."""
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": ""})


def test_what_fails_when_it_is_due_holds_up_nothing_else_and_is_logged(
    places: SectionPage, caplog: pytest.LogCaptureFixture
):
    broken, whole = scheduled(places, "Thác"), scheduled(places, "Hồ")
    an_hour_passes()
    with listener_that_fails_for(broken):
        assert publish_due(timezone.now()) == 1
    assert (is_public(broken), is_public(whole)) == (False, True)
    [record] = [record for record in caplog.records if record.name == "cms.pages.schedule"]
    assert (record.levelname, record.revision_id) == ("ERROR", broken.latest_revision_id)


def test_what_cannot_be_taken_down_holds_up_nothing_else_and_is_logged(
    places: SectionPage, caplog: pytest.LogCaptureFixture
):
    broken, whole = (
        destination(places, title, expire_at=timezone.now() + HOUR / 2) for title in ("Thác", "Hồ")
    )
    due = scheduled(places, "Đèo")
    an_hour_passes()
    with listener_that_fails_for(broken):
        assert publish_due(timezone.now()) == 2
    assert [is_public(page) for page in (broken, whole, due)] == [True, False, True]
    [record] = [record for record in caplog.records if record.name == "cms.pages.schedule"]
    assert (record.levelname, record.object_id) == ("ERROR", broken.pk)


def test_what_is_cancelled_while_others_are_published_stays_as_it_is(places: SectionPage):
    first, cancelled = scheduled(places, "Thác"), scheduled(places, "Hồ")
    an_hour_passes()

    def cancel(page: Page) -> None:
        Revision.objects.filter(pk=cancelled.latest_revision_id).update(approved_go_live_at=None)

    with heard_by(cancel):
        assert publish_due(timezone.now()) == 1
    assert (is_public(first), is_public(cancelled)) == (True, False)


def test_what_is_to_stay_longer_while_others_are_taken_down_stays(places: SectionPage):
    first, longer = (
        destination(places, title, expire_at=timezone.now() + HOUR / 2) for title in ("Thác", "Hồ")
    )
    an_hour_passes()
    with heard_by(lambda page: Page.objects.filter(pk=longer.pk).update(expire_at=None)):
        assert publish_due(timezone.now()) == 1
    assert (is_public(first), is_public(longer)) == (False, True)


def listener_that_fails_for(page: Page) -> AbstractContextManager[None]:
    """Let somebody who listens to Wagtail fail, as any other part of an installation may."""

    def fail(published: Page) -> None:
        if published.pk == page.pk:
            raise ValidationError("It stays.")

    return heard_by(fail)


@contextmanager
def heard_by(act: Callable[[Page], object]) -> Iterator[None]:
    """Do something whenever a page is published or taken down."""

    def listener(instance: Page, **kwargs: object) -> None:
        act(instance)

    for news in (page_published, page_unpublished):
        news.connect(listener)
    try:
        yield
    finally:
        for news in (page_published, page_unpublished):
            news.disconnect(listener)


def test_what_a_rule_forbade_is_tried_again(places: SectionPage):
    page = scheduled(places, picture=picture("thac"))
    Picture.objects.update(rights_end_on=timezone.localdate() - datetime.timedelta(days=1))
    an_hour_passes()
    publish_due(timezone.now())
    Picture.objects.update(rights_end_on=None)
    assert publish_due(timezone.now()) == 1
    assert is_public(page)


@pytest.fixture
def _signals() -> Iterator[None]:
    """The command takes over how this process is stopped."""
    kept = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
    yield
    for name, handler in kept.items():
        signal.signal(name, handler)


@pytest.mark.usefixtures("_signals")
def test_the_command_does_once_what_is_due(places: SectionPage):
    page, expired = scheduled(places), destination(places, "Hồ", expire_at=timezone.now() + HOUR / 2)
    an_hour_passes()
    call_command("run_publisher", "--once")
    assert (is_public(page), is_public(expired)) == (True, False)
