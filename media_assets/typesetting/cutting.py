"""The least ugly cut of a text into a given number of lines, and the least width at which there is one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from media_assets.typesetting.breaking import Piece

WIDOW_SHARE = 0.34
"""A last line shorter than this share of the width is a widow."""
WIDOW_COST = 0.35
LAST_LINE_RAGGEDNESS = 0.8
"""A last line may fall short of the others a little more freely."""

BISECTIONS = 24
ROUNDING = 1e-9


@dataclass(frozen=True)
class Cut:
    """A text as lines; `ugliness` 0 is lines of one length, broken where nothing minds."""

    rows: tuple[str, ...]
    ugliness: float


def best_cut(pieces: Sequence[Piece], width: float, count: int) -> Cut | None:
    """Return the least ugly cut into `count` lines no wider than `width` em, or None when none is."""
    mean = _width(pieces) / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    for number in range(1, count + 1):
        is_last = number == count
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, cuts) in best.items():
            for end, line_width in _lines_from(pieces, start, width):
                if (end == len(pieces)) is is_last:
                    total = cost + _ugliness(pieces[end - 1], line_width, mean, width, is_last and count > 1)
                    if end not in reached or total < reached[end][0]:
                        reached[end] = (total, (*cuts, end))
        best = reached
    if not best:
        return None
    cost, cuts = best[len(pieces)]
    return Cut(tuple(joined(pieces[start:end]) for start, end in pairwise(cuts)), cost)


def least_width(pieces: Sequence[Piece], count: int) -> float:
    """Return the least width in em at which the text takes at most `count` lines."""
    narrow, wide = max(piece.closing for piece in pieces), _width(pieces)
    if _greedy_count(pieces, narrow) <= count:
        return narrow
    for _ in range(BISECTIONS):
        middle = (narrow + wide) / 2
        if _greedy_count(pieces, middle) <= count:
            wide = middle
        else:
            narrow = middle
    return wide


def joined(pieces: Sequence[Piece]) -> str:
    """Return pieces as one line."""
    return "".join(piece.text for piece in pieces[:-1]) + pieces[-1].ending


def _width(pieces: Sequence[Piece]) -> float:
    return sum(piece.advance for piece in pieces[:-1]) + pieces[-1].closing


def _lines_from(pieces: Sequence[Piece], start: int, width: float) -> Iterator[tuple[int, float]]:
    """Yield where a line from `start` may end, and how wide it then is."""
    pen = 0.0
    for end in range(start + 1, len(pieces) + 1):
        line_width = pen + pieces[end - 1].closing
        if line_width > width + ROUNDING:
            return
        yield end, line_width
        pen += pieces[end - 1].advance


def _ugliness(last_piece: Piece, line_width: float, mean: float, width: float, is_last: bool) -> float:
    raggedness = (abs(line_width - mean) / width) ** 2
    if not is_last:
        return raggedness + last_piece.penalty
    widow = WIDOW_COST if line_width < WIDOW_SHARE * width else 0.0
    return raggedness * LAST_LINE_RAGGEDNESS + widow


def _greedy_count(pieces: Sequence[Piece], width: float) -> int:
    count, start = 0, 0
    while start < len(pieces):
        count += 1
        start = max((end for end, _ in _lines_from(pieces, start, width)), default=start + 1)
    return count
