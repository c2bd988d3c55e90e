"""What publishing keeps: short addresses, change rows, what everything is made of, what stands in the tree."""

import hashlib
import json
import secrets
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from sites.publishing import causes
from sites.publishing.lanes import Lane
from translations import registry

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, 1, I and O: a code is sometimes typed from a wall."""
LETTERS = 4


def new_code() -> str:
    """Return a random code of four letters: about a million of them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


class ShortHost(models.Model):
    """A shorter name of a portal's host, for QR codes and for typing from a wall."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="short_host", verbose_name=_("portal"))
    host = models.CharField(
        _("short host"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9.-]+(:\d+)?$", _("Write a host such as caobang.vn, with a port if it needs one.")
            )
        ],
        help_text=_("A name that leads to the same server, such as caobang.vn."),
    )

    class Meta:
        verbose_name = _("short host of a portal")
        verbose_name_plural = _("short hosts of the portals")

    def __str__(self) -> str:
        return self.host


class ShortAddress(models.Model):
    """The short address of a page in a language, for ever the same: `/s/7K3F`."""

    code = models.CharField(max_length=LETTERS, unique=True)
    key = models.UUIDField()
    language = models.CharField(max_length=12, choices=[(code, code) for code in registry.CODES])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "language"], name="page_has_one_short_address_per_language"
            ),
        ]

    def __str__(self) -> str:
        return f"/s/{self.code}"


class Change(models.Model):
    """A row that changed, written by a trigger in the transaction of the change; keys are {key column: value}."""

    table_name = models.CharField(max_length=63)
    operation = models.CharField(max_length=1)
    old_keys = models.JSONField(null=True)
    new_keys = models.JSONField(null=True)
    columns = models.TextField(default="")
    """The shown columns that an update changed, parted by blanks."""
    written_at = models.DateTimeField()
    taken = models.PositiveBigIntegerField(null=True, db_index=True)
    """The position at which a publisher took it; kept while another one may have missed it."""

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name}"


class Publishing(models.Model):
    """A process that publishes, or one that did. Whether it still does says `publishers.py`."""

    position = models.PositiveBigIntegerField(default=0)
    """Every change that was taken at this position or before was there when it began what it makes now."""
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Node(models.Model):
    """Something that was made: an ingredient, the paths of a subject, or the bytes of a path.

    Its id is the hash of its kind and key, so that whoever knows what a thing is knows its id.
    """

    class Kind(models.TextChoices):
        INGREDIENT = "i"
        SUBJECT = "s"
        PATH = "p"

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=1, choices=Kind)
    key = models.TextField()
    digest = models.CharField(max_length=32, default="")
    remake_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return self.key


class Use(models.Model):
    """A node was made with what a tag stands for: rows with a key, an ingredient."""

    pk = models.CompositePrimaryKey("tag", "node_id")
    tag = models.BigIntegerField()
    node_id = models.BigIntegerField(db_index=True)
    is_slot = models.BooleanField(default=False)
    """It only stands in a slot of the node's bytes, and can be replaced there."""

    def __str__(self) -> str:
        return f"{self.tag} {self.node_id}"


class Claim(models.Model):
    """A subject says that a path is its own, and who makes it. The lowest priority wins, then the first subject."""

    path = models.TextField()
    subject = models.CharField(max_length=60, db_index=True)
    call = models.JSONField()
    priority = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "subject"], name="subject_claims_path_once")]

    def __str__(self) -> str:
        return self.path


class PublishedPath(models.Model):
    """What stands in the tree at a path: its host, then its address (`cao-bang.localhost/vi/`)."""

    path = models.TextField(primary_key=True)
    digest = models.CharField(max_length=32)
    size_bytes = models.PositiveIntegerField()
    target = models.TextField(default="")
    """Where a redirect leads; empty for bytes."""
    is_permanent = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_index=True)
    cause = models.TextField(default="")
    checked_at = models.DateTimeField(default=timezone.now, db_index=True)
    """When it was last compared with what it would be."""
    slots = models.JSONField(default=list)
    """Where shared parts stand in its bytes (`glue.Slots`)."""

    def __str__(self) -> str:
        return self.path

    @property
    def told_cause(self) -> str:
        """Its cause in the words of the newsroom."""
        return causes.told(self.cause)


class PublishedFile(models.Model):
    """A picture in the tree, by its name in the media storage."""

    name = models.TextField(primary_key=True)
    unused_since = models.DateTimeField(null=True)
    """Since when no path has named it."""
    is_withdrawn = models.BooleanField(default=False)
    """A page that named it was taken off everything, it was deleted, or not everybody may see it any more."""

    def __str__(self) -> str:
        return self.name


class Dirty(models.Model):
    """A node, or the redirects of a host, to be made again: why, how often that failed, and when to try next."""

    node_id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=1)
    key = models.TextField()
    lane = models.PositiveSmallIntegerField(default=Lane.SOON)
    cause = models.TextField(default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(default="")
    next_try_at = models.DateTimeField(null=True)
    mark = models.BigIntegerField(default=0)
    """Another number each time it is marked: what is marked while it is made is made once more."""
    is_glue = models.BooleanField(default=False)
    """Only parts in its slots changed."""
    taken_by = models.BigIntegerField(null=True)
    """The publisher that makes it now, if that one is still alive."""

    class Meta:
        indexes = [models.Index(fields=["kind", "lane", "key"])]

    def __str__(self) -> str:
        return self.key


# --- the record: rows that are only ever added (`approvals.py`, `append_only.py`) -------------------------------


class RecordIsClosedError(RuntimeError):
    """Somebody would change or delete a row of the record."""


class Recorded(models.Model):
    """A row of the record. It names by its hash the newest row that was there when it was written.

    So a row that is changed or taken out later shows: its own hash, or what a later row names, is no longer there.
    Accounts, pages and revisions are plain values: the record outlives them.
    """

    previous = models.CharField(max_length=64, default="", editable=False)
    digest = models.CharField(max_length=64, default="", editable=False)
    """SHA-256 of all other values but the id; empty in rows from before there was a record."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RecordIsClosedError(
                "A row of the record was to be changed. Add another one that says more."
            )
        newest = type(self)._default_manager.order_by("-pk").values_list("digest", flat=True).first()
        self.previous = newest or ""
        self.digest = self.true_digest()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise RecordIsClosedError("A row of the record was to be deleted. It stays as long as the database.")

    def true_digest(self) -> str:
        """Return the hash of the values that the row holds now."""
        fields = [field for field in self._meta.concrete_fields if field.attname not in ("id", "digest")]
        values = [[field.attname, field.value_to_string(self)] for field in fields]
        return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


class Approval(Recorded):
    """Somebody approved a revision of a page, a fact or the words of a picture: for now, or for a moment to come."""

    class Act(models.TextChoices):
        BY_HAND = "by hand", _("approved and published")
        SCHEDULED = "scheduled", _("approved for later")
        BY_CLOCK = "by clock", _("published by the clock")
        COPIED = "copied", _("published as a copy")

    act = models.CharField(max_length=10, choices=Act)
    kind = models.CharField(max_length=60)
    """The model, such as `tourism.destinationpage`."""
    object_id = models.BigIntegerField()
    key = models.UUIDField(null=True)
    """The translation key of a page."""
    languages = models.CharField(max_length=250)
    """Codes of the languages whose words were approved, parted by blanks."""
    title = models.CharField(max_length=255)
    revision_id = models.BigIntegerField(db_index=True)
    revision_digest = models.CharField(max_length=64)
    """SHA-256 of the content of the revision as JSON with sorted keys."""
    goes_live_at = models.DateTimeField(null=True)
    approved_by_id = models.BigIntegerField(null=True)
    approved_by = models.CharField(max_length=255)
    """The name of the account at that time; empty when nobody knows any more who scheduled it."""
    written_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"]), models.Index(fields=["key"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.act})"

    @property
    def language_names(self) -> str:
        """Its languages by their Vietnamese names, for lists in the newsroom."""
        return _vietnamese_names(self.languages)


def _vietnamese_names(languages: str) -> str:
    known = registry.BY_CODE
    return ", ".join(known[code].name_vi if code in known else code for code in languages.split())


class PathHash(models.Model):
    """The bytes of an address of a page became others: their SHA-256, empty when the address went away."""

    path = models.TextField(db_index=True)
    page_id = models.BigIntegerField()
    approval_id = models.BigIntegerField(null=True)
    """The newest approval of the page when the bytes were written."""
    sha256 = models.CharField(max_length=64)
    written_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["page_id"])]

    def __str__(self) -> str:
        return self.path

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RecordIsClosedError("A hash of the record was to be changed. Add another one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise RecordIsClosedError("A hash of the record was to be deleted. It stays as long as the database.")


class Withdrawal(Recorded):
    """A page that was taken off everything at once: by whom and why."""

    key = models.UUIDField()
    title = models.CharField(max_length=255)
    languages = models.CharField(max_length=250)
    """Codes of the languages in which it was public, parted by blanks."""
    withdrawn_by_id = models.BigIntegerField(null=True)
    withdrawn_by = models.CharField(max_length=255, default="")
    """The name of the account at that time."""
    withdrawn_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(_("reason"))

    def __str__(self) -> str:
        return self.title

    @property
    def language_names(self) -> str:
        """The languages in which it was public by their Vietnamese names, for lists in the newsroom."""
        return _vietnamese_names(self.languages)


# --- caches in front (`caches.py`) ----------------------------------------------------------------------------


class Purge(models.Model):
    """An address that caches in front are still to be told of: its bytes are others now, or gone."""

    url = models.TextField(db_index=True)
    is_withdrawn = models.BooleanField(default=False)
    """Whether somebody took it off at once: such addresses go first."""
    noted_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(default="")
    next_try_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.url
