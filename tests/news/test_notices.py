import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.news.models import NoticePage

pytestmark = pytest.mark.django_db


def faults(**values: object) -> list[str]:
    """The fields with which the rules of a notice find something wrong."""
    try:
        NoticePage(title="Thông báo", slug="thong-bao", **values).clean()
    except ValidationError as error:
        return list(error.message_dict)
    return []


NOW = timezone.now()
HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize("end", [None, NOW + HOUR])
def test_a_notice_ends_later_than_it_starts_or_never(end: datetime.datetime | None):
    assert faults(valid_from=NOW, valid_through=end) == []


@pytest.mark.parametrize("end", [NOW, NOW - HOUR])
def test_a_notice_that_ends_before_it_starts_is_refused_at_its_field(end: datetime.datetime):
    assert faults(valid_from=NOW, valid_through=end) == ["valid_through"]


def test_a_notice_whose_start_is_missing_is_told_so_and_nothing_breaks():
    with pytest.raises(ValidationError) as caught:
        NoticePage(title="Thông báo", slug="thong-bao", valid_through=NOW).full_clean()
    assert "valid_from" in caught.value.message_dict
    assert "valid_through" not in caught.value.message_dict
