"""Is there any matrix with these margins within these bounds? If not, which cells stand in the way; if so, which are
forced to a bound.

Both answers come from a maximum flow from rows to columns, cell by cell (Hoffman 1960; Ford & Fulkerson 1962;
recalled). Where less than the total flows, the minimum cut names rows whose totals exceed what their columns and the
upper bounds of the other cells can take. Where all flows, a cell whose row and column lie in different strongly
connected parts of the residual graph has the same value, one of its bounds, in every solution: no finite factors lead
there, so it is taken out beforehand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ghginv.budget.allocation.checked import listed
from ghginv.budget.allocation.matrix_problem import Floats, Mask, Problem
from ghginv.findings import Finding

_GRAIN = 1e-10  # of the total: what the solver of linear programmes may leave
_FINEST = 1e-8  # of the total: a gap below it is scaled no further, or the noise of 64-bit sums would become a gap
_SIZE = 1e5  # the total as the solver sees it; its own tolerance is 1e-7


@dataclass(frozen=True)
class Cut:
    """Why margins and bounds contradict each other: ``shortfall`` must be found in the named cells.

    ``rows`` S must place more than ``columns`` T can still take from them and the upper bounds of the cells S × not T
    (``raised``) allow; lower bounds of not S × T (``lowered``) take room away. Raising and lowering these by
    ``shortfall`` together resolves it.
    """

    rows: Mask
    columns: Mask
    raised: Mask
    lowered: Mask
    shortfall: float


def largest_flow(problem: Problem) -> Floats:
    """A matrix within bounds with row and column sums at most the margins and the largest total (m × n)."""
    from scipy import sparse
    from scipy.optimize import linprog

    m, n = problem.prior.shape
    scale = _SIZE / problem.total
    room = np.minimum(problem.upper, np.minimum(problem.rows[:, None], problem.columns)) - problem.lower
    place = np.flatnonzero(room.ravel() > 0)
    if not len(place):
        return problem.lower.copy()
    ones, at = np.ones(len(place)), np.arange(len(place))
    sides = np.concatenate([place // n, m + place % n])
    sums = sparse.csr_matrix((np.tile(ones, 2), (sides, np.tile(at, 2))), (m + n, len(at)))
    left = np.concatenate([problem.rows - problem.lower.sum(axis=1), problem.columns - problem.lower.sum(axis=0)])
    limits = np.stack([np.zeros(len(at)), room.ravel()[place] * scale], axis=1)
    solved = linprog(-ones, A_ub=sums, b_ub=np.maximum(left, 0) * scale, bounds=limits, method="highs")
    flow = problem.lower.copy().ravel()
    flow[place] += np.clip(solved.x / scale, 0, room.ravel()[place])
    return flow.reshape(m, n)


def contradiction(problem: Problem, flow: Floats) -> Cut | None:
    """The minimum cut where the largest flow misses the total; None where a solution exists."""
    missing = problem.total - math.fsum(flow.ravel())
    if missing <= _GRAIN * problem.total:
        return None
    open_rows = problem.rows - flow.sum(axis=1) > _GRAIN * problem.total
    rows, columns = _reached(problem, flow, open_rows)
    raised = rows[:, None] & ~columns
    lowered = ~rows[:, None] & columns
    needed = math.fsum(problem.rows[rows]) + math.fsum(problem.lower[lowered])
    room = math.fsum(problem.columns[columns]) + math.fsum(problem.upper[raised])
    if not needed - room > _GRAIN * problem.total:
        return None
    return Cut(rows, columns, raised, lowered & (problem.lower > 0), needed - room)


def _reached(problem: Problem, flow: Floats, start: Mask) -> tuple[Mask, Mask]:
    """Rows and columns that more could still be sent to from the rows ``start``: the source's side of the cut."""
    grain = _GRAIN * problem.total
    more, less = flow < problem.upper - grain, flow > problem.lower + grain
    rows, columns = start, np.zeros(flow.shape[1], dtype=bool)
    while True:
        wider = columns | more[rows].any(axis=0)
        further = rows | less[:, wider].any(axis=1)
        if (wider == columns).all() and (further == rows).all():
            return rows, columns
        rows, columns = further, wider


def finding(problem: Problem, cut: Cut) -> Finding:
    """The refusal that names rows, columns, the cells to relax, and by how much."""
    found = listed(label for label, chosen in zip(problem.row_labels, cut.rows.tolist(), strict=True) if chosen)
    columns = listed(label for label, chosen in zip(problem.column_labels, cut.columns.tolist(), strict=True) if chosen)
    details = {
        "columns": columns or "–",
        "needed": f"{math.fsum(problem.rows[cut.rows]):.15g}",
        "raised": problem.cells(cut.raised) or "–",
        "lowered": problem.cells(cut.lowered) or "–",
        "shortfall": f"{cut.shortfall:.10g}",
    }
    return Finding("budget-matrix-infeasible", found=found, expected=details["shortfall"], details=details)


def forced(problem: Problem, flow: Floats) -> Mask:
    """Cells that stand at one of their bounds in every solution, though their bounds differ (m × n)."""
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    m, n = flow.shape
    grain = _GRAIN * problem.total * 1e-2
    up, down = np.nonzero(flow < problem.upper - grain), np.nonzero(flow > problem.lower + grain)
    heads = np.concatenate([up[0], down[1] + m])
    tails = np.concatenate([up[1] + m, down[0]])
    graph = sparse.csr_matrix((np.ones(len(heads)), (heads, tails)), (m + n, m + n))
    _, parts = connected_components(graph, directed=True, connection="strong")
    apart: Mask = parts[:m, None] != parts[m:]
    return apart & (problem.upper > problem.lower)


def completed(unit: Problem, x: Floats, lower: Floats, upper: Floats) -> Floats:
    """The matrix within bounds that meets the margins and is nearest to ``x``, which all but does.

    The least sum of changes relative to cells, a linear program in the size of what is missing, so that its tolerance
    is a tolerance of that. What is closer to a bound than the arithmetic can tell is settled here.
    """
    from scipy import sparse
    from scipy.optimize import linprog

    gaps = np.concatenate([unit.rows - x.sum(axis=1), unit.columns - x.sum(axis=0)])
    size = max(np.abs(gaps).max(), _FINEST)
    rows, columns = np.nonzero((unit.prior > 0) & (lower < upper))
    if not len(rows):
        return x
    at, count = np.arange(len(rows)), len(rows)
    here = np.ones(count)
    sums = sparse.coo_matrix(
        (np.tile(here, 2), (np.concatenate([rows, x.shape[0] + columns]), np.tile(at, 2))), (sum(x.shape), count)
    ).tocsr()
    room = [(upper - x)[rows, columns] / size, (x - lower)[rows, columns] / size]
    solved = linprog(
        np.tile(1 / (x[rows, columns] + size), 2) * size,
        A_eq=sparse.hstack([sums, -sums]),
        b_eq=gaps / size,
        bounds=[(0, each if np.isfinite(each) else None) for each in np.maximum(np.concatenate(room), 0)],
        method="highs",
    )
    if solved.x is None:
        return x
    found = x.copy()
    found[rows, columns] += size * (solved.x[:count] - solved.x[count:])
    return np.clip(found, lower, upper)
