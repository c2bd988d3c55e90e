"""What publishing keeps: short addresses, change rows, what everything is made of, what stands in the tree."""

import secrets

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

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
    """The shown columns that an update changed, each followed by a blank."""
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


class Dirty(models.Model):
    """A node that must be made again: because of what, how often that failed, and when to try next."""

    node_id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=1, choices=Node.Kind)
    key = models.TextField()
    lane = models.PositiveSmallIntegerField(default=0)
    """0 for what somebody waits for, 1 for many paths at once."""
    cause = models.TextField(default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(default="")
    next_try_at = models.DateTimeField(null=True)
    mark = models.BigIntegerField(default=0)
    """Another number each time it is marked: what is marked while it is made is made once more."""
    is_glue = models.BooleanField(default=False)
    """Only parts in its slots changed."""
    claimed_by = models.BigIntegerField(null=True)
    """The publisher that makes it now, if that one is still alive."""

    class Meta:
        indexes = [models.Index(fields=["kind", "lane", "key"])]

    def __str__(self) -> str:
        return self.key


class Withdrawal(models.Model):
    """A page that was taken off everything at once: by whom and why. Rows are only ever added."""

    key = models.UUIDField()
    title = models.CharField(max_length=255)
    languages = models.CharField(max_length=250)
    """Codes of the languages in which it was public, parted by blanks."""
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(_("reason"))

    def __str__(self) -> str:
        return self.title
