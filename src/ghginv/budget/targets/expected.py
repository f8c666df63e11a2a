"""Where an indicator should stand in a month 进度要求: on the way from its base through its milestones to its targets.

Linear unless the plan says otherwise; rates (cuts, gains) grow by the same factor each month, as a yearly rate does;
``step`` asks for nothing before it is due. What holds at all times is due in full at once, what holds every year in
equal monthly parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ghginv.budget.targets import periods, register
from ghginv.budget.targets.register import Goal, Indicator

_HUNDRED = 100
_MOST = Fraction(10) ** 300


@dataclass(frozen=True, slots=True)
class Start:
    """Where the way begins; ``reported`` where the plan names no base and the first report has to do."""

    period: str
    value: Fraction
    reported: bool = False


def start(indicator: Indicator, line: list[tuple[str, Fraction]]) -> Start | None:
    """The base of the plan, nothing for what counts from nothing, else the first value reported; None for none."""
    if indicator.measure in (*register.UNTIMED, "event"):
        return None
    if indicator.base_year:
        if indicator.measure in register.FROM_ZERO:
            return Start(periods.of(indicator.base_year), Fraction(0))
        if indicator.base is not None:
            return Start(periods.of(indicator.base_year), indicator.base)
    return Start(*line[0], reported=True) if line else None


def aim(indicator: Indicator, goal: Goal) -> Fraction | None:
    """The number to reach: of a range the end that comes first on the way."""
    if not goal.numeric:
        return None
    return goal.upper if goal.operator == "range" and indicator.direction == "fall" else goal.target


def expected(indicator: Indicator, period: str, begun: Start | None, goal: Goal) -> Fraction | None:
    """What should stand at the end of a month; None where nothing can be said or nothing is due yet."""
    wanted = aim(indicator, goal)
    if wanted is None or indicator.measure == "event":
        return None
    if indicator.measure == "standing":
        return wanted
    if indicator.measure == "yearly":
        return wanted * periods.month(period) / periods.MONTHS
    if indicator.path == "step":
        return wanted if period >= goal.due else None
    if begun is None:
        return None
    return _between(indicator, _waypoints(indicator, begun), period)


def _waypoints(indicator: Indicator, begun: Start) -> list[tuple[str, Fraction]]:
    """Start, milestones and targets in order; what lies before the start is left out."""
    way = [(begun.period, begun.value)]
    for goal in indicator.goals:
        wanted = aim(indicator, goal)
        if wanted is not None and goal.due > way[-1][0]:
            way.append((goal.due, wanted))
    return way


def _between(indicator: Indicator, way: list[tuple[str, Fraction]], period: str) -> Fraction | None:
    if len(way) < 2 or period < way[0][0]:
        return None
    for (since, before), (until, after) in pairwise(way):
        if period <= until:
            months = periods.number(until) - periods.number(since)
            return along(indicator, before, after, Fraction(periods.number(period) - periods.number(since), months))
    return way[-1][1]


def along(indicator: Indicator, before: Fraction, after: Fraction, share: Fraction) -> Fraction:
    """What lies at a share of the way between two values; a share above 1 goes on at the same pace."""
    if share == 0 or before == after:
        return before
    if share == 1:
        return after
    if indicator.path == "compound":
        factors = _factor(indicator, before), _factor(indicator, after)
        if min(factors) > 0:
            return _value(indicator, factors[0] * _power(factors[1] / factors[0], share))
    return before + (after - before) * share


def _power(factor: Fraction, share: Fraction) -> Fraction:
    """A factor to a power; beyond what a number can hold, as much as it can."""
    try:
        return Fraction(float(factor) ** float(share))
    except OverflowError:
        return _MOST


def _factor(indicator: Indicator, value: Fraction) -> Fraction:
    """What a rate leaves of its base (cut 20 % → 0.8), adds to it (gain 20 % → 1.2); a level as it is."""
    sign = {"cut": -1, "gain": 1}.get(indicator.measure, 0)
    return 1 + sign * value / _HUNDRED if sign else value


def _value(indicator: Indicator, factor: Fraction) -> Fraction:
    """The rate of a factor."""
    sign = {"cut": -1, "gain": 1}.get(indicator.measure, 0)
    return (factor - 1) * _HUNDRED * sign if sign else factor
