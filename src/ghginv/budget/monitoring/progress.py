"""Progress 执行进度 of nodes against their plan: how much should have been emitted by now, how much was.

``plan_k = B · pi_k`` in whole kilograms; the lights are judged on these whole figures, so that whoever has the printed
table comes to the same light. Where a denominator is nothing there is no ratio (None), never an infinity.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ghginv.budget.monitoring.months import MONTHS
from ghginv.budget.monitoring.nodes import by_month, summed
from ghginv.budget.monitoring.profile import Profile

COLUMNS = ("budget_kg", "held_kg", "plan_kg", "executed_kg", "rate", "gap", "burn", "left_kg", "pace_kg", "months_left")


def build(
    places: pd.DataFrame,
    rows: pd.DataFrame,
    belongs: pd.DataFrame,
    profile: Profile,
    month: int,
    pace_months: int,
) -> pd.DataFrame:
    """Index node, COLUMNS; for all nodes of the profile.

    ``places``: PLACE, ``budget_kg`` (all that stands on the place, project holds included), ``held_kg``. ``rows``: the
    execution table of the year. ``gap = (C - plan) / plan``, ``burn = C / plan``, ``rate = C / B``; ``pace_kg`` is the
    mean of the last ``pace_months`` (fewer at the start), ``months_left = (B - C) / pace``, 0 once the budget is gone.
    A verified year (month 0) counts in December only: it is not split by month.
    """
    nodes = profile.cumulative.index
    held = summed(places, belongs, ["budget_kg", "held_kg"]).set_index("node").reindex(nodes, fill_value=0)
    table = held.astype("int64")
    monthly = by_month(rows, belongs, nodes)
    upto = [0, *MONTHS] if month == 12 else list(MONTHS[:month])
    executed = monthly[upto].sum(axis=1)
    table["plan_kg"] = planned(table["budget_kg"], profile.cumulative[month])
    table["executed_kg"] = executed
    table["rate"] = quotient(executed, table["budget_kg"])
    table["gap"] = quotient(executed - table["plan_kg"], table["plan_kg"])
    table["burn"] = quotient(executed, table["plan_kg"])
    table["left_kg"] = table["budget_kg"] - executed
    last = list(MONTHS[max(0, month - pace_months) : month])
    table["pace_kg"] = (monthly[last].sum(axis=1) / len(last)).round().astype("int64")
    left = table["left_kg"].clip(lower=0)
    table["months_left"] = quotient(left, table["pace_kg"].where(table["pace_kg"] > 0, 0))
    return table[list(COLUMNS)]


def planned(budget_kg: pd.Series, share: pd.Series) -> pd.Series:
    """``B · pi_k`` as whole kilograms, half to even."""
    return (budget_kg * share).round().astype("int64")


def quotient(above: pd.Series, below: pd.Series) -> pd.Series:
    """A ratio, NaN where there is nothing to divide by."""
    return (above / below.where(below != 0)).astype("float64")


def path(budget_kg: int, cumulative: pd.Series) -> npt.NDArray[np.int64]:
    """The plan of a node by month, whole kg, for a chart."""
    return np.rint(budget_kg * cumulative.to_numpy()).astype("int64")
