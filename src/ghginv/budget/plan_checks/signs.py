"""Numbers that cannot be: negative budgets and data, percent as fractions, a base year of zero, zero denominators."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ghginv.budget.plan_checks.draft import Draft
from ghginv.budget.plan_numbers import Row
from ghginv.findings import Finding

BUDGETS = {"bounds": ("lower_t", "upper_t", "fixed_t"), "reserves": ("share", "amount_t"), "requests": ("requested_t",)}
DATA = {"indicators": "value", "enterprise_data": "value", "measures": "abatement_t", "baseline": "emissions_t"}
_SIGNED = ("gdp_growth", "initial_growth")
_TOTALS = ("total", "target_emissions", "cumulative_cap", "energy_total")
_CUTS = ("intensity_cut", "energy_intensity_cut")


def check(draft: Draft) -> Iterator[Finding]:
    """What is wrong with the size and sign of numbers."""
    for table, columns in BUDGETS.items():
        for row in draft.table(table):
            for column in columns:
                if row.number(column) < 0:
                    yield row.finding("budget-plan-negative", column)
    for table, column in DATA.items():
        for row in draft.table(table):
            if row.number(column) < 0 and not _may_be_negative(draft, row):
                yield row.finding("budget-plan-data-negative", column)
    for row in draft.table("path"):
        yield from _parameter(row)
    for row in draft.table("reserves"):
        if 0 < row.number("share") < 0.1:
            yield row.finding("budget-plan-percent-small", "share", expected=f"{row.number('share') * 100:g}")
    yield from _base(draft)
    yield from _intensities(draft)


def _may_be_negative(draft: Draft, row: Row) -> bool:
    if row.table == "baseline":
        layer = draft.rules.layer(row.text("layer"))
        return layer is not None and layer.memo
    return row.values.get("indicator") == "value_added"


def _parameter(row: Row) -> Iterator[Finding]:
    """A parameter of the total: percent that are fractions or beyond all measure, negative totals."""
    parameter, value = row.text("parameter"), row.number("value")
    as_percent = f"{value * 100:g}"
    if parameter in _TOTALS and value < 0:
        yield row.finding("budget-plan-negative", "value")
    if row.text("unit") != "%":
        return
    if parameter in _CUTS and 0 < value < 1:
        yield row.finding("budget-plan-percent-fraction", "value", expected=as_percent)
    elif parameter not in _CUTS and 0 < abs(value) < 0.2:
        yield row.finding("budget-plan-percent-small", "value", expected=as_percent)
    if not (-100 < value < 100) or (value < 0 and parameter not in _SIGNED):
        yield row.finding("budget-plan-percent-range", "value")


def _base(draft: Draft) -> Iterator[Finding]:
    """The base year has emissions."""
    memo = {layer.id for layer in draft.rules.layers if layer.memo}
    rows = [row for row in draft.table("baseline") if row.text("layer") not in memo]
    city = draft.of_city("emissions")
    if not rows and not city and not draft.rows.get("baseline"):
        yield draft.fact("budget-plan-base-missing", "base_year")
    elif rows and not math.fsum(row.number("emissions_t") for row in rows):
        yield rows[0].finding("budget-plan-base-zero", "emissions_t", year=draft.base_year)
    for row in city:
        if row.number("value") == 0:
            yield row.finding("budget-plan-base-zero", "value", year=draft.base_year)


def _intensities(draft: Draft) -> Iterator[Finding]:
    """A target per GDP needs the GDP of the base year, of the whole city and above zero."""
    targets = [row for row in draft.table("path") if row.text("parameter") in _CUTS]
    if not targets or not draft.base_year:
        return
    city = draft.of_city("gdp")
    if not city:
        yield targets[0].finding("budget-plan-base-gdp", "parameter", year=draft.base_year)
    for row in city:
        if row.number("value") == 0:
            yield row.finding("budget-plan-denominator", "value", found="gdp 0")
