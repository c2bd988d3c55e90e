"""Whatever editors do in whatever order: what was published step by step is what would be published afresh.

After each act the publisher publishes, and its tree is compared with everything made anew, path for path and
byte for byte. A machine with a planted defect must be caught by the same acts, or the test would prove nothing.
"""

import datetime
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, run_state_machine_as_test
from wagtail.models import Page, PageViewRestriction, Site

from cms.facts.models import Place, Topic
from cms.home.models import HomePage, SectionPage
from cms.news.models import ArticlePage
from cms.pages.models import BasePage
from media_assets.models import Picture
from sites.border_gates.models import PlaylistItem, Screen
from sites.publishing import index, outbox, triggers
from sites.publishing.afresh import everything
from sites.publishing.models import Dirty, ShortHost
from sites.publishing.publisher import Publisher
from sites.publishing.stores.folder import FolderTree
from sites.publishing.subjects import Artifact
from tests.acts import Acts, act
from tests.factories import facts
from tests.factories.accounts import administrator
from tests.factories.pages import article, destination, own_version, plain_page
from tests.factories.pictures import picture
from tests.factories.portals import home_of, portal, section
from tests.factories.screens import screen
from translations.models import SiteLanguage
from translations.refusals import Refusal

RUNS = int(os.environ.get("PUBLISHING_RUNS", "3"))
STEPS = int(os.environ.get("PUBLISHING_STEPS", "20"))
FEWEST_CHANGES = 0.4
"""Share of the steps that change the tree: with fewer the acts would be about nothing."""
LANGUAGES = ("vi", "en", "lo")
FOREIGN = ("en", "lo")
REFUSED = (Refusal, ValidationError)
seen: Counter[str] = Counter()


def pages(newsroom: "Newsroom") -> list[BasePage]:
    """Every page of content in every language."""
    found = Page.objects.type(ArticlePage) | Page.objects.exclude(depth__lt=4)
    return list(found.filter(alias_of=None).not_type(SectionPage).order_by("pk").specific())


def live_pages(newsroom: "Newsroom") -> list[BasePage]:
    return [page for page in pages(newsroom) if page.live]


def sections(newsroom: "Newsroom") -> list[SectionPage]:
    return list(SectionPage.objects.filter(alias_of=None, live=True).order_by("pk"))


def foreign_homes(newsroom: "Newsroom") -> list[HomePage]:
    return list(HomePage.objects.exclude(locale__language_code="vi").order_by("pk"))


def sites(newsroom: "Newsroom") -> list[Site]:
    return list(Site.objects.exclude(site_name="").order_by("pk"))


def screens(newsroom: "Newsroom") -> list[Screen]:
    return list(Screen.objects.order_by("pk"))


class Newsroom(Acts):
    """Two portals in three languages, and a tree that follows them."""

    sites: list[Site]
    """Made once: each run is rolled back to them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.tree = FolderTree(Path(self.folder.name))
        self.days = 0
        self.count = 0
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
        found: dict[str, Any] = {path: self.tree.read(path) for path in self.tree.paths()}
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
        assert list(Dirty.objects.values_list("key", "error")) == []
        seen["steps"] += 1
        seen["changed"] += published != self.before
        self.before = published

    # --- acts ------------------------------------------------------------------------------------------

    def word(self) -> str:
        self.count += 1
        return f"chữ {self.count}"

    def publish(self, page: BasePage, **values: Any) -> None:
        draft = page.get_latest_revision_as_object()
        for name, value in values.items():
            setattr(draft, name, value)
        try:
            with transaction.atomic():
                draft.save_revision(user=administrator()).publish(user=administrator())
        except REFUSED:
            seen["refused"] += 1

    @act(4, page=pages)
    def change_a_title(self, page: BasePage) -> None:
        self.publish(page, title=self.word())

    @act(3, page=pages)
    def change_a_summary(self, page: BasePage) -> None:
        self.publish(page, summary=self.word())

    @act(3, page=pages, to=live_pages)
    def change_a_body(self, page: BasePage, to: BasePage) -> None:
        link = f'<p><a linktype="page" id="{to.pk}">{self.word()}</a></p>'
        self.publish(page, body=[{"type": "paragraph", "value": link}])

    @act(3, page=pages)
    def change_a_slug(self, page: BasePage) -> None:
        self.publish(page, slug=f"duong-{self.word().split()[1]}")

    @act(2, page=pages, other=pages)
    def swap_slugs(self, page: BasePage, other: BasePage) -> None:
        if page.get_parent() == other.get_parent() and page.pk != other.pk:
            slugs = page.slug, other.slug
            with transaction.atomic():
                for one, slug in ((page, "tam"), (other, slugs[0]), (page, slugs[1])):
                    again = type(one).objects.get(pk=one.pk)
                    again.slug = slug
                    again.save()

    @act(2, section=sections)
    def rename_a_section(self, section: SectionPage) -> None:
        self.publish(section, slug=f"muc-{self.word().split()[1]}", title=self.word())

    @act(2, section=sections)
    def show_more_or_fewer_entries(self, section: SectionPage) -> None:
        self.publish(section, page_size=section.page_size % 4 + 1)

    @act(4, section=sections)
    def write_an_article(self, section: SectionPage) -> None:
        article(section, self.word(), date_published=datetime.date(2026, 11, 1 + self.count % 28))

    @act(2, page=live_pages, language=st.sampled_from(FOREIGN))
    def write_it_in_another_language(self, page: BasePage, language: str) -> None:
        is_there = Page.objects.filter(translation_key=page.translation_key, locale__language_code=language)
        if page.locale.language_code == "vi" and not is_there:
            own_version(page, language)

    @act(3, page=live_pages)
    def take_down(self, page: BasePage) -> None:
        page.unpublish()

    @act(2, page=pages)
    def delete(self, page: BasePage) -> None:
        Page.objects.get(pk=page.pk).delete()

    @act(3, page=pages, section=sections)
    def move(self, page: BasePage, section: SectionPage) -> None:
        if page.locale_id == section.locale_id:
            with transaction.atomic():
                try:
                    page.move(section, pos="first-child")
                except REFUSED:
                    seen["refused"] += 1

    @act(2, page=pages, day=st.integers(1, 28))
    def date_it_otherwise(self, page: BasePage, day: int) -> None:
        if isinstance(page, ArticlePage):
            self.publish(page, date_published=datetime.date(2026, 10, day))

    @act(2, page=pages, code=st.sampled_from(["rung", "thac", ""]))
    def choose_topics(self, page: BasePage, code: str) -> None:
        self.publish(page, topics=list(Topic.objects.filter(code=code)))

    @act(1, page=live_pages)
    def change_a_column_past_everything(self, page: BasePage) -> None:
        type(page).objects.filter(pk=page.pk).update(summary=self.word())

    @act(2, page=live_pages)
    def restrict_or_open(self, page: BasePage) -> None:
        if not PageViewRestriction.objects.filter(page=page).delete()[0]:
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    @act(1, site=sites, language=st.sampled_from(FOREIGN))
    def switch_a_language(self, site: Site, language: str) -> None:
        shown = SiteLanguage.objects.get(site=site, locale__language_code=language)
        SiteLanguage.objects.filter(pk=shown.pk).update(is_on=not shown.is_on)

    @act(1, home=foreign_homes)
    def open_or_close_a_home(self, home: HomePage) -> None:
        if home.live:
            home.unpublish()
        else:
            self.publish(home)

    @act(1, site=sites)
    def call_a_portal_otherwise(self, site: Site) -> None:
        site.hostname = f"cong-{self.word().split()[1]}.localhost"
        site.save()

    @act(1, site=sites)
    def give_a_short_host(self, site: Site) -> None:
        ShortHost.objects.update_or_create(site=site, defaults={"host": f"c{self.word().split()[1]}.vn"})

    @act(2, language=st.sampled_from(LANGUAGES), kind=st.sampled_from([Topic, Place]))
    def name_a_fact(self, language: str, kind: type[Topic] | type[Place]) -> None:
        fact = kind.objects.order_by("?").first()
        draft = fact.get_latest_revision_as_object()
        setattr(draft, f"name_{language}", self.word())
        draft.save_revision(user=administrator()).publish(user=administrator())

    @act(1)
    def take_a_topic_down(self) -> None:
        topic = Topic.objects.filter(live=True).first()
        if topic:
            topic.unpublish(user=administrator())

    @act(2, point=st.integers(1, 60))
    def move_a_focal_point(self, point: int) -> None:
        shown = Picture.objects.first()
        shown.focal_point_x = shown.focal_point_y = point
        shown.focal_point_width = shown.focal_point_height = 4
        shown.save()

    @act(1, days=st.integers(-1, 3))
    def end_the_rights_to_a_picture(self, days: int) -> None:
        end = timezone.localdate() + datetime.timedelta(days=days)
        Picture.objects.update(rights_end_on=end)

    @act(2, language=st.sampled_from(LANGUAGES))
    def describe_a_picture(self, language: str) -> None:
        words = Picture.objects.first().words
        words.draft({f"alt_text_{language}": self.word()}, administrator())
        type(words).objects.get(pk=words.pk).latest_revision.publish(user=administrator())

    @act(2)
    def let_days_pass(self) -> None:
        self.days += 2

    @act(1, page=live_pages)
    def change_nothing(self, page: BasePage) -> None:
        self.publish(page)

    @act(1, page=pages)
    def save_a_draft(self, page: BasePage) -> None:
        draft = page.get_latest_revision_as_object()
        draft.title = self.word()
        draft.save_revision(user=administrator())

    @act(1, page=live_pages)
    def change_one_and_take_it_back(self, page: BasePage) -> None:
        with transaction.atomic():
            self.publish(page, title=self.word())
            transaction.set_rollback(True)

    @act(2, screen=screens, page=live_pages)
    def play_a_page(self, screen: Screen, page: BasePage) -> None:
        if not screen.playlist.items.filter(page=page).delete()[0]:
            PlaylistItem.objects.create(playlist=screen.playlist, page=page, seconds=7)

    @act(1, screen=screens)
    def call_a_screen_otherwise(self, screen: Screen) -> None:
        screen.code = f"man-{self.word().split()[1]}"
        screen.save()

    @act(1, site=sites)
    def put_a_section_into_the_menu(self, site: Site) -> None:
        below = SectionPage.objects.child_of(home_of(site)).order_by("?").first()
        self.publish(below, show_in_menus=not below.show_in_menus)

    @act(1, site=sites)
    def write_into_the_footer(self, site: Site) -> None:
        plain_page(home_of(site), self.word())


def open_portals() -> list[Site]:
    """Return two portals with a few pages of several types."""
    facts.topic("rung"), facts.topic("thac"), facts.place("cao-bang"), facts.gate()
    shown = picture("anh", size=(90, 60))
    opened = []
    for name in ("cao-bang", "quang-tri"):
        site = portal(name, LANGUAGES)
        news = section(site, "tin-tuc", "dated")
        SectionPage.objects.update(page_size=2)
        first = article(news, f"Tin {name}", picture=shown)
        article(news, f"Tin khác {name}", date_published=datetime.date(2026, 11, 2))
        destination(section(site, "diem-den"), f"Thác {name}", picture=shown)
        own_version(first, "lo")
        screen(site, first, languages=("vi", "lo"), code=f"man-{name}")
        opened.append(site)
    return opened


@pytest.fixture
def _portals(db: None) -> None:
    Newsroom.sites = open_portals()


@pytest.mark.usefixtures("_portals")
def test_the_tree_equals_one_that_is_published_afresh():
    seen.clear()
    run_state_machine_as_test(
        Newsroom,
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


@contextmanager
def no_keys() -> Iterator[None]:
    """Change rows speak of their tables only."""
    whole = outbox._tags
    with mock.patch.object(outbox, "_tags", lambda change: [next(iter(whole(change)))]):
        yield


@contextmanager
def no_lists() -> Iterator[None]:
    """Nobody hears of rows among siblings."""
    with mock.patch.object(outbox, "_places", return_value=()):
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


def a_title(newsroom: Newsroom) -> None:
    newsroom.change_a_title(live_pages(newsroom)[0])


def an_article(newsroom: Newsroom) -> None:
    newsroom.write_an_article(sections(newsroom)[0])


def the_end_of_rights(newsroom: Newsroom) -> None:
    newsroom.end_the_rights_to_a_picture(0)
    newsroom.the_tree_is_what_it_would_be_afresh()
    newsroom.let_days_pass()


def a_slug_past_everything(newsroom: Newsroom) -> None:
    page = live_pages(newsroom)[0]
    Page.objects.filter(pk=page.pk).update(slug="khac", url_path=f"{page.get_parent().url_path}khac/")


PLANTED = [
    (no_keys, a_title),
    (no_lists, an_article),
    (no_moments, the_end_of_rights),
    (no_users, a_title),
    (a_trigger_less, a_slug_past_everything),
]


@pytest.fixture
def newsroom(_portals: None) -> Iterator[Newsroom]:
    opened = Newsroom()
    opened.publish_everything()
    yield opened
    opened.teardown()


@pytest.mark.parametrize(("planted", "acts"), PLANTED)
def test_a_planted_defect_is_caught(newsroom: Newsroom, planted: Any, acts: Callable[[Newsroom], None]):
    with planted():
        acts(newsroom)
        with pytest.raises(AssertionError):
            newsroom.the_tree_is_what_it_would_be_afresh()


@pytest.mark.parametrize("acts", {acts for _planted, acts in PLANTED})
def test_the_same_acts_are_followed_where_nothing_is_planted(
    newsroom: Newsroom, acts: Callable[[Newsroom], None]
):
    acts(newsroom)
    newsroom.the_tree_is_what_it_would_be_afresh()
