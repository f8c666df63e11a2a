"""The least Gini coefficients as one linear program with a variable for every pair of units.

G = Σ_{i<j} |a_i b_j - a_j b_i| of shares, and the smallest t_ij above both signs of the difference is its absolute
value: exact, no order of units assumed. The program grows with the square of the number of units.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ghginv.budget.allocation.checked import Floats

MOST_PAIRS = 8000
FINEST = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


def fits(units: int, bases: int) -> bool:
    """Whether the program is small enough to be solved in a few seconds."""
    return units * (units - 1) // 2 * bases <= MOST_PAIRS


def solve(
    bounds: Floats, order: Floats, bases: Sequence[Floats], weights: Floats, allowed: Floats
) -> tuple[float, Floats] | None:
    """min Σ_k w_k max(0, G_k(a) - allowed_k): its value and a; None where no a has sum 1, bounds and order.

    ``bounds`` units × 2, ``order`` rows R with R a ≤ 0, ``bases`` shares. Variables: a, then t of each base, then the
    excess of each base.
    """
    from scipy import sparse
    from scipy.optimize import linprog

    units, count = len(bounds), len(bases)
    first, second = np.triu_indices(units, 1)
    pairs = len(first)
    none = sparse.csr_array((len(order), pairs * count + count))
    rows: list[Any] = [sparse.hstack([sparse.csr_array(order), none])] if len(order) else []
    for k, base in enumerate(bases):
        rows += _absolute(base, first, second, k, count)
    rows.append(sparse.hstack([sparse.csr_array((count, units)), _sums(count, pairs), -sparse.eye_array(count)]))
    matrix = sparse.vstack(rows).tocsr()
    sides = np.concatenate([np.zeros(matrix.shape[0] - count), allowed])
    free = pairs * count + count
    cost = np.concatenate([np.zeros(units + pairs * count), weights])
    whole = sparse.csr_array(np.concatenate([np.ones(units), np.zeros(free)])[None, :])
    limits = np.concatenate([bounds, np.column_stack([np.zeros(free), np.full(free, math.inf)])])
    solved = linprog(cost, matrix, sides, whole, [1.0], bounds=limits, method="highs", options=FINEST)
    return (float(solved.fun), solved.x[:units]) if solved.status == 0 else None


def _absolute(base: Floats, first: NDArray[np.intp], second: NDArray[np.intp], k: int, count: int) -> list[Any]:
    """±(a_i b_j - a_j b_i) - t_ij ≤ 0 of one base."""
    from scipy import sparse

    pairs, units = len(first), len(base)
    each = np.arange(pairs)
    where = (np.concatenate([each, each]), np.concatenate([first, second]))
    differences = sparse.csr_array((np.concatenate([base[second], -base[first]]), where), shape=(pairs, units))
    blocks = [sparse.csr_array((pairs, pairs)) for _ in range(count)]
    blocks[k] = -sparse.eye_array(pairs)
    excess = sparse.csr_array((pairs, count))
    return [sparse.hstack([sign * differences, *blocks, excess]) for sign in (1.0, -1.0)]


def _sums(count: int, pairs: int) -> Any:
    """The sum of t of each base."""
    from scipy import sparse

    return sparse.kron(sparse.eye_array(count), np.ones((1, pairs)))
