"""Where an indicator will stand when its target is due, at the present pace 按目前进度推算; no promise."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ghginv.budget.targets import periods
from ghginv.budget.targets.completion import met
from ghginv.budget.targets.expected import Start, along
from ghginv.budget.targets.register import Goal, Indicator

_FARTHEST = 50 * periods.MONTHS


@dataclass(frozen=True, slots=True)
class Forecast:
    """The value when due, whether it meets the target, the month in which it is met; ``since`` what the pace is of."""

    value: Fraction
    met: bool
    reached: str = ""
    since: str = ""


def forecast(
    indicator: Indicator, goal: Goal, line: list[tuple[str, Fraction]], begun: Start | None, pace_months: int,
    about: Fraction,
) -> Forecast | None:  # fmt: skip
    """Go on as in the last ``pace_months``, or as since the start where reports do not reach back so far.

    ``line``: the months and values up to now, oldest first. None where there is no pace or no number to reach.
    """
    if not line or not goal.numeric or indicator.measure == "event":
        return None
    period, value = line[-1]
    if indicator.measure == "standing":
        return Forecast(value, met(indicator, goal, value, about))
    if indicator.measure == "yearly":
        whole = value * periods.MONTHS / periods.month(period)
        return Forecast(whole, met(indicator, goal, whole, about), since=periods.of(periods.year(period), 1))
    before = _before(line, begun, pace_months)
    if before is None:
        return None
    since, then = before
    months = periods.number(period) - periods.number(since)

    def at(ahead: int) -> Fraction:
        return along(indicator, then, value, Fraction(months + ahead, months))

    left = max(0, periods.number(goal.due) - periods.number(period))
    due = at(left)
    ahead = next((each for each in range(_FARTHEST) if met(indicator, goal, at(each), about)), None)
    reached = "" if ahead is None else periods.named(periods.number(period) + ahead)
    return Forecast(due, met(indicator, goal, due, about), reached, since)


def _before(line: list[tuple[str, Fraction]], begun: Start | None, pace_months: int) -> tuple[str, Fraction] | None:
    """What the latest value is held against."""
    period = line[-1][0]
    edge = periods.number(period) - pace_months
    if old := [each for each in line if periods.number(each[0]) <= edge]:
        return old[-1]
    if begun and begun.period < period:
        return begun.period, begun.value
    return line[0] if line[0][0] < period else None
