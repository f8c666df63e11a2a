"""The saving of units that abate together 联合减排的节约: a game whose Shapley value becomes an allocation.

Each unit i of the equal-rate cut r_i = e_i (1 - B/Σe) could meet it alone at the least cost c({i}); a coalition S meets
Σ r_i with all its measures at c(S). It saves v(S) = Σ_{i in S} c({i}) - c(S) ≥ 0, of which φ_i is i's Shapley share.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.abatement_cost import Curves, fill, has_groups
from ghginv.budget.allocation.shapley import MOST_EXACT, shapley

if TYPE_CHECKING:
    import pandas as pd


MOST_WITH_GROUPS, DRAWS = 8, 500  # units up to which all coalitions are formed; orders drawn above


def saving(cuts: pd.Series, measures: pd.DataFrame) -> Callable[[Iterable[Hashable]], float]:
    """v(S) in CNY for any set of units. InputError, naming the units: own measures do not suffice for a unit's cut."""
    curves = Curves(measures)
    alone = {unit: curves.of(unit, float(cut)) for unit, cut in cuts.items()}
    if short := [unit for unit, (_, gap) in alone.items() if gap]:
        gaps = checked.shown(math.fsum(alone[unit][1] for unit in short))
        raise checked.refuse("budget-allocation-cannot-alone", found=checked.listed(short), expected=gaps)
    joint = _by_search(measures) if has_groups(measures) else _by_sorting(measures)

    def value(units: Iterable[Hashable]) -> float:
        members = set(units)
        if len(members) < 2:
            return 0.0
        required = math.fsum(cuts[unit] for unit in members)
        return math.fsum(alone[unit][0] for unit in members) - joint(members, required)

    return value


def shapley_saving(total: float, table: pd.DataFrame, *, measures: pd.DataFrame) -> pd.Series:
    """a_i = e_i - x_i - (c({i}) - φ_i - C_i)/λ: traded at the shadow price λ, each unit's cost is c({i}) - φ_i.

    x_i and C_i are what i abates in the least-cost solution of all and what that costs, λ the cost of its last tonne.
    Σa = B since Σx = Σr and Σc({i}) - v(N) = ΣC. All coalitions up to 12 units (8 with exclusive groups), orders drawn
    with a fixed seed above. Source: Shapley 1953, A Value for n-Person Games; the conversion into tonnes is our own.
    InputError: no cut to make (total not below emissions), a unit that cannot alone, a shadow price not above zero,
    a result below zero.
    """
    import pandas as pd

    amount, among = checked.total(total), checked.units(table)
    emitted = among.like(checked.vector(table["emissions"], among, "emissions"))
    whole = math.fsum(emitted)
    if amount >= whole:
        raise checked.refuse("budget-allocation-no-cut", found=checked.shown(amount), expected=checked.shown(whole))
    cuts = emitted * (1 - amount / whole)
    value = saving(cuts, measures)
    theirs = measures[measures["unit"].isin(emitted.index)]
    together = fill(theirs, math.fsum(cuts))
    if not together.price > 0:
        raise checked.refuse("budget-allocation-price", found=f"{together.price:g}")
    rows = pd.DataFrame({"unit": theirs["unit"], "x": together.taken, "paid": together.taken * theirs["cost"]})
    done = rows.groupby("unit").sum().reindex(emitted.index).fillna(0.0)
    curves = Curves(theirs)
    alone = pd.Series({unit: curves.of(unit, float(cut))[0] for unit, cut in cuts.items()})
    most = MOST_WITH_GROUPS if has_groups(measures) else MOST_EXACT
    game = shapley(list(emitted.index), value, draws=0 if len(emitted) <= most else DRAWS, seed=0)
    shares = game["value"].reindex(emitted.index)
    found = emitted - done["x"] - (alone - shares - done["paid"]) / together.price
    if (below := (found < -1e-9 * amount).to_numpy()).any():
        raise checked.refuse("budget-allocation-below-zero", found=among.named(below), method="shapley")
    return found.clip(lower=0.0)


def _by_sorting(measures: pd.DataFrame) -> Callable[[set[Hashable], float], float]:
    """The least cost of a coalition by one sorted list of all measures."""
    ordered = measures.sort_values("cost", kind="stable")
    owner, potential, cost = (ordered[name].to_numpy() for name in ("unit", "abatement_t", "cost"))

    def joint(members: set[Hashable], required: float) -> float:
        here = np.array([unit in members for unit in owner])
        amounts = potential[here]
        taken = np.clip(required - (np.cumsum(amounts) - amounts), 0.0, amounts)
        return math.fsum(taken * cost[here])

    return joint


def _by_search(measures: pd.DataFrame) -> Callable[[set[Hashable], float], float]:
    return lambda members, required: fill(measures[measures["unit"].isin(members)], required).cost
