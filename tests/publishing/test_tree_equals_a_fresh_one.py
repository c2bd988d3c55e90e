"""Whatever editors do in whatever order: what was published step by step is what would be published afresh.

After each act the publisher publishes, and its tree is compared with everything made anew, path for path and
byte for byte. A machine with a planted defect must be caught by the same acts, or the test would prove nothing.
"""

import datetime
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings as configured
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.test import TestCase
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import initialize, invariant, run_state_machine_as_test
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.pages.schedule import publish_due
from sites.publishing import index, media, outbox, triggers
from sites.publishing.afresh import everything
from sites.publishing.capture import Recorder
from sites.publishing.ingredients import Making
from sites.publishing.models import Change, Dirty
from sites.publishing.publisher import Publisher
from sites.publishing.stores.folder import FolderTree
from sites.publishing.stores.layout import is_shared
from sites.publishing.subjects import Artifact
from tests.acts import act
from tests.factories.pages import destination
from tests.publishing.newsroom import Newsroom, aliases, live_pages, open_portals, sections, seen, sites

RUNS = int(os.environ.get("PUBLISHING_RUNS", "3"))
STEPS = int(os.environ.get("PUBLISHING_STEPS", "20"))
FEWEST_CHANGES = 0.4
"""Share of the steps that change the tree: with fewer the acts would be about nothing."""


class FollowedNewsroom(Newsroom):
    """A newsroom with a tree that follows it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.tree = FolderTree(Path(self.folder.name, "tree"))
        self.uploaded = Path(self.folder.name, "uploaded")
        shutil.copytree(configured.MEDIA_ROOT, self.uploaded)
        self.days = 0
        self.clock = mock.patch.object(timezone, "now", self.now)
        self.real_now = timezone.now
        self.clock.start()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.before: dict[str, Any] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        self.clock.stop()
        shutil.rmtree(configured.MEDIA_ROOT)
        shutil.copytree(self.uploaded, configured.MEDIA_ROOT)
        self.folder.cleanup()

    def now(self) -> datetime.datetime:
        return self.real_now() + datetime.timedelta(days=self.days)

    @initialize()
    def publish_everything(self) -> None:
        Publisher(self.tree).publish_everything()
        self.before = self.published()

    def surroundings(self) -> AbstractContextManager[Any]:
        """What an act brings with it once it is committed, such as redirects, comes within the act."""
        return TestCase.captureOnCommitCallbacks(execute=True)

    # --- the oracle ------------------------------------------------------------------------------------

    def published(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            path: self.tree.read(path) for path in self.tree.paths() if not is_shared(path)
        }
        for site in Site.objects.all():
            found |= {
                f"{site.hostname}{path} to": to for path, to in self.tree.redirects(site.hostname).items()
            }
        return found

    @staticmethod
    def afresh() -> dict[str, Any]:
        found: dict[str, Any] = {}
        for path, made in everything():
            if isinstance(made, Artifact):
                found[path] = made.body
            else:
                found[f"{path} to"] = (made.path, 301 if made.is_permanent else 302)
        return found

    @invariant()
    def the_tree_is_what_it_would_be_afresh(self) -> None:
        Publisher(self.tree).publish()
        published, afresh = self.published(), self.afresh()
        different = sorted(
            path for path in published.keys() | afresh.keys() if published.get(path) != afresh.get(path)
        )
        assert different == []
        damaged = [
            path
            for path, body in afresh.items()
            if isinstance(body, bytes) and not self.tree.is_whole(path, body)
        ]
        assert damaged == []
        named = {name for body in afresh.values() if isinstance(body, bytes) for name in media.named_in(body)}
        assert media.missing(self.tree, named) == []
        assert list(Dirty.objects.values_list("key", "error")) == []
        seen["steps"] += 1
        seen["changed"] += published != self.before
        self.before = published

    # --- time ---------------------------------------------------------------------------------------------

    @act(3)
    def let_days_pass(self) -> None:
        self.days += 2
        publish_due(timezone.now())


@pytest.fixture
def _portals(db: None) -> None:
    open_portals()


@pytest.mark.usefixtures("_portals")
def test_the_tree_equals_one_that_is_published_afresh():
    seen.clear()
    run_state_machine_as_test(
        FollowedNewsroom,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
    assert seen["changed"] >= FEWEST_CHANGES * seen["steps"], seen


# --- planted defects ----------------------------------------------------------------------------------

TIMES = 2
"""So often the acts are done: some defects need a step before them."""
WHERE_IT_STANDS = {"path", "depth", "url_path"}
"""Columns of a page that a move changes, in its row and in those of all pages below it."""


@contextmanager
def no_keys() -> Iterator[None]:
    """Change rows speak of their tables only."""
    whole = outbox._tags
    with mock.patch.object(outbox, "_tags", lambda change: [next(iter(whole(change)))]):
        yield


@contextmanager
def no_lists() -> Iterator[None]:
    """Nobody hears of rows among siblings."""
    unheard = {"_places": mock.Mock(return_value=()), "_parents": mock.Mock(return_value=())}
    with mock.patch.multiple(outbox, **unheard):
        yield


@contextmanager
def no_moments() -> Iterator[None]:
    """Time changes nothing."""
    with mock.patch.object(index, "due", return_value=[]):
        yield


@contextmanager
def no_users() -> Iterator[None]:
    """What an ingredient became is told to nobody."""
    keep = index.keep
    with mock.patch.object(index, "keep", lambda kind, records: keep(kind, records) and []):
        yield


@contextmanager
def a_trigger_less() -> Iterator[None]:
    """Updates of pages are not heard of."""
    with connection.cursor() as cursor:
        cursor.execute(
            'DROP TRIGGER "publishing_u_wagtailcore_page"'
            + (' ON "wagtailcore_page"' if connection.vendor == "postgresql" else "")
        )
    try:
        yield
    finally:
        triggers.install()


@contextmanager
def values_kept_too_long() -> Iterator[None]:
    """What an ingredient was in one step it is in the next one."""
    begin, values, digests = Making.__init__, {}, {}

    def go_on(run: Making, *, is_recorded: bool = False) -> None:
        begin(run, is_recorded=is_recorded)
        if is_recorded:
            run.values, run.digests = values, digests

    with mock.patch.object(Making, "__init__", go_on):
        yield


@contextmanager
def moves_unseen() -> Iterator[None]:
    """Nobody hears that a page stands elsewhere."""
    with deaf_to(lambda change: change.operation == "u" and set(change.columns.split()) <= WHERE_IT_STANDS):
        yield


@contextmanager
def aliases_unseen() -> Iterator[None]:
    """Nobody hears that an alias stands alone from now on."""
    with deaf_to(lambda change: change.columns.split() == ["alias_of_id"]):
        yield


@contextmanager
def redirects_unseen() -> Iterator[None]:
    """Nobody hears of the redirects that editors keep, nor of those of pages that moved."""
    with deaf_to(lambda change: change.table_name == Redirect._meta.db_table):
        yield


@contextmanager
def signals_instead_of_triggers() -> Iterator[None]:
    """Only rows are heard of that Django announced as saved or deleted."""
    announced: set[tuple[str, Any]] = set()

    def note(sender: type[Model], instance: Model, **kwargs: Any) -> None:
        tables = [
            sender._meta.db_table,
            *(parent._meta.db_table for parent in sender._meta.get_parent_list()),
        ]
        announced.update((table, instance.pk) for table in tables)

    signals = (post_save, post_delete)
    for signal in signals:
        signal.connect(note)
    try:
        with deaf_to(lambda change: (change.table_name, row_of(change)) not in announced):
            yield
    finally:
        for signal in signals:
            signal.disconnect(note)


@contextmanager
def slots_forgotten() -> Iterator[None]:
    """A page does not say which parts stand in its slots."""
    note_use = Recorder.note_use

    def note_but_slots(opened: Recorder, key: str) -> None:
        if not opened.notes_slots:
            note_use(opened, key)

    with mock.patch.object(Recorder, "note_use", note_but_slots):
        yield


def deaf_to(is_unheard: Callable[[Change], bool]) -> AbstractContextManager[Any]:
    """Let the publisher never hear of some changes."""
    take = outbox.take

    def take_less() -> list[Change]:
        changes = take()
        heard = [change for change in changes if not is_unheard(change)]
        Change.objects.filter(
            pk__in={change.pk for change in changes} - {change.pk for change in heard}
        ).delete()
        return heard

    return mock.patch.object(outbox, "take", take_less)


def row_of(change: Change) -> Any:
    return (change.new_keys or change.old_keys)["pk"]


def a_title(newsroom: FollowedNewsroom) -> None:
    newsroom.change_a_title(live_pages(newsroom)[0])


def an_article(newsroom: FollowedNewsroom) -> None:
    newsroom.write_an_article(sections(newsroom)[0])


def the_end_of_rights(newsroom: FollowedNewsroom) -> None:
    newsroom.end_the_rights_to_a_picture(0)
    newsroom.the_tree_is_what_it_would_be_afresh()
    newsroom.let_days_pass()


def a_slug_past_everything(newsroom: FollowedNewsroom) -> None:
    page = live_pages(newsroom)[0]
    Page.objects.filter(pk=page.pk).update(slug="khac", url_path=f"{page.get_parent().url_path}khac/")


def another_order(newsroom: FollowedNewsroom) -> None:
    """A move that shows in no address, and leaves no redirect that would tell of it."""
    places = sections(newsroom)[1]
    last = destination(places, newsroom.word())
    newsroom.the_tree_is_what_it_would_be_afresh()
    newsroom.move(last, places)


def a_summary_past_everything(newsroom: FollowedNewsroom) -> None:
    newsroom.change_a_column_past_everything(live_pages(newsroom)[0])


def a_menu_after_a_title(newsroom: FollowedNewsroom) -> None:
    a_title(newsroom)
    newsroom.the_tree_is_what_it_would_be_afresh()
    newsroom.publish(sections(newsroom)[1], title=newsroom.word())


def an_alias_that_stands_alone(newsroom: FollowedNewsroom) -> None:
    newsroom.show_it_elsewhere_too(live_pages(newsroom)[0], sections(newsroom)[0])
    newsroom.the_tree_is_what_it_would_be_afresh()
    newsroom.let_an_alias_stand_alone(aliases(newsroom)[-1])


def a_redirect(newsroom: FollowedNewsroom) -> None:
    newsroom.keep_a_redirect(sites(newsroom)[0], f"/cu-{newsroom.word()}/", live_pages(newsroom)[0])


PLANTED = [
    (no_keys, a_title),
    (no_lists, an_article),
    (no_moments, the_end_of_rights),
    (no_users, a_title),
    (a_trigger_less, a_slug_past_everything),
    (values_kept_too_long, a_title),
    (moves_unseen, another_order),
    (aliases_unseen, an_alias_that_stands_alone),
    (redirects_unseen, a_redirect),
    (signals_instead_of_triggers, a_summary_past_everything),
    (slots_forgotten, a_menu_after_a_title),
]


@pytest.fixture
def newsroom(_portals: None) -> Iterator[FollowedNewsroom]:
    opened = FollowedNewsroom()
    opened.publish_everything()
    yield opened
    opened.teardown()


@pytest.mark.parametrize(("planted", "acts"), PLANTED)
def test_a_planted_defect_is_caught(
    newsroom: FollowedNewsroom, planted: Any, acts: Callable[[FollowedNewsroom], None]
):
    with planted(), pytest.raises(AssertionError):
        do_and_compare(newsroom, acts)


@pytest.mark.parametrize("acts", dict.fromkeys(acts for _planted, acts in PLANTED))
def test_the_same_acts_are_followed_where_nothing_is_planted(
    newsroom: FollowedNewsroom, acts: Callable[[FollowedNewsroom], None]
):
    do_and_compare(newsroom, acts)


def do_and_compare(newsroom: FollowedNewsroom, acts: Callable[[FollowedNewsroom], None]) -> None:
    for _time in range(TIMES):
        acts(newsroom)
        newsroom.the_tree_is_what_it_would_be_afresh()
