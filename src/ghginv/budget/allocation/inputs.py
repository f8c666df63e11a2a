"""What the methods need, taken from a plan: a row a region (or an industry), a column an input, in tonnes.

Indicators are those of the base year, ``expected_output``, bounds and requests those of the year that is shared out.
Regions are those of that year: what an earlier region had in the base year is moved by the plan's mappings.
A column that the plan knows nothing of is absent; a unit it knows nothing of is NaN, and the method refuses it by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ghginv.budget import baseline as budget_baseline
from ghginv.budget import mappings
from ghginv.budget import rules as budget_rules
from ghginv.budget.trees import last_day

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.plan import Plan
    from ghginv.budget.trees import Tree

INDICATORS = (
    "emissions", "population", "gdp", "value_added", "cumulative_emissions", "energy", "electricity", "output",
    "benchmark", "income", "area",
)  # fmt: skip
NEED, DUTY = "need:", "duty:"
_PER_UNIT = ("benchmark", "income")  # what two regions have does not add up
_FINE = 10**9  # parts of a unit that are kept when regions are merged or split


def regional_inputs(plan: Plan, year: int) -> pd.DataFrame:
    """Inputs of the regions right below the city, without those it holds itself; index: region codes, in order.

    ``emissions`` of the base year are those of the indicators where every region has one, else the sum of the
    baseline (layers that are budgeted) over the region's subtree. ``gdp`` stands in for a missing ``value_added`` and
    the other way round. Criteria are columns ``need:CODE`` or ``duty:CODE``.
    """
    return _inputs(plan, year, units(plan, year, "region"), "region")


def industry_inputs(plan: Plan, year: int) -> pd.DataFrame:
    """Inputs of the industries (the leaves of the tree of departments), over the whole city; as ``regional_inputs``.

    An indicator of an industry is that of the city's row, else the sum over its regions where all rows are there.
    """
    return _inputs(plan, year, units(plan, year, "industry"), "industry")


def units(plan: Plan, year: int, side: str) -> list[str]:
    """Who shares a total in a year: regions right below the city without those it holds itself, or all industries."""
    on = last_day(year)
    if side == "industry":
        return list(plan.industries.leaves(on))
    tree = plan.regions
    return [code for code in tree.children(tree.root, on) if tree.node(code, on).kind != "held"]


def baseline(plan: Plan, year: int, side: str) -> pd.Series:
    """Emissions of the base year in t below each unit of a year, in the layers that get budgets; NaN: none stated."""
    import pandas as pd

    rules = budget_rules.load(plan.facts["rules"] or "default", plan.first_year)
    tree, place = (plan.regions, 0) if side == "region" else (plan.industries, 1)
    codes, on = units(plan, year, side), last_day(year)
    if not (plan.tables["baseline"].year == plan.base_year).any():
        return pd.Series(index=codes, dtype="float64")
    above = {below: code for code in codes for below in tree.subtree(code, on)}
    found: dict[str, int] = {}
    for key, kg in budget_baseline.read(plan, rules, year).items():
        if (code := above.get(key[place])) is not None:
            found[code] = found.get(code, 0) + kg
    return pd.Series(found, dtype="float64").reindex(codes) / 1000


def pairwise(plan: Plan) -> pd.DataFrame | None:
    """The reciprocal matrix of the plan's comparisons, criteria × criteria; None where it has none. A pair that was
    not compared is NaN."""
    import numpy as np
    import pandas as pd

    rows = plan.tables["pairwise"]
    if rows.empty:
        return None
    codes = sorted(plan.tables["criteria"].criterion)
    found = pd.DataFrame(np.nan, index=codes, columns=codes)
    for code in codes:
        found.loc[code, code] = 1.0
    for row in rows.itertuples():
        found.loc[row.criterion_a, row.criterion_b] = row.value
        found.loc[row.criterion_b, row.criterion_a] = 1.0 / row.value
    return found


def measures(plan: Plan, units: Sequence[str], side: str = "region") -> pd.DataFrame:
    """The plan's measures with ``unit``, the one of ``units`` that each is in; others are left out."""
    rows = plan.tables["measures"].copy()
    tree: Tree = plan.regions if side == "region" else plan.industries
    above = {below: code for code in units for below in tree.subtree(code)}
    rows.insert(0, "unit", rows[side].map(above))
    return rows[rows.unit.notna()].reset_index(drop=True)


def _inputs(plan: Plan, year: int, codes: list[str], side: str) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame(index=pd.Index(codes, name=side))
    for name in INDICATORS:
        table[name] = _indicator(plan, name, plan.base_year, codes, side, year)
    table["expected_output"] = _indicator(plan, "output", year, codes, side, year)
    if table.emissions.isna().any():
        stated = baseline(plan, year, side)
        table["emissions"] = stated if stated.notna().any() else table.emissions
    for gap, other in (("gdp", "value_added"), ("value_added", "gdp")):
        if table[gap].isna().all():
            table[gap] = table[other]
    table["requests"] = requested(plan, year, codes, side)
    table["lower"], table["upper"] = _bounds(plan, year, codes, side)
    for row in plan.tables["criteria"].itertuples():
        if row.numerator in table and (not row.denominator or row.denominator in table):
            table[f"{row.direction}:{row.criterion}"] = (
                table[row.numerator] / table[row.denominator] if row.denominator else table[row.numerator]
            )
    return table.dropna(axis="columns", how="all")


def _indicator(plan: Plan, name: str, of: int, codes: list[str], side: str, year: int) -> pd.Series:
    """An indicator of the year ``of`` under the codes of ``year``."""
    import pandas as pd

    if side == "region":
        return _moved(plan, plan.indicator(name, of), name, of, year).reindex(codes)
    found = {}
    for code in codes:
        rows = plan.indicator(name, of, industry=code)
        root = plan.regions.root
        found[code] = rows[root] if root in rows.index else rows.sum(min_count=1)
    return pd.Series(found, dtype="float64").reindex(codes)


def _moved(plan: Plan, values: pd.Series, name: str, of: int, year: int) -> pd.Series:
    """Values of the year ``of`` under the codes of ``year``; what a region that began between them states stays."""
    import pandas as pd

    shares = [each for each in mappings.of_plan(plan, "region") if last_day(of) < each.date <= last_day(year)]
    if not shares or name in _PER_UNIT:
        return values
    began = {code for code in values.index if not plan.regions.has(code, last_day(of))}
    before = {code: round(value * _FINE) for code, value in values.items() if code not in began}
    after = pd.Series(mappings.mapped(before, shares), dtype="float64") / _FINE
    return pd.concat([after.drop(began & set(after.index)), values[sorted(began)]])


def requested(plan: Plan, year: int, codes: list[str], side: str) -> pd.Series:
    """What was asked for in t: the row of the whole region (for an industry: of the whole city), else the sum of its
    parts."""
    import pandas as pd

    rows = plan.tables["requests"]
    rows = rows[rows.year == year]
    whole, other = ("industry", "") if side == "region" else ("region", plan.regions.root)
    of_whole = rows[rows[whole] == other].groupby(side).requested_t.sum()
    of_parts = rows[rows[whole] != other].groupby(side).requested_t.sum()
    return pd.Series({code: of_whole.get(code, of_parts.get(code)) for code in codes}, dtype="float64").reindex(codes)


def _bounds(plan: Plan, year: int, codes: list[str], side: str) -> tuple[pd.Series, pd.Series]:
    """Bounds of the whole unit in the year: the highest lower, the lowest upper; a fixed budget is both."""
    rows = plan.tables["bounds"]
    other = "industry" if side == "region" else "region"
    none = ("",) if side == "region" else ("", plan.regions.root)
    rows = rows[rows[other].isin(none) & (rows.layer == "") & rows.year.isin((0, year)) & rows[side].isin(codes)]
    low = rows[["lower_t", "fixed_t"]].max(axis=1).groupby(rows[side]).max()
    high = rows[["upper_t", "fixed_t"]].min(axis=1).groupby(rows[side]).min()
    return low.reindex(codes), high.reindex(codes)
