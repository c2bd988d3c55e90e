"""Whatever lists the words of facts and pictures lists every language of the registry, and never the bare name."""

import pytest
from wagtail.images.forms import get_image_form
from wagtail.search import index
from wagtail.snippets.models import get_snippet_models

from cms.accounts.teams import models_with_words
from cms.facts.models import KINDS
from media_assets.models import Picture, PictureWords
from tests.factories.accounts import administrator
from tests.factories.portals import portal
from translations import registry
from translations.words import WordsMixin

MODELS = [pytest.param(model, id=model.__name__) for model in (*KINDS, PictureWords)]


def in_every_language(name: str) -> set[str]:
    return {f"{name}_{language.column}" for language in registry.LANGUAGES}


def every_word(model: type[WordsMixin]) -> set[str]:
    return {column for name in model.words for column in in_every_language(name)}


def test_these_are_all_models_with_words():
    assert set(models_with_words()) == {*KINDS, PictureWords}


@pytest.mark.parametrize("model", MODELS)
def test_every_word_has_a_column_in_every_language(model: type[WordsMixin]):
    columns = {field.name for field in model._meta.concrete_fields}
    assert every_word(model) <= columns
    assert len(every_word(model)) == len(model.words) * len(registry.CODES)


@pytest.mark.parametrize("model", MODELS)
def test_the_editor_has_a_panel_for_every_word_in_every_language(model: type[WordsMixin]):
    assert model in get_snippet_models()
    handler = model.snippet_viewset.get_edit_handler()
    fields = set(handler.get_form_class()._meta.fields)
    assert every_word(model) <= fields
    assert not fields & set(model.words)


@pytest.mark.parametrize("model", MODELS)
def test_each_language_has_a_tab_of_its_own_that_says_its_language(model: type[WordsMixin]):
    tabs = model.snippet_viewset.get_edit_handler().children
    languages = {language.autonym: language for language in registry.LANGUAGES}
    named = [str(tab.heading) for tab in tabs if str(tab.heading) in languages]
    assert named == list(languages)
    for tab in tabs:
        if str(tab.heading) in languages:
            tags = {panel.attrs["lang"] for panel in tab.children}
            assert tags == {languages[str(tab.heading)].tag}


@pytest.mark.parametrize("model", KINDS)
def test_names_are_searched_in_every_language_and_never_by_the_bare_name(model: type[WordsMixin]):
    searched = {field.field_name for field in model.search_fields if isinstance(field, index.SearchField)}
    assert in_every_language(model.words[0]) <= searched
    assert not searched & set(model.words)


@pytest.mark.parametrize("model", KINDS)
def test_names_complete_themselves_in_every_language(model: type[WordsMixin]):
    completed = {
        field.field_name for field in model.search_fields if isinstance(field, index.AutocompleteField)
    }
    assert in_every_language("name") <= completed
    assert not completed & set(model.words)


@pytest.mark.django_db
def test_the_form_of_uploads_has_every_word_in_every_language():
    portal(languages=registry.CODES)
    fields = set(get_image_form(Picture)(instance=Picture(), user=administrator()).fields)
    assert every_word(PictureWords) <= fields
    assert not fields & set(PictureWords.words)


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_ordered_or_unique_by_a_word(model: type[WordsMixin]):
    words = every_word(model) | set(model.words)
    assert not {name.lstrip("-") for name in model._meta.ordering} & words
    assert not [field.name for field in model._meta.concrete_fields if field.name in words and field.unique]
