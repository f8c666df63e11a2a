"""An index by year from what people write: growth from one year to another, or a value a year.

The index is 1 in the base year. Growth is in percent a year; a value counts against the value of the base year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ghginv.budget.plan_numbers import Row
from ghginv.findings import Finding

FULL = 100.0


@dataclass(frozen=True, slots=True)
class Horizon:
    """Base year and last year."""

    base: int
    last: int

    @property
    def years(self) -> range:
        """All years, the base year among them."""
        return range(self.base, self.last + 1)

    @property
    def future(self) -> range:
        """The years after the base year."""
        return range(self.base + 1, self.last + 1)


@dataclass(frozen=True)
class Path:
    """An index by year, what it rests on by year (growth in percent, or a value), and what is wrong with its rows."""

    index: dict[int, float]
    rows: dict[int, Row] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def path(rows: Sequence[Row], horizon: Horizon, *, filled: bool, growth: str = "growth", value: str = "value",
         variant: str = "") -> Path:  # fmt: skip
    """The path that rows describe, ``growth`` and ``value`` being their columns ("" where there are no values).

    ``filled``: years that no row names stay as the year before; else each is a finding. ``variant`` (``growth_low``)
    stands before the growth where it is given.
    """
    findings = [finding for row in rows for finding in _wrong(row, horizon, growth, value)]
    if findings:
        return Path({}, {}, findings)
    by_year: dict[int, Row] = {}
    for row in rows:
        for year in _years(row, horizon, value):
            if year in by_year:
                findings.append(row.finding("scenario-years-twice", "from_year", found=year, other=by_year[year].place))
            by_year.setdefault(year, row)
    if not filled and rows and (missing := [year for year in horizon.future if year not in by_year]):
        findings.append(rows[0].finding("scenario-years-gap", "from_year", found="、".join(map(str, missing))))
    valued = [row for row in rows if value and row.has(value)]
    if valued and not (horizon.base in by_year and by_year[horizon.base].has(value)):
        findings.append(valued[0].finding("scenario-path-base", value, expected=horizon.base))
    return Path({} if findings else _index(by_year, horizon, growth, value, variant), by_year, findings)


def _index(by_year: dict[int, Row], horizon: Horizon, growth: str, value: str, variant: str) -> dict[int, float]:
    index = {horizon.base: 1.0}
    for year in horizon.future:
        row = by_year.get(year)
        if row is None:
            index[year] = index[year - 1]
        elif value and row.has(value):
            index[year] = row.number(value) / by_year[horizon.base].number(value)
        else:
            rate = row.number(variant) if variant and row.has(variant) else row.number(growth)
            index[year] = index[year - 1] * (1 + rate / FULL)
    return index


def _years(row: Row, horizon: Horizon, value: str) -> range:
    first = row.year("from_year")
    if value and row.has(value):
        return range(first, first + 1)
    return range(first, (row.year("to_year") or horizon.last) + 1)


def _wrong(row: Row, horizon: Horizon, growth: str, value: str) -> Iterator[Finding]:
    """What is wrong with a single row."""
    if row.broken & {"from_year", "to_year", growth, value}:
        yield row.finding("scenario-row-unusable")
        return
    is_value, is_growth = bool(value) and row.has(value), row.number(growth) == row.number(growth)
    if is_value == is_growth:
        yield row.finding("scenario-path-what", growth)
        return
    first, last = row.year("from_year"), row.year("to_year")
    if last and (last < first or (is_value and last != first)):
        yield row.finding("scenario-years-order", "to_year", expected=first)
    earliest = horizon.base if is_value else horizon.base + 1
    for column, year in (("from_year", first), ("to_year", last or first)):
        if not earliest <= year <= horizon.last:
            yield row.finding("scenario-years-outside", column, expected=f"{earliest}–{horizon.last}")
            break
    if is_value and row.number(value) <= 0:
        yield row.finding("scenario-path-positive", value)
    if is_growth and row.number(growth) <= -FULL:
        yield row.finding("scenario-path-positive", growth)
