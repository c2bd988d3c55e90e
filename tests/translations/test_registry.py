from django.core.checks import run_checks
from django.test import override_settings

from translations import registry
from translations.formatting import date
from translations.registry import language_of


def test_registry_holds_all_languages_once():
    assert len(registry.CODES) == len(set(registry.CODES)) == 33


def test_thai_and_thái_are_never_called_the_same():
    assert language_of("th").name_vi == "Tiếng Thái Lan"
    assert language_of("blt").name_vi == "Tiếng Thái (Việt Nam)"


def test_sources_of_samples_are_named_in_words_for_readers():
    sources = [language.sample.source for language in registry.LANGUAGES if language.sample]
    assert sources
    assert [said for said in sources if "npm" in said or "edition" in said or "programme" in said] == []


def test_reader_of_a_language_without_words_sees_the_nearest_interface():
    assert language_of("nut").interface == "vi"
    assert language_of("zh-hant").interface == "zh-hans"
    assert language_of("lo").interface == "lo"


def test_languages_of_the_peoples_are_dated_as_vietnamese():
    import datetime

    moment = datetime.date(2025, 7, 14)
    assert date(moment, "tyz") == date(moment, "vi")
    assert date(moment, "blt") == date(moment, "vi")


def test_settings_agree_with_the_registry():
    assert not [found for found in run_checks() if found.id == "translations.E001"]


@override_settings(LANGUAGES=[("vi", "Tiếng Việt")])
def test_a_list_of_languages_that_disagrees_stops_the_start():
    assert "LANGUAGES is not the list of the registry." in [found.msg for found in run_checks()]
