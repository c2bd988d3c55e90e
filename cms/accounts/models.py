"""Users, and the teams through which they have rights."""

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Site

from translations import registry


class User(AbstractUser):
    """A person of the newsroom."""


class Team(models.Model):
    """The people who have one role in one language of one portal; the group carries the permissions."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("Editor")
        TRANSLATOR = "translator", _("Translator")
        APPROVER = "approver", _("Approver")

    group = models.OneToOneField(Group, models.CASCADE, related_name="team")
    site = models.ForeignKey(Site, models.CASCADE, related_name="teams")
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "locale", "role"], name="one_team_per_site_language_and_role"
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)

    @property
    def language(self) -> registry.Language:
        return registry.language_of(self.locale.language_code)
