"""Methods of several steps in the common form: a total, the table of inputs, options → a Series.

Composite indices take their weights here, DEA and least cost are brought to the total, convergence to one year.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.abatement_cost import fill
from ghginv.budget.allocation.convergence import convergence as _convergence
from ghginv.budget.allocation.grandfather import grandfather
from ghginv.budget.allocation.inputs import DUTY, NEED

if TYPE_CHECKING:
    import pandas as pd


def convergence(total: float, table: pd.DataFrame, *, year: int, start: int, convergence_year: int) -> pd.Series:
    """The column of one year of ``convergence``; years as whole numbers."""
    import pandas as pd

    when = int(checked.number(year, "year"))
    totals = pd.Series({when: total})
    found = _convergence(
        totals, table["emissions"], table["population"], start=int(start), convergence_year=int(convergence_year)
    )
    return found[when]


def composite_entropy(total: float, table: pd.DataFrame, *, floor: float) -> pd.Series:
    """Composite index; weights from the entropy of the criteria."""
    from ghginv.budget.allocation import entropy_weights

    criteria, directions = criteria_of(table)
    return _composite(total, table, criteria, entropy_weights(criteria), directions, floor)


def composite_critic(total: float, table: pd.DataFrame, *, floor: float) -> pd.Series:
    """Composite index; weights from contrast and conflict of the criteria (CRITIC)."""
    from ghginv.budget.allocation import critic_weights

    criteria, directions = criteria_of(table)
    return _composite(total, table, criteria, critic_weights(criteria, directions), directions, floor)


def composite_ahp(total: float, table: pd.DataFrame, *, pairwise: pd.DataFrame, floor: float) -> pd.Series:
    """Composite index; weights from comparisons in pairs. InputError: comparisons that are not of the criteria."""
    from ghginv.budget.allocation import ahp_weights

    criteria, directions = criteria_of(table)
    return _composite(total, table, criteria, ahp_weights(_ordered(pairwise, criteria)), directions, floor)


def composite_combined(
    total: float, table: pd.DataFrame, *, pairwise: pd.DataFrame, alpha: float, floor: float
) -> pd.Series:
    """Composite index; weights w ∝ w_ahp^alpha · w_entropy^(1-alpha)."""
    from ghginv.budget.allocation import ahp_weights, combined_weights, entropy_weights

    criteria, directions = criteria_of(table)
    subjective = ahp_weights(_ordered(pairwise, criteria))
    weights = combined_weights(subjective, entropy_weights(criteria), alpha=alpha)
    return _composite(total, table, criteria, weights, directions, floor)


def criteria_of(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """The criteria of a table, units × codes, with their directions: columns ``need:CODE`` and ``duty:CODE``."""
    chosen = {str(name): str(name).partition(":") for name in table if str(name).startswith((NEED, DUTY))}
    directions = {code: direction for direction, _, code in chosen.values()}
    return table[list(chosen)].set_axis(list(directions), axis="columns"), directions


def _composite(
    total: float, table: pd.DataFrame, criteria: pd.DataFrame, weights: Any, directions: dict[str, str], floor: float
) -> pd.Series:
    from ghginv.budget.allocation import composite

    return composite(
        total, criteria, weights, directions=directions, floor=floor, lower=table.get("lower"), upper=table.get("upper")
    )


def _ordered(pairwise: pd.DataFrame, criteria: pd.DataFrame) -> pd.DataFrame:
    """The comparisons in the order of the criteria."""
    codes = list(criteria.columns)
    if odd := set(pairwise.index) ^ set(codes):
        raise checked.refuse("budget-allocation-pairwise", found=checked.listed(sorted(odd, key=str)))
    return pairwise.loc[codes, codes]


def zsg(total: float, table: pd.DataFrame, *, returns: str, mode: str) -> pd.Series:
    """Zero-sum gains DEA on emissions as the bad output, GDP as the good one, population (and energy) as inputs; the
    result, whose sum is that of emissions, scaled to the total."""
    from ghginv.budget.allocation import dea_remarks, zsg_dea

    inputs, outputs = table[[name for name in ("population", "energy") if name in table]], table[["gdp"]]
    found = zsg_dea(table["emissions"], inputs, outputs, returns=returns, mode=mode)
    shares = found["allocation"]
    result = shares * (checked.total(total) / math.fsum(shares))
    remarks = dea_remarks(table["emissions"], inputs, outputs, returns=returns, scores=found["score"])
    result.attrs["findings"] = remarks
    return result


def least_gini(total: float, table: pd.DataFrame, *, keep_order: float = 1.0) -> pd.Series:
    """The least sum of Gini coefficients against population, GDP and emissions, the order of emissions kept."""
    from ghginv.budget.allocation import optimise

    bounds = {name: table.get(name) for name in ("lower", "upper")}
    bases = table[["population", "gdp", "emissions"]]
    start = grandfather(total, table["emissions"])
    return optimise(total, start, bases, keep_order=bool(keep_order), **bounds)


def boltzmann(total: float, table: pd.DataFrame, *, beta: float) -> pd.Series:
    """Maximum entropy with population as C and emissions per head, over their mean, as the potential E.

    β is then without unit: at 1 a unit with emissions per head one mean above another's gets 1/e of its share a head.
    """
    from ghginv.budget.allocation import maximum_entropy

    among = checked.units(table)
    heads = checked.vector(table["population"], among, "population")
    emitted = checked.vector(table["emissions"], among, "emissions")
    per_head = np.divide(emitted, heads, out=np.zeros_like(emitted), where=heads > 0)  # nobody there: no share anyway
    potential = among.like(per_head * math.fsum(heads) / math.fsum(emitted))
    return maximum_entropy(total, table["population"], potential, beta=beta)


def merit(total: float, table: pd.DataFrame, *, measures: pd.DataFrame) -> pd.Series:
    """e_i - x_i, with x the cheapest way of all units together to come down to the total.

    InputError: the total is not below emissions; measures of all do not suffice.
    """
    amount, among = checked.total(total), checked.units(table)
    emitted = among.like(checked.vector(table["emissions"], among, "emissions"))
    required = math.fsum(emitted) - amount
    if required <= 0:
        raise checked.refuse(
            "budget-allocation-no-cut", found=checked.shown(amount), expected=checked.shown(math.fsum(emitted))
        )
    theirs = measures[measures["unit"].isin(emitted.index)]
    found = fill(theirs, required)
    if found.short > 1e-9 * required:
        raise checked.refuse("budget-allocation-measures-few", found=checked.shown(found.short))
    abated = theirs["unit"].to_frame().assign(x=found.taken).groupby("unit")["x"].sum()
    result = emitted - abated.reindex(emitted.index).fillna(0.0)
    if (below := (result < -1e-9 * amount).to_numpy()).any():
        raise checked.refuse("budget-allocation-over-abated", found=among.named(below))
    return result.clip(lower=0.0)
