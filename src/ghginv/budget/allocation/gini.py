"""The Gini coefficient 基尼系数 of an allocation against a base: how far shares are from those of population or GDP."""

from __future__ import annotations

import math

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats, Vector


def gini(allocation: Vector, base: Vector) -> float:
    """G = 1 - Σ_m (B_m - B_{m-1})(A_m + A_{m-1}), units sorted by a/b, A and B cumulated shares; from 0 to 1.

    0: all have the same amount per unit of the base. A unit without base is taken for the richest. The same number is
    Σ_i Σ_j |a_i b_j - a_j b_i| / (2 Σa Σb). Source: the area under a Lorenz curve of groups (Brown 1994, Social Science
    & Medicine 38:1243, recalled). InputError as ``checked``: labels, negative numbers, all zero.
    """
    among = checked.units(allocation)
    amounts = checked.vector(allocation, among, "allocation")
    bases = checked.vector(base, among, "base")
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = np.where(bases > 0, amounts / bases, math.inf)
    order = np.lexsort((bases, amounts, ratio))
    above, below = np.cumsum(amounts[order]) / math.fsum(amounts), bases[order] / math.fsum(bases)
    before = np.concatenate([[0.0], above[:-1]])
    return min(1.0, max(0.0, 1.0 - math.fsum(below * (above + before))))


def slopes(amounts: Floats, base: Floats) -> Floats:
    """c with c · a = G at these shares and c · x ≤ G(x) at any others: G is convex, the largest of such planes.

    ``amounts`` and ``base`` are shares (sum 1), without checks. c_i is the base of those who have less per unit of
    base than i, less the base of those who have more; a tie counts for neither.
    """
    poorer = np.sign(np.outer(amounts, base) - np.outer(base, amounts))
    found: Floats = poorer @ base
    return found
