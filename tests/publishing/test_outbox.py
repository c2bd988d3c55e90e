"""Change rows: which acts write some, and what they say."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Page, Site

from cms.home.models import SectionPage
from cms.tourism.models import DestinationPage
from sites.publishing import triggers
from sites.publishing.models import Change
from sites.publishing.triggers import TriggersMissingError
from tests.factories import facts
from tests.factories.accounts import administrator
from tests.factories.pages import destination, publish
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> DestinationPage:
    made = destination(section(portal(languages=("vi",))), "Thác")
    Change.objects.all().delete()
    return made


def changes() -> list[tuple[str, str, str]]:
    found = Change.objects.order_by("pk").values_list("table_name", "operation", "columns")
    return [(table, operation, columns.strip()) for table, operation, columns in found]


def test_a_published_word_is_told(page: DestinationPage):
    publish(page, summary="Một thác nước")
    assert changes() == [
        ("tourism_destinationpage", "u", "summary"),
        ("translations_approvedtext", "u", "public_since"),
    ]


def test_a_draft_is_no_row(page: DestinationPage):
    draft = page.get_latest_revision_as_object()
    draft.title = "Hồ"
    draft.save_revision(user=administrator())
    assert changes() == []


def test_publishing_what_is_public_is_no_row(page: DestinationPage):
    publish(page)
    assert changes() == []


def test_a_row_that_is_a_draft_before_and_after_is_no_row(page: DestinationPage):
    topic = facts.topic("rung")
    topic.unpublish(user=administrator())
    Change.objects.all().delete()
    type(topic).objects.filter(pk=topic.pk).update(name_vi="Khác")
    assert changes() == []


def test_a_fact_that_is_taken_down_is_one_row(page: DestinationPage):
    topic = facts.topic("rung")
    Change.objects.all().delete()
    topic.unpublish(user=administrator())
    assert changes() == [("facts_topic", "u", "live")]


def test_an_update_past_all_signals_is_heard(page: DestinationPage):
    DestinationPage.objects.filter(pk=page.pk).update(title="Hồ")
    assert changes() == [("wagtailcore_page", "u", "title")]


def test_both_values_of_a_key_are_told(page: DestinationPage):
    before = page.url_path
    Page.objects.filter(pk=page.pk).update(url_path="/khac/")
    told = Change.objects.get()
    assert (told.old_keys["url_path"], told.new_keys["url_path"]) == (before, "/khac/")
    assert told.old_keys["pk"] == told.new_keys["pk"] == page.pk


def test_a_renamed_section_tells_of_every_page_below_it(page: DestinationPage):
    above = SectionPage.objects.get(pk=page.get_parent().pk)
    above.slug = "noi-khac"
    above.save()
    told = {row.new_keys["pk"] for row in Change.objects.filter(table_name="wagtailcore_page")}
    assert told == {above.pk, page.pk}


def test_deleting_a_page_tells_of_its_row_and_its_own_table(page: DestinationPage):
    Page.objects.get(pk=page.pk).delete()
    assert {("wagtailcore_page", "d", ""), ("tourism_destinationpage", "d", "")} <= set(changes())


def test_what_is_rolled_back_was_never_told(page: DestinationPage):
    with transaction.atomic():
        Site.objects.update(site_name="khác")
        transaction.set_rollback(True)
    assert changes() == []


def drop_a_trigger() -> None:
    table = ' ON "wagtailcore_site"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "publishing_u_wagtailcore_site"{table}')


def test_a_missing_trigger_is_named():
    assert triggers.faults() == []
    drop_a_trigger()
    assert triggers.faults() == ["publishing_u_wagtailcore_site"]
    with pytest.raises(TriggersMissingError, match=r"publishing_u_wagtailcore_site.*Run manage.py migrate"):
        triggers.require()


def test_the_system_check_tells_of_a_missing_trigger():
    drop_a_trigger()
    [error] = [found for found in run_checks(databases=["default"]) if found.id == "publishing.E001"]
    assert "publishing_u_wagtailcore_site" in error.msg


def test_an_upgrade_is_not_refused_for_the_triggers_that_it_writes():
    drop_a_trigger()
    call_command("migrate", verbosity=0, skip_checks=False)
    assert triggers.faults() == []


def test_installing_again_repairs_what_is_missing():
    drop_a_trigger()
    triggers.install()
    assert triggers.faults() == []
