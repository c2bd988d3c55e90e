"""What state the translations of a page are in, and what waits for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import Translation

from translations import localize, registry, tasks
from translations.models import ApprovedText, SiteLanguage


class State(StrEnum):
    """How far a page is in a language."""

    MISSING = "missing"
    QUEUED = "queued"
    DRAFT = "draft"
    WAITING = "waiting"
    PUBLIC = "public"
    OUTDATED = "outdated"

    @property
    def words(self) -> str:
        return {
            State.MISSING: gettext("not translated"),
            State.QUEUED: gettext("being prepared"),
            State.DRAFT: gettext("being translated"),
            State.WAITING: gettext("waits for approval"),
            State.PUBLIC: gettext("public"),
            State.OUTDATED: gettext("public, but the source has changed"),
        }[self]


@dataclass(frozen=True)
class Version:
    """A page in one of the languages of its portal; `page` is None while there is none."""

    language: registry.Language
    state: State
    page: Page | None
    translated: int
    passages: int


def versions(source: Page) -> list[Version]:
    """Return the state of `source` in every other language that its portal shows."""
    site = source.get_site()
    shown = SiteLanguage.objects.filter(site=site, is_on=True).select_related("locale")
    pages = {page.locale_id: page for page in source.get_translations()}
    queued = _queued(source)
    return [
        _version(source, row.locale, pages.get(row.locale_id), queued)
        for row in shown
        if row.locale_id != source.locale_id
    ]


def _version(source: Page, locale: Locale, page: Page | None, queued: set[str]) -> Version:
    translation = localize.translation_of(page) if page else None
    passages, translated = translation.get_progress() if translation else (0, 0)
    state = state_of(page) if page else State.QUEUED if locale.language_code in queued else State.MISSING
    return Version(registry.language_of(locale.language_code), state, page, translated, passages)


def state_of(page: Page) -> State:
    """Return the state of a translated page."""
    if page.specific.workflow_in_progress:
        return State.WAITING
    if not page.live:
        return State.DRAFT
    return State.OUTDATED if outdated(Page.objects.filter(pk=page.pk)).exists() else State.PUBLIC


def outdated(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of `pages` whose public words were made from other words than are public in the source."""
    newest = ApprovedText.objects.filter(page__translation_key=OuterRef("translation_key"), source_digest="")
    made_from = pages.filter(live=True, approved_text__isnull=False).exclude(approved_text__source_digest="")
    return made_from.annotate(newest=Subquery(newest.values("digest")[:1])).exclude(
        approved_text__source_digest=F("newest")
    )


def _queued(source: Page) -> set[str]:
    unfinished = DBTaskResult.objects.filter(
        task_path=tasks.send_for_translation.module_path, finished_at=None
    )
    return {row.args_kwargs["args"][1] for row in unfinished if row.args_kwargs["args"][0] == source.pk}


@dataclass(frozen=True)
class Work:
    """A translation that somebody may go on with."""

    page: Page
    language: registry.Language
    state: State
    translated: int
    passages: int


def work_for(user: Any, most: int = 12) -> list[Work]:
    """Return the translations that wait for `user`: unfinished and outdated ones, the newest first."""
    return list(_work(user))[:most]


def _work(user: Any) -> Iterator[Work]:
    mine = (
        PagePermissionPolicy().instances_user_has_permission_for(user, "change").values_list("pk", flat=True)
    )
    running = Translation.objects.filter(enabled=True).select_related("source", "target_locale")
    for translation in running.order_by("-source__last_updated_at", "-pk"):
        page = Page.objects.filter(
            translation_key=translation.source.object_id, locale=translation.target_locale, pk__in=mine
        ).first()
        state = state_of(page) if page else None
        if page and state in (State.DRAFT, State.OUTDATED):
            passages, translated = translation.get_progress()
            yield Work(
                page,
                registry.language_of(translation.target_locale.language_code),
                state,
                translated,
                passages,
            )
