import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import gettext_lazy

from sites.publishing.ingredients import NotPlainError, ingredient, making
from sites.publishing.models import ShortHost

pytestmark = pytest.mark.django_db

made: list[int] = []


@pytest.fixture(autouse=True)
def _nothing_made() -> None:
    made.clear()


@ingredient
def doubled(number: int) -> int:
    made.append(number)
    return 2 * number


@ingredient
def quadrupled(number: int) -> int:
    return doubled(doubled(number))


@ingredient
def given_back(number: int) -> Any:
    return RESULTS[number]


def letters() -> Iterator[str]:
    yield "a"


RESULTS: tuple[Any, ...] = (
    ("a", 1, 1.5, True, None),
    {"a": ["b", ("c",)]},
    ShortHost(host="a"),
    ShortHost.objects.all(),
    letters(),
    gettext_lazy("Topic"),
    {"a"},
    b"a",
    ["a", {"b": ShortHost(host="a")}],
    {ShortHost: "a"},
)


def test_an_ingredient_is_made_once_in_a_run():
    with making():
        assert (doubled(2), doubled(2)) == (4, 4)
    assert made == [2]


def test_other_keys_make_another_value():
    with making():
        assert (doubled(2), doubled(3)) == (4, 6)
    assert made == [2, 3]


def test_each_run_makes_it_anew():
    for _run in range(2):
        with making():
            doubled(2)
    assert made == [2, 2]


def test_outside_a_run_nothing_is_kept():
    doubled(2)
    doubled(2)
    assert made == [2, 2]


def test_an_ingredient_shares_the_run_of_those_that_it_asks():
    with making():
        doubled(2)
        assert quadrupled(2) == 8
    assert made == [2, 4]


def test_an_inner_run_goes_on_with_the_outer_one():
    with making():
        with making():
            doubled(2)
        doubled(2)
    assert made == [2]


def test_a_run_that_fails_leaves_nothing_behind():
    with contextlib.suppress(ZeroDivisionError), making():
        doubled(2)
        raise ZeroDivisionError
    with making():
        doubled(2)
    assert made == [2, 2]


@pytest.mark.parametrize("number", range(2))
def test_plain_results_are_given_back(number: int):
    assert given_back(number) == RESULTS[number]


@pytest.mark.parametrize("number", range(2, len(RESULTS)))
def test_a_result_that_is_alive_is_refused(number: int):
    with pytest.raises(NotPlainError, match="must return plain values"):
        given_back(number)


@pytest.mark.parametrize("key", RESULTS[2:], ids=lambda key: type(key).__name__)
def test_a_key_that_is_alive_is_refused(key: Any):
    with pytest.raises(NotPlainError, match="takes ids and codes by position"):
        doubled(key)
    assert made == []


def test_a_key_by_keyword_is_refused():
    with pytest.raises(NotPlainError, match="by position"):
        doubled(number=2)
    assert made == []
