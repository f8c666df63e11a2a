"""A made-up city of two districts and two industries with four years of months; small whole kilograms.

Everything here is made up, do not quote.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from ghginv.budget import trees
from ghginv.budget.monitoring import settings
from ghginv.budget.monitoring.board import Situation
from ghginv.budget.trees import Node

YEAR = 2026
REGIONS = trees.tree(
    [Node("C", "", "全市"), Node("D1", "C", "东区"), Node("D2", "C", "西区"), Node("S1", "D1", "一街")], "region"
)
INDUSTRIES = trees.tree(
    [Node("ALL", "", "各行业"), Node("C39", "ALL", "电子"), Node("C26", "ALL", "化工")], "industry"
)
SETTINGS = replace(settings.load(YEAR), ets_nodes=0)
SEASON = np.array([90, 70, 95, 98, 104, 112, 120, 121, 108, 100, 92, 90], dtype="int64")  # sums to 1,200
PLACES = (("D1", "C39", "KEY", "E1"), ("D1", "C39", "KEY", ""), ("S1", "C26", "DIF", ""), ("D2", "C26", "KEY", "E2"))
COLUMNS = ["region", "industry", "layer", "enterprise"]


def places(budgets=(1_200_000, 600_000, 240_000, 2_400_000), held: int = 0) -> pd.DataFrame:
    table = pd.DataFrame(PLACES, columns=COLUMNS)
    return table.assign(budget_kg=list(budgets), held_kg=[0, held, 0, 0])


def months(year: int, upto: int = 12, factors=(1000, 500, 200, 2000), status: str = "reported") -> pd.DataFrame:
    """The execution of a year: the season times a factor a place."""
    rows = [
        (year, month, *place, int(SEASON[month - 1]) * factor, status)
        for place, factor in zip(PLACES, factors, strict=True)
        for month in range(1, upto + 1)
    ]
    return pd.DataFrame(rows, columns=["year", "month", *COLUMNS, "emissions_kg", "status"])


def past(years=(2023, 2024, 2025), growth: float = 0.0) -> pd.DataFrame:
    """Years before, each ``growth`` above the one before."""
    made = []
    for at, year in enumerate(years):
        table = months(year)
        table["emissions_kg"] = (table["emissions_kg"] * (1 + growth) ** (at - len(years))).round().astype("int64")
        made.append(table)
    return pd.concat(made, ignore_index=True)


def situation(month: int = 6, **more) -> Situation:
    given = {"places": places(), "rows": months(YEAR, month), "past": past(), "settings": SETTINGS}
    return Situation(YEAR, month, regions=REGIONS, industries=INDUSTRIES, **{**given, **more})


def setting(**more):
    return replace(SETTINGS, **more)
