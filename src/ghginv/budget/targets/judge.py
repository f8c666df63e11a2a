"""Ahead, on track or behind 进度判断: each target held against what should be reached by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ghginv.budget.targets import completion, expected, forecast, periods, series
from ghginv.budget.targets.register import Goal, Indicator, Plan, Report
from ghginv.domain import policy

STATES = ("waiting", "no-data", "no-pace", "not-due", "doing", "ahead", "on-track", "behind", "met", "missed")
BEHIND = ("behind", "missed")
_HUNDRED = 100
_EVERY = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Rules:
    """The margins of the judgement, each a parameter of policy with its evidence mark."""

    margin: policy.Dated
    about: policy.Dated
    pace: policy.Dated

    @property
    def all(self) -> tuple[policy.Dated, ...]:
        """In a row."""
        return self.margin, self.about, self.pace


def rules(year: int) -> Rules:
    """The margins in force in a year; UsageError where there are none."""
    return Rules(*(policy.find(f"target_{name}", year) for name in ("margin", "about", "pace_months")))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an indicator stands against one of its targets.

    ``margin`` is what the value is better than expected by, in its unit (worse is below 0); ``gap`` the same in percent
    of what was expected; ``late`` the months since the last report beyond the frequency that was asked for.
    """

    indicator: Indicator
    goal: Goal
    at: str
    state: str
    latest: series.Point | None = None
    begun: expected.Start | None = None
    expected: Fraction | None = None
    completion: Fraction | None = None
    margin: Fraction | None = None
    gap: Fraction | None = None
    forecast: forecast.Forecast | None = None
    late: int = 0

    @property
    def value(self) -> Fraction | None:
        """The latest value."""
        return self.latest.value if self.latest else None

    @property
    def status(self) -> str:
        """The data status of the latest report."""
        return self.latest.report.status if self.latest else ""


def standings(
    plan: Plan, reports: Mapping[str, Iterable[Report]], at: str, by: Rules, *, every: bool = False
) -> list[Standing]:
    """All indicators of a plan in a month, in its order: against the target that counts then, or against ``every``.

    ``reports`` by indicator: those in force, one a month; later ones than ``at`` do not count.
    """
    found = []
    for indicator in plan.indicators:
        goals = indicator.targets if every else (indicator.current(at),)
        found += [standing(indicator, goal, reports.get(indicator.id, ()), at, by) for goal in goals]
    return found


def standing(indicator: Indicator, goal: Goal, reports: Iterable[Report], at: str, by: Rules) -> Standing:
    """One indicator against one target; for a target that was due before ``at`` the value of then counts."""
    end = min(at, goal.due) if goal.due else at
    line = series.points(indicator, [each for each in reports if each.period <= end])
    late = _late(indicator, line, end)
    if indicator.measure == "event" or goal.operator == "qualitative":
        return Standing(indicator, goal, at, _done(line, goal, at), line[-1] if line else None, late=late)
    known = [each for each in line if each.value is not None]
    latest = known[-1] if known else None
    if not goal.numeric:
        return Standing(indicator, goal, at, "waiting", latest, late=late)
    begun = expected.start(indicator, series.valued(known))
    if latest is None or latest.value is None:
        return Standing(indicator, goal, at, "no-data", begun=begun, late=late,
                        expected=expected.expected(indicator, end, begun, goal))  # fmt: skip
    told = expected.expected(indicator, latest.period, begun, goal)
    margin = None if told is None else indicator.sign * (latest.value - told)
    planned = _planned(told, begun)
    gap = margin * _HUNDRED / planned if margin is not None and planned else None
    return Standing(
        indicator, goal, at, _state(indicator, goal, latest, begun, margin, planned, by), latest, begun, told,
        completion.completion(indicator, goal, latest.value, begun), margin, gap,
        forecast.forecast(indicator, goal, series.valued(known), begun, int(by.pace.number), by.about.number), late,
    )  # fmt: skip


def _planned(told: Fraction | None, begun: expected.Start | None) -> Fraction:
    """The progress that was expected: from the start, else the whole of what was expected."""
    if told is None:
        return Fraction(0)
    return abs(told - begun.value) if begun else abs(told)


def _state(
    indicator: Indicator, goal: Goal, latest: series.Point, begun: expected.Start | None, margin: Fraction | None,
    planned: Fraction, by: Rules,
) -> str:  # fmt: skip
    assert latest.value is not None
    over = goal.due and latest.period >= goal.due
    if indicator.measure == "yearly":
        over = periods.month(latest.period) == periods.MONTHS
    # A limit of the year is kept only at its end.
    early = indicator.measure == "yearly" and indicator.direction == "fall" and not over
    if not early and completion.met(indicator, goal, latest.value, by.about.number):
        return "met"
    if over:
        return "missed"
    if indicator.measure == "standing":
        return "behind"
    if margin is None:
        return "not-due" if indicator.path == "step" else "no-pace"
    if begun and begun.reported and begun.period == latest.period:
        return "no-pace"
    allowed = planned * by.margin.number / _HUNDRED
    return "ahead" if margin > allowed else "on-track" if margin >= -allowed else "behind"


def _done(line: list[series.Point], goal: Goal, at: str) -> str:
    """A qualitative target is done or it is not; not done when due it is missed."""
    done = line[-1].report.done if line else ""
    if done == "yes":
        return "met"
    if goal.due and goal.due <= at:
        return "missed"
    return "doing" if done == "doing" else "not-due" if done == "no" else "no-data"


def _late(indicator: Indicator, line: list[series.Point], end: str) -> int:
    """Months by which the next report is overdue; nothing where none came yet."""
    if not line:
        return 0
    since = periods.number(end) - periods.number(line[-1].period)
    return max(0, since - _EVERY.get(indicator.frequency, 1))
