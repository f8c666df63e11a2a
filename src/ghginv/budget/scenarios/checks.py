"""What a scenario file must obey whatever the inventory: names that exist, no line twice, numbers that can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ghginv.budget.plan_numbers import Row
from ghginv.budget.scenarios import matching, measures, paths, switches
from ghginv.budget.scenarios.drivers import CONSTANT
from ghginv.domain import policy
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.budget.scenarios.plan import Plan

_RATES = {"growth": ("growth", "growth_low", "growth_high"), "intensity": ("change",), "power": ("growth",)}
_KEYS = {"scenarios": ("scenario",), "drivers": ("driver",), "mapping": ("category", "item"), "measures": ("measure",)}
_PLACED = ("mapping", "intensity", "switches", "measures")
JURISDICTION = "carbon budget"


def judge(plan: Plan) -> Iterator[Finding]:
    """All findings on the tables beside those of single cells."""
    tables = plan.tables
    if not tables["scenarios"]:
        yield Finding("scenario-none", found=plan.facts["name"])
    for table, key in _KEYS.items():
        yield from _twice(tables[table], key)
    for table in _PLACED:
        for row in tables[table]:
            yield from matching.faults(row)
    for row in tables["switches"]:
        yield from matching.faults(row, "to_category", "to_item")
    for table in ("growth", "intensity", "switches", "power"):
        yield from _scenarios(plan, tables[table])
    yield from _drivers(plan)
    for table, columns in _RATES.items():
        yield from _rates(plan.horizon.base, tables[table], columns)
    yield from _changes(plan)
    yield from switches.faults(plan)
    yield from measures.faults(plan)


def once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each once: what is wrong in all scenarios is found in each of them."""
    return list({(each.code, each.place, each.found, str(each.details)): each for each in findings}.values())


def _twice(rows: Iterable[Row], key: tuple[str, ...]) -> Iterator[Finding]:
    """Two lines about the same."""
    known: dict[tuple[str, ...], Row] = {}
    for row in rows:
        told = tuple(matching.code_of_item(row.text(name)) if name == "item" else row.text(name) for name in key)
        if told in known:
            shown = " ".join(filter(None, told))
            yield row.finding("scenario-line-twice", key[0], found=shown, other=known[told].place)
        known.setdefault(told, row)


def _scenarios(plan: Plan, rows: Iterable[Row]) -> Iterator[Finding]:
    known = plan.scenarios
    for row in rows:
        if row.text("scenario") and row.text("scenario") not in known:
            yield row.finding("scenario-unknown-here", "scenario", expected="、".join(known))


def _drivers(plan: Plan) -> Iterator[Finding]:
    """Drivers that are named and not defined, or defined under the name of what stays constant."""
    known = {row.text("driver"): row for row in plan.tables["drivers"]}
    expected = "、".join([*known, CONSTANT])
    for row in plan.tables["drivers"]:
        if row.text("driver") == CONSTANT:
            yield row.finding("scenario-driver-reserved", "driver")
        if row.text("follows") and row.text("follows") not in known:
            yield row.finding("scenario-driver-unknown", "follows", expected=expected)
    for table in ("growth", "mapping"):
        for row in plan.tables[table]:
            name = row.text("driver")
            if name and name not in known and (table == "growth" or name != CONSTANT):
                yield row.finding("scenario-driver-unknown", "driver", expected=expected)
    reference = plan.facts.get("reference_driver")
    if reference and reference not in known:
        row = next(row for row in plan.tables["facts"] if row.text("fact") == "reference_driver")
        yield row.finding("scenario-driver-unknown", "value", expected="、".join(known))


def _rates(year: int, rows: Iterable[Row], columns: tuple[str, ...]) -> Iterator[Finding]:
    """Rates that look like fractions, or that nothing on earth grows by."""
    small = float(policy.find("scenario_rate_small", year, JURISDICTION).number)
    large = float(policy.find("scenario_rate_large", year, JURISDICTION).number)
    for row in rows:
        for column in columns:
            rate = row.number(column)
            if 0 < abs(rate) < small:
                yield row.finding("scenario-rate-fraction", column, expected=f"{rate * 100:g}")
            elif abs(rate) > large:
                yield row.finding("scenario-rate-large", column, limit=f"{large:g}")


def _changes(plan: Plan) -> Iterator[Finding]:
    """Years of intensities and of the power factor, in every scenario."""
    for name in plan.scenarios:
        for rows in matching.in_force(plan.tables["intensity"], name, ["category", "item"]).values():
            yield from paths.path(rows, plan.horizon, filled=True, growth="change", value="").findings
        for rows in matching.in_force(plan.tables["power"], name, []).values():
            yield from paths.path(rows, plan.horizon, filled=True).findings
