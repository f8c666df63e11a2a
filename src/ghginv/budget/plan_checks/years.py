"""Years: those of the base line and of budgets, and gaps in what must be there for every year."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.plan_checks.draft import Draft
from ghginv.budget.plan_numbers import Row
from ghginv.findings import Finding

_OF_BUDGETS = ("bounds", "reserves", "requests")
_SERIES = ("gdp", "population", "emissions", "energy")


def check(draft: Draft) -> Iterator[Finding]:
    """Rows of years that do not count, and years that are missing."""
    for row in draft.table("baseline"):
        if draft.base_year and row.year() != draft.base_year:
            yield row.finding("budget-plan-baseline-year", "year", expected=draft.base_year)
    if not draft.years or not draft.base_year:
        return
    first, last = draft.years[0], draft.years[-1]
    for table in _OF_BUDGETS:
        for row in draft.table(table):
            if row.year() and not first <= row.year() <= last:
                yield row.finding("budget-plan-year-outside", "year", expected=f"{first}–{last}")
    yield from _parameters(draft, "gdp_growth", range(draft.base_year + 1, last + 1))
    yield from _parameters(draft, "total", draft.years)
    yield from _history(draft)


def _parameters(draft: Draft, parameter: str, wanted: range | tuple[int, ...]) -> Iterator[Finding]:
    """Each version of a yearly parameter has every year, or one row for all years."""
    versions: dict[str, list[Row]] = {}
    for row in draft.table("path"):
        if row.text("parameter") == parameter:
            versions.setdefault(row.text("version"), []).append(row)
    for rows in versions.values():
        given = {row.year() for row in rows}
        missing = [year for year in wanted if year not in given]
        if missing and 0 not in given:
            shown = "、".join(map(str, missing))
            yield rows[0].finding("budget-plan-parameter-gap", "year", found=shown, parameter=parameter)


def _history(draft: Draft) -> Iterator[Finding]:
    """Years left out within a series of the whole city."""
    for indicator in _SERIES:
        series: dict[str, list[Row]] = {}
        for row in draft.indicator(indicator):
            if draft.is_city(row.text("region")) and not row.text("industry"):
                series.setdefault(row.text("version"), []).append(row)
        for rows in series.values():
            given = {row.year() for row in rows}
            missing = sorted(set(range(min(given), max(given))) - given)
            if missing:
                last = max(rows, key=lambda row: row.year())
                shown = "、".join(map(str, missing))
                yield last.finding("budget-plan-year-gap", "year", found=shown, indicator=indicator)
