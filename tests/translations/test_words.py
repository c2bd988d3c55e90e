import pytest
from wagtail.models import Site

from cms.facts.models import Topic
from tests.factories.accounts import administrator, member
from tests.factories.facts import topic
from tests.factories.portals import portal
from translations.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "lo"))


def drafted(fact: Topic, **words: str):
    """A draft of the newest words with some changed."""
    draft = fact.get_latest_revision_as_object()
    for column, text in words.items():
        setattr(draft, column, text)
    return draft.save_revision()


def test_draft_of_a_fact_changes_nothing_that_is_public(site: Site):
    fact = topic(name_vi="Rừng")
    drafted(fact, name_vi="Rừng già")
    assert Topic.objects.get(pk=fact.pk).name_vi == "Rừng"


def test_approver_of_lao_publishes_the_lao_words_and_leaves_the_vietnamese_draft(site: Site):
    fact = topic(name_vi="Rừng")
    revision = drafted(fact, name_vi="Rừng già", name_lo="ປ່າ")
    revision.publish(user=member(site, "lo", "approver"))
    public = Topic.objects.get(pk=fact.pk)
    assert (public.name_vi, public.name_lo) == ("Rừng", "ປ່າ")
    assert public.get_latest_revision_as_object().name_vi == "Rừng già"
    assert public.waiting_languages() == {"vi"}


def test_approving_the_rest_later_makes_all_words_public(site: Site):
    fact = topic(name_vi="Rừng")
    drafted(fact, name_vi="Rừng già", name_lo="ປ່າ").publish(user=member(site, "lo", "approver"))
    Topic.objects.get(pk=fact.pk).latest_revision.publish(user=member(site, "vi", "approver"))
    public = Topic.objects.get(pk=fact.pk)
    assert (public.name_vi, public.name_lo, public.waiting_languages()) == ("Rừng già", "ປ່າ", set())


def test_approver_of_another_language_is_refused(site: Site):
    fact = topic(name_vi="Rừng")
    with pytest.raises(Refusal):
        drafted(fact, name_vi="Rừng già").publish(user=member(site, "lo", "approver"))
    assert Topic.objects.get(pk=fact.pk).name_vi == "Rừng"


def test_nobody_can_publish_without_a_person(site: Site):
    with pytest.raises(Refusal):
        drafted(topic(), name_vi="Rừng già").publish()


def test_new_fact_waits_for_its_vietnamese_words(site: Site):
    fact = Topic(code="rung", name_vi="Rừng", name_lo="ປ່າ", live=False)
    fact.save()
    revision = fact.save_revision()
    with pytest.raises(Refusal):
        revision.publish(user=member(site, "lo", "approver"))
    revision.publish(user=member(site, "vi", "approver"))
    public = Topic.objects.get(pk=fact.pk)
    assert (public.live, public.name_vi, public.name_lo) == (True, "Rừng", None)


def test_what_remains_after_a_part_was_approved_is_sent_to_the_approvers_again(site: Site):
    fact = topic(name_vi="Rừng")
    drafted(fact, name_vi="Rừng già", name_lo="ປ່າ")
    fact = Topic.objects.get(pk=fact.pk)
    fact.get_workflow().start(fact, administrator())
    state = fact.current_workflow_task_state
    state.task.specific.on_action(state, member(site, "lo", "approver"), "approve")
    fact = Topic.objects.get(pk=fact.pk)
    assert (fact.name_vi, fact.name_lo) == ("Rừng", "ປ່າ")
    assert fact.current_workflow_task_state is not None
    assert "approve" in {
        name for name, *_rest in state.task.specific.get_actions(fact, member(site, "vi", "approver"))
    }


def test_autosave_does_not_write_over_a_revision_that_waits_for_approval(site: Site):
    fact = topic(name_vi="Rừng")
    author = member(site, "vi", "editor")
    draft = fact.get_latest_revision_as_object()
    draft.name_vi = "Rừng già"
    waiting = draft.save_revision(user=author)
    fact = Topic.objects.get(pk=fact.pk)
    fact.get_workflow().start(fact, author)
    draft.name_vi = "Rừng khác"
    later = draft.save_revision(user=author, overwrite_revision=waiting)
    assert later.pk != waiting.pk
    waiting.refresh_from_db()
    assert waiting.content["name_vi"] == "Rừng già"


def test_words_are_kept_composed():
    fact = Topic(code="rung", name_vi="Ru\u031b\u0300ng", live=False)
    fact.save()
    assert Topic.objects.get(pk=fact.pk).name_vi == "Rừng"


def test_approver_of_lao_cannot_take_a_fact_down(site: Site):
    fact = topic(name_vi="Rừng")
    with pytest.raises(Refusal):
        fact.unpublish(user=member(site, "lo", "approver"))
    assert Topic.objects.get(pk=fact.pk).live


def test_languages_that_wait_are_told_by_what_is_public_not_by_the_draft_at_hand(site: Site):
    fact = topic(name_vi="Rừng")
    drafted(fact, name_lo="ປ່າ")
    assert Topic.objects.get(pk=fact.pk).get_latest_revision_as_object().waiting_languages() == {"lo"}
