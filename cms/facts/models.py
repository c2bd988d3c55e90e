"""The kinds of fact: places, border gates, topics, peoples and organisations."""

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from translations import registry
from translations.words import WordsMixin


class Fact(WordsMixin, index.Indexed, models.Model):
    """What all facts share: a code for addresses and a name in every language."""

    words: ClassVar[tuple[str, ...]] = ("name",)

    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("Short name for addresses: letters without marks, digits, hyphens."),
    )
    name = models.CharField(_("name"), max_length=150)

    search_fields = [
        index.SearchField("code"),
        index.AutocompleteField("code"),
        *(index.SearchField(f"name_{language.column}") for language in registry.LANGUAGES),
        *(index.AutocompleteField(f"name_{language.column}") for language in registry.LANGUAGES),
    ]

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name or self.code)


class Located(models.Model):
    """A point on the map, with how far it can be trusted."""

    class Confidence(models.TextChoices):
        HIGH = "high", _("checked")
        MEDIUM = "medium", _("probable")
        LOW = "low", _("only the area")

    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    coordinates_confidence = models.CharField(
        _("confidence of the coordinates"), max_length=10, choices=Confidence, blank=True
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError(gettext("Give both latitude and longitude, or neither."))

    @property
    def point(self) -> tuple[Decimal, Decimal] | None:
        """Return (latitude, longitude) in degrees, or None."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


class Place(Located, Fact):
    """A province, a commune-level unit or a site."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("province")
        COMMUNE = "commune", _("commune, ward or special zone")
        SITE = "site", pgettext_lazy("kind of place", "site")

    words: ClassVar[tuple[str, ...]] = ("name", "former_name")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    within = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lies within")
    )
    former_name = models.CharField(_("name before July 2025"), max_length=150, blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")


class BorderGate(Located, Fact):
    """A border gate of Viet Nam and, where there is one, its counterpart across the border."""

    class Kind(models.TextChoices):
        ROAD = "road", _("road")
        ROAD_AND_RIVER = "road-river", _("road and river")
        RAIL = "rail", _("railway")
        RIVER = "river", _("river")
        AIR = "air", _("air")
        SEA = "sea", _("sea")

    class Neighbour(models.TextChoices):
        CHINA = "CN", _("China")
        LAOS = "LA", _("Laos")
        CAMBODIA = "KH", _("Cambodia")

    words: ClassVar[tuple[str, ...]] = ("name", "short_name", "counterpart_name")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    neighbour = models.CharField(_("neighbour"), max_length=2, choices=Neighbour, blank=True)
    province = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="gates", verbose_name=_("province")
    )
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    counterpart_name = models.CharField(_("counterpart across the border"), max_length=100, blank=True)
    international_since = models.DateField(_("international since"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("border gate")
        verbose_name_plural = _("border gates")


class Topic(Fact):
    """What a page is about, for filters."""

    class Meta(Fact.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class People(Fact):
    """One of the peoples of Viet Nam."""

    class Meta(Fact.Meta):
        verbose_name = _("people")
        verbose_name_plural = _("peoples")


class Organisation(Fact):
    """An office that answers: its name and address in every language, its telephone and e-mail once."""

    words: ClassVar[tuple[str, ...]] = ("name", "address")

    address = models.CharField(_("address"), max_length=250, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    url = models.URLField(_("website"), blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")


KINDS: tuple[type[Fact], ...] = (Place, BorderGate, Topic, People, Organisation)
