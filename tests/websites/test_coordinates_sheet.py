"""Where places lie to each other: plain arithmetic on literals."""

import itertools

import pytest

from sites.websites.coordinates_sheet import HEIGHT, MOST_MERIDIANS, MOST_PARALLELS, WIDTH, Line, sheet

FALLS, CAVE = ("1", 22.85, 106.72), ("2", 22.84, 106.71)
LAKE = ("3", 22.75, 106.30)
GATE = ("Trà Lĩnh", 22.83, 106.32)


def test_without_places_there_is_no_sheet():
    assert sheet([], [GATE]) is None


def test_north_is_up_and_east_is_right():
    falls, lake = sheet([FALLS, LAKE], []).marks
    assert falls.y < lake.y
    assert falls.x > lake.x


@pytest.mark.parametrize("places", [[FALLS], [FALLS, LAKE], [("1", 8.6, 104.7), ("2", 23.3, 105.3)]])
def test_everything_lies_on_the_sheet(places: list[tuple[str, float, float]]):
    drawn = sheet(places, [GATE] if len(places) < 3 else [])
    for mark in (*drawn.marks, *drawn.gates):
        assert 0 <= mark.x <= WIDTH
        assert 0 <= mark.y <= HEIGHT


def test_places_that_lie_on_each_other_share_a_mark():
    [mark] = sheet([FALLS, ("2", 22.8501, 106.7201)], []).marks
    assert mark.label == "1, 2"


def test_places_apart_have_marks_of_their_own():
    assert [mark.label for mark in sheet([FALLS, LAKE], []).marks] == ["1", "3"]


def test_a_label_near_the_edge_stands_on_the_left():
    falls, lake = sheet([FALLS, LAKE], []).marks
    assert (falls.label_left, lake.label_left) == (True, False)


def test_gates_keep_their_order_and_never_share_a_mark():
    drawn = sheet([LAKE], [GATE, ("Tà Lùng", 22.83, 106.32)])
    assert [mark.label for mark in drawn.gates] == ["Trà Lĩnh", "Tà Lùng"]


@pytest.mark.parametrize("places", [[FALLS], [FALLS, LAKE], [("1", 8.6, 104.7), ("2", 23.3, 105.3)]])
def test_the_grid_has_a_few_lines_at_whole_steps(places: list[tuple[str, float, float]]):
    drawn = sheet(places, [])
    for lines, most in ((drawn.meridians, MOST_MERIDIANS), (drawn.parallels, MOST_PARALLELS)):
        assert 1 <= len(lines) <= most + 1
        steps = {round(later.degrees - line.degrees, 1) for line, later in itertools.pairwise(lines)}
        assert len(steps) <= 1


def test_a_line_stands_where_places_of_its_degree_stand():
    drawn = sheet([("1", 22.8, 106.5), LAKE], [])
    [parallel] = [line for line in drawn.parallels if line.degrees == 22.8]
    assert parallel == Line(drawn.marks[0].y, 22.8)
