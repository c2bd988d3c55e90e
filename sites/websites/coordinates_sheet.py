"""A sheet of coordinates instead of a map: where places lie to each other, with no boundaries drawn.

Plain arithmetic: points in degrees become positions on a drawing of 340 × 400 units.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, cos, floor, radians

WIDTH, HEIGHT, LEFT, TOP = 340, 400, 52, 20
INNER_WIDTH, INNER_HEIGHT = 276, 350
STEPS = (0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)
MOST_MERIDIANS, MOST_PARALLELS = 4, 6
"""How many lines leave room for the degrees beside each other, and above each other."""
NEAR = 14
"""Points nearer than this many units share a mark."""


@dataclass(frozen=True)
class Mark:
    """A place on the sheet: its label stands to the right of it, or to the left near the edge."""

    x: float
    y: float
    label: str

    @property
    def label_left(self) -> bool:
        return self.x > WIDTH * 0.72


@dataclass(frozen=True)
class Line:
    """A line of the grid at a whole step of degrees."""

    at: float
    degrees: float


@dataclass(frozen=True)
class Sheet:
    """What the drawing shows."""

    marks: list[Mark] = field(default_factory=list)
    gates: list[Mark] = field(default_factory=list)
    meridians: list[Line] = field(default_factory=list)
    parallels: list[Line] = field(default_factory=list)


Point = tuple[str, float, float]
"""Label, latitude and longitude in degrees."""


def sheet(places: Sequence[Point], gates: Sequence[Point]) -> Sheet | None:
    """Return the sheet of some places and gates, or None when no place has coordinates."""
    if not places:
        return None
    frame = _Frame.around([*places, *gates])
    return Sheet(
        _joined([frame.mark(point) for point in places]),
        [frame.mark(point) for point in gates],
        [Line(frame.x(degrees), degrees) for degrees in frame.lines(frame.west, frame.east, MOST_MERIDIANS)],
        [
            Line(frame.y(degrees), degrees)
            for degrees in frame.lines(frame.south, frame.north, MOST_PARALLELS)
        ],
    )


@dataclass(frozen=True)
class _Frame:
    south: float
    west: float
    scale: float
    stretch: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> "_Frame":
        lats, lons = [lat for _label, lat, _lon in points], [lon for _label, _lat, lon in points]
        stretch = cos(radians(sum(lats) / len(lats)))
        high = max(max(lats) - min(lats), 0.2)
        wide = max((max(lons) - min(lons)) * stretch, 0.2)
        scale = min(INNER_HEIGHT / (high * 1.24), INNER_WIDTH / (wide * 1.24))
        return cls(
            (max(lats) + min(lats)) / 2 - INNER_HEIGHT / scale / 2,
            (max(lons) + min(lons)) / 2 - INNER_WIDTH / scale / stretch / 2,
            scale,
            stretch,
        )

    @property
    def north(self) -> float:
        return self.south + INNER_HEIGHT / self.scale

    @property
    def east(self) -> float:
        return self.west + INNER_WIDTH / self.scale / self.stretch

    def x(self, longitude: float) -> float:
        return round(LEFT + (longitude - self.west) * self.stretch * self.scale, 1)

    def y(self, latitude: float) -> float:
        return round(TOP + (self.north - latitude) * self.scale, 1)

    def mark(self, point: Point) -> Mark:
        label, latitude, longitude = point
        return Mark(self.x(longitude), self.y(latitude), label)

    @staticmethod
    def lines(low: float, high: float, most: int) -> list[float]:
        step = next((step for step in STEPS if (high - low) / step <= most), 10.0)
        return [round(number * step, 1) for number in range(ceil(low / step), floor(high / step) + 1)]


def _joined(marks: list[Mark]) -> list[Mark]:
    """Marks that lie on each other become one with all their labels."""
    joined: list[Mark] = []
    for mark in marks:
        near = next(
            (i for i, other in enumerate(joined) if abs(other.x - mark.x) + abs(other.y - mark.y) < NEAR),
            None,
        )
        if near is None:
            joined.append(mark)
        else:
            joined[near] = Mark(joined[near].x, joined[near].y, f"{joined[near].label}, {mark.label}")
    return joined
