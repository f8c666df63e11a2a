"""From emission rows to totals: whole grams are summed, so a total is the same in any order.

``emissions`` is a pandas table with the columns of ``inventory.EMISSION_COLUMNS``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ghginv.calculation.apply import GRAMS_PER_TONNE

if TYPE_CHECKING:
    import pandas as pd


def totals(emissions: pd.DataFrame, by: Sequence[str] = ("gas",)) -> pd.DataFrame:
    """Sums of ``mass_t`` and ``co2e_t`` by some columns; mass only makes sense where ``gas`` is among them."""
    grouped = emissions.groupby(list(by), sort=True, dropna=False)[["mass_g", "co2e_g"]].sum().reset_index()
    grouped["mass_t"] = grouped.pop("mass_g") / GRAMS_PER_TONNE
    grouped["co2e_t"] = grouped.pop("co2e_g") / GRAMS_PER_TONNE
    return grouped if "gas" in by else grouped.drop(columns="mass_t")


def counted(emissions: pd.DataFrame) -> pd.DataFrame:
    """The rows that count in the total: memo items (biogenic, bunkers, indirect, reference …) stand apart."""
    return emissions[emissions["memo"] == ""]
