"""The largest and best looking setting of a text in a box.

For every number of lines, at several sizes, the least ugly cut is found; the best setting is the largest
after a discount for ugliness. Of 634 real titles, greedy breaking left 16 with a lone short word on the last
line, this none.

Lines stand as close as their own ink allows, and never closer than the face's least leading: one leading
that is safe for ẤỄ under gpy would waste a fifth of the height of most titles.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from media_assets.typesetting.breaking import Names, Piece, pieces_of
from media_assets.typesetting.cutting import best_cut, joined, least_width
from media_assets.typesetting.faces import Weight
from media_assets.typesetting.shaping import Extent, Typeface, measure, runs, typeface_of

UGLINESS_DISCOUNT = 0.45
LEAST_UGLINESS, MOST_UGLINESS = -0.05, 0.6
LINE_COST = 0.18
"""What a further line costs: of two settings of one size the one with fewer lines wins."""
LINE_COST_IN_COLUMN = 0.05
COLUMN_EM = 5
"""A box narrower than this many em of the largest size is a column, which has lines to spare."""

SIZE_STEPS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
SIZE_STEPS_OF_LONG_TEXT = (1.0, 0.9)
LONG_TEXT_PIECES = 60


@dataclass(frozen=True)
class Box:
    """The room for the ink of a text, in pixels."""

    width: float
    height: float


@dataclass(frozen=True)
class Sizes:
    """The largest and the least nominal size in pixels, and the most lines."""

    largest_px: int
    least_px: int
    lines: int = 1


@dataclass(frozen=True)
class Line:
    """A line of a block: its origin lies `x`, `y` px from the top left corner of the block's ink."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Block:
    """A text with its size and lines; `width` and `height` bound its ink, in pixels.

    A block that overflows is set at its least size and larger than its box: report it, do not draw it.
    """

    typeface: Typeface
    size_px: int
    lines: tuple[Line, ...]
    width: float
    height: float
    overflows: bool = False


@dataclass(frozen=True)
class _Stack:
    """Lines above each other, in em: a block before its size is known."""

    rows: tuple[str, ...]
    extents: tuple[Extent, ...]
    baselines: tuple[float, ...]

    @property
    def width(self) -> float:
        return max(extent.width for extent in self.extents)

    @property
    def height(self) -> float:
        return self.baselines[-1] - self.extents[-1].bottom


@dataclass(frozen=True)
class _Setting:
    stack: _Stack
    size_px: int
    ugliness: float

    @property
    def worth(self) -> float:
        ugliness = min(MOST_UGLINESS, max(LEAST_UGLINESS, self.ugliness))
        return self.size_px * (1 - UGLINESS_DISCOUNT * ugliness)


@dataclass(frozen=True)
class _Task:
    pieces: tuple[Piece, ...]
    typeface: Typeface
    box: Box
    sizes: Sizes

    @property
    def most_lines(self) -> int:
        return min(self.sizes.lines, len(self.pieces))

    @property
    def line_cost(self) -> float:
        is_column = self.box.width < COLUMN_EM * self.sizes.largest_px
        return LINE_COST_IN_COLUMN if is_column else LINE_COST


def fit(
    text: str,
    language: str,
    box: Box,
    sizes: Sizes,
    *,
    weight: Weight = "bold",
    names: Names = frozenset(),
) -> Block:
    """Return the text set in the box; it `overflows` where its least size is too large for the box.

    `language` is a code of the registry. No letter is set below the floor of its face, whatever `sizes` say.
    `names` are whole names in lower case that a line should not cut. A text without letters has no lines.
    """
    typeface = typeface_of(text, language, weight)
    pieces = pieces_of(text, typeface, names)
    if not pieces:
        return Block(typeface, sizes.least_px, (), 0.0, 0.0)
    task = _Task(pieces, typeface, box, _above_floor(sizes, joined(pieces), typeface))
    best = max(_settings(task), key=lambda setting: setting.worth, default=None)
    if best is None:
        return _block(_least_stack(task), task.sizes.least_px, task, overflows=True)
    return _block(best.stack, best.size_px, task)


def _above_floor(sizes: Sizes, text: str, typeface: Typeface) -> Sizes:
    faces = {run.face for run in runs(text, typeface)}
    floor = max(math.ceil(face.floor_px / face.optical) for face in faces)
    return Sizes(max(sizes.largest_px, floor), max(sizes.least_px, floor), sizes.lines)


def _settings(task: _Task) -> Iterator[_Setting]:
    steps = SIZE_STEPS if len(task.pieces) <= LONG_TEXT_PIECES else SIZE_STEPS_OF_LONG_TEXT
    for count in range(1, task.most_lines + 1):
        widest = min(task.sizes.largest_px, task.box.width / least_width(task.pieces, count))
        for step in steps:
            setting = _setting(task, count, int(widest * step))
            if setting is not None:
                yield setting


def _setting(task: _Task, count: int, size_px: int) -> _Setting | None:
    """Return the best setting at a size or, where the box is too low for it, at the largest size below."""
    while size_px >= task.sizes.least_px:
        cut = best_cut(task.pieces, task.box.width / size_px, count)
        if cut is None:
            return None
        stack = _stacked(cut.rows, task)
        fitting = int(min(size_px, task.box.width / stack.width, task.box.height / stack.height))
        if fitting == size_px:
            return _Setting(stack, size_px, cut.ugliness + task.line_cost * (count - 1))
        size_px = fitting
    return None


def _least_stack(task: _Task) -> _Stack:
    width = max(least_width(task.pieces, task.most_lines), task.box.width / task.sizes.least_px)
    cuts = (best_cut(task.pieces, width, count) for count in range(task.most_lines, 0, -1))
    cut = next(filter(None, cuts), None)
    return _stacked(cut.rows if cut else (joined(task.pieces),), task)


def _stacked(rows: tuple[str, ...], task: _Task) -> _Stack:
    extents = tuple(measure(row, task.typeface) for row in rows)
    faces = {run.face for row in rows for run in runs(row, task.typeface)}
    gap = max(face.line_gap * face.optical for face in faces)
    leading = max(
        max(face.least_leading * face.optical for face in faces),
        *(below.top - above.bottom + gap for above, below in pairwise(extents)),
        0.0,
    )
    baselines = accumulate([extents[0].top, *[leading] * (len(rows) - 1)])
    return _Stack(rows, extents, tuple(baselines))


def _block(stack: _Stack, size_px: int, task: _Task, *, overflows: bool = False) -> Block:
    lines = tuple(
        Line(row, -extent.left * size_px, baseline * size_px)
        for row, extent, baseline in zip(stack.rows, stack.extents, stack.baselines, strict=True)
    )
    width, height = stack.width * size_px, stack.height * size_px
    return Block(task.typeface, size_px, lines, width, height, overflows)
