"""Reports 报送 of an indicator as a line of values: what was told of a month alone is added to what stood before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ghginv.budget.targets import periods
from ghginv.budget.targets.register import Indicator, Report

ADDING = ("added", "yearly")  # measures of which a month's own amount can be told


@dataclass(frozen=True, slots=True)
class Point:
    """A value at the end of a month, and the report it comes from; ``value`` is None where it cannot be added up."""

    period: str
    value: Fraction | None
    report: Report


def points(indicator: Indicator, reports: Iterable[Report]) -> list[Point]:
    """The values by month, oldest first. ``reports``: at most one a month, the one in force.

    A month's own amount is added to the month before (of an indicator of every year: within its year).
    """
    found: list[Point] = []
    for report in sorted(reports, key=lambda each: each.period):
        value = report.amount
        if value is not None and report.basis == "month" and indicator.measure in ADDING:
            value = _added(indicator, report, found, value)
        found.append(Point(report.period, value, report))
    return found


def _added(indicator: Indicator, report: Report, found: list[Point], amount: Fraction) -> Fraction | None:
    if starts(indicator, report.period):
        return amount
    before = found[-1] if found else None
    follows = before and periods.number(before.period) == periods.number(report.period) - 1
    return before.value + amount if before and follows and before.value is not None else None


def starts(indicator: Indicator, period: str) -> bool:
    """Whether counting begins anew in a month: January of every year, or the first month after the base year."""
    if indicator.measure == "yearly":
        return periods.month(period) == 1
    return bool(indicator.base_year) and period == periods.of(indicator.base_year + 1, 1)


def valued(line: Iterable[Point]) -> list[tuple[str, Fraction]]:
    """The months and values of the points that have one."""
    return [(each.period, each.value) for each in line if each.value is not None]
