"""The record of approval: nothing becomes public without a row, and what it became is known by its hash."""

import datetime
import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page, Revision, Site

from cms.home.models import SectionPage
from cms.pages.schedule import publish_due
from cms.tourism.models import DestinationPage
from sites.publishing import approvals, installation
from sites.publishing.models import Approval, PathHash, Withdrawal
from sites.publishing.publisher import Publisher
from sites.publishing.withdrawal import withdraw
from tests.factories import facts
from tests.factories.accounts import administrator, member
from tests.factories.pages import destination, translated
from tests.factories.portals import portal, section
from tests.forms import press
from translations.refusals import Refusal

pytestmark = pytest.mark.django_db
PATH = "cao-bang.localhost/vi/diem-den/thac/"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "lo"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


@pytest.fixture
def draft(places: SectionPage) -> DestinationPage:
    return destination(places, "Thác", live=False)


@pytest.fixture
def publisher(settings: Any, tmp_path: Path) -> Publisher:
    settings.TREE_ROOT = tmp_path / "tree"
    return Publisher(installation.tree())


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def now(page: Page) -> DestinationPage:
    return DestinationPage.objects.get(pk=page.pk)


def recorded(page: Page) -> list[tuple[str, str, int]]:
    found = Approval.objects.filter(object_id=page.pk, key=page.translation_key).order_by("pk")
    return list(found.values_list("act", "approved_by", "revision_id"))


def publish(page: Page, **values: Any) -> None:
    changed = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(changed, name, value)
    with TestCase.captureOnCommitCallbacks(execute=True):
        changed.save_revision(user=administrator()).publish(user=administrator())


# --- every way to the public -----------------------------------------------------------------------------


def test_who_publishes_in_the_editor_is_recorded(site: Site, draft: DestinationPage):
    approver = member(site, "vi", "approver")
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    press(client_of(approver), edit, "action-publish", title="Thác lớn", latitude="22.85", longitude="106.72")
    assert recorded(draft) == [("by hand", "approver-vi-cao-bang", now(draft).live_revision_id)]
    row = Approval.objects.get(object_id=draft.pk, kind="tourism.destinationpage")
    assert (row.title, row.languages, row.approved_by_id) == ("Thác lớn", "vi", approver.pk)


def test_who_approves_in_a_workflow_is_recorded(site: Site, draft: DestinationPage):
    draft.get_workflow().start(draft, member(site, "vi", "editor"))
    state = now(draft).current_workflow_task_state
    client = client_of(member(site, "vi", "approver"))
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk]))
    assert recorded(draft) == [("by hand", "approver-vi-cao-bang", state.revision_id)]


def test_who_publishes_many_pages_at_once_is_recorded_for_each(site: Site, draft: DestinationPage):
    second = destination(SectionPage.objects.get(), "Hồ", live=False)
    address = f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={draft.pk}&id={second.pk}"
    client_of(member(site, "vi", "approver")).post(address)
    assert [act for page in (draft, second) for act, _name, _revision in recorded(page)] == ["by hand"] * 2


def test_who_publishes_a_translation_is_recorded(site: Site, draft: DestinationPage):
    publish(draft)
    lao = translated(now(draft), "lo", live=False)
    lao.get_latest_revision().publish(user=member(site, "lo", "approver"))
    assert recorded(lao) == [("by hand", "approver-lo-cao-bang", now(lao).live_revision_id)]


def test_the_clock_publishes_for_whoever_scheduled_it(site: Site, places: SectionPage):
    page = destination(places, "Thác", live=False, go_live_at=timezone.now() + HOUR)
    page.latest_revision.publish(user=member(site, "vi", "approver"))
    _an_hour_passes(page)
    publish_due(timezone.now())
    revision = now(page).live_revision_id
    assert recorded(page) == [
        ("scheduled", "approver-vi-cao-bang", revision),
        ("by clock", "approver-vi-cao-bang", revision),
    ]


def test_the_name_of_who_scheduled_it_outlives_the_account(site: Site, places: SectionPage):
    approver = member(site, "vi", "approver")
    page = destination(places, "Thác", live=False, go_live_at=timezone.now() + HOUR)
    page.latest_revision.publish(user=approver)
    approver.delete()
    _an_hour_passes(page)
    publish_due(timezone.now())
    assert [name for _act, name, _revision in recorded(page)] == ["approver-vi-cao-bang"] * 2


def _an_hour_passes(page: Page) -> None:
    """The moments that are written down lie behind: nothing stands in for the clock itself."""
    earlier = timezone.now() - HOUR
    revision = page.latest_revision
    revision.content["go_live_at"] = earlier.isoformat()
    Revision.objects.filter(pk=revision.pk).update(content=revision.content, approved_go_live_at=earlier)
    Page.objects.filter(pk=page.pk).update(go_live_at=earlier)


def test_who_copies_a_public_page_as_a_public_page_is_recorded(site: Site, draft: DestinationPage):
    publish(draft)
    copied = {"new_title": "Sao", "new_slug": "sao", "publish_copies": "on"}
    press(client_of(administrator()), reverse("wagtailadmin_pages:copy", args=[draft.pk]), **copied)
    copy = DestinationPage.objects.get(slug="sao")
    assert copy.live
    assert recorded(copy) == [("copied", "admin", copy.live_revision_id)]


def test_who_lets_a_public_alias_stand_alone_is_recorded(site: Site, draft: DestinationPage):
    publish(draft)
    alias = CreatePageAliasAction(now(draft), update_slug="bi-danh", user=administrator()).execute()
    assert recorded(alias) == []
    client_of(member(site, "vi", "editor")).post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    alone = now(alias)
    assert alone.alias_of_id is None
    assert recorded(alone) == [("copied", "editor-vi-cao-bang", alone.live_revision_id)]


def test_who_approves_words_of_a_fact_is_recorded_with_their_languages(site: Site):
    topic = facts.topic("rung", name_vi="Rừng")
    changed = topic.get_latest_revision_as_object()
    changed.name_vi, changed.name_lo = "Rừng già", "ປ່າໄມ້"
    changed.save_revision(user=administrator()).publish(user=member(site, "lo", "approver"))
    row = Approval.objects.filter(kind="facts.topic").latest("pk")
    assert (row.languages, row.approved_by, row.object_id) == ("lo", "approver-lo-cao-bang", topic.pk)
    assert row.revision_id == type(topic).objects.get(pk=topic.pk).live_revision_id


def test_what_is_refused_leaves_no_row(draft: DestinationPage):
    with pytest.raises(Refusal):
        draft.latest_revision.publish()
    assert recorded(draft) == []


def test_a_page_that_moves_or_is_taken_down_is_not_approved_again(draft: DestinationPage):
    publish(draft)
    now(draft).move(draft.get_parent().get_parent(), pos="last-child")
    now(draft).unpublish(user=administrator())
    assert len(recorded(draft)) == 1


def test_a_page_that_is_public_without_a_row_is_found(draft: DestinationPage):
    publish(draft)
    assert draft.pk not in {page.pk for page in approvals.without_approval()}
    Page.objects.filter(pk=draft.pk).update(live_revision=None)
    assert draft.pk in {page.pk for page in approvals.without_approval()}


# --- the content of a row ---------------------------------------------------------------------------------


def test_the_hash_is_that_of_the_revision_as_it_is_kept(draft: DestinationPage):
    publish(draft, title="Thác lớn")
    kept = Approval.objects.get(object_id=draft.pk, kind="tourism.destinationpage")
    assert kept.revision_digest == approvals.digest_of(Revision.objects.get(pk=kept.revision_id))
    assert kept.revision_digest != approvals.digest_of(draft.latest_revision)


def test_a_name_stands_beside_the_user_name(draft: DestinationPage):
    user = administrator()
    user.first_name, user.last_name = "An", "Nguyễn"
    assert approvals.name_of(user) == "An Nguyễn (admin)"


# --- what it became ---------------------------------------------------------------------------------------


def hashes(path: str = PATH) -> list[str]:
    return list(PathHash.objects.filter(path=path).order_by("pk").values_list("sha256", flat=True))


def test_the_bytes_of_a_page_are_recorded_with_its_approval(publisher: Publisher, draft: DestinationPage):
    publish(draft)
    publisher.publish_everything()
    row = PathHash.objects.get(path=PATH)
    assert row.sha256 == hashlib.sha256(publisher.tree.read(PATH) or b"").hexdigest()
    assert (row.page_id, row.approval_id) == (draft.pk, Approval.objects.get(object_id=draft.pk).pk)


def test_other_bytes_are_another_row_with_the_new_approval(publisher: Publisher, draft: DestinationPage):
    publish(draft)
    publisher.publish_everything()
    publish(draft, summary="Một thác nước")
    publisher.publish()
    assert len(set(hashes())) == 2
    newest = approvals.newest_hashes([PATH])[PATH]
    assert newest.sha256 == hashlib.sha256(publisher.tree.read(PATH) or b"").hexdigest()
    assert newest.approval_id == Approval.objects.filter(object_id=draft.pk).latest("pk").pk


def test_the_same_bytes_are_not_recorded_twice(publisher: Publisher, draft: DestinationPage):
    publish(draft)
    publisher.publish_everything()
    before = PathHash.objects.count()
    publisher.publish_everything()
    assert PathHash.objects.count() == before


def test_the_address_for_readers_of_another_language_belongs_to_the_page(
    publisher: Publisher, draft: DestinationPage
):
    publish(draft)
    publisher.publish_everything()
    shown_instead = PathHash.objects.get(path="cao-bang.localhost/lo/diem-den/thac/")
    assert shown_instead.page_id == draft.pk


def test_an_address_that_goes_away_is_recorded_as_gone(publisher: Publisher, draft: DestinationPage):
    publish(draft)
    publisher.publish_everything()
    now(draft).unpublish(user=administrator())
    publisher.publish()
    assert hashes()[-1] == approvals.GONE
    assert len(hashes()) == 2


def test_a_withdrawal_records_at_once_what_went_away_and_only_once(
    publisher: Publisher, draft: DestinationPage
):
    publish(draft)
    publisher.publish_everything()
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw(now(draft), administrator(), "Sai số liệu")
    assert hashes()[-1] == approvals.GONE
    publisher.publish()
    assert len(hashes()) == 2


def test_who_withdrew_outlives_the_account(site: Site, draft: DestinationPage):
    publish(draft)
    approver = member(site, "vi", "approver")
    withdraw(now(draft), approver, "Sai số liệu")
    approver.delete()
    assert Withdrawal.objects.get().withdrawn_by == "approver-vi-cao-bang"


def test_the_newsroom_sees_who_approved_a_page_and_what_it_became(
    publisher: Publisher, site: Site, draft: DestinationPage
):
    publish(draft)
    publisher.publish_everything()
    client = client_of(member(site, "vi", "editor"))
    shown = client.get(reverse("page_on_the_web", args=[draft.pk])).content.decode()
    assert ">admin<" in shown
    assert ">Người thực hiện<" in shown
    assert ">Tiếng Việt<" in shown
    assert hashes()[0] in shown
