"""Entropy weights 熵权法: a criterion weighs more the more it tells units apart."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ghginv.budget.allocation import criteria as tables


def entropy_weights(criteria: Any) -> Any:
    """w_j = (1-e_j)/Σ(1-e), e_j = -(1/ln n) Σ_i p_ij ln p_ij, p_ij = x_ij/Σ_i x_ij, 0·ln 0 = 0.

    ``criteria``: DataFrame or array units × criteria, not negative, any unit (a column's scale does not matter, a
    shift of its zero does). Returns a Series by criterion (an array for an array) that sums to 1. 1-e_j is computed as
    Σ p ln(n p)/ln n, which loses no digits where a criterion is nearly constant.

    Source: Shannon 1948; as weights Zeleny 1982, Multiple Criteria Decision Making, ch. 7, and Xu 2004, European
    Journal of Operational Research 156:530. InputError: as ``criteria.read``, among them a constant criterion.
    """
    table = tables.read(criteria)
    count = len(table.among)
    told = []
    for column in table.values.T:
        shares = column / math.fsum(column)
        some = shares[shares > 0]
        told.append(max(0.0, math.fsum(some * np.log(count * some)) / math.log(count)))
    return table.like(np.array(told) / math.fsum(told))
