"""Jumps of 10^3 or 10^4 against the year before, units mixed in a series: 万 forgotten, 件 beside 万件."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ghginv.budget.plan_checks.draft import Draft, Key
from ghginv.budget.plan_numbers import Row
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding

SERIES = {
    "indicators": (("indicator", "region", "industry", "version"), "value"),
    "enterprise_data": (("enterprise", "facility", "indicator"), "value"),
    "requests": (("region", "industry"), "requested_t"),
}


_ONE_UNIT = {"indicators": ("indicator", "industry"), "enterprise_data": ("enterprise", "facility", "indicator")}


def check(draft: Draft) -> Iterator[Finding]:
    """Figures beyond all measure of the year before; requests also of the base line; units of output that are mixed."""
    yield from _units(draft)
    for table, (columns, column) in SERIES.items():
        series: dict[Key, list[Row]] = {}
        for row in draft.table(table):
            series.setdefault(tuple(row.text(name) for name in columns), []).append(row)
        for rows in series.values():
            by_year = sorted(rows, key=lambda row: row.year())
            for before, after in pairwise(by_year):
                yield from _jump(draft, before.number(column), after, column, str(before.year()), _unit(before))
    base: dict[Key, float] = {}
    for row in draft.table("baseline"):
        for key in ((row.text("region"), row.text("industry")), (row.text("region"), "")):
            base[key] = base.get(key, 0.0) + row.number("emissions_t")
    for row in draft.table("requests"):
        known = base.get((row.text("region"), row.text("industry")), 0.0)
        yield from _jump(draft, known, row, "requested_t", str(draft.base_year), "t")


def _units(draft: Draft) -> Iterator[Finding]:
    """What has no unit of its own, output and benchmarks, is in one unit within an industry and a facility."""
    for table, columns in _ONE_UNIT.items():
        first: dict[Key, str] = {}
        for row in draft.table(table):
            said = row.text("unit")
            wanted = first.setdefault(tuple(row.text(name) for name in columns), said)
            if said != wanted:
                yield row.finding("budget-plan-unit-mixed", "unit", expected=wanted)


def _jump(draft: Draft, before: float, row: Row, column: str, year: str, unit: str) -> Iterator[Finding]:
    after = row.number(column)
    if before > 0 and after > 0 and not 1 / draft.rules.jump < after / before < draft.rules.jump:
        ratio = f"{after / before:.3g}"
        last = f"{digits(before)} {unit}".strip()
        yield row.finding("budget-plan-jump", column, expected=last, year=year, ratio=ratio, unit=_unit(row))


def _unit(row: Row) -> str:
    """The unit as written."""
    return str(row.written.values.get("unit") or row.values.get("unit", "t"))
