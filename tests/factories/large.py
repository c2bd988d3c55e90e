"""A portal as large as somebody asks for, written past the editor, which would take hours."""

import datetime
import itertools
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import Page, Site

from cms.home.models import HomePage, SectionPage
from cms.news.models import ArticlePage
from cms.pages.models import RelatedPage
from cms.tourism.models import DestinationPage
from media_assets.models import Picture
from sites.publishing.models import ALPHABET, LETTERS, ShortAddress
from tests.factories import facts
from tests.factories.accounts import administrator
from tests.factories.pages import own_version
from tests.factories.pictures import picture
from tests.factories.portals import home_of, portal, section
from translations.models import ApprovedText

LANGUAGES = ("vi", "en", "lo")
SECTIONS: dict[str, tuple[type[Any], str]] = {
    "tin-tuc": (ArticlePage, SectionPage.Layout.DATED),
    "kinh-te": (ArticlePage, SectionPage.Layout.DATED),
    "van-hoa": (ArticlePage, SectionPage.Layout.DATED),
    "diem-den": (DestinationPage, SectionPage.Layout.CARDS),
    "le-hoi": (DestinationPage, SectionPage.Layout.INDEX),
}
"""What stands in each section, and how the section shows it."""
EVERY = {"vi": 1, "en": 4, "lo": 8}
"""One in so many pages has a version of its own in a language; for the others something stands in."""
FIRST_DAY = datetime.date(2015, 1, 1)
SENTENCE = "Con đường đá đi qua bản làng, bên suối, dưới những rặng núi mà sáng nào sương cũng phủ kín. "


def large_portal(pages: int, slugs: Sequence[str] = tuple(SECTIONS), name: str = "cao-bang") -> Site:
    """Return a portal of so many pages in Vietnamese, the same number in each section, and their other versions.

    Every page has a summary, a body with a link, a topic, a place, a picture that all share, and recommends the one
    before it. The last page of a section is the newest; it has a version in every language, the three before it none.
    """
    site = portal(name, LANGUAGES)
    shown = picture(name, size=(1280, 720))
    topics = [facts.topic(f"chu-de-{number}", name_en=f"Topic {number}") for number in range(4)]
    places = [facts.place(f"noi-{number}", name_en=f"Place {number}") for number in range(3)]
    codes = ("".join(letters) for letters in itertools.product(ALPHABET, repeat=LETTERS))
    for slug in slugs:
        model, layout = SECTIONS[slug]
        made = section(site, slug, layout)
        made.save_revision().publish(user=administrator())
        keys = [uuid4() for _ in range(pages // len(slugs))]
        for language in LANGUAGES:
            own = made if language == "vi" else own_version(made, language)
            with transaction.atomic():
                written = _add_pages(own, model, language, keys, shown)
                _hang_on(written, model, topics, places, codes)
    for language in LANGUAGES:
        _fill_home(home_of(site, language))
    return site


def _add_pages(
    parent: Page, model: type[Any], language: str, keys: Sequence[UUID], shown: Picture
) -> list[Any]:
    """Write the pages of a section in a language; return them, oldest first."""
    numbers = [number for number in range(len(keys)) if (len(keys) - 1 - number) % EVERY[language] == 0]
    type_id = ContentType.objects.get_for_model(model).pk
    first = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    pages = [
        _page(parent, model, language, number, keys[number], shown, pk, place, type_id)
        for place, (pk, number) in enumerate(zip(itertools.count(first), numbers, strict=False), 1)
    ]
    _insert(Page, pages)
    _insert(model, pages)
    with connection.cursor() as cursor:  # PostgreSQL counts on from the last id that it gave itself
        for statement in connection.ops.sequence_reset_sql(no_style(), [Page]):
            cursor.execute(statement)
    Page.objects.filter(pk=parent.pk).update(numchild=len(pages))
    return pages


def _page(
    parent: Page,
    model: type[Any],
    language: str,
    number: int,
    key: UUID,
    shown: Picture,
    pk: int,
    place: int,
    type_id: int,
) -> Any:
    slug, title, now = f"bai-{number}", f"Bài {number} {parent.slug} {language}", timezone.now()
    link = f'<a linktype="page" id="{parent.pk}">{parent.title}</a>'
    paragraphs = [f"<p>{SENTENCE * 5}{link}</p>", *(f"<p>{SENTENCE * 6}</p>" for _ in range(4))]
    own = (
        {"date_published": FIRST_DAY + datetime.timedelta(days=number)}
        if model is ArticlePage
        else {"latitude": f"22.{number % 90 + 10}", "longitude": f"106.{number % 90 + 10}"}
    )
    return model(
        id=pk,
        page_ptr_id=pk,
        title=title,
        draft_title=title,
        slug=slug,
        path=Page._get_path(parent.path, parent.depth + 1, place),
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}{slug}/",
        translation_key=key,
        locale_id=parent.locale_id,
        content_type_id=type_id,
        live=True,
        first_published_at=now,
        last_published_at=now,
        summary=f"Bài số {number}: {SENTENCE}",
        picture=shown,
        body=[{"type": "paragraph", "value": text} for text in paragraphs],
        **own,
    )


def _hang_on(
    pages: Sequence[Any],
    model: type[Any],
    topics: Sequence[Model],
    places: Sequence[Model],
    codes: Iterator[str],
) -> None:
    """Write what hangs on pages: topic, place, what each recommends, who approved it, its short address."""
    for name, chosen in (("topics", topics), ("places", places)):
        field = model._meta.get_field(name)
        columns = field.m2m_field_name() + "_id", field.m2m_reverse_field_name() + "_id"
        through = field.remote_field.through
        through.objects.bulk_create(
            through(**dict(zip(columns, (page.pk, chosen[number % len(chosen)].pk), strict=True)))
            for number, page in enumerate(pages)
        )
    RelatedPage.objects.bulk_create(
        RelatedPage(page_id=page.pk, target_id=before.pk) for before, page in itertools.pairwise(pages)
    )
    ApprovedText.objects.bulk_create(
        ApprovedText(page_id=page.pk, digest="", approved_at=timezone.now(), public_since=timezone.now())
        for page in pages
    )
    ShortAddress.objects.bulk_create(
        ShortAddress(code=next(codes), key=page.translation_key, language=page.locale.language_code)
        for page in pages
    )


def _insert(model: type[Model], rows: Sequence[Any]) -> None:
    """Write rows of one table: Django refuses to write many of a model whose columns stand in two."""
    fields = list(model._meta.local_concrete_fields)
    size = max(connection.ops.bulk_batch_size(fields, rows), 1)
    for start in range(0, len(rows), size):
        QuerySet(model)._insert(rows[start : start + size], fields, using=connection.alias)


def _fill_home(home: HomePage) -> None:
    """Show the newest of each section on a home."""
    below = SectionPage.objects.child_of(home).order_by("path")
    home.body = [
        {"type": "shelf", "value": {"section": one.pk, "style": "index", "count": 4, "way_on": "Tất cả"}}
        for one in below
    ]
    home.save_revision().publish(user=administrator())
