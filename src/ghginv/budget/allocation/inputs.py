"""What the methods need, taken from a plan: a row a region (or an industry), a column an input, in tonnes.

Indicators are those of the base year, ``expected_output``, bounds and requests those of the year that is shared out.
A column that the plan knows nothing of is absent; a unit it knows nothing of is NaN, and the method refuses it by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ghginv.budget import rules as budget_rules

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.plan import Plan
    from ghginv.budget.trees import Tree

INDICATORS = (
    "emissions", "population", "gdp", "value_added", "cumulative_emissions", "energy", "electricity", "output",
    "benchmark", "income", "area",
)  # fmt: skip
NEED, DUTY = "need:", "duty:"


def regional_inputs(plan: Plan, year: int) -> pd.DataFrame:
    """Inputs of the regions right below the city, without those it holds itself; index: region codes, in order.

    ``emissions`` of the base year are those of the indicators where every region has one, else the sum of the
    baseline (layers that are budgeted) over the region's subtree. ``gdp`` stands in for a missing ``value_added`` and
    the other way round. Criteria are columns ``need:CODE`` or ``duty:CODE``.
    """
    on = f"{year}-12-31"
    root = plan.regions.root
    codes = [code for code in plan.regions.children(root, on) if plan.regions.node(code, on).kind != "held"]
    return _inputs(plan, year, codes, "region")


def industry_inputs(plan: Plan, year: int) -> pd.DataFrame:
    """Inputs of the industries (the leaves of the tree of departments), over the whole city; as ``regional_inputs``.

    An indicator of an industry is that of the city's row, else the sum over its regions where all rows are there.
    """
    return _inputs(plan, year, list(plan.industries.leaves(f"{year}-12-31")), "industry")


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
        table[name] = _indicator(plan, name, plan.base_year, codes, side)
    table["expected_output"] = _indicator(plan, "output", year, codes, side)
    if table.emissions.isna().any():
        baseline = _baseline(plan, codes, side)
        table["emissions"] = baseline if baseline.notna().any() else table.emissions
    for gap, other in (("gdp", "value_added"), ("value_added", "gdp")):
        if table[gap].isna().all():
            table[gap] = table[other]
    table["requests"] = _requests(plan, year, codes, side)
    table["lower"], table["upper"] = _bounds(plan, year, codes, side)
    for row in plan.tables["criteria"].itertuples():
        if row.numerator in table and (not row.denominator or row.denominator in table):
            table[f"{row.direction}:{row.criterion}"] = (
                table[row.numerator] / table[row.denominator] if row.denominator else table[row.numerator]
            )
    return table.dropna(axis="columns", how="all")


def _indicator(plan: Plan, name: str, year: int, codes: list[str], side: str) -> pd.Series:
    import pandas as pd

    if side == "region":
        return plan.indicator(name, year).reindex(codes)
    found = {}
    for code in codes:
        rows = plan.indicator(name, year, industry=code)
        root = plan.regions.root
        found[code] = rows[root] if root in rows.index else rows.sum(min_count=1)
    return pd.Series(found, dtype="float64").reindex(codes)


def _baseline(plan: Plan, codes: list[str], side: str) -> pd.Series:
    """Emissions of the base year below each unit, in the layers that get budgets."""
    import pandas as pd

    rules = budget_rules.load(plan.facts["rules"] or "default", plan.first_year)
    layers = {layer.id for layer in rules.layers if layer.budgeted}
    rows = plan.tables["baseline"]
    rows = rows[(rows.year == plan.base_year) & rows.layer.isin(layers)]
    tree = plan.regions if side == "region" else plan.industries
    sums = rows.groupby(side).emissions_t.sum()
    found = {code: sums.reindex(list(tree.subtree(code))).sum(min_count=1) for code in codes}
    return pd.Series(found, dtype="float64").reindex(codes)


def _requests(plan: Plan, year: int, codes: list[str], side: str) -> pd.Series:
    """What was asked for: the row of the whole region (or, for an industry, of the whole city), else the sum of its
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
