"""Values as readers see them: plain functions, every case with literals."""

import datetime
from decimal import Decimal

import pytest

from cms.tourism.models import DestinationPage, OpeningHours
from sites.publishing.moments import has_passed, iso
from sites.websites.labels import UnlistedChoiceError, label
from sites.websites.values import coordinates, day, figure, hours, month
from translations import registry


@pytest.mark.parametrize(
    ("opens", "closes", "hanoi", "beijing"),
    [
        ("08:00:00", "14:00:00", "08:00–14:00", "09:00–15:00"),
        ("07:30", "17:00", "07:30–17:00", "08:30–18:00"),
        ("22:00", "23:30", "22:00–23:30", "23:00–00:30"),
    ],
)
def test_beijing_is_an_hour_ahead_of_hanoi(opens: str, closes: str, hanoi: str, beijing: str):
    assert (hours(opens, closes), hours(opens, closes, beijing=True)) == (hanoi, beijing)


@pytest.mark.parametrize(
    ("reader", "text"), [("vi", "22,85°"), ("en", "22.85°"), ("ru", "22,85°"), ("tyz", "22,85°")]
)
def test_coordinates_are_written_as_readers_write_numbers(reader: str, text: str):
    point = coordinates("22.8500", Decimal("106.7249"), reader)
    assert point["geo"] == "geo:22.85,106.7249"
    assert point["text"].startswith(text)


@pytest.mark.parametrize("point", [(None, None), ("", ""), ("22.85", None), (None, "106.72")])
def test_where_one_of_two_is_missing_is_no_point(point: tuple[str | None, str | None]):
    assert coordinates(*point, "vi") is None


def test_the_equator_is_a_point():
    assert coordinates("0", "0", "en")["geo"] == "geo:0,0"


@pytest.mark.parametrize(
    ("value", "reader", "text"),
    [
        ("2026-03-05", "vi", "05/03/2026"),
        ("2026-03-05", "en", "05/03/2026"),
        ("2026-03-05T20:00:00+07:00", "vi", "05/03/2026"),
        ("2026-03-05", "tyz", "05/03/2026"),
        ("", "vi", ""),
    ],
)
def test_a_day_is_written_in_figures(value: str, reader: str, text: str):
    assert day(value, reader) == text


@pytest.mark.parametrize(
    ("reader", "name"),
    [("vi", "Tháng 9"), ("en", "September"), ("tyz", "Tháng 9"), ("fr", "septembre"), ("ru", "сентябрь")],
)
def test_a_month_has_the_name_that_it_has_alone(reader: str, name: str):
    assert month(9, reader).lower() == name.lower()


def test_a_month_has_its_name_whoever_asked_before():
    assert [month(9, reader) for reader in ("lo", "fr", "ko")] == ["ກັນຍາ", "septembre", "9월"]


def test_an_exact_figure_says_nothing_of_its_precision():
    plain = {
        "kind": "height-m",
        "unit": "m",
        "value": "30",
        "source": "VOV4",
        "as_of": "2024",
        "precision": "exact",
    }
    shown = figure(plain, "en")
    assert (shown["label"], shown["number"], shown["unit"], shown["precision"]) == ("Height", "30", "m", "")
    assert figure({**plain, "precision": "over"}, "en")["precision"] == "more than"


def test_a_choice_has_words_for_each_reader():
    assert label(DestinationPage.Kind, "Park", "en") == "park"
    assert label(DestinationPage.Kind, "", "en") == ""
    assert label(OpeningHours.Days, "Mo-Fr", "en") == "Monday to Friday"


def test_a_choice_that_the_catalogues_do_not_know_of_is_refused():
    with pytest.raises(UnlistedChoiceError, match="Confidence"):
        label(DestinationPage.Confidence, "high", "en")


@pytest.mark.parametrize("code", registry.CODES)
def test_every_reader_gets_every_kind_of_value(code: str):
    assert month(1, code)
    assert day("2026-03-05", code)
    assert coordinates("22.85", "106.72", code)["text"]


def test_a_moment_is_that_of_the_portals_zone():
    assert iso(datetime.datetime(2026, 1, 2, 18, tzinfo=datetime.UTC)) == "2026-01-03T01:00:00+07:00"
    assert iso(datetime.date(2026, 1, 2)) == "2026-01-02"


def test_nothing_has_passed_that_never_comes():
    assert not has_passed(None)
    assert has_passed(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    assert not has_passed(datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC))
