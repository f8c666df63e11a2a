"""Why two inventories differ, in tonnes: activity, factor, method, GWP and boundary, which add up to the difference.

Emission rows of the same activity on both sides are compared by the Shapley value: each cause gets the average of what
it changes over all orders in which the causes could have come (Albrecht, François, Schoors 2002, Energy Policy 30(9);
for a product of factors the same as the refined Laspeyres decomposition). Where the formulas differ, formula and
parameters change together as the method. A row that one side lacks is activity where the other side estimates the same
category and gas, else boundary: a category that came or went, or activity data that only one guideline counts. The
years since waste was deposited belong to the activity, not to the factors.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from ghginv.calculation import steps
from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.calculation.choose import AGE
from ghginv.formulas import all_formulas
from ghginv.readings import columns

if TYPE_CHECKING:
    import numpy
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

EFFECTS = ("activity", "factor", "method", "gwp", "boundary")
KEY = ["source_category", "item", "gas", "memo"]
_OF_ACTIVITY = ("quantity", AGE)
# What makes two rows the same activity in two inventories; the place in a workbook does not.
_ROW = [*KEY, "activity_category", "technology", "enterprise", "facility", "vintage", "month"]


def effects(first: Inventory, second: Inventory) -> pd.DataFrame:
    """Whole grams of CO2e for each of ``EFFECTS`` by ``KEY``; their sum is second less first, to the gram."""
    import pandas as pd

    sides = _rows(first), _rows(second)
    both = sides[0].merge(sides[1], on=[*_ROW, "number"], how="outer", suffixes=("_a", "_b"), indicator=True)
    both = both.sort_values([*_ROW, "number"], ignore_index=True)
    for name in EFFECTS:
        both[name] = 0
    matched = both[both["_merge"] == "both"]
    for (formula_a, formula_b), rows in matched.groupby(["formula_a", "formula_b"], sort=True):
        names = ("activity", "factor" if formula_a == formula_b else "method", "gwp")
        shares = _shares(_arguments(first, formula_a, rows, "a"), _arguments(second, formula_b, rows, "b"), rows)
        for name, grams in zip(names, _whole(shares, rows), strict=True):
            both.loc[rows.index, name] = grams
    for place, row in both[both["_merge"] != "both"].iterrows():
        there, other = ("_a", (second, sides[1])) if row["_merge"] == "left_only" else ("_b", (first, sides[0]))
        sign = -1 if there == "_a" else 1
        both.loc[place, _alone(row, *other)] = sign * int(row[f"co2e_g{there}"])
    return (
        both.groupby(KEY, sort=True)[list(EFFECTS)].sum().astype("int64").reset_index()
        if len(both)
        else (pd.DataFrame(columns=[*KEY, *EFFECTS]))
    )


def _rows(inventory: Inventory) -> pd.DataFrame:
    """The emission rows with what makes them comparable; ``number`` tells rows apart that nothing else does."""
    kept = inventory.choices[["choice_id", "activity_category", "technology", "gwp"]]
    vintages = inventory.activity[["activity_id", "vintage"]]
    table = inventory.emissions.merge(kept, on="choice_id").merge(vintages, on="activity_id")
    table = table.sort_values([*_ROW, "formula", "activity_id"], ignore_index=True)
    table["number"] = table.groupby(_ROW).cumcount()
    return table[[*_ROW, "number", "activity_id", "choice_id", "formula", "gwp", "co2e_g"]]


def _arguments(inventory: Inventory, formula: str, rows: pd.DataFrame, side: str) -> tuple[str, dict[str, Any]]:
    """The formula and its arguments for these rows, in their order."""
    table = steps.steps(inventory, formula).set_index(["activity_id", "choice_id"])
    wanted = list(zip(rows[f"activity_id_{side}"], rows[f"choice_id_{side}"].astype(int), strict=True))
    names = all_formulas()[formula].equation.arguments
    return formula, {name: table[name].loc[wanted].to_numpy("float64") for name in names}


def _shares(a: tuple[str, dict[str, Any]], b: tuple[str, dict[str, Any]], rows: pd.DataFrame) -> list[numpy.ndarray]:
    """What activity, factor (or method) and GWP change, in grams: the average over the six orders."""
    potentials = rows["gwp_a"].to_numpy("float64"), rows["gwp_b"].to_numpy("float64")
    sides = (a, b)

    def value(changed: frozenset[int]) -> numpy.ndarray:
        (formula, own), (_, active) = sides[1 in changed], sides[0 in changed]
        given = {name: active.get(name, own[name]) if name in _OF_ACTIVITY else own[name] for name in own}
        return columns.compute(all_formulas()[formula], given) * potentials[2 in changed] * GRAMS_PER_TONNE

    shares: list[Any] = [0.0, 0.0, 0.0]
    for order in permutations(range(3)):
        for position, cause in enumerate(order):
            before = frozenset(order[:position])
            shares[cause] = shares[cause] + (value(before | {cause}) - value(before)) / 6
    return shares


def _whole(shares: list[numpy.ndarray], rows: pd.DataFrame) -> list[numpy.ndarray]:
    """Shares in whole grams that add up to the difference of the rows; what rounding leaves goes to the largest."""
    import numpy

    difference = (rows["co2e_g_b"] - rows["co2e_g_a"]).to_numpy("int64")
    grams = numpy.rint(numpy.vstack(shares)).astype("int64")
    largest = numpy.abs(numpy.vstack(shares)).argmax(axis=0)
    grams[largest, numpy.arange(len(difference))] += difference - grams.sum(axis=0)
    return list(grams)


def _alone(row: pd.Series, other: Inventory, others: pd.DataFrame) -> str:
    """The cause of a row that only one side has."""
    same = (others["source_category"] == row["source_category"]) & (others["gas"] == row["gas"])
    activity = other.activity[other.activity["quantity"].notna()]
    given = (activity["category"] == row["activity_category"]) & (activity["item"] == row["item"])
    estimated = bool((same & (others["memo"] == row["memo"])).any())
    return "activity" if estimated and not given.any() else "boundary"
