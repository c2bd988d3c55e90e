"""What the publisher makes again for which change, and what becomes of a path that cannot be made."""

import datetime
import io
import itertools
import logging
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.db.models import Max, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import RawQuerySet
from django.template import Context, Template
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.facts.models import Topic
from cms.home.models import SectionPage
from cms.pages.figures import Figure
from cms.tourism.models import DestinationPage
from media_assets.models import Picture
from sites.publishing import index, publishers, queue
from sites.publishing.afresh import differences
from sites.publishing.again import mark_everything, mark_pages
from sites.publishing.capture import UnrecordedReadError, recording
from sites.publishing.lanes import Lane
from sites.publishing.models import Claim, Dirty, Node, PublishedPath, ShortAddress, Use
from sites.publishing.publisher import Publisher
from sites.publishing.stores import Redirects
from sites.publishing.stores.folder import FolderTree
from sites.publishing.subjects import paths_of
from tests.factories import facts
from tests.factories.accounts import administrator
from tests.factories.pages import article, destination, own_version, publish
from tests.factories.pictures import picture
from tests.factories.portals import section

pytestmark = pytest.mark.django_db
HOST = "cao-bang.localhost"


@pytest.fixture
def news(site: Site) -> SectionPage:
    return section(site, "tin-tuc", "dated")


def made_by(publisher: Publisher) -> set[str]:
    """The paths that the publisher renders now, without their host."""
    publisher.made.clear()
    publisher.publish()
    return {path.removeprefix(HOST) for path in publisher.made}


def test_everything_public_stands_in_the_tree(publisher: Publisher, places: SectionPage):
    destination(places, "Thác")
    publisher.publish_everything()
    assert publisher.tree.read(f"{HOST}/vi/diem-den/thac/")
    assert list(differences(publisher.tree)) == []


def test_nothing_is_made_again_when_nothing_changed(publisher: Publisher, places: SectionPage):
    publisher.publish_everything()
    assert made_by(publisher) == set()


def test_a_body_makes_its_page_and_where_it_stands_in(publisher: Publisher, news: SectionPage):
    page = article(news, "Thác")
    article(news, "Hồ")
    publisher.publish_everything()
    publish(page, body=[{"type": "paragraph", "value": "<p>Mới</p>"}])
    assert made_by(publisher) == {
        "/vi/tin-tuc/thac/",
        "/en/tin-tuc/thac/",
        "/lo/tin-tuc/thac/",
    }


def test_a_title_makes_its_page_and_what_shows_it(publisher: Publisher, places: SectionPage):
    page = destination(places, "Thác")
    other = destination(places, "Hồ", related=[])
    own_version(page, "en")
    publisher.publish_everything()
    publish(page, title="Thác Bản Giốc")
    made = made_by(publisher)
    assert {"/vi/diem-den/thac/", "/vi/diem-den/"} <= made
    assert f"/vi/diem-den/{other.slug}/" not in made
    assert list(differences(publisher.tree)) == []


def test_a_new_article_leaves_older_numbered_pages_alone(publisher: Publisher, news: SectionPage):
    SectionPage.objects.filter(pk=news.pk).update(page_size=2)
    for day in range(1, 10):
        article(news, f"Tin {day}", date_published=datetime.date(2026, 11, day))
    publisher.publish_everything()
    article(news, "Tin mới", date_published=datetime.date(2026, 11, 20))
    made = made_by(publisher)
    assert {"/vi/tin-tuc/tin-moi/", "/vi/tin-tuc/"} <= made
    assert not {"/vi/tin-tuc/trang/1/", "/vi/tin-tuc/trang/2/", "/vi/tin-tuc/tin-1/"} & made


def test_what_is_taken_down_leaves_the_tree(publisher: Publisher, places: SectionPage):
    page = destination(places, "Thác")
    publisher.publish_everything()
    page.unpublish()
    publisher.publish()
    assert not publisher.tree.read(f"{HOST}/vi/diem-den/thac/")
    assert b"thac" not in (publisher.tree.read(f"{HOST}/vi/diem-den/") or b"")


@pytest.mark.parametrize(("relation", "narrowed"), [("topics", "chu-de/rung/"), ("places", "noi/ha-quang/")])
def test_what_narrows_a_list_comes_back_with_its_fact(
    publisher: Publisher, news: SectionPage, relation: str, narrowed: str
):
    fact = facts.topic("rung") if relation == "topics" else facts.place("ha-quang")
    article(news, "Thác", **{relation: [fact]})
    publisher.publish_everything()
    fact.unpublish(user=administrator())
    publisher.publish()
    gone = publisher.tree.read(f"{HOST}/vi/tin-tuc/{narrowed}")
    fact.get_latest_revision_as_object().save_revision().publish(user=administrator())
    publisher.publish()
    assert gone is None
    assert publisher.tree.read(f"{HOST}/vi/tin-tuc/{narrowed}")


def test_a_short_address_leads_to_its_page(publisher: Publisher, places: SectionPage):
    destination(places, "Thác")
    publisher.publish_everything()
    targets = {to for to, _status in publisher.tree.redirects(HOST).values()}
    assert "/vi/diem-den/thac/" in targets


def test_the_index_forgets_what_is_gone(publisher: Publisher, places: SectionPage):
    publisher.publish_everything()
    before = Node.objects.filter(kind="p").count()
    page = destination(places, "Thác")
    publisher.publish()
    Page.objects.get(pk=page.pk).delete()
    publisher.publish()
    assert Node.objects.filter(kind="p").count() == before
    known = set(Node.objects.values_list("pk", flat=True))
    assert not set(Use.objects.values_list("node_id", flat=True)) - known


def test_what_was_empty_is_made_once_there_is_something_in_it(publisher: Publisher, places: SectionPage):
    """Nothing stands at the address of an empty part of a sitemap, and yet a page that comes into it is heard of."""
    publisher.publish_everything()
    number = Page.objects.latest("pk").pk + 2000
    far = DestinationPage(pk=number, title="Hang", slug="hang", locale=places.locale)
    places.add_child(instance=far)
    publisher.publish()
    near = DestinationPage(pk=number - 1000, title="Động", slug="dong", locale=places.locale)
    places.add_child(instance=near)
    publisher.publish()
    assert list(differences(publisher.tree)) == []


def test_what_reads_a_whole_portal_is_made_when_nothing_else_is(publisher: Publisher, places: SectionPage):
    destination(places, "Thác")
    publisher.publish_everything()
    with index.locked():
        queue.mark([(index.PATH, f"{HOST}/data/vi/destinations.csv")], "")
    assert made_by(publisher) == {"/data/vi/destinations.csv"}


# --- what cannot be made ------------------------------------------------------------------------------


def write_past_every_form(page: DestinationPage, body: str) -> None:
    statement = f"UPDATE {DestinationPage._meta.db_table} SET body = %s WHERE page_ptr_id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [body, page.pk])


@pytest.fixture
def broken(publisher: Publisher, places: SectionPage) -> DestinationPage:
    """A public page whose body no maker understands, since somebody wrote past every form."""
    page = destination(places, "Thác")
    destination(places, "Hồ")
    publisher.publish_everything()
    write_past_every_form(page, "[[1]]")
    return page


def test_what_cannot_be_made_keeps_its_last_good_bytes(publisher: Publisher, broken: DestinationPage):
    before = publisher.tree.read(f"{HOST}/vi/diem-den/thac/")
    publisher.publish()
    assert publisher.tree.read(f"{HOST}/vi/diem-den/thac/") == before
    row = Dirty.objects.get(key=f"{HOST}/vi/diem-den/thac/")
    assert row.error
    assert row.attempts == 1
    assert row.next_try_at is not None


def test_what_cannot_be_made_is_tried_ever_more_seldom(publisher: Publisher, broken: DestinationPage):
    for seconds in (5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600):
        begun_at = timezone.now()
        publisher.publish()
        next_try_at = Dirty.objects.get(key=f"{HOST}/vi/diem-den/thac/").next_try_at
        assert next_try_at is not None
        pause = datetime.timedelta(seconds=seconds)
        assert begun_at + pause <= next_try_at <= timezone.now() + pause
        Dirty.objects.update(next_try_at=None)


def test_what_cannot_be_made_holds_nothing_else_up(publisher: Publisher, broken: DestinationPage):
    publish(DestinationPage.objects.get(slug="ho"), summary="Một hồ")
    publisher.publish()
    assert "Một hồ".encode() in (publisher.tree.read(f"{HOST}/vi/diem-den/ho/") or b"")


def test_a_maker_that_is_gone_holds_nothing_else_up(publisher: Publisher, places: SectionPage):
    thac, ho = destination(places, "Thác"), destination(places, "Hồ")
    publisher.publish_everything()
    path = f"{HOST}/vi/diem-den/thac/"
    Claim.objects.filter(path=path).update(call=["sites.websites.pages.formerly", thac.pk])
    publish(thac, summary="Một thác")
    publish(ho, summary="Một hồ")
    publisher.publish()
    assert "formerly makes nothing in this release" in Dirty.objects.get(key=path).error
    assert "Một hồ".encode() in (publisher.tree.read(f"{HOST}/vi/diem-den/ho/") or b"")


def test_things_of_an_outlet_that_is_gone_have_no_paths(site: Site):
    assert paths_of("formerly.thing:1") == {}


def test_a_database_that_fails_once_takes_nothing_away(publisher: Publisher, places: SectionPage):
    for number in range(6):
        destination(places, f"Thác {number}", picture=picture(f"anh {number}"))
    publisher.publish_everything()
    for failing in (Page, Picture, DestinationPage, ShortAddress, Figure):
        for nth in (1, 2, 5):
            mark_everything()
            with failing_once(failing._meta.db_table, nth), suppress(OperationalError):
                publisher.publish()
            Dirty.objects.update(next_try_at=None)
            publisher.publish()
            assert list(differences(publisher.tree)) == [], (failing, nth)


@contextmanager
def failing_once(table: str, nth: int) -> Iterator[None]:
    """Let the nth question to a table go wrong."""
    asked = itertools.count(1)

    def ask(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and f'FROM "{table}"' in sql and next(asked) == nth:
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(ask):
        yield


def test_what_is_repaired_is_made_again_at_once(publisher: Publisher, broken: DestinationPage):
    publisher.publish()
    write_past_every_form(broken, '[{"type": "paragraph", "value": "<p>Lành rồi</p>"}]')
    publisher.publish()
    assert "Lành rồi".encode() in (publisher.tree.read(f"{HOST}/vi/diem-den/thac/") or b"")
    assert not Dirty.objects.exists()


# --- commands -----------------------------------------------------------------------------------------


def test_the_command_publishes_everything(publisher: Publisher, places: SectionPage, capsys: Any):
    destination(places, "Thác")
    call_command("publish_site")
    assert list(differences(publisher.tree)) == []
    assert "paths made." in capsys.readouterr().out


class Terminal(io.StringIO):
    """Stands for what a person sees."""

    def isatty(self) -> bool:
        return True


def test_the_command_shows_how_far_it_is(
    publisher: Publisher, places: SectionPage, monkeypatch: pytest.MonkeyPatch
):
    for number in range(40):
        destination(places, f"Thác {number}")
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    call_command("publish_site")
    told = re.findall(r"\[(█*)·*\] (\d+)/(\d+) paths", terminal.getvalue())
    assert len(told) > 1
    assert [int(made) for _bar, made, _all in told] == sorted({int(made) for _bar, made, _all in told})
    bar, made, everything = told[-1]
    assert made == everything
    assert len(bar) == 40
    assert 0 < len(told[0][0]) < 40


def test_the_command_names_what_could_not_be_made(publisher: Publisher, broken: DestinationPage):
    with pytest.raises(CommandError, match=f"{HOST}/vi/diem-den/thac/: TypeError"):
        call_command("publish_site")


def test_checking_names_what_differs_and_writes_nothing(
    publisher: Publisher, places: SectionPage, capsys: Any
):
    destination(places, "Thác")
    publisher.publish_everything()
    publisher.tree.write(f"{HOST}/vi/diem-den/thac/", b"khac")
    publisher.tree.write(f"{HOST}/vi/la/", b"la")
    publisher.tree.remove(f"{HOST}/robots.txt")
    with pytest.raises(CommandError, match="3 paths differ"):
        call_command("publish_site", "--check")
    told = {tuple(line.rsplit(maxsplit=1)) for line in capsys.readouterr().out.splitlines()}
    assert told == {
        ("other", f"{HOST}/vi/diem-den/thac/"),
        ("left over", f"{HOST}/vi/la/"),
        ("missing", f"{HOST}/robots.txt"),
    }
    assert publisher.tree.read(f"{HOST}/vi/diem-den/thac/") == b"khac"


@pytest.mark.sqlite
def test_only_one_process_publishes(publisher: Publisher, places: SectionPage):
    with publishers.joined(), pytest.raises(CommandError, match="Another process publishes"):
        call_command("publish_site")


def test_explaining_a_path_names_what_would_make_it_again(
    publisher: Publisher, places: SectionPage, capsys: Any
):
    page = destination(places, "Thác", picture=picture("anh"))
    publisher.publish_everything()
    call_command("explain_path", f"{HOST}/vi/diem-den/thac/")
    told = capsys.readouterr().out
    assert f"wagtailcore.page:{page.pk}" in told
    assert f"tourism_destinationpage with pk {page.pk}" in told
    assert f"media_assets_picture with pk {page.picture_id}" in told


def test_explaining_a_path_tells_what_is_only_glued_into_it(
    publisher: Publisher, places: SectionPage, capsys: Any
):
    destination(places, "Thác")
    publisher.publish_everything()
    call_command("explain_path", f"{HOST}/vi/diem-den/thac/")
    [menu] = [line for line in capsys.readouterr().out.splitlines() if "parts.masthead" in line]
    assert menu.endswith("(in a slot: only glued again)")


@pytest.mark.parametrize("asked", [f"http://{HOST}:8000/vi/diem-den/", f"{HOST}/vi/diem-den?trang=2"])
def test_a_path_is_explained_as_a_browser_shows_it(
    publisher: Publisher, places: SectionPage, capsys: Any, asked: str
):
    publisher.publish_everything()
    call_command("explain_path", asked)
    assert f"Claimed by wagtailcore.page:{places.pk}" in capsys.readouterr().out


def test_explaining_what_is_not_published_says_so(publisher: Publisher):
    with pytest.raises(CommandError, match="Nothing is published at"):
        call_command("explain_path", f"{HOST}/vi/khong/")


# --- what may not be read while something is made ------------------------------------------------------


def test_a_table_that_nobody_watches_is_refused():
    user = administrator()
    with (
        recording("a maker"),
        pytest.raises(UnrecordedReadError, match="a maker reads the table accounts_user"),
    ):
        type(user).objects.get(pk=user.pk)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "WITH one AS (SELECT 1) SELECT * FROM one",
        "/* how many */ SELECT 1",
        "-- how many\nSELECT 1",
        "(SELECT 1)",
        "UPDATE wagtailcore_site SET port = 80",
        "SAVEPOINT x; SELECT 1",
    ],
)
def test_sql_past_the_orm_is_refused(sql: str):
    with (
        recording("a maker"),
        connection.cursor() as cursor,
        pytest.raises(UnrecordedReadError, match="a maker reads past the ORM"),
    ):
        cursor.execute(sql)


def sql_in_a_column() -> QuerySet:
    return Site.objects.annotate(names=RawSQL("SELECT max(username) FROM accounts_user", ()))


def sql_in_a_column_that_is_summed_up() -> QuerySet:
    return sql_in_a_column()[:3].aggregate(most=Max("names"))


def sql_in_a_condition() -> QuerySet:
    return Site.objects.filter(pk__in=RawSQL("SELECT id FROM accounts_user", ()))


def sql_in_a_query_within() -> QuerySet:
    return Page.objects.filter(pk__in=sql_in_a_condition().values("root_page"))


def sql_in_the_order() -> QuerySet:
    return Site.objects.order_by(RawSQL("(SELECT max(id) FROM accounts_user)", ()))


def sql_in_half_of_a_union() -> QuerySet:
    return Site.objects.order_by().union(sql_in_a_condition().order_by())


def an_extra_column() -> QuerySet:
    return Site.objects.extra(select={"names": "SELECT max(username) FROM accounts_user"})


def an_extra_condition() -> QuerySet:
    return Site.objects.extra(where=["wagtailcore_site.id IN (SELECT id FROM accounts_user)"])


def an_extra_table() -> QuerySet:
    return Site.objects.extra(tables=["accounts_user"])


def a_raw_query() -> RawQuerySet:
    return Site.objects.raw("SELECT * FROM wagtailcore_site")


@pytest.mark.parametrize(
    "queryset",
    [
        sql_in_a_column,
        sql_in_a_column_that_is_summed_up,
        sql_in_a_condition,
        sql_in_a_query_within,
        sql_in_the_order,
        sql_in_half_of_a_union,
        an_extra_column,
        an_extra_condition,
        an_extra_table,
        a_raw_query,
    ],
)
def test_sql_within_a_query_is_refused(queryset: Callable[[], Iterable[Any]]):
    with (
        recording("a maker"),
        pytest.raises(UnrecordedReadError, match="a maker reads past the ORM"),
    ):
        list(queryset())


def test_what_is_kept_of_what_was_made_may_be_written_together(site: Site):
    with recording("a maker"), transaction.atomic():
        ShortAddress.objects.create(code="7K3F", key=uuid.uuid4(), language="vi")


def test_what_hangs_on_many_rows_may_be_read_at_once(places: SectionPage):
    page = destination(places, "Thác", topics=[facts.topic("thac-nuoc")])
    with recording("a maker") as reads:
        list(Topic.objects.prefetch_related("destinationpage_set"))
    assert ("wagtailcore_page", "pk", str(page.pk)) in reads.tags


def test_the_clock_is_refused():
    with recording("a maker"), pytest.raises(UnrecordedReadError, match="a maker looks at the clock"):
        timezone.now()


def test_the_clock_of_a_template_is_refused():
    with recording("a maker"), pytest.raises(UnrecordedReadError, match="a maker shows the clock"):
        Template("{% now 'Y' %}").render(Context())


def test_pictures_are_made_before_the_first_reader_comes(publisher: Publisher, places: SectionPage):
    page = destination(places, "Thác", picture=picture("anh"))
    publisher.publish_everything()
    assert page.picture.renditions.filter(filter_spec__startswith="fill-640x360").count() == 3


# --- addresses that lead on ----------------------------------------------------------------------------


def moved(publisher: Publisher) -> dict[str, str]:
    """Where the addresses lead that moved for good."""
    return {path: to for path, (to, status) in publisher.tree.redirects(HOST).items() if status == 301}


def test_a_page_that_was_renamed_is_found_at_its_old_address(publisher: Publisher, places: SectionPage):
    page = destination(places, "Thác")
    publish(page, slug="thac-ban-gioc")
    publisher.publish_everything()
    assert publisher.tree.redirects(HOST)["/vi/diem-den/thac/"] == ("/vi/diem-den/thac-ban-gioc/", 301)


def test_a_page_that_stands_at_an_old_address_comes_first(publisher: Publisher, places: SectionPage):
    publish(destination(places, "Thác"), slug="thac-ban-gioc")
    publisher.publish_everything()
    destination(places, "Thác khác", slug="thac")
    publisher.publish()
    assert "/vi/diem-den/thac/" not in publisher.tree.redirects(HOST)
    assert publisher.tree.read(f"{HOST}/vi/diem-den/thac/")
    assert list(differences(publisher.tree)) == []


def test_the_address_of_another_language_leads_to_the_readers_own(publisher: Publisher, places: SectionPage):
    own_version(destination(places, "Thác"), "lo", slug="namtok")
    publisher.publish_everything()
    assert publisher.tree.redirects(HOST)["/lo/diem-den/thac/"] == ("/lo/diem-den/namtok/", 301)


def test_a_redirect_that_an_editor_wrote_is_followed(publisher: Publisher, site: Site):
    target = "https://baocaobang.vn/le-hoi"
    Redirect.objects.create(site=site, old_path="/le-hoi", redirect_link=target, is_permanent=False)
    publisher.publish_everything()
    assert publisher.tree.redirects(HOST)["/le-hoi/"] == (target, 302)


@pytest.mark.parametrize(
    ("old", "stands_at"),
    [
        ("/le-hoi", "/le-hoi/"),
        ("/le-hoi/v2.0", "/le-hoi/v2.0"),
        ("/s/hoi/cu", "/s/hoi/cu/"),
    ],
)
def test_a_redirect_stands_in_the_table_once_however_it_is_asked_for(
    publisher: Publisher, site: Site, old: str, stands_at: str
):
    Redirect.objects.create(site=site, old_path=old, redirect_link="/vi/")
    publisher.publish_everything()
    assert moved(publisher) == {stands_at: "/vi/"}


def test_a_redirect_that_asks_for_more_than_a_path_has_none(publisher: Publisher, site: Site):
    Redirect.objects.create(site=site, old_path="/cu?id=3", redirect_link="/vi/")
    publisher.publish_everything()
    assert moved(publisher) == {}


# --- what nobody changed through us ---------------------------------------------------------------------


def check_all(publisher: Publisher) -> list[str]:
    return [found for _path in PublishedPath.objects.all() if (found := publisher.checker.check_one())]


def data_of_a_portal(publisher: Publisher) -> str:
    """The path of a file that says something about every page of a portal."""
    return next(path for path in publisher.tree.paths() if path.endswith(".csv"))


def test_a_tree_that_is_right_has_no_defect(publisher: Publisher, places: SectionPage):
    destination(places, "Thác")
    publisher.publish_everything()
    assert check_all(publisher) == []


def test_a_file_that_somebody_changed_is_told_and_repaired(
    publisher: Publisher, places: SectionPage, caplog: pytest.LogCaptureFixture
):
    destination(places, "Thác")
    publisher.publish_everything()
    publisher.tree.write(f"{HOST}/vi/diem-den/thac/", b"khac")
    with caplog.at_level(logging.ERROR, "sites.publishing.publisher"):
        assert check_all(publisher) == [f"{HOST}/vi/diem-den/thac/"]
    assert "A path was not what it would be" in caplog.text
    publisher.publish()
    assert list(differences(publisher.tree)) == []


@pytest.fixture
def compressed(publisher: Publisher, places: SectionPage, settings: Any) -> Path:
    """The compressed file of a page that is published."""
    destination(places, "Thác")
    publisher.publish_everything()
    return Path(settings.TREE_ROOT, f"{HOST}/vi/diem-den/thac/index.html.br")


@pytest.mark.parametrize("junk", [b"junk", None])
def test_compressed_bytes_that_somebody_damaged_are_told_and_repaired(
    publisher: Publisher, compressed: Path, junk: bytes | None
):
    damage(compressed, junk)
    assert list(differences(publisher.tree)) == [(f"{HOST}/vi/diem-den/thac/", "other")]
    assert check_all(publisher) == [f"{HOST}/vi/diem-den/thac/"]
    publisher.publish()
    assert brotli.decompress(compressed.read_bytes()) == publisher.tree.read(f"{HOST}/vi/diem-den/thac/")


@pytest.mark.parametrize("junk", [b"junk", None])
def test_publishing_everything_repairs_compressed_bytes(
    publisher: Publisher, compressed: Path, junk: bytes | None
):
    damage(compressed, junk)
    call_command("publish_site")
    assert brotli.decompress(compressed.read_bytes()) == publisher.tree.read(f"{HOST}/vi/diem-den/thac/")


@pytest.fixture
def table(publisher: Publisher, places: SectionPage, settings: Any) -> Path:
    """Where the files are that say the redirects of a portal."""
    destination(places, "Thác")
    publisher.publish_everything()
    return Path(settings.TREE_ROOT, HOST)


@pytest.mark.parametrize("name", [".found.map", ".redirects.caddy", ".redirects.json"])
def test_redirects_that_somebody_damaged_are_told_and_repaired(publisher: Publisher, table: Path, name: str):
    before = (table / name).read_bytes()
    damage(table / name, b"" if name == ".found.map" else None)
    assert list(differences(publisher.tree)) != []
    assert HOST in check_all(publisher)
    publisher.publish()
    assert (table / name).read_bytes() == before
    assert list(differences(publisher.tree)) == []


def test_publishing_everything_repairs_the_redirects(publisher: Publisher, table: Path):
    before = (table / ".found.map").read_bytes()
    damage(table / ".found.map", b"")
    call_command("publish_site")
    assert (table / ".found.map").read_bytes() == before


class ToldTree(FolderTree):
    """Keeps how deep in transactions the publisher was each time it wrote redirects."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.depths: list[int] = []

    def write_redirects(self, host: str, redirects: Redirects) -> None:
        self.depths.append(len(connection.savepoint_ids))
        super().write_redirects(host, redirects)


def test_redirects_are_written_once_for_all_that_was_published(
    publisher: Publisher, places: SectionPage, site: Site, settings: Any
):
    """And while nobody waits for the index."""
    Redirect.objects.bulk_create(
        Redirect(site=site, old_path=f"/cu-{number}", redirect_link="/vi/") for number in range(150)
    )
    tree = ToldTree(Path(settings.TREE_ROOT))
    Publisher(tree).publish()
    assert tree.depths == [len(connection.savepoint_ids)]
    assert len(tree.redirects(HOST)) > 150


def test_redirects_are_left_alone_while_none_changes(
    publisher: Publisher, places: SectionPage, settings: Any
):
    page = destination(places, "Thác")
    tree = ToldTree(Path(settings.TREE_ROOT))
    Publisher(tree).publish()
    tree.depths.clear()
    mark_pages(page)
    Publisher(tree).publish()
    assert tree.depths == []


def test_redirects_that_cannot_be_written_are_written_later(publisher: Publisher, table: Path, site: Site):
    (table / ".found.map").unlink()
    (table / ".found.map").mkdir()
    Redirect.objects.create(site=site, old_path="/cu", redirect_link="/vi/", is_permanent=False)
    publisher.publish()
    assert "IsADirectoryError" in Dirty.objects.get(key=HOST).error
    (table / ".found.map").rmdir()
    Dirty.objects.update(next_try_at=None)
    publisher.publish()
    assert "/cu/" in (table / ".found.map").read_text()
    assert not Dirty.objects.exists()


def damage(file: Path, junk: bytes | None) -> None:
    file.unlink()
    if junk is not None:
        file.write_bytes(junk)


def test_a_change_that_nobody_has_looked_at_is_no_defect(publisher: Publisher, places: SectionPage):
    page = destination(places, "Thác")
    publisher.publish_everything()
    publish(page, summary="Mới")
    assert check_all(publisher) == []


def test_a_file_of_a_whole_portal_that_somebody_changed_is_repaired(
    publisher: Publisher, places: SectionPage
):
    destination(places, "Thác")
    publisher.publish_everything()
    path = data_of_a_portal(publisher)
    publisher.tree.write(path, b"khac")
    assert check_all(publisher) == [path]
    publisher.publish()
    assert list(differences(publisher.tree)) == []


def test_a_whole_portal_is_not_compared_where_somebody_would_wait(publisher: Publisher, places: SectionPage):
    destination(places, "Thác")
    publisher.publish_everything()
    now = timezone.now()
    for _path in PublishedPath.objects.all():
        publisher.checker.check_one(Lane.MANY)
    left = set(PublishedPath.objects.filter(checked_at__lt=now).values_list("path", flat=True))
    assert data_of_a_portal(publisher) in left
    assert {path.split("/")[1] for path in left} == {"data"}
