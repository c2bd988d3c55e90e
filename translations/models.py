"""Which portal shows which language, who approved which text, and the workflow step that approves words."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, Revision, Site, Task, TaskState

from translations import registry
from translations.rights import APPROVE, all_permissions, languages_for


def fallback_codes(text: str) -> tuple[str, ...]:
    """Return the codes in a comma-separated fallback chain, nearest first."""
    return tuple(code.strip() for code in text.split(",") if code.strip())


def chain_of(code: str, fallback: str) -> tuple[str, ...]:
    """Return the codes to which a language falls back on a portal that writes `fallback` for it."""
    own = fallback_codes(fallback) or registry.language_of(code).fallback
    return tuple(other for other in own if other != code)


class SiteLanguage(models.Model):
    """A portal shows a language. Without such a row, or with the row off, the language is a 404 there."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="languages", verbose_name=_("portal"))
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+", verbose_name=_("language"))
    is_on = models.BooleanField(_("shown"), default=True)
    fallback = models.CharField(
        _("fallback chain"),
        max_length=100,
        blank=True,
        help_text=_(
            "Language codes, nearest first, parted by commas. Empty: the usual chain of the language."
        ),
    )

    class Meta:
        verbose_name = _("language of a portal")
        verbose_name_plural = _("languages of the portals")
        ordering = ["site", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "locale"], name="portal_has_each_language_once"),
        ]
        permissions = list(all_permissions())

    def __str__(self) -> str:
        return f"{self.site}: {self.language.autonym}"

    def clean(self) -> None:
        unknown = [code for code in fallback_codes(self.fallback) if code not in registry.BY_CODE]
        if unknown:
            message = gettext("No language has the code “%(code)s”. Use codes such as vi, en or zh-hans.")
            raise ValidationError({"fallback": message % {"code": unknown[0]}})

    @property
    def language(self) -> registry.Language:
        return registry.language_of(self.locale.language_code)

    def language_name(self) -> str:
        """Return the language's Vietnamese name, for lists in the newsroom."""
        return self.language.name_vi


class ApprovedText(models.Model):
    """The words of a page that are public now: which revision, who approved it, from which source text.

    The page is outdated when its `source_digest` differs from the digest of its source's public text.
    """

    page = models.OneToOneField(Page, models.CASCADE, related_name="approved_text")
    digest = models.CharField(max_length=64)
    source_digest = models.CharField(max_length=64, blank=True)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField()
    public_since = models.DateTimeField()
    """When these words were approved first: approving the same words again does not make them newer."""

    def __str__(self) -> str:
        return f"{self.page_id}: {self.digest[:12]}"


class WordsApprovalTask(Task):
    """A workflow step in which each approver approves the languages that he or she may approve."""

    class Meta:
        verbose_name = _("approval of words, language by language")
        verbose_name_plural = _("approvals of words, language by language")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return bool(obj.waiting_languages() & languages_for(user, APPROVE))

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not self.user_can_access_editor(obj, user):
            return []
        return [
            ("reject", gettext("Request changes"), True),
            ("approve", gettext("Approve"), False),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        mine = [
            state.pk
            for state in waiting.select_related("revision")
            if self.get_actions(state.revision.content_object, user)
        ]
        return waiting.filter(pk__in=mine)

    @classmethod
    def get_description(cls) -> str:
        return gettext("Whoever may approve words in a language approves the words of that language")
