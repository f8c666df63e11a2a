"""Plans and reports as rows of the store, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ghginv.budget.targets.register import Goal, Indicator, Plan, Report

_OF_INDICATOR = ("name", "section", "unit", "measure", "base_year", "direction", "path", "lead", "support", "kind",
                 "frequency", "definition", "source")  # fmt: skip
_OF_REPORT = ("indicator", "period", "done", "basis", "status", "proof", "note", "unit", "sheet", "cell")
Row = Mapping[str, Any]


def goal_rows(plan: Plan) -> list[dict[str, Any]]:
    """A row for each goal of each indicator, in the order of the plan."""
    rows: list[dict[str, Any]] = []
    for indicator in plan.indicators:
        said = {name: getattr(indicator, name) for name in _OF_INDICATOR}
        for goal in indicator.goals:
            own = {"year": goal.year, "role": goal.role, "operator": goal.operator, "target": number(goal.target),
                   "upper": number(goal.upper), "evidence": goal.evidence, "note": goal.note}  # fmt: skip
            position = {"position": len(rows) + 1, "indicator": indicator.id, "base": number(indicator.base)}
            rows.append({**position, **said, **own})
    return rows


def plan(facts: Mapping[str, str], rows: Iterable[Row]) -> Plan:
    """The plan of its rows."""
    from ghginv.budget.targets.register import Plan

    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(str(row["indicator"]), []).append(row)
    return Plan(dict(facts), tuple(_indicator(code, mine) for code, mine in groups.items()))


def _indicator(code: str, rows: list[Row]) -> Indicator:
    from ghginv.budget.targets.register import Indicator

    first = rows[0]
    said = {name: first[name] for name in _OF_INDICATOR}
    goals = tuple(map(_goal, rows))
    return Indicator(id=code, base=exact(first["base"]), goals=goals, evidence=goals[0].evidence, note=goals[0].note,
                     **said)  # fmt: skip


def _goal(row: Row) -> Goal:
    from ghginv.budget.targets.register import Goal

    said = {name: row[name] for name in ("year", "operator", "role", "note", "evidence")}
    return Goal(target=exact(row["target"]), upper=exact(row["upper"]), **said)


def report_rows(reports: Iterable[Report]) -> list[dict[str, Any]]:
    """A row for each report."""
    return [
        {**{name: getattr(each, name) for name in _OF_REPORT}, "amount": number(each.amount)} for each in reports
    ]


def reports(rows: Iterable[Row]) -> dict[str, list[Report]]:
    """The reports in force by indicator, oldest month first."""
    from ghginv.budget.targets.register import Report

    found: dict[str, list[Report]] = {}
    for row in rows:
        if row["in_force"]:
            names = (*_OF_REPORT, "filing", "file", "at", "actor")
            report = Report(amount=exact(row["amount"]), **{name: row[name] for name in names})
            found.setdefault(report.indicator, []).append(report)
    return {code: sorted(mine, key=lambda each: each.period) for code, mine in found.items()}


def number(value: Fraction | None) -> float | None:
    """A number as it is stored and shown."""
    return None if value is None else float(value)


def exact(value: float | None) -> Fraction | None:
    """A number as it was typed."""
    from ghginv.budget.targets import register

    return None if value is None else register.exact(float(value))
