"""Figures of months beside each other: gaps, thousandfold jumps, cumulative figures typed as monthly ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from ghginv.domain import policy
from ghginv.domain.written_numbers import digits
from ghginv.workbooks.monthly_known import Series

_STEADY = 1.3  # cumulative figures over the number of the month differ by no more than this factor
_LEAST = 3  # months that tell a cumulative series
Remark = Callable[[str, str, str, dict[str, object]], None]


@dataclass(frozen=True)
class Point:
    """A figure of a month with the way to remark on its cell."""

    at: int  # 12 × year + month
    quantity: float
    remark: Remark


def check(series: Mapping[Series, Sequence[Point]], history: Mapping[Series, Mapping[int, float]], year: int) -> None:
    """Remark on the cells of figures that stand out among their neighbours."""
    times = float(policy.find("budget_execution_jump", year, "carbon budget").number)
    for key, points in series.items():
        before = dict(history.get(key, {}))
        own = {point.at: point for point in points}
        whole = {**before, **{at: point.quantity for at, point in own.items()}}
        jumped = [at for at in sorted(own) if _jump(own[at], whole, times)]
        _gaps(own, whole)
        if not jumped:
            _cumulative(own, whole, year)


def _jump(point: Point, whole: Mapping[int, float], times: float) -> bool:
    """So many times more or less than the month before, or than the mean of the twelve months before."""
    earlier = [whole[at] for at in range(point.at - 12, point.at) if whole.get(at)]
    base = whole.get(point.at - 1) or (fmean(earlier) if earlier else 0.0)
    ratio = point.quantity / base if base else 0.0
    jumped = ratio >= times or 0 < ratio <= 1 / times
    if jumped:
        told: dict[str, object] = {"ratio": f"{ratio:.3g}", "times": f"{times:g}"}
        point.remark("monthly-jump", digits(point.quantity), digits(base), told)
    return jumped


def _gaps(own: Mapping[int, Point], whole: Mapping[int, float]) -> None:
    """Months without a figure between two that have one, within a year."""
    for at in sorted(own):
        earlier = [each for each in whole if each < at and _year(each) == _year(at)]
        if earlier and max(earlier) < at - 1:
            missing = "、".join(str(_month(each)) for each in range(max(earlier) + 1, at))
            own[at].remark("monthly-gap", missing, "", {})


def _cumulative(own: Mapping[int, Point], whole: Mapping[int, float], year: int) -> None:
    """From January on each month at least the sum before, or growing as the number of the month does."""
    run = list(_from_january(whole, year))
    if len(run) < _LEAST or not own:
        return
    sums = all(value >= sum(run[:place]) for place, value in enumerate(run) if place)
    each = [value / number for number, value in enumerate(run, start=1)]
    steady = all(late > early for early, late in pairwise(run)) and max(each) <= _STEADY * min(each)
    last = own.get(12 * year + len(run))
    if (sums or steady) and run[0] > 0 and last is not None:
        last.remark("monthly-cumulative", digits(run[-1]), digits(run[-1] - run[-2]), {})


def _from_january(whole: Mapping[int, float], year: int) -> Iterator[float]:
    for number in range(1, 13):
        at = 12 * year + number
        if at not in whole:
            return
        yield whole[at]


def _year(at: int) -> int:
    return (at - 1) // 12


def _month(at: int) -> int:
    return (at - 1) % 12 + 1
