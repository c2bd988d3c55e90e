"""Pages in a section, as drafts or published, and their translations."""

import datetime
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.home.models import SectionPage
from cms.news.models import ArticlePage
from cms.tourism.models import DestinationPage
from tests.factories.accounts import administrator
from translations import localize


def destination(
    section: SectionPage, title: str = "Thác", *, live: bool = True, **values: Any
) -> DestinationPage:
    """Return a destination in a section; its slug comes from its title unless it is given."""
    return _add(section, DestinationPage(title=title, locale=section.locale, live=False, **values), live)


def article(section: SectionPage, title: str = "Tin", *, live: bool = True, **values: Any) -> ArticlePage:
    """Return an article in a section, dated today unless `date_published` is given."""
    values.setdefault("date_published", datetime.date(2026, 11, 23))
    return _add(section, ArticlePage(title=title, locale=section.locale, live=False, **values), live)


def _add(section: SectionPage, page: Any, live: bool) -> Any:
    section.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish(user=administrator())
    return type(page).objects.get(pk=page.pk)


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
