"""Figures, tables and points on the map, each with its source."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks.rendering import Shown
from cms.facts.known_dates import KnownDateFormField
from cms.facts.numbers import NumberFormField
from cms.facts.units import PRECISIONS, UNITS


class KnownDateBlock(blocks.FieldBlock):
    """A date as exact as its source."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        self.field = KnownDateFormField(required=required)
        super().__init__(**kwargs)

    class Meta:
        icon = "date"


class NumberBlock(blocks.DecimalBlock):
    """A number with the marks of the editor's language."""

    def __init__(self, required: bool = True, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(required=required, validators=validators, **kwargs)
        self.field = NumberFormField(required=required, validators=validators)

    def deconstruct(self) -> tuple[str, Any, Any]:
        """Return what migrations keep: it is stored as Wagtail stores decimals."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.DecimalBlock", args, kwargs


class FigureBlock(blocks.StructBlock):
    """A number, what it counts, and where and when it was said."""

    value = NumberBlock(label=_("Value"))
    unit = blocks.ChoiceBlock(label=_("Unit"), choices=UNITS, required=False)
    precision = blocks.ChoiceBlock(label=_("Precision"), choices=PRECISIONS, default="exact")
    label = blocks.CharBlock(label=_("What it counts"), max_length=120)
    source = blocks.CharBlock(label=_("Source of what is said"), max_length=200)
    as_of = KnownDateBlock(label=_("As of"))

    class Meta:
        label = _("Figure")


class FiguresBlock(Shown, blocks.StructBlock):
    """A row of big figures."""

    figures = blocks.ListBlock(FigureBlock(), label=_("Figures"), min_num=1, max_num=4)

    class Meta:
        label = _("Figures")
        icon = "form"
        group = _("Facts")
        description = _("One to four numbers that say what the place is, each with source and date.")
        preview_value: ClassVar[dict[str, Any]] = {
            "figures": [
                {
                    "value": "1931",
                    "unit": "m",
                    "precision": "exact",
                    "label": "đỉnh Phia Oắc",
                    "source": "VOV4 Tày-Nùng",
                    "as_of": "2024",
                }
            ]
        }


class FactsTableBlock(Shown, blocks.StructBlock):
    """A small table of names and values, with its source."""

    caption = blocks.CharBlock(label=_("Caption of the table"), max_length=120)
    rows = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("name", blocks.CharBlock(label=_("Name"), max_length=80)),
                ("value", NumberBlock(label=_("Value"))),
            ],
            label=_("Row"),
        ),
        label=_("Rows"),
        min_num=1,
        max_num=20,
    )
    unit = blocks.ChoiceBlock(label=_("Unit"), choices=UNITS, required=False)
    source = blocks.CharBlock(label=_("Source of what is said"), max_length=200)
    as_of = KnownDateBlock(label=_("As of"))

    class Meta:
        label = _("Facts table")
        icon = "table"
        group = _("Facts")
        description = _("Names and numbers, with bars to compare them.")
        preview_value: ClassVar[dict[str, Any]] = {
            "caption": "Diện tích từng phân khu",
            "rows": [{"name": "Tà Lùng", "value": "14632"}, {"name": "Trà Lĩnh", "value": "8134"}],
            "unit": "ha",
            "source": "dantri.com.vn",
            "as_of": "2014-03-11",
        }


class MapPointBlock(Shown, blocks.StructBlock):
    """A point by its coordinates: no foreign map, no boundaries."""

    name = blocks.CharBlock(label=_("Name"), max_length=80)
    latitude = NumberBlock(label=_("Latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = NumberBlock(
        label=_("Longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )

    class Meta:
        label = _("Map point")
        icon = "site"
        group = _("Facts")
        description = _("Opens in the reader's own map.")
        preview_value: ClassVar[dict[str, Any]] = {
            "name": "Thác Bản Giốc",
            "latitude": "22.85",
            "longitude": "106.72",
        }


class GatesBlock(Shown, blocks.StructBlock):
    """Pairs of border gates as one line each."""

    gates = blocks.ListBlock(
        SnippetChooserBlock("facts.BorderGate", label=_("Border gate")), label=_("Border gates"), min_num=1
    )

    class Meta:
        label = _("Border gates")
        icon = "home"
        group = _("Facts")
        description = _("Each gate with its counterpart across the border.")
        preview_value: ClassVar[dict[str, Any]] = {"gates": []}
