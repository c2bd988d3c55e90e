"""What editors do, act by act, on two portals in three languages: whatever they do, the tree must follow.

The same acts are drawn by whoever rolls back after each run, and by whoever edits what other processes publish.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.facts.models import BorderGate, Place, Topic
from cms.home.models import HomePage, SectionPage
from cms.news.models import ArticlePage
from cms.pages.models import BasePage
from media_assets.models import Picture, PictureWords
from sites.border_gates.models import PlaylistItem, Screen
from sites.publishing.again import mark_everything
from sites.publishing.models import ShortHost
from tests.acts import Acts, act
from tests.factories import facts
from tests.factories.accounts import administrator
from tests.factories.pages import article, destination, own_version, plain_page
from tests.factories.pictures import INDIGO, picture, png, replace_file
from tests.factories.portals import home_of, portal, section
from tests.factories.screens import screen
from translations.models import SiteLanguage
from translations.refusals import Refusal

LANGUAGES = ("vi", "en", "lo")
FOREIGN = ("en", "lo")
REFUSED = (Refusal, ValidationError)
A_DAY = datetime.timedelta(days=1)
OLD_PATHS = ("/cu/", "/cu", "/vi/tin-tuc", "/tai-lieu.pdf")
CHAINS = ("", "vi", "lo,vi", "en,vi")
COLOURS = (INDIGO, (120, 30, 30))
seen: Counter[str] = Counter()


def open_portals() -> None:
    """Make two portals with a few pages of several types."""
    facts.topic("rung"), facts.topic("thac"), facts.place("cao-bang")
    facts.gate(latitude="22.85", longitude="106.25")
    shelf = Collection.get_first_root_node().add_child(name="Ảnh")
    shown = picture("anh", size=(90, 60), collection=shelf)
    picture("anh khac", size=(60, 60), colour=COLOURS[1])
    for name in ("cao-bang", "quang-tri"):
        site = portal(name, LANGUAGES)
        news = section(site, "tin-tuc", "dated")
        SectionPage.objects.update(page_size=2)
        first = article(news, f"Tin {name}", picture=shown)
        article(news, f"Tin khác {name}", date_published=datetime.date(2026, 11, 2))
        waterfall = {"latitude": "22.8556", "longitude": "106.7236"}
        destination(section(site, "diem-den"), f"Thác {name}", picture=shown, **waterfall)
        own_version(first, "lo")
        screen(site, first, languages=("vi", "lo"), code=f"man-{name}")


def pages(newsroom: "Newsroom") -> list[BasePage]:
    """Every page of content in every language."""
    found = Page.objects.type(ArticlePage) | Page.objects.exclude(depth__lt=4)
    return list(found.filter(alias_of=None).not_type(SectionPage).order_by("pk").specific())


def live_pages(newsroom: "Newsroom") -> list[BasePage]:
    return [page for page in pages(newsroom) if page.live]


def sections(newsroom: "Newsroom") -> list[SectionPage]:
    return list(SectionPage.objects.filter(alias_of=None, live=True).order_by("pk"))


def aliases(newsroom: "Newsroom") -> list[Page]:
    return list(Page.objects.exclude(alias_of=None).order_by("pk").specific())


def homes(newsroom: "Newsroom") -> list[HomePage]:
    return list(HomePage.objects.order_by("pk"))


def foreign_homes(newsroom: "Newsroom") -> list[HomePage]:
    return list(HomePage.objects.exclude(locale__language_code="vi").order_by("pk"))


def sites(newsroom: "Newsroom") -> list[Site]:
    return list(Site.objects.exclude(site_name="").order_by("pk"))


def screens(newsroom: "Newsroom") -> list[Screen]:
    return list(Screen.objects.order_by("pk"))


def pictures(newsroom: "Newsroom") -> list[Picture]:
    return list(Picture.objects.order_by("pk"))


def collections(newsroom: "Newsroom") -> list[Collection]:
    return list(Collection.objects.filter(depth__gt=1).order_by("pk"))


def languages_of_portals(newsroom: "Newsroom") -> list[SiteLanguage]:
    return list(SiteLanguage.objects.order_by("pk"))


def redirects(newsroom: "Newsroom") -> list[Redirect]:
    return list(Redirect.objects.order_by("pk"))


def shown_facts(newsroom: "Newsroom") -> list[Topic | Place | BorderGate]:
    kinds: tuple[Any, ...] = (Topic, Place, BorderGate)
    return [fact for kind in kinds for fact in kind.objects.order_by("pk")]


@contextmanager
def _may_be_refused() -> Iterator[None]:
    """Publishing has its rules: rights to a picture may have ended. What was refused is counted, and undone."""
    try:
        with transaction.atomic():
            yield
    except REFUSED:
        seen["refused"] += 1


class Newsroom(Acts):
    """Acts of editors."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def word(self) -> str:
        self.count += 1
        return f"chữ {self.count}"

    def publish(self, page: BasePage, **values: Any) -> None:
        draft = page.get_latest_revision_as_object()
        for name, value in {"go_live_at": None, "expire_at": None, **values}.items():
            setattr(draft, name, value)
        with _may_be_refused():
            draft.save_revision(user=administrator()).publish(user=administrator())

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

    @act(2, page=live_pages, language=FOREIGN)
    def write_it_in_another_language(self, page: BasePage, language: str) -> None:
        is_there = Page.objects.filter(translation_key=page.translation_key, locale__language_code=language)
        if page.locale.language_code == "vi" and not is_there:
            with _may_be_refused():
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

    @act(1, section=sections, home=homes)
    def move_a_section(self, section: SectionPage, home: HomePage) -> None:
        """With all that is below it, to another portal too."""
        if section.locale_id == home.locale_id:
            with _may_be_refused():
                section.move(home, pos="last-child")

    @act(2, page=pages, section=sections)
    def show_it_elsewhere_too(self, page: BasePage, section: SectionPage) -> None:
        """As an alias, which Wagtail keeps the same as the page."""
        if page.locale_id == section.locale_id:
            page.create_alias(
                parent=section, update_slug=f"bi-danh-{self.word().split()[1]}", user=administrator()
            )

    @act(2, alias=aliases)
    def let_an_alias_stand_alone(self, alias: Page) -> None:
        ConvertAliasPageAction(alias, user=administrator()).execute()

    @act(2, page=pages)
    def publish_it_later(self, page: BasePage) -> None:
        self.publish(page, title=self.word(), go_live_at=timezone.now() + A_DAY)

    @act(2, page=live_pages)
    def publish_it_for_a_day(self, page: BasePage) -> None:
        self.publish(page, expire_at=timezone.now() + A_DAY)

    @act(2, page=pages, day=range(1, 29))
    def date_it_otherwise(self, page: BasePage, day: int) -> None:
        if isinstance(page, ArticlePage):
            self.publish(page, date_published=datetime.date(2026, 10, day))

    @act(2, page=pages, code=("rung", "thac", ""))
    def choose_topics(self, page: BasePage, code: str) -> None:
        self.publish(page, topics=list(Topic.objects.filter(code=code)))

    @act(1, page=live_pages)
    def change_a_column_past_everything(self, page: BasePage) -> None:
        type(page).objects.filter(pk=page.pk).update(summary=self.word())

    @act(2, page=live_pages)
    def restrict_or_open(self, page: BasePage) -> None:
        if not PageViewRestriction.objects.filter(page=page).delete()[0]:
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    @act(1, site=sites, language=FOREIGN)
    def switch_a_language(self, site: Site, language: str) -> None:
        shown = SiteLanguage.objects.get(site=site, locale__language_code=language)
        SiteLanguage.objects.filter(pk=shown.pk).update(is_on=not shown.is_on)

    @act(1, shown=languages_of_portals, chain=CHAINS)
    def choose_what_stands_in(self, shown: SiteLanguage, chain: str) -> None:
        shown.fallback = chain
        shown.full_clean()
        shown.save()

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

    @act(2, language=LANGUAGES, fact=shown_facts)
    def name_a_fact(self, language: str, fact: Topic | Place | BorderGate) -> None:
        draft = fact.get_latest_revision_as_object()
        setattr(draft, f"name_{language}", self.word())
        draft.save_revision(user=administrator()).publish(user=administrator())

    @act(3, fact=shown_facts)
    def take_a_fact_down_or_put_it_up(self, fact: Topic | Place | BorderGate) -> None:
        if fact.live:
            fact.unpublish(user=administrator())
        else:
            fact.get_latest_revision_as_object().save_revision().publish(user=administrator())

    @act(2, shown=pictures, point=range(1, 61))
    def move_a_focal_point(self, shown: Picture, point: int) -> None:
        shown.focal_point_x = shown.focal_point_y = point
        shown.focal_point_width = shown.focal_point_height = 4
        shown.save()

    @act(1, days=range(-1, 4))
    def end_the_rights_to_a_picture(self, days: int) -> None:
        end = timezone.localdate() + datetime.timedelta(days=days)
        Picture.objects.update(rights_end_on=end)

    @act(2, shown=pictures, language=LANGUAGES, words=PictureWords.words)
    def describe_a_picture(self, shown: Picture, language: str, words: str) -> None:
        shown.words.draft({f"{words}_{language}": self.word()}, administrator())
        PictureWords.objects.get(picture=shown).latest_revision.publish(user=administrator())

    @act(2, shown=pictures, colour=COLOURS, width=(60, 90))
    def replace_the_file_of_a_picture(self, shown: Picture, colour: tuple[int, int, int], width: int) -> None:
        replace_file(shown, png((width, 60), colour))

    @act(2, page=live_pages, shown=pictures)
    def choose_another_picture(self, page: BasePage, shown: Picture) -> None:
        self.publish(page, picture=shown)

    @act(1, collection=collections)
    def close_or_open_a_collection(self, collection: Collection) -> None:
        closed = CollectionViewRestriction
        if not closed.objects.filter(collection=collection).delete()[0]:
            closed.objects.create(collection=collection, restriction_type=closed.LOGIN)

    # --- redirects that editors keep ------------------------------------------------------------------

    def write_a_redirect(self, redirect: Redirect, **values: Any) -> None:
        """Write one as the form does."""
        form = RedirectForm(instance=redirect)
        filled_in = {**form.initial, **values}
        form = RedirectForm(filled_in, instance=redirect)
        if form.is_valid():
            form.save()
        else:
            seen["refused"] += 1

    @act(2, site=lambda newsroom: [*sites(newsroom), None], path=OLD_PATHS, page=pages)
    def keep_a_redirect(self, site: Site | None, path: str, page: BasePage) -> None:
        self.write_a_redirect(Redirect(site=site), old_path=path, redirect_page=page.pk)

    @act(2, redirect=redirects, page=pages, is_permanent=(True, False))
    def lead_it_to_another_page(self, redirect: Redirect, page: BasePage, is_permanent: bool) -> None:
        self.write_a_redirect(redirect, redirect_page=page.pk, redirect_link="", is_permanent=is_permanent)

    @act(1, redirect=redirects)
    def lead_it_out_of_the_portals(self, redirect: Redirect) -> None:
        self.write_a_redirect(
            redirect, redirect_page="", redirect_link=f"https://example.org/{self.word().split()[1]}"
        )

    @act(1, redirect=redirects)
    def delete_a_redirect(self, redirect: Redirect) -> None:
        redirect.delete()

    # --- what shows nowhere, and what others do -------------------------------------------------------

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

    @act(1, section=sections)
    def put_a_section_into_the_menu(self, section: SectionPage) -> None:
        self.publish(section, show_in_menus=not section.show_in_menus)

    @act(1, site=sites)
    def write_into_the_footer(self, site: Site) -> None:
        plain_page(home_of(site), self.word())

    @act(1)
    def deploy_a_release(self) -> None:
        """As `run_publisher` does that finds a tree of another release."""
        mark_everything()
