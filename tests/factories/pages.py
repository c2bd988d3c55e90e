"""Pages in a section, as drafts or published, and their translations."""

import datetime
import zoneinfo
from typing import Any

from django.test import TestCase
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.culture.models import HeritagePage
from cms.home.models import HomePage, PlainPage, SectionPage
from cms.investment.models import InvestmentProjectPage
from cms.news.models import ArticlePage, NoticePage
from cms.tourism.models import DestinationPage
from tests.factories.accounts import administrator
from translations import localize

HANOI = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")


def publish(page: Page, **values: Any) -> None:
    """Publish a page with some of its fields changed, with all that comes of it once it is committed."""
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    with TestCase.captureOnCommitCallbacks(execute=True):
        draft.save_revision(user=administrator()).publish(user=administrator())


def destination(
    section: SectionPage, title: str = "Thác", *, live: bool = True, **values: Any
) -> DestinationPage:
    """Return a destination in a section; its slug comes from its title unless it is given."""
    return _add(section, DestinationPage(title=title, locale=section.locale, live=False, **values), live)


def article(section: SectionPage, title: str = "Tin", *, live: bool = True, **values: Any) -> ArticlePage:
    """Return an article in a section, dated today unless `date_published` is given."""
    values.setdefault("date_published", datetime.date(2026, 11, 23))
    return _add(section, ArticlePage(title=title, locale=section.locale, live=False, **values), live)


def notice(section: SectionPage, title: str = "Thông báo", *, live: bool = True, **values: Any) -> NoticePage:
    """Return an official notice in a section."""
    values.setdefault("valid_from", datetime.datetime(2026, 11, 23, 7, tzinfo=HANOI))
    return _add(section, NoticePage(title=title, locale=section.locale, live=False, **values), live)


def heritage(
    section: SectionPage, title: str = "Di sản", *, live: bool = True, **values: Any
) -> HeritagePage:
    """Return a monument, rite or craft in a section."""
    return _add(section, HeritagePage(title=title, locale=section.locale, live=False, **values), live)


def project(
    section: SectionPage, title: str = "Dự án", *, live: bool = True, **values: Any
) -> InvestmentProjectPage:
    """Return an investment project in a section."""
    values = {"sector": "zone", "as_of": "2026", **values}
    return _add(
        section, InvestmentProjectPage(title=title, locale=section.locale, live=False, **values), live
    )


def plain_page(home: HomePage, title: str = "Giới thiệu", *, live: bool = True, **values: Any) -> PlainPage:
    """Return a page of text below a home."""
    return _add(home, PlainPage(title=title, locale=home.locale, live=False, **values), live)


def _add(parent: Page, page: Any, live: bool) -> Any:
    parent = type(parent).objects.get(pk=parent.pk)
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish(user=administrator())
    return type(page).objects.get(pk=page.pk)


def own_version(page: Page, language: str, *, live: bool = True, **values: Any) -> Any:
    """Return `page` in `language` as somebody wrote it there, without the translation desk."""
    locale = Locale.objects.get(language_code=language)
    own = page.copy_for_translation(locale, copy_parents=True)
    for name, value in {"title": f"{language} {page.title}", **values}.items():
        setattr(own, name, value)
    revision = own.save_revision()
    if live:
        revision.publish(user=administrator())
    return type(page).objects.get(pk=own.pk)


def translated(page: Page, language: str, *, mark: str = "", live: bool = True) -> Any:
    """Return `page` in `language`, every passage translated as `<language> <passage><mark>`, published if `live`."""
    locale = Locale.objects.get(language_code=language)
    localize.send_for_translation(page, locale, administrator())
    translation = Translation.objects.get(
        source=TranslationSource.objects.get_for_instance(page), target_locale=locale
    )
    fill(translation, mark)
    draft = localize.save_translation_draft(translation, administrator())
    if live:
        draft.publish(user=administrator())
    return type(page).objects.get(translation_key=page.translation_key, locale=locale)


def fill(translation: Translation, mark: str = "") -> None:
    """Translate every passage of a translation."""
    for segment in translation.source.stringsegment_set.select_related("string"):
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=translation.target_locale,
            defaults={"data": f"{translation.target_locale.language_code} {segment.string.data}{mark}"},
        )
