"""Made-up indicators, reports and rows as written, for the tests of the target register."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ghginv.budget.targets.register import Goal, Indicator, Plan, Report
from ghginv.domain import target_tables
from ghginv.domain.plan_tables import Written

FACTS = {"plan": "P", "name": "编造的方案", "region": "440300", "source": "编造"}


def number(value: float | str | None) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def goal(year: int = 2025, operator: str = "ge", target: float | str | None = 100, **more: Any) -> Goal:
    upper = number(more.pop("upper", None))
    return Goal(year, operator, number(target), upper, **more)


def indicator(*goals: Goal, measure: str = "level", base: float | str | None = None, base_year: int = 2020,
              unit: str = "万千瓦", **more: Any) -> Indicator:  # fmt: skip
    path = "compound" if measure in ("cut", "gain") else "linear"
    told: dict[str, Any] = {"id": "01", "name": "指标", "path": path, "lead": "甲局"}
    told |= more
    return Indicator(unit=unit, goals=goals, measure=measure, base=number(base), base_year=base_year, **told)


def report(period: str, amount: float | str | None = None, **more: Any) -> Report:
    return Report("01", period, number(amount), **more)


def plan(*indicators: Indicator) -> Plan:
    return Plan(FACTS, indicators)


def written(table: str, values: Mapping[str, Any], row: int = 4) -> Written:
    """A row as written, its cells in one row of the sheet."""
    columns = target_tables.table(table).columns
    cells = {column.id: f"{chr(65 + at)}{row}" for at, column in enumerate(columns)}
    return Written(table, {column.id: values.get(column.id) for column in columns}, "a.xlsx",
                   target_tables.table(table).zh, cells)  # fmt: skip


def plan_rows(*rows: Mapping[str, Any], **facts: Any) -> dict[str, list[Written]]:
    """The rows of a plan: facts, and a row a goal."""
    said = {**FACTS, **facts}
    return {
        "facts": [written("facts", {"fact": fact, "value": value}, at) for at, (fact, value) in
                  enumerate(said.items(), start=4)],
        "indicators": [written("indicators", row, at) for at, row in enumerate(rows, start=4)],
    }  # fmt: skip


GOAL: dict[str, Any] = {
    "indicator": "01", "name": "光伏装机", "unit": "万千瓦", "base_year": 2020.0, "base": 50.0, "year": 2025.0,
    "operator": "不低于", "target": 100.0, "lead": "甲局", "evidence": "own",
}  # fmt: skip
TOLD: dict[str, Any] = {"indicator": "01", "unit": "万千瓦", "period": "2025-06", "amount": 80.0, "status": "上报"}


def progress_rows(*rows: Mapping[str, Any]) -> list[Written]:
    return [written("progress", {**TOLD, **row}, at) for at, row in enumerate(rows, start=4)]
