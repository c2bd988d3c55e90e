"""Short addresses: what a QR code says."""

import secrets

from django.core.validators import RegexValidator
from django.db import models
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
