"""Every run of words says its language: all fields of all page types, for readers who get them and who do not."""

import itertools
import re
from typing import Any

import pytest

from cms.culture.models import HeritagePage
from cms.home.models import SectionPage
from cms.pages.models import BasePage
from cms.tourism.models import DestinationPage
from sites.publishing import addresses
from tests.factories.everything import PAGE_TYPES, Everything
from tests.visitor import visit
from tests.websites.document import Element, read
from translations import registry

pytestmark = pytest.mark.django_db

WORD = re.compile(r"[a-z][a-z-]*~\d+")
"""A word of these tests names its language: `zh-hans~12`."""
LANGUAGES = ("vi", "en", "lo", "tyz")


@pytest.fixture(scope="module")
def _everything(kept_for_the_module: None) -> None:
    """A page of every type in Vietnamese, the destination in English too; facts and pictures in both languages."""
    count = itertools.count()
    made = Everything(lambda language: f"{language}~{next(count)}", LANGUAGES, ("vi", "en"))
    key = made.public(DestinationPage, "en").translation_key
    pages = made.publish_all()
    DestinationPage.objects.filter(pk=pages[DestinationPage].pk).update(translation_key=key)
    for model in PAGE_TYPES:  # so that every picture is made
        shown(model, "vi")


@pytest.fixture(autouse=True)
def _pages(_everything: None) -> None:
    """Every test reads the same portal."""


def page_of(model: type[BasePage]) -> Any:
    return model.objects.get(locale__language_code="vi")


def shown(model: type[BasePage], reader: str) -> Element:
    """The page of a type as a reader of `reader` gets it."""
    path = addresses.address(page_of(model).pk).path
    answer = visit(path.replace("/vi/", f"/{reader}/", 1))
    assert answer.status_code == 200
    return read(answer.content)


def words(document: Element) -> list[tuple[str, str]]:
    """(word, tag that holds for it) of every word that is read."""
    return [(found[0], tag) for text, tag in document.one("body").runs() for found in WORD.finditer(text)]


def language(word: str) -> str:
    return word.partition("~")[0]


def wrongly_marked(document: Element) -> list[tuple[str, str]]:
    return [(word, tag) for word, tag in words(document) if tag != registry.language_of(language(word)).tag]


@pytest.mark.parametrize("reader", LANGUAGES)
@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_every_word_of_a_page_is_marked_with_its_own_language(model: type[BasePage], reader: str):
    document = shown(model, reader)
    assert words(document) != []
    assert wrongly_marked(document) == []


@pytest.mark.parametrize("reader", LANGUAGES)
@pytest.mark.parametrize("layout", SectionPage.Layout.values)
def test_every_word_of_a_list_is_marked_with_its_own_language(layout: str, reader: str):
    SectionPage.objects.update(layout=layout)
    document = shown(SectionPage, reader)
    assert len(words(document)) > 5
    assert wrongly_marked(document) == []


def test_words_of_several_languages_meet_on_a_page():
    assert {language(word) for word, _tag in words(shown(HeritagePage, "lo"))} == {"vi", "en"}


def test_a_card_speaks_one_language():
    cards = list(shown(SectionPage, "lo").all("article", class_="card"))
    spoken = [{language(word) for word in WORD.findall(card.text)} for card in cards]
    assert sorted(map(sorted, spoken)) == [["en"], *[["vi"]] * (len(cards) - 1)]
