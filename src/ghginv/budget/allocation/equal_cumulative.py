"""Equal cumulative emissions per head 人均累计排放法: the past counts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd


def equal_cumulative(total: float, population: Vector, history: Vector) -> Any:
    """a_i = n_i (B + ΣH) - H_i with n_i = p_i/Σp: each head has the same of past and future together.

    ``history`` H is what each has emitted since the start year, ``total`` B what is left to emit, in one unit. A
    result may be negative: a debt, stated and not clipped (``debts`` names it); the sum is B all the same.
    Source: Pan, Teng et al. 2014 and van den Berg et al. 2020, equal cumulative per capita (ECPC); PBL's
    ``effort-sharing``, allocations/ecpc.py, without its discounting. InputError as ``checked``; history may be zero.
    """
    amount, among = checked.total(total), checked.units(population)
    heads = checked.vector(population, among, "population")
    past = checked.vector(history, among, "cumulative_emissions", some=False)
    return among.like(heads / math.fsum(heads) * (amount + math.fsum(past)) - past)


def debts(allocation: pd.Series) -> list[Finding]:
    """A warning for each unit that has emitted more than its share of past and future; ``found`` is its debt."""
    return [
        Finding("budget-allocation-debt", found=checked.shown(-amount), details={"unit": str(unit)})
        for unit, amount in allocation.items()
        if amount < 0
    ]
