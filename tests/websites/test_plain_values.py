"""Templates get plain values only: nothing that would ask the database, the clock or the reader's language later."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString
from wagtail.models import Site

from cms.pages.models import BasePage
from sites.publishing.ingredients import making
from sites.publishing.page_objects import page_object
from sites.websites.frame import frame
from sites.websites.presenters import own_words
from sites.websites.rendering import html
from tests.factories.everything import PAGE_TYPES, Everything

pytestmark = pytest.mark.django_db

LANGUAGES = ("vi", "en", "lo", "tyz")
PLAIN = (str, SafeString, int, float, bool, type(None))


@pytest.fixture(scope="module")
def _everything(kept_for_the_module: None) -> None:
    """A portal with a page of every type with every field filled."""
    Everything(lambda language: f"chữ {language}", LANGUAGES, ("vi", "en")).publish_all()
    for model in PAGE_TYPES:
        values_of(model, "vi")


@pytest.fixture(autouse=True)
def _pages(_everything: None) -> None:
    """Every test asks the same portal."""


def values_of(model: type[BasePage], reader: str) -> dict[str, Any]:
    """What the template of a page gets, for a reader."""
    page = page_object(model.objects.get(locale__language_code="vi").pk)
    site = Site.objects.get(hostname="cao-bang.localhost")
    with making():
        around = frame(page.translation_key.hex, site.pk, reader, words="vi", path="/", title=page.title)
        return {**around, **own_words(page, site.pk, reader)}


def alive(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of everything in `value` that is not plain."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from alive(inner, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for position, inner in enumerate(value):
            yield from alive(inner, f"{path}[{position}]")
    elif type(value) not in PLAIN:
        yield f"{path}: {type(value).__name__}"


@pytest.mark.parametrize("reader", LANGUAGES)
@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_a_template_gets_plain_values(model: type[BasePage], reader: str):
    values = values_of(model, reader)
    assert len(values) > 20
    assert list(alive(values)) == []


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_filling_a_template_asks_the_database_nothing(model: type[BasePage]):
    values = {**values_of(model, "lo"), "crumbs": (), "data": [], "cards": [], "width": 1.0}
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in model.__name__)
    with CaptureQueriesContext(connection) as queries:
        html(f"{model._meta.app_label}/{name.lstrip('_')}.html", values, "lo")
    assert len(queries) == 0


def test_what_is_alive_is_noticed():
    assert list(alive({"a": [Site()], "b": {"c": ("d", object())}})) == [".a[0]: Site", ".b.c[1]: object"]
