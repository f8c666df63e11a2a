"""The figures of an inventory by category and gas, ready to be varied: which formula, which inputs, which values.

Only what counts in the total is here; memo items stand apart. A category is one of our tree, so that a run of any
guideline, sector or year can be set beside another. Warming potentials are taken as certain, as is usual.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ghginv.calculation.totals import counted
from ghginv.domain import categories
from ghginv.formulas import all_formulas
from ghginv.formulas.equation import Formula
from ghginv.inventory.evidence import Evidence

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

LAND = "land"


@dataclass(frozen=True, slots=True)
class Choice:
    """A formula with the values of its terms, the parameter each comes from, and the warming potential."""

    formula: Formula
    values: Mapping[str, float]
    parameters: Mapping[str, str]
    gwp: float


class Figures:
    """The counted emission rows of an inventory and what varies them."""

    def __init__(self, inventory: Inventory):
        self.inventory = inventory
        self.evidence = Evidence(inventory)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """``category, gas, item, activity_id, choice_id, co2e_t`` of every counted row, sorted."""
        emissions = counted(self.inventory.emissions)
        kept = emissions.assign(category=emissions["source_category"])
        columns = ["category", "gas", "item", "activity_id", "choice_id", "co2e_t", "co2e_g"]
        return kept[columns].sort_values(columns[:5], ignore_index=True)

    @cached_property
    def choices(self) -> dict[int, Choice]:
        """The computed choices by id."""
        found = {}
        for row in self.inventory.choices.to_dict("records"):
            if row["formula"]:
                terms = json.loads(row["terms"])
                found[int(row["choice_id"])] = Choice(
                    all_formulas()[row["formula"]],
                    {term["name"]: term["value"] for term in terms},
                    {term["name"]: term["parameter_id"] for term in terms},
                    float(row["gwp"]),
                )
        return found

    def totals(self) -> pd.DataFrame:
        """``category, gas, land, co2e_t``: a row per category and gas, summed in whole grams."""
        grams = self.rows.groupby(["category", "gas"], sort=True)["co2e_g"].sum().reset_index()
        land = [categories.sector(code) == LAND for code in grams["category"]]
        return grams.assign(land=land, co2e_t=grams["co2e_g"] / 1e6).drop(columns="co2e_g")


def paired(figures: Figures, base: Figures | None) -> pd.DataFrame:
    """The totals of a year and of its base year side by side; what only one of them has is zero in the other."""
    if base is None:
        return figures.totals()
    both = figures.totals().merge(base.totals(), on=["category", "gas"], how="outer", suffixes=("", "_base"))
    both = both.assign(
        land=[categories.sector(code) == LAND for code in both["category"]],
        co2e_t=both["co2e_t"].fillna(0.0),
        base_co2e_t=both["co2e_t_base"].fillna(0.0),
    )
    columns = ["category", "gas", "land", "co2e_t", "base_co2e_t"]
    return both[columns].sort_values(["category", "gas"], ignore_index=True)
