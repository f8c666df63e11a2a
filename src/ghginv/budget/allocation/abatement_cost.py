"""What abatement costs each unit by its own measures, and all units by theirs together.

A table of measures is that of ``merit_order`` with ``unit``, who can take it. Here what measures cannot abate is a gap
to be told and not an error: it says of a method that a unit could not live with it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats
from ghginv.budget.allocation.merit_order import merit_order

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Filled:
    """``taken`` tonnes of each measure, their ``cost`` in CNY, the ``price`` of the last tonne, tonnes ``short``."""

    taken: Floats
    cost: float
    price: float
    short: float


def fill(measures: pd.DataFrame, required: float) -> Filled:
    """The cheapest way to abate ``required`` tonnes, in the order of the rows; what cannot be abated is ``short``.

    A required amount of zero takes nothing, also not what would pay. InputError: a missing column, and as
    ``merit_order``.
    """
    if "unit" not in measures:
        raise checked.refuse("budget-allocation-measures")
    if len(measures) == 0:
        return Filled(np.zeros(0), 0.0, 0.0, max(0.0, required))
    rows = measures.assign(row=range(len(measures)))
    most = _most(rows)
    found = merit_order(rows, min(max(required, 0.0), most))
    taken = found.steps.sort_values("row")["reduction_t"].to_numpy()
    gap = required - most
    return Filled(taken, found.cost, found.shadow_price, gap if gap > 1e-9 * required else 0.0)


def has_groups(measures: pd.DataFrame) -> bool:
    """Whether some measures exclude each other."""
    return "exclusive_group" in measures and bool((measures["exclusive_group"].fillna("") != "").any())


class Curves:
    """What it costs each unit to abate by its own measures alone, sorted once and asked many times.

    InputError as ``fill``, when made.
    """

    def __init__(self, measures: pd.DataFrame) -> None:
        fill(measures, 0.0)  # refuses what is wrong with them
        self._rows = dict(iter(measures.groupby("unit")))
        self._sorted = {
            unit: rows.sort_values("cost", kind="stable")[["abatement_t", "cost"]].to_numpy(dtype=float).T
            for unit, rows in self._rows.items()
            if not has_groups(rows)
        }

    def of(self, unit: Hashable, need: float) -> tuple[float, float]:
        """Cost in CNY of abating ``need`` tonnes, and the tonnes that measures cannot abate."""
        if unit not in self._sorted:
            if unit not in self._rows:
                return 0.0, need
            found = fill(self._rows[unit], need)
            return found.cost, found.short
        potential, cost = self._sorted[unit]
        taken = np.clip(need - (np.cumsum(potential) - potential), 0.0, potential)
        gap = need - math.fsum(potential)
        return math.fsum(taken * cost), gap if gap > 1e-9 * need else 0.0


def _most(measures: pd.DataFrame) -> float:
    """What all measures can abate, of each exclusive group the largest; what is no number is ``merit_order``'s."""
    import pandas as pd

    amounts = pd.to_numeric(measures.get("abatement_t", pd.Series(dtype=float)), errors="coerce").fillna(0.0)
    if not has_groups(measures):
        return math.fsum(amounts)
    names = measures["exclusive_group"].fillna("").astype(str).str.strip()
    return math.fsum([*amounts[names == ""], *amounts[names != ""].groupby(names[names != ""]).max()])
