"""A small base year and scenario tables, all made up: gas, diesel and electricity of industry, a building, a forest."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ghginv.budget.scenarios import plan as plans
from ghginv.budget.scenarios.emissions import Base, potentials
from ghginv.budget.scenarios.plan import Plan
from ghginv.calculation import apply, choose
from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Written
from ghginv.factors import guidelines, library
from ghginv.findings import Finding

REGION, YEAR, LAST = "440300", 2023, 2030
SOURCE = {"source": "编造 made up", "evidence": "own"}
ACTIVITIES = [
    ("1.2.5", "natural_gas", 370.0, "10^4 m3"), ("1.2.5", "diesel", 2300.0, "t"),
    ("1.2.5", "electricity", 50500.0, "MWh"), ("1.4", "electricity", 7600.0, "MWh"),
    ("1.4", "natural_gas", 100.0, "10^4 m3"), ("1.5.U", "natural_gas", 315.0, "10^4 m3"),
    ("L.1.A", "mixed_broadleaved", 21410.0, "m3"),
]  # fmt: skip
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@functools.cache
def base(region: str = REGION, year: int = YEAR, guideline: str = "gpc") -> Base:
    """The base year under a guideline."""
    known, applied = library.load(), guidelines.load(guideline)
    blank = {"enterprise": "", "technology": "", "facility": "", "vintage": 0, "month": 0}
    rows = [
        {"activity_id": f"S1:表!C{at}", "region": region, "year": year, "category": category, "item": item,
         "unit": unit, "quantity": quantity, **blank}
        for at, (category, item, quantity, unit) in enumerate(ACTIVITIES, start=1)
    ]  # fmt: skip
    activity = pd.DataFrame(rows)[[*apply.KEY, "activity_id", "quantity"]]
    keys = [choose.ActivityKey(**row) for row in activity[list(apply.KEY)].to_dict("records")]
    choices = choose.choose(keys, applied, known)
    assert not choices.findings
    about = {"run": "made-up", "region": region, "year": year, "gwp": "AR5", "guideline": guideline}
    return Base(about, activity, choices, potentials(choices, "AR5"), applied, known)


def tables(**changes: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Tables of a scenario file: two drivers, two scenarios; ``facts`` changes single facts, other names a table."""
    facts = {"name": "例", "region": REGION, "base_year": str(YEAR), "last_year": str(LAST)}
    facts |= dict(changes.pop("facts", {}))  # type: ignore[arg-type]
    found: dict[str, list[dict[str, Any]]] = {
        "facts": [{"fact": name, "value": value} for name, value in facts.items() if value is not None],
        "scenarios": [{"scenario": "A", "name": "甲"}, {"scenario": "B", "name": "乙"}],
        "drivers": [{"driver": "gdp", "name": "产值"}, {"driver": "people", "name": "人口"}],
        "growth": [growth("gdp", 5.0), growth("people", 1.0)],
        "mapping": [{"category": "1.2", "driver": "gdp"}, {"category": "1.4", "driver": "gdp"},
                    {"category": "1.5", "driver": "people"}, {"category": "L", "driver": "constant"}],
    }  # fmt: skip
    for name, rows in changes.items():
        found[name] = [dict(row) for row in rows]
    return found


def growth(driver: str, rate: float | None = None, first: int = YEAR + 1, last: int | None = LAST, **more: Any
           ) -> dict[str, Any]:  # fmt: skip
    return {"driver": driver, "from_year": first, "to_year": last, "growth": rate, **SOURCE, **more}


def measure(code: str = "M1", amount: float = 10.0, **more: Any) -> dict[str, Any]:
    told = {"measure": code, "name": code, "category": "1.2.5", "kind": "percent", "amount": amount, **SOURCE}
    return {**told, "start_year": 2025, "full_year": 2027, "ramp": "linear", **more}


def judged(rows: Rows) -> tuple[Plan | None, list[Finding]]:
    """Tables as a reader hands them on, judged."""
    layout = plan_tables.scenarios()
    written: dict[str, list[Written]] = {}
    for table in layout.tables:
        written[table.id] = []
        for number, row in enumerate(rows.get(table.id, ()), start=4):
            values = {column.id: row.get(column.id) for column in table.columns}
            values = {name: float(v) if isinstance(v, int) else v for name, v in values.items()}
            cells = {column.id: f"{chr(65 + at)}{number}" for at, column in enumerate(table.columns)}
            written[table.id].append(Written(table.id, values, "例.xlsx", table.zh, cells))
    return plans.judge(written)


def plan(**changes: Any) -> Plan:
    """The judged plan of ``tables``; it has no errors."""
    found, findings = judged(tables(**changes))
    assert found is not None, [each.message() for each in findings]
    return found
