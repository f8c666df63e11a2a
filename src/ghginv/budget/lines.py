"""Lines of a budget 预算明细: what a version consists of, and how they are summed, compared and checked.

Columns: ``year, kind, region, industry, layer, enterprise, amount_kg``. ``kind`` is ``available`` (a cell: region,
industry, layer; with an enterprise its own budget, without one the rest of the cell) or ``reserve.general``,
``reserve.new``, ``reserve.price`` (a region, the city's at the root; industry and layer blank). The lines of a year
add up to its total.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ghginv.budget.trees import Tree
from ghginv.findings import Finding

COLUMNS = ("year", "kind", "region", "industry", "layer", "enterprise", "amount_kg")
KEYS = COLUMNS[:-1]
AVAILABLE = "available"


def ordered(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines in the order of their columns, whole kilograms, numbered from 0."""
    table = lines[list(COLUMNS)].astype({"year": "int64", "amount_kg": "int64"})
    return table.sort_values(list(KEYS), kind="stable", ignore_index=True)


def by_region(lines: pd.DataFrame, tree: Tree) -> pd.DataFrame:
    """Budgets of all regions: index code in tree order, a column a year, kg; a node has what all below it have."""
    return _summed(lines, tree, "region")


def by_industry(lines: pd.DataFrame, tree: Tree) -> pd.DataFrame:
    """Budgets of departments and industries, as ``by_region``; reserves belong to none of them."""
    return _summed(lines[lines["industry"] != ""], tree, "industry")


def matrix(lines: pd.DataFrame, year: int) -> pd.DataFrame:
    """Regions × industries of a year, kg, as the lines name them; reserves in a last column ``""``."""
    table = lines[lines["year"] == year]
    found = table.pivot_table(index="region", columns="industry", values="amount_kg", aggfunc="sum", fill_value=0)
    found = found.sort_index().astype("int64")
    columns = [each for each in sorted(found.columns) if each] + ([""] if "" in found.columns else [])
    return found[columns].rename_axis(index=None, columns=None)


def difference(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The lines that differ between two versions: KEYS, ``old_kg``, ``new_kg``, ``change_kg`` (0 where missing)."""
    sides = [
        table.groupby(list(KEYS), sort=True)["amount_kg"].sum().rename(name)
        for table, name in ((old, "old_kg"), (new, "new_kg"))
    ]
    # Added over the union of keys in integers: a join of floats would lose kilograms of large budgets.
    keys = sides[0].index.union(sides[1].index)
    columns = {str(each.name): each.reindex(keys, fill_value=0).astype("int64") for each in sides}
    found = pd.DataFrame(columns).reset_index()
    found["change_kg"] = found["new_kg"] - found["old_kg"]
    return found[found["change_kg"] != 0].reset_index(drop=True)


def check_sums(
    lines: pd.DataFrame, totals: Mapping[int, int], regions: Tree | None = None, industries: Tree | None = None
) -> list[Finding]:
    """What is wrong with lines: years that miss their total, lines twice, negative amounts, lines that name no cell.

    With trees also: codes that are not valid in the year.
    """
    found = []
    sums = lines.groupby("year")["amount_kg"].sum()
    for year in sorted({*totals, *sums.index.tolist()}):
        has, wanted = int(sums.get(year, 0)), int(totals.get(year, 0))
        if has != wanted:
            found.append(_finding("budget-lines-sum", year, f"{has}", f"{wanted}", difference=f"{has - wanted:+d}"))
    for place, code in (
        (lines.duplicated(list(KEYS)), "budget-lines-twice"),
        (lines["amount_kg"] < 0, "budget-lines-negative"),
    ):
        found += [_finding(code, row.year, _name(row)) for row in lines[place].itertuples()]
    reserve = lines["kind"].str.startswith("reserve.")
    blank = (lines["industry"] == "") & (lines["layer"] == "") & (lines["enterprise"] == "")
    cell = (lines["industry"] != "") & (lines["layer"] != "") & (lines["kind"] == AVAILABLE)
    odd = lines[(lines["region"] == "") | ~((reserve & blank) | cell)]
    found += [_finding("budget-lines-cell", row.year, _name(row)) for row in odd.itertuples()]
    for tree, column in ((regions, "region"), (industries, "industry")):
        if tree is not None:
            pairs = lines[["year", column]].drop_duplicates().itertuples(index=False)
            gone = [(year, code) for year, code in pairs if code and not tree.has(code, f"{year}-12-31")]
            found += [_finding("budget-lines-code", year, code, column) for year, code in sorted(gone)]
    return found


def _finding(code: str, year: int, found: str, expected: str = "", **details: object) -> Finding:
    return Finding(code, sheet=str(year), found=found, expected=expected, details=details)


def _name(row: object) -> str:
    return " / ".join(part for name in KEYS[1:] if (part := str(getattr(row, name))))


def _summed(lines: pd.DataFrame, tree: Tree, column: str) -> pd.DataFrame:
    """Sums of subtrees; a line of a code that the tree of its year does not have counts for itself alone."""
    sums = lines.groupby(["year", column])["amount_kg"].sum()
    years = sorted({int(year) for year in lines["year"].unique()})
    codes = list(tree.subtree(tree.root))
    found = {year: dict.fromkeys(codes, 0) for year in years}
    for (year, code), kg in sums.items():
        day = f"{year}-12-31"
        line = (code, *tree.ancestors(code, day)) if tree.has(code, day) else (code,)
        for each in line:
            found[year][each] = found[year].get(each, 0) + int(kg)
    return pd.DataFrame(found, dtype="int64").rename_axis(columns="year")
