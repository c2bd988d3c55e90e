"""What state the translations of a page are in, and what waits for whom."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale, Page, WorkflowState
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
    policy = PagePermissionPolicy()
    at_rest = policy.instances_user_has_permission_for(user, "change").exclude(
        Exists(_approvals_in_progress())
    )
    waiting = _running_translations().filter(
        Q(page_id__in=at_rest.filter(live=False).values("pk")) | Q(page_id__in=outdated(at_rest).values("pk"))
    )
    found = list(waiting.order_by("-source__last_updated_at", "-pk")[:most])
    pages = Page.objects.in_bulk(translation.page_id for translation in found)
    return [_work(translation, pages[translation.page_id]) for translation in found]


def _running_translations() -> QuerySet[Translation]:
    """Translations that are kept up with their source, each with the id of its page."""
    pages = Page.objects.filter(
        translation_key=OuterRef("source__object_id"), locale=OuterRef("target_locale")
    )
    running = Translation.objects.filter(enabled=True).select_related("source", "target_locale")
    return running.annotate(page_id=Subquery(pages.values("pk")[:1]))


def _approvals_in_progress() -> QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )


def _work(translation: Translation, page: Page) -> Work:
    passages, translated = translation.get_progress()
    return Work(
        page,
        registry.language_of(translation.target_locale.language_code),
        State.OUTDATED if page.live else State.DRAFT,
        translated,
        passages,
    )
