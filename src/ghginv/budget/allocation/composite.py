"""Composite key 综合指标法: one index of several criteria, and shares by it."""

from __future__ import annotations

import math
from typing import Any

from ghginv.budget.allocation import checked
from ghginv.budget.allocation import criteria as tables
from ghginv.budget.allocation.checked import Vector


def composite(
    total: float,
    criteria: Any,
    weights: Any,
    *,
    directions: Any,
    floor: float = 0.01,
    lower: Vector | None = None,
    upper: Vector | None = None,
) -> Any:
    """a_i = B · I_i/ΣI within bounds, I_i = Σ_k w_k x'_ik, x' normalised by min-max from ``floor`` to 1.

    ``criteria``: DataFrame or array units × criteria; ``weights`` by name or position, summing to 1 (within 1e-9);
    ``directions`` ``need`` (more is given more) or ``duty`` (more is given less) by name or position. ``floor``, from 0
    to below 1: what the last of a criterion counts; x' = floor + (1-floor)(x-min)/(max-min). Returns a Series by unit
    (an array for an array) in the unit of ``total``. The index knows no size: a small district with a high index gets
    as much as a large one, unless criteria are amounts (population, not population per km²).

    Source: the usual composite index of provincial allocation, e.g. Yi et al. 2011, Applied Energy 88:2700 (recalled).
    InputError: as ``criteria.read``; weights; floor; bounds; all units the same in total and at floor 0.
    UsageError: directions.
    """
    amount, table = checked.total(total), tables.read(criteria, signed=True)
    least = checked.number(floor, "floor", least=0, most=1 - 1e-9)
    scaled = least + (1 - least) * table.normalised(directions)
    each = tables.weights_of(weights, table.names)
    index = checked.vector([math.fsum(row) for row in scaled * each], table.among, "composite index")
    low, high = checked.limits(amount, lower, upper, table.among)
    return table.among.like(checked.within_bounds(amount, index, low, high, table.among.labels))
