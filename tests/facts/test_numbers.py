from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cms.blocks.facts import FigureBlock, MapPointBlock
from cms.facts.models import Place
from cms.facts.numbers import NumberFormField, number
from cms.pages.figures import Figure, FigureKind
from cms.tourism.models import DestinationPage
from tests.factories.accounts import administrator
from tests.factories.facts import place
from tests.factories.pages import destination
from tests.factories.portals import portal, section
from tests.forms import press


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20", "20"),
        ("22,85", "22.85"),
        ("22.85", "22.85"),
        ("-0.125", "-0.125"),
        ("1,250", "1.250"),
        ("20.000", "20000"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        (" 2 545 ", "2545"),
    ],
)
def test_a_vietnamese_editor_writes_comma_or_point(typed: str, read: str):
    assert number(typed, ",") == read


@pytest.mark.parametrize(("typed", "read"), [("20,000", "20000"), ("20.000", "20.000"), ("22,85", "22.85")])
def test_an_english_editor_writes_comma_or_point(typed: str, read: str):
    assert number(typed, ".") == read


@pytest.mark.parametrize(("typed", "read"), [("106.723", "106.723"), ("22.853", "22.853")])
def test_a_point_parts_no_thousands_of_what_cannot_be_so_great(typed: str, read: str):
    assert number(typed, ",", Decimal(180)) == read


@pytest.mark.parametrize("typed", ["1.2.3", "1,2.3,4", "20.00.000", "hai mươi", "1,2,", "1 2"])
def test_what_is_no_number_is_refused(typed: str):
    with override("vi"), pytest.raises(ValidationError):
        NumberFormField().clean(typed)


@pytest.mark.parametrize(
    ("language", "kept", "shown"),
    [
        ("vi", "20.000", "20"),
        ("vi", "22.8500", "22,85"),
        ("en", "22.8500", "22.85"),
        ("vi", "20000.000", "20000"),
        ("vi", "0.000", "0"),
    ],
)
def test_a_number_is_shown_without_digits_that_say_nothing(language: str, kept: str, shown: str):
    with override(language):
        assert NumberFormField().prepare_value(Decimal(kept)) == shown


@pytest.mark.parametrize("value", ["-106.7231", "14632", "0.001", "1E+3", "1234567.125"])
def test_what_is_shown_is_read_as_the_same_number(value: str):
    field = NumberFormField(max_digits=16, decimal_places=4)
    with override("vi"):
        assert field.clean(field.prepare_value(Decimal(value))) == Decimal(value)


def test_a_limit_of_the_field_decides_about_a_point():
    field = NumberFormField(validators=[MaxValueValidator(90)])
    with override("vi"):
        assert field.clean("22.853") == Decimal("22.853")


# --- where editors meet them ------------------------------------------------------------------------------


@pytest.fixture
def client(db: None) -> Client:
    found = Client()
    found.force_login(administrator())
    return found


def test_figures_and_coordinates_of_a_page_are_shown_and_taken_as_editors_write_them(client: Client):
    page = destination(section(portal(languages=("vi",))), "Thác", latitude="22.85", longitude="106.72")
    page.figures.add(Figure(kind=FigureKind.GROUP, value=20, source="VOV4", as_of="2024"))
    page.save_revision().publish(user=administrator())
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = client.get(address).content.decode()
    assert 'value="22,85"' in shown
    assert 'value="20"' in shown
    press(client, address, "action-publish", latitude="22,8531", **{"figures-0-value": "20.000"})
    now = DestinationPage.objects.get(pk=page.pk)
    assert (now.latitude, now.longitude) == (Decimal("22.8531"), Decimal("106.72"))
    assert now.figures.get().value == 20_000


def test_coordinates_of_a_place_are_taken_as_editors_write_them(client: Client):
    fact = place("ban-gioc")
    press(client, reverse("wagtailsnippets_facts_place:edit", args=[fact.pk]), "action-publish",
          latitude="22,85", longitude="106.723")  # fmt: skip
    now = Place.objects.get(pk=fact.pk)
    assert (now.latitude, now.longitude) == (Decimal("22.85"), Decimal("106.723"))


def test_a_number_within_a_text_is_shown_and_taken_as_editors_write_it():
    point, value = MapPointBlock().child_blocks["latitude"], FigureBlock().child_blocks["value"]
    with override("vi"):
        assert point.get_form_state(Decimal("22.8500")) == "22,85"
        assert point.clean(point.value_from_datadict({"p": "22.853"}, {}, "p")) == Decimal("22.853")
        assert value.clean(value.value_from_datadict({"p": "1.931"}, {}, "p")) == 1931
