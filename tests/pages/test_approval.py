"""An approval publishes what was looked at: the revision that was sent, or nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site, TaskState

from cms.accounts.models import User
from cms.tourism.models import DestinationPage
from tests.factories.accounts import member
from tests.factories.pages import destination
from tests.factories.portals import portal, section
from tests.forms import press

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi",))


@pytest.fixture
def approver(site: Site) -> User:
    return member(site, "vi", "approver")


@pytest.fixture
def page(site: Site) -> DestinationPage:
    """A page that an editor sent for approval."""
    sent = destination(section(site), "Thác", live=False)
    sent.get_workflow().start(sent, member(site, "vi", "editor"))
    return DestinationPage.objects.get(pk=sent.pk)


def decide(page: Page, user: User, decision: str = "approve") -> Client:
    client = Client()
    client.force_login(user)
    state = page.current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, decision, state.pk]))
    return client


def change(page: Page, title: str, user: User) -> None:
    draft = page.get_latest_revision_as_object()
    draft.title = title
    draft.save_revision(user=user)


def now(page: Page) -> DestinationPage:
    return DestinationPage.objects.get(pk=page.pk)


def test_approval_publishes_the_revision_that_was_sent(page: DestinationPage, approver: User):
    revision = page.current_workflow_task_state.revision
    decide(page, approver)
    assert (now(page).live, now(page).live_revision) == (True, revision)


def test_what_somebody_else_changed_since_is_not_published(page: DestinationPage, site: Site, approver: User):
    change(page, "Thác khác", member(site, "vi", "editor", "hai"))
    decide(page, approver)
    assert not now(page).live


def test_a_refused_approval_still_waits_and_says_what_to_do(
    page: DestinationPage, site: Site, approver: User
):
    change(page, "Thác khác", member(site, "vi", "editor", "hai"))
    client = decide(page, approver)
    assert now(page).current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS
    said = [str(message) for message in client.get("/admin/").context["messages"]]
    assert any("“Thác" in sentence for sentence in said)


def test_after_it_was_sent_anew_the_changed_revision_is_published(
    page: DestinationPage, site: Site, approver: User
):
    editor = member(site, "vi", "editor", "hai")
    change(page, "Thác khác", editor)
    page.current_workflow_state.cancel(user=editor)
    sent = now(page)
    sent.get_workflow().start(sent, editor)
    decide(now(page), approver)
    assert (now(page).live, now(page).title) == (True, "Thác khác")


def test_an_approver_publishes_with_a_correction_of_his_or_her_own(page: DestinationPage, approver: User):
    client = Client()
    client.force_login(approver)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    fields = {"title": "Thác Bản Giốc", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    press(client, address, "action-workflow-action", **fields)
    assert (now(page).live, now(page).title) == (True, "Thác Bản Giốc")


def test_a_rejected_page_is_not_public(page: DestinationPage, approver: User):
    decide(page, approver, "reject")
    assert not now(page).live
    assert now(page).current_workflow_state.status == "needs_changes"
