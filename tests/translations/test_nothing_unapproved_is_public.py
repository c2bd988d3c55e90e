"""Whatever people and libraries do in whatever order: no word is public that was not approved in its language.

Every text that anybody writes is a word of its own that names its language (`w17lo`). Beside the acts the test
keeps the words that an approver of the language has looked at when approving. After each act everything that
the portal serves, and the words of every slide, are searched for words that are not among them.
"""

import datetime
import os
import re
import time
from collections import Counter
from typing import Any

import polib
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, run_state_machine_as_test
from wagtail.models import Locale, Page, Revision, Site
from wagtail_localize.models import Translation

from cms.accounts.teams import portal_collection
from cms.facts.models import Topic
from cms.home.models import SectionPage
from cms.pages.schedule import publish_due
from cms.tourism.models import DestinationPage
from media_assets.models import PictureWords
from sites.border_gates.drawing import _said as said_on_a_slide
from sites.publishing import addresses
from sites.publishing.ingredients import making
from sites.publishing.subjects import Artifact, make, page_paths, portal_paths
from tests.acts import Acts, act
from tests.factories.accounts import administrator, member
from tests.factories.facts import topic
from tests.factories.pictures import picture
from tests.factories.portals import portal, section
from translations import desk, localize
from translations.refusals import Refusal

LANGUAGES = ("vi", "en", "lo")
FOREIGN = ("en", "lo")
ROLES = ("editor", "translator", "approver")
WORD = re.compile(r"w\d+(?:vi|en|lo)\b")
RUNS = int(os.environ.get("APPROVAL_RUNS", "10"))
REFUSED = (Refusal, PermissionDenied, ValidationError)
FOREIGN_LANGUAGE = st.sampled_from(FOREIGN)
ANYONE = st.none() | st.sampled_from([(role, code) for role in ROLES for code in LANGUAGES])
"""Who tries: any role in any language or, half of the time (None), whoever may."""
seen: Counter[str] = Counter()
"""How often an act was done, was refused, and changed what is public: over all runs."""


def sources(newsroom: "Newsroom") -> list[DestinationPage]:
    """The pages that were written in Vietnamese."""
    return newsroom.pages


def versions(newsroom: "Newsroom") -> list[DestinationPage]:
    """Every page in every language."""
    return list(DestinationPage.objects.filter(alias_of=None).order_by("pk"))


def waiting(newsroom: "Newsroom") -> list[DestinationPage]:
    """The pages that wait for an approver."""
    return [page for page in versions(newsroom) if page.current_workflow_task_state]


def running(newsroom: "Newsroom") -> list[Translation]:
    """The translations of pages."""
    return list(Translation.objects.order_by("pk"))


class Newsroom(Acts):
    """A portal in three languages whose people do what they may, and try what they may not."""

    site: Site
    section: SectionPage
    """Made once, before the first run: each run is rolled back to them."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.approved: set[str] = set()
        self.shown_with: dict[int, set[str]] = {}
        """Words of pictures that were shown when a revision of a page was saved."""
        self.pages: list[DestinationPage] = []
        self.count = 0
        self.public = b""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def open_the_newsroom(self) -> None:
        """One page that nobody has approved, and one that is public in Vietnamese and Lao."""
        self.topic = topic("chu", name_vi=self.word("vi"))
        self.picture = picture("anh", collection=portal_collection(self.site))
        self.approved |= set(WORD.findall(self.topic.name_vi))
        self.write_a_page()
        public = self.write_a_page()
        self.publish_the_newest_revision(public, ("approver", "vi"))
        self.send_for_translation(public, "lo")
        translation = Translation.objects.get()
        self.import_a_file(translation)
        self.save_through_the_library(translation, publish=True, role="approver")

    # --- the oracle ------------------------------------------------------------------------------------

    def word(self, language: str) -> str:
        self.count += 1
        return f"w{self.count}{language}"

    def looked_at(self, revision: Revision, language: str) -> None:
        """An approver of `language` saw the words of `revision`, and the words of its pictures."""
        content = {name: value for name, value in revision.content.items() if name != "draft_title"}
        self.approved |= {word for word in WORD.findall(str(content)) if word.endswith(language)}
        self.approved |= {word for word in self.shown_with.get(revision.pk, ()) if word.endswith(language)}

    def saved(self, revision: Revision) -> None:
        drafted = PictureWords.objects.get(picture=self.picture).newest()
        self.shown_with[revision.pk] = set(WORD.findall(str(drafted)))

    def attempt(self, name: str, act: Any) -> bool:
        """Do an act as one transaction, with what follows it; return whether it was let through."""
        try:
            with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
                act()
        except REFUSED:
            seen[f"{name}: refused"] += 1
            return False
        seen[name] += 1
        return True

    @invariant()
    def nothing_unapproved_is_public(self) -> None:
        if not hasattr(self, "picture"):
            return
        public = self.everything_public()
        seen["changed" if public != self.public else "same"] += 1
        self.public = public
        leaked = set(WORD.findall(public.decode())) - self.approved
        assert not leaked, f"public, but never approved: {sorted(leaked)}"

    def everything_public(self) -> bytes:
        with making():
            calls = list(portal_paths(self.site.pk).values())
            found: list[bytes] = []
            for page_id in Page.objects.filter(depth__gt=1).values_list("pk", flat=True):
                calls += page_paths(page_id).values()
                here = addresses.address(page_id)
                found.append(str(here and said_on_a_slide(page_id, self.site.pk, "", here.language)).encode())
            found += [made.body for call in calls if isinstance(made := make(call), Artifact)]
        return b"\n".join(found)

    # --- writing ---------------------------------------------------------------------------------------

    @act()
    def write_a_page(self) -> DestinationPage:
        page = DestinationPage(
            title=self.word("vi"), slug=f"trang-{self.count}", locale=self.section.locale, live=False
        )
        page.summary, page.picture = self.word("vi"), self.picture
        self.section.add_child(instance=page)
        self.saved(page.save_revision(user=member(self.site, "vi", "editor")))
        self.pages.append(page)
        return page

    @act(2, page=sources, autosave=st.booleans(), with_topic=st.booleans())
    def edit_a_page(self, page: DestinationPage, autosave: bool, with_topic: bool) -> None:
        page = DestinationPage.objects.get(pk=page.pk)
        editor = member(self.site, "vi", "editor")
        draft = page.get_latest_revision_as_object()
        draft.title, draft.wall_line, draft.topics = (
            self.word("vi"),
            self.word("vi"),
            [self.topic] if with_topic else [],
        )
        newest = page.latest_revision
        mine = newest if autosave and newest.user_id == editor.pk else None
        self.saved(draft.save_revision(user=editor, overwrite_revision=mine))

    @act(page=sources, older=st.integers(0, 3))
    def go_back_to_an_older_revision(self, page: DestinationPage, older: int) -> None:
        revisions = list(Revision.objects.for_instance(page).order_by("pk"))
        self.saved(
            revisions[older % len(revisions)]
            .as_object()
            .save_revision(user=member(self.site, "vi", "editor"))
        )

    # --- approving pages --------------------------------------------------------------------------------

    @act(4, page=versions, person=ANYONE)
    def publish_the_newest_revision(self, page: DestinationPage, person: tuple[str, str] | None) -> None:
        page = DestinationPage.objects.get(pk=page.pk)
        language = page.locale.language_code
        person = person or ("approver", language)
        user, revision = member(self.site, person[1], person[0]), page.latest_revision
        if self.attempt("publish", lambda: revision.publish(user=user)):
            assert person == ("approver", language)
            self.looked_at(revision, language)

    @act(3, page=sources)
    def send_for_approval(self, page: DestinationPage) -> None:
        page = DestinationPage.objects.get(pk=page.pk)
        if page.current_workflow_state is None:
            self.attempt("submit", lambda: page.get_workflow().start(page, member(self.site, "vi", "editor")))

    @act(6, page=waiting, decision=st.sampled_from(["approve", "approve", "reject"]))
    def decide(self, page: DestinationPage, decision: str) -> None:
        language, state = page.locale.language_code, page.current_workflow_task_state
        approver = member(self.site, language, "approver")
        assert decision in {name for name, *_rest in state.task.specific.get_actions(page, approver)}
        if (
            self.attempt(decision, lambda: state.task.specific.on_action(state, approver, decision))
            and decision == "approve"
        ):
            self.looked_at(state.revision, language)

    @act(page=sources)
    def schedule(self, page: DestinationPage) -> None:
        page = DestinationPage.objects.get(pk=page.pk)
        draft = page.get_latest_revision_as_object()
        draft.go_live_at = timezone.now() + datetime.timedelta(milliseconds=30)
        revision = draft.save_revision(user=member(self.site, "vi", "editor"))
        self.saved(revision)
        if self.attempt("schedule", lambda: revision.publish(user=member(self.site, "vi", "approver"))):
            self.looked_at(revision, "vi")

    @act()
    def the_clock_strikes(self) -> None:
        time.sleep(0.05)
        self.attempt("publish due", lambda: publish_due(timezone.now()))

    @act(page=sources)
    def take_down(self, page: DestinationPage) -> None:
        live = DestinationPage.objects.get(pk=page.pk)
        if live.live:
            self.attempt("unpublish", lambda: live.unpublish(user=member(self.site, "vi", "approver")))

    # --- translating ------------------------------------------------------------------------------------

    @act(2, page=sources, language=FOREIGN_LANGUAGE)
    def send_for_translation(self, page: DestinationPage, language: str) -> None:
        locale = Locale.objects.get(language_code=language)
        page = DestinationPage.objects.get(pk=page.pk)
        self.attempt(
            "send for translation", lambda: localize.send_for_translation(page, locale, administrator())
        )

    @act(translation=running, everything=st.booleans())
    def translate_in_the_editor(self, translation: Translation, everything: bool) -> None:
        language = translation.target_locale.language_code
        client = Client(HTTP_HOST=self.site.hostname)
        client.force_login(
            member(self.site, language, "translator"), backend="django.contrib.auth.backends.ModelBackend"
        )
        for segment in list(translation.source.stringsegment_set.all())[: None if everything else 1]:
            url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            answer = client.put(
                url, f"value={self.word(language)}", content_type="application/x-www-form-urlencoded"
            )
            seen[f"string: {answer.status_code}"] += 1

    @act(2, translation=running)
    def import_a_file(self, translation: Translation) -> None:
        language = translation.target_locale.language_code
        file = translation.export_po()
        for entry in file:
            entry.msgstr = self.word(language)
        translator = member(self.site, language, "translator")
        self.attempt("import", lambda: translation.import_po(polib.pofile(str(file)), user=translator))

    @act(3, translation=running)
    def send_the_translation_for_approval(self, translation: Translation) -> None:
        own = translation.get_target_instance()
        translator = member(self.site, translation.target_locale.language_code, "translator")
        if self.attempt("submit translation", lambda: desk.send_for_approval(own, translator)):
            self.saved(DestinationPage.objects.get(pk=own.pk).latest_revision)

    @act(2, translation=running, publish=st.booleans(), role=st.sampled_from(["translator", "approver"]))
    def save_through_the_library(self, translation: Translation, publish: bool, role: str) -> None:
        language = translation.target_locale.language_code
        user = member(self.site, language, role)
        if self.attempt("save target", lambda: translation.save_target(user=user, publish=publish)):
            revision = DestinationPage.objects.get(pk=translation.get_target_instance().pk).latest_revision
            self.saved(revision)
            if publish:
                assert role == "approver"
                self.looked_at(revision, language)

    @act(translation=running, publish=st.booleans())
    def synchronise_through_the_library(self, translation: Translation, publish: bool) -> None:
        page = DestinationPage.objects.get(pk=translation.source.get_source_instance().pk)
        client = Client(HTTP_HOST=self.site.hostname)
        client.force_login(administrator(), backend="django.contrib.auth.backends.ModelBackend")
        before = {row.pk: row.latest_revision_id for row in page.get_translations()}
        url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
        client.post(url, {"publish_translations": "on"} if publish else {})
        for row in DestinationPage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk):
            if publish and row.latest_revision_id != before.get(row.pk):
                self.saved(row.latest_revision)
                self.looked_at(row.latest_revision, row.locale.language_code)

    @act(translation=running)
    def make_an_alias(self, translation: Translation) -> None:
        language = translation.target_locale.language_code
        page = DestinationPage.objects.get(pk=translation.source.get_source_instance().pk)
        client = Client(HTTP_HOST=self.site.hostname)
        client.force_login(
            member(self.site, language, "approver"), backend="django.contrib.auth.backends.ModelBackend"
        )
        own = translation.get_target_instance()
        client.post(reverse("wagtail_localize:convert_to_alias", args=[own.pk]))
        parent = own.get_parent()
        self.attempt(
            "alias",
            lambda: page.create_alias(
                parent=parent, update_slug=f"bong-{self.count}", update_locale=own.locale
            ),
        )

    # --- facts and pictures -----------------------------------------------------------------------------

    @act(2, languages=st.sets(st.sampled_from(LANGUAGES), min_size=1))
    def draft_words_of_a_fact(self, languages: set[str]) -> None:
        draft = Topic.objects.get(pk=self.topic.pk).get_latest_revision_as_object()
        for language in languages:
            setattr(draft, f"name_{language}", self.word(language))
        draft.save_revision(user=member(self.site, "vi", "editor"))

    @act(2, language=st.sampled_from(LANGUAGES), person=ANYONE)
    def publish_words_of_a_fact(self, language: str, person: tuple[str, str] | None) -> None:
        revision = Topic.objects.get(pk=self.topic.pk).latest_revision
        person = person or ("approver", language)
        user = member(self.site, person[1], person[0])
        if self.attempt("publish fact", lambda: revision.publish(user=user)) and person[0] == "approver":
            self.looked_at(revision, person[1])

    @act(2)
    def send_a_fact_for_approval(self) -> None:
        fact = Topic.objects.get(pk=self.topic.pk)
        if fact.current_workflow_state is None:
            self.attempt(
                "submit fact", lambda: fact.get_workflow().start(fact, member(self.site, "vi", "editor"))
            )

    @act(3, language=st.sampled_from(LANGUAGES))
    def decide_about_a_fact(self, language: str) -> None:
        fact = Topic.objects.get(pk=self.topic.pk)
        state, approver = fact.current_workflow_task_state, member(self.site, language, "approver")
        if state is None or not state.task.specific.get_actions(fact, approver):
            return
        if self.attempt("approve fact", lambda: state.task.specific.on_action(state, approver, "approve")):
            self.looked_at(state.revision, language)

    @act(language=st.sampled_from(["vi", "lo"]))
    def write_words_of_a_picture(self, language: str) -> None:
        client = Client(HTTP_HOST=self.site.hostname)
        editor = member(self.site, language, "editor")
        client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
        words = {f"{name}_{language}": self.word(language) for name in PictureWords.words}
        data = {"title": "anh", "licence": "own", "collection": self.picture.collection_id, **words}
        answer = client.post(reverse("wagtailimages:edit", args=[self.picture.pk]), data)
        assert answer.status_code == 302
        seen["words of a picture"] += 1

    @act(2, language=st.sampled_from(LANGUAGES))
    def publish_words_of_a_picture(self, language: str) -> None:
        revision = PictureWords.objects.get(picture=self.picture).latest_revision
        if revision is None:
            return
        approver = member(self.site, language, "approver")
        if self.attempt("publish picture", lambda: revision.publish(user=approver)):
            self.looked_at(revision, language)


@pytest.mark.django_db
def test_nothing_is_public_that_was_not_approved_in_its_language() -> None:
    Newsroom.site = portal(languages=LANGUAGES)
    Newsroom.section = section(Newsroom.site)
    for code in LANGUAGES:
        for role in ROLES:
            member(Newsroom.site, code, role)
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=30,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
    print(sorted(seen.items()))
    assert seen["changed"] >= 0.08 * (seen["changed"] + seen["same"]), seen
