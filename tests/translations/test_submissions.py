"""What waits for whom at the translation desk."""

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from cms.accounts.models import User
from cms.home.models import SectionPage
from tests.factories.accounts import administrator, member
from tests.factories.pages import destination, translated
from tests.factories.portals import portal, section
from translations.submissions import State, work_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "en", "lo"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


@pytest.fixture
def translator(site: Site) -> User:
    return member(site, "lo", "translator")


def waiting(user: User, **most: int) -> list[tuple[str, State]]:
    return [(one.page.get_admin_display_title(), one.state) for one in work_for(user, **most)]


def change_source(page: Page) -> None:
    """Publish the source with another title; the task worker has done what followed."""
    page = type(page).objects.get(pk=page.pk)
    page.title = f"{page.title} mới"
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish(user=administrator())


def test_unfinished_and_outdated_translations_wait_the_newest_first(places: SectionPage, translator: User):
    fall, cave = destination(places, "Thác"), destination(places, "Động")
    translated(fall, "lo")
    translated(cave, "lo", live=False)
    change_source(fall)
    assert waiting(translator) == [("lo Thác", State.OUTDATED), ("lo Động", State.DRAFT)]


def test_public_translations_and_those_that_wait_for_approval_do_not(places: SectionPage, translator: User):
    translated(destination(places, "Thác"), "lo")
    sent = translated(destination(places, "Động"), "lo", live=False)
    sent.get_workflow().start(sent, translator)
    assert waiting(translator) == []


def test_translations_into_languages_of_others_do_not(places: SectionPage, translator: User):
    translated(destination(places, "Thác"), "en", live=False)
    assert waiting(translator) == []


def test_work_tells_how_far_it_is(places: SectionPage, translator: User):
    translated(destination(places, "Thác"), "lo", live=False)
    [work] = work_for(translator)
    assert work.language.code == "lo"
    assert 0 < work.translated == work.passages


def test_what_waits_is_found_with_the_same_queries_however_many_translations_there_are(
    places: SectionPage, translator: User
):
    for count in range(2):
        translated(destination(places, f"Thác {count}"), "lo", live=False)
    few = queries(translator)
    for count in range(4):
        translated(destination(places, f"Động {count}"), "lo", live=count > 1)
    assert queries(translator) == few == 5


def queries(user: User) -> int:
    """How many queries the two newest take, of somebody whose rights are not known yet."""
    asked = User.objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as found:
        assert len(work_for(asked, most=2)) == 2
    return len(found)
