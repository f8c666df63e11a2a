"""Cumulative emissions over a period, and the gap to a budget by year: what is left, or over, in whole grams."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

GRAMS_PER_KG = 1000


def cumulative(path: Mapping[int, int], first: int, last: int) -> int:
    """The sum over years, both ends included; KeyError for a year that the path does not have."""
    return sum(path[year] for year in range(first, last + 1))


def gaps(path: Mapping[int, int], budget_kg: Mapping[int, int]) -> pd.DataFrame:
    """``year, emissions_g, budget_g, gap_g, cumulative_gap_g`` of the years that both have; above 0: over budget."""
    rows = []
    whole = 0
    for year in sorted(set(path) & set(budget_kg)):
        budget = budget_kg[year] * GRAMS_PER_KG
        whole += path[year] - budget
        rows.append((year, path[year], budget, path[year] - budget, whole))
    names = ["year", "emissions_g", "budget_g", "gap_g", "cumulative_gap_g"]
    return pd.DataFrame(rows, columns=names).astype("int64")
