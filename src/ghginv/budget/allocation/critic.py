"""CRITIC weights: a criterion weighs more the more it varies and the less the others say the same."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation import criteria as tables


def critic_weights(criteria: Any, directions: Any = None) -> Any:
    """w_j ∝ s_j Σ_k (1 - r_jk): s_j the standard deviation, r_jk the correlation of criteria normalised to 0…1.

    ``criteria``: DataFrame or array units × criteria (may be negative); ``directions`` ``need`` or ``duty`` by name or
    position (a ``duty`` is turned round first, which changes the sign of its correlations), None: all ``need``.
    Returns a Series by criterion (an array for an array) that sums to 1; a single criterion has weight 1.

    Source: Diakoulaki, Mavrotas & Papayannakis 1995, Computers & Operations Research 22:763, eqs. 1-5 (formula read in
    later papers). InputError: as ``criteria.read``; criteria that are all the same but for scale.
    """
    table = tables.read(criteria, signed=True)
    scaled = table.normalised(directions)
    if scaled.shape[1] == 1:
        return table.like(np.ones(1))
    means = np.array([math.fsum(column) / len(column) for column in scaled.T])
    apart = scaled - means
    spread = np.array([math.sqrt(math.fsum(column**2)) for column in apart.T])
    alike = (apart.T @ apart) / np.outer(spread, spread)
    conflict = (1.0 - alike).sum(axis=1) - (1.0 - np.diag(alike))
    told = spread * np.maximum(conflict, 0.0)
    if not (conflict > 1e-12).any():
        raise checked.refuse("budget-criteria-alike", found=checked.listed(table.names))
    return table.like(told / math.fsum(told))
