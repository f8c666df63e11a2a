"""Merit order of measures 减排成本曲线: the cheapest steps first, of alternatives at most one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats

COLUMNS = ("measure", "abatement_t", "cost")


@dataclass(frozen=True, slots=True)
class MeritOrder:
    """``steps``: the measures in merit order with ``chosen, reduction_t, cumulative_t, cost_total``.

    ``shadow_price``: cost of a tonne of the dearest measure used, the choice among alternatives taken as made;
    ``cost`` of all, negative where measures earn more than the others cost.
    """

    steps: Any
    shadow_price: float
    cost: float


def merit_order(measures: Any, required: float) -> MeritOrder:
    """The cheapest measures that reduce exactly ``required`` t.

    ``measures``: DataFrame with ``abatement_t`` (t, not negative), ``cost`` (money/t, may be negative), ``measure``
    and, if there are alternatives, ``exclusive_group`` (of one group at most one is taken; blank: free); ``region`` and
    ``industry`` stay. Measures can be taken in part. Those that cost less than nothing come first, and no more of them
    than required. Measures of the same cost are used in proportion to what they can do, so the order of rows is no
    matter; between alternatives that come to the same total cost the choice goes by name.

    Without groups a sort; with groups a mixed-integer program chooses the alternatives (scipy ``milp``, HiGHS, gap 0).
    Source: marginal abatement cost curves, e.g. Kesicki & Strachan 2011, Environmental Science & Policy 14:1195
    (recalled). InputError: columns missing, no measure, a number that is none, negative reductions; more required
    than all can do, alternatives counted once.
    """
    table = _read(measures)
    wanted = checked.number(required, "required", least=0)
    potential, cost = table["abatement_t"].to_numpy(), table["cost"].to_numpy()
    groups = _groups(table)
    most = _most(potential, groups)
    if wanted > most * (1 + 1e-12):
        raise checked.refuse("budget-potential-exceeded", found=f"{wanted:.15g}", expected=f"{most:.15g}")
    chosen = _chosen(potential, cost, groups, min(wanted, most))
    used = _used(np.where(chosen, potential, 0.0), cost, min(wanted, most))
    steps = table.assign(chosen=chosen, reduction_t=used, cumulative_t=np.cumsum(used), cost_total=used * cost)
    taken = cost[used > 0]
    return MeritOrder(steps, float(taken.max()) if len(taken) else 0.0, math.fsum(used * cost))


def _read(measures: Any) -> Any:
    """The table checked and sorted: by cost, then by what names the measures."""
    missing = [name for name in COLUMNS if name not in getattr(measures, "columns", ())]
    if missing:
        raise checked.refuse("budget-measures-columns", found=", ".join(missing), expected=", ".join(COLUMNS))
    table = measures.reset_index(drop=True)
    if not len(table):
        raise checked.refuse("budget-measures-none")
    among = checked.Units(tuple(table["measure"]))
    table["abatement_t"] = checked.vector(table["abatement_t"].to_numpy(), among, "abatement_t", some=False)
    table["cost"] = checked.vector(table["cost"].to_numpy(), among, "cost", some=False, signed=True)
    known = [name for name in ("region", "industry", "measure", "exclusive_group") if name in table.columns]
    names = table[known].astype(str).agg("\x1f".join, axis=1).to_numpy()
    order = np.lexsort((names, table["abatement_t"].to_numpy(), table["cost"].to_numpy()))
    return table.iloc[order].reset_index(drop=True)


def _groups(table: Any) -> list[NDArray[np.intp]]:
    """The rows of each exclusive group of two or more."""
    if "exclusive_group" not in table.columns:
        return []
    names = table["exclusive_group"].fillna("").astype(str).str.strip().to_numpy()
    rows = [np.flatnonzero(names == name) for name in sorted(set(names) - {""})]
    return [each for each in rows if len(each) > 1]


def _most(potential: Floats, groups: list[NDArray[np.intp]]) -> float:
    """What all can do, of each group the largest."""
    counted = potential.copy()
    for rows in groups:
        counted[rows] = 0.0
        counted[rows[0]] = potential[rows].max()
    return math.fsum(counted)


def _chosen(potential: Floats, cost: Floats, groups: list[NDArray[np.intp]], wanted: float) -> NDArray[np.bool_]:
    """Which may be used: all that are free, and of each group the one of the cheapest whole."""
    chosen = np.ones(len(potential), dtype=bool)
    if not groups or wanted == 0:
        for rows in groups:
            chosen[rows[1:]] = False
        return chosen
    from scipy.optimize import Bounds, LinearConstraint, milp

    count = len(potential)
    within = np.concatenate(groups)
    # No measure serves more than what is wanted; so close a bound keeps a fraction of a choice from passing for none.
    useful = np.minimum(potential, wanted)
    scale, dear = useful.max(), max(float(np.abs(cost).max()), 1e-300)
    amounts = useful / scale
    matrix = np.zeros((1 + len(within) + len(groups), count + len(within)))
    matrix[0, :count] = 1.0
    for k, i in enumerate(within):  # x_i ≤ min(potential_i, wanted) · taken_i
        matrix[1 + k, i], matrix[1 + k, count + k] = 1.0, -amounts[i]
    for g, members in enumerate(groups):
        matrix[1 + len(within) + g, count + np.flatnonzero(np.isin(within, members))] = 1.0
    low = np.concatenate([[wanted / scale], np.full(len(matrix) - 1, -math.inf)])
    high = np.concatenate([[wanted / scale], np.zeros(len(within)), np.ones(len(groups))])
    solved = milp(
        np.concatenate([cost / dear, np.zeros(len(within))]),
        integrality=np.concatenate([np.zeros(count), np.ones(len(within))]),
        bounds=Bounds(0, np.concatenate([amounts, np.ones(len(within))])),
        constraints=LinearConstraint(matrix, low, high),
        options={"mip_rel_gap": 0.0},
    )
    chosen[within] = solved.x[count:] > 0.5
    return _enough(chosen, potential, groups, wanted)


def _enough(
    chosen: NDArray[np.bool_], potential: Floats, groups: list[NDArray[np.intp]], wanted: float
) -> NDArray[np.bool_]:
    """The choice, with larger alternatives where the program's tolerance left it short of what is wanted."""
    while math.fsum(potential[chosen]) < wanted:
        gains = [potential[rows].max() - math.fsum(potential[rows][chosen[rows]]) for rows in groups]
        rows = groups[int(np.argmax(gains))]
        if not max(gains) > 0:
            break  # all that can be done is done: what is wanted is that, but for rounding
        chosen[rows] = False
        chosen[rows[int(np.argmax(potential[rows]))]] = True
    return chosen


def _used(potential: Floats, cost: Floats, wanted: float) -> Floats:
    """Cheapest first until it is enough; the last cost in proportion."""
    used = np.zeros(len(potential))
    left = wanted
    for price in np.unique(cost):
        same = cost == price
        there = math.fsum(potential[same])
        if there >= left:
            used[same] = potential[same] * (left / there) if there else 0.0
            break
        used[same] = potential[same]
        left -= there
    return used
