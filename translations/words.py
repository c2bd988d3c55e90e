"""Words that live in the columns of one row: drafted in revisions, approved language by language.

A fact or a picture has one row with a column per language for each of its words. Its drafts are revisions
of the whole row, and one revision may hold new Vietnamese and new Lao words at once. Publishing such a
revision would let an approver of Lao make Vietnamese words public, so `WordsMixin.publish` publishes only
the languages that the person may approve and keeps the rest as the newest draft.
"""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import DraftStateMixin, Revision, RevisionMixin, WorkflowMixin

from translations import registry
from translations.approval import approved
from translations.refusals import Refusal
from translations.revisions import keeps_approved_revisions
from translations.rights import APPROVE, languages_for

FACTS = ""
"""Stands for the values without a language among the codes of languages that wait for approval."""

_BOOKKEEPING = frozenset(
    {"id", "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision",
     "go_live_at", "expire_at", "expired", "latest_revision"}
)  # fmt: skip


class WordsMixin(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """A row with words in every language of the registry, whose public words are all approved."""

    words: ClassVar[tuple[str, ...]]
    """Names of the translated fields."""

    class Meta:
        abstract = True

    @classmethod
    def word_columns(cls, code: str) -> list[str]:
        """Return the names of the columns that hold the words in the language `code`."""
        return [build_localized_fieldname(name, code) for name in cls.words]

    @classmethod
    def fact_columns(cls) -> list[str]:
        """Return the names of the columns that hold values without a language."""
        words = {column for code in registry.CODES for column in cls.word_columns(code)} | set(cls.words)
        fields = [field for field in cls._meta.concrete_fields if field.name not in words | _BOOKKEEPING]
        return [field.attname for field in fields]

    @classmethod
    def columns(cls) -> list[str]:
        """Return the names of all columns with content: words and values."""
        return [column for code in registry.CODES for column in cls.word_columns(code)] + cls.fact_columns()

    def waiting_languages(self) -> set[str]:
        """Return the codes (and FACTS) whose newest draft differs from what is public.

        The instance at hand may hold drafted words: what is public says the database.
        """
        public = type(self).objects.filter(pk=self.pk).select_related("latest_revision").first()
        if public is None or public.latest_revision is None:
            return set()
        return public._differences(public.latest_revision.as_object())

    @keeps_approved_revisions
    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        return super().save_revision(*args, **kwargs)

    def publish(
        self, revision: Revision, user: Any = None, only: set[str] | None = None, **options: Any
    ) -> None:
        """Make public those words of `revision` that `user` may approve; keep the others as a draft.

        `only` limits the approval further, to those codes. Raises Refusal when the revision holds nothing
        that the person may approve. The right is that of the language, whatever Wagtail asks elsewhere.
        """
        options["skip_permission_checks"] = True
        # As above: not the instance at hand.
        public = type(self).objects.get(pk=self.pk)
        waiting = public._differences(revision.as_object())
        allowed = waiting & _approvable(user)
        if only is not None:
            allowed &= only
        public._refuse_what_cannot_be_approved(waiting, allowed)
        if allowed == waiting:
            self._publish_whole(revision, allowed, user, options)
        else:
            public._publish_part(revision, allowed, user, options)

    def unpublish(self, *args: Any, user: Any = None, **options: Any) -> None:
        """Take the row down in every language. Raises Refusal unless the person may approve the source's words."""
        if user is not None:
            self.require_right_to_take_down(user)
        super().unpublish(*args, user=user, **options)

    def require_right_to_take_down(self, user: Any) -> None:
        """Raise Refusal unless the person may approve the source's words."""
        if registry.SOURCE not in languages_for(user, APPROVE):
            raise Refusal(
                gettext("“%(name)s” was not taken down: only who approves Vietnamese words may do that.")
                % {"name": self}
            )

    @transaction.atomic
    def _publish_whole(
        self, revision: Revision, allowed: set[str], user: Any, options: dict[str, Any]
    ) -> None:
        approved.send(
            type(self),
            instance=self,
            revision=revision,
            user=user,
            is_by_clock=user is None,
            languages=allowed,
        )
        super().publish(revision, user=user, **options)

    @transaction.atomic
    def _publish_part(
        self, revision: Revision, allowed: set[str], user: Any, options: dict[str, Any]
    ) -> None:
        """Publish the languages in `allowed` as a revision of their own; what is left becomes the newest draft."""
        part = self._with_only(revision.as_object(), allowed).save_revision(user=user, clean=False)
        self._publish_whole(part, allowed, user, options)
        public = type(self).objects.get(pk=self.pk)
        public.with_content_json(revision.content).save_revision(user=revision.user, clean=False)
        ask_for_approval(type(self).objects.get(pk=self.pk), revision.user)

    def _differences(self, proposed: "WordsMixin") -> set[str]:
        found = {code for code in registry.CODES if self._differs(proposed, self.word_columns(code))}
        if self._differs(proposed, self.fact_columns()):
            found.add(FACTS)
        return found

    def _differs(self, proposed: "WordsMixin", columns: list[str]) -> bool:
        return any(_shown(getattr(proposed, name)) != _shown(self._public(name)) for name in columns)

    def _public(self, column: str) -> Any:
        """Return the approved value of a column: nothing is approved while the row is not live."""
        return getattr(self, column) if self.live else None

    def _with_only(self, proposed: "WordsMixin", allowed: set[str]) -> "WordsMixin":
        for code in set(registry.CODES) - allowed:
            self._keep_public(proposed, self.word_columns(code))
        if FACTS not in allowed:
            self._keep_public(proposed, self.fact_columns())
        return proposed

    def _keep_public(self, proposed: "WordsMixin", columns: list[str]) -> None:
        for name in columns:
            setattr(proposed, name, self._public(name))

    def _refuse_what_cannot_be_approved(self, waiting: set[str], allowed: set[str]) -> None:
        if waiting and not allowed:
            raise Refusal(
                gettext(
                    "“%(name)s” was not published: you may not approve words in the languages that changed."
                )
                % {"name": self}
            )
        if not self.live and FACTS in waiting - allowed:
            raise Refusal(
                gettext("“%(name)s” was not published: its Vietnamese words must be approved first.")
                % {"name": self}
            )


def _shown(value: Any) -> Any:
    return "" if value is None else value


def _approvable(user: Any) -> set[str]:
    codes = languages_for(user, APPROVE)
    return codes | {FACTS} if registry.SOURCE in codes else codes


def ask_for_approval(obj: WordsMixin, user: Any) -> None:
    """Send the newest draft to the approvers, unless it waits there already or nothing waits."""
    workflow = obj.get_workflow()
    if workflow and obj.waiting_languages() and not obj.current_workflow_state:
        workflow.start(obj, user)
