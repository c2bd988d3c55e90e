import pytest
from django.core.exceptions import ValidationError

from cms.tourism.models import DestinationPage

pytestmark = pytest.mark.django_db


def faults(**values: object) -> list[str]:
    """The fields with which the rules of a destination find something wrong."""
    try:
        DestinationPage(title="Thác", slug="thac", **values).clean()
    except ValidationError as error:
        return list(error.message_dict)
    return []


@pytest.mark.parametrize(
    "season", [{}, {"season_from": 9, "season_to": 11}, {"season_from": 11, "season_to": 2}]
)
def test_a_season_has_both_months_or_none(season: dict[str, int]):
    assert faults(**season) == []


@pytest.mark.parametrize("season", [{"season_from": 9}, {"season_to": 11}])
def test_a_season_with_one_month_is_refused_at_its_field(season: dict[str, int]):
    assert faults(**season) == ["season_to"]


def test_a_month_is_one_of_twelve():
    with pytest.raises(ValidationError) as caught:
        DestinationPage(title="Thác", slug="thac", season_from=13, season_to=13).clean_fields()
    assert {"season_from", "season_to"} <= set(caught.value.message_dict)
