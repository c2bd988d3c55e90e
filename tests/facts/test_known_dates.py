import pytest
from django.core.exceptions import ValidationError

from cms.facts.known_dates import KnownDateFormField, known_date
from translations.formatting import known_date as written
from translations.formatting import with_dates_for


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("11/3/2014", "2014-03-11"),
        ("3/2014", "2014-03"),
        ("2014", "2014"),
        (" 2014-03-11 ", "2014-03-11"),
        ("2014-03", "2014-03"),
    ],
)
def test_a_date_is_kept_as_exact_as_it_was_written(typed: str, stored: str):
    assert known_date(typed) == stored


@pytest.mark.parametrize("typed", ["31/2/2014", "13/2014", "14", "tháng 3", "2014-3"])
def test_what_is_no_date_is_refused_with_what_to_write(typed: str):
    with pytest.raises(ValidationError, match="2014"):
        known_date(typed)


@pytest.mark.parametrize(
    ("stored", "shown"), [("2014-03-11", "11/3/2014"), ("2014-03", "3/2014"), ("2014", "2014")]
)
def test_editors_see_a_stored_date_as_they_write_it(stored: str, shown: str):
    assert KnownDateFormField().prepare_value(stored) == shown


@pytest.mark.parametrize(
    ("stored", "shown"), [("2014-03-11", "11/03/2014"), ("2014-03", "03/2014"), ("2014", "2014")]
)
def test_readers_see_a_date_as_exact_as_it_is_known(stored: str, shown: str):
    assert written(stored, "en") == written(stored, "vi") == shown


@pytest.mark.parametrize(
    ("reader", "shown"),
    [
        ("vi", "Viet Nam News, 02/12/2025; VCCI, 2018"),
        ("en", "Viet Nam News, 02/12/2025; VCCI, 2018"),
        ("zh-hans", "Viet Nam News, 2025/12/2; VCCI, 2018"),
        ("ko", "Viet Nam News, 2025. 12. 2.; VCCI, 2018"),
    ],
)
def test_dates_that_the_newsroom_wrote_are_read_as_other_dates(reader: str, shown: str):
    assert with_dates_for("Viet Nam News, 2/12/2025; VCCI, 2018", reader) == shown


@pytest.mark.parametrize("text", ["Quyết định 20/2014/QĐ-TTg", "31/02/2025", "1/2/3/2025", "12/2025", ""])
def test_figures_that_are_no_date_stay_as_they_are(text: str):
    assert with_dates_for(text, "ko") == text
