"""Regions × industries: a matrix near a prior whose rows and columns have given sums, within bounds.

Biproportional fitting (RAS; Deming & Stephan 1940; Bacharach 1970): x_ij = a_i z_ij b_j, the matrix that minimises
Σ x ln(x/z). With bounds x_ij = clip(a_i z_ij b_j, l_ij, u_ij); fixed cells (already approved, held by the city) have
l = u. The answer is one whatever the order of rows and columns, and scales with the margins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ghginv.budget.allocation import bounded_scaling, feasibility
from ghginv.budget.allocation.bounded_scaling import Scaling
from ghginv.budget.allocation.matrix_problem import Floats, Mask, Problem, stated
from ghginv.errors import InputError
from ghginv.findings import Finding

TOLERANCE = 1e-10
ITERATIONS = 2000
_QUICK = 300  # rounds without bounds before the slower, surer way is taken
_PATIENT = 40  # rounds within bounds before feasibility is proved
_ALL_BUT = 1e-4  # of the total: what cells at the very edge of their bounds may leave undecided
_COMPLETIONS = 3  # each is exact to seven digits of what the one before left
_FAR = 1e7  # a change against the prior that makes one ask whether the cell is forced


@dataclass(frozen=True)
class Fit:
    """A fitted matrix: ``problem`` as stated, ``values`` (m × n), factors ``a`` and ``b``, rounds, largest error of a
    margin in the unit of the margins; ``forced``: cells that could have no other value though their bounds differ.
    Where rounds leave at most 1e-4 of the total undecided, because cells are closer to a bound than arithmetic can
    tell, the values are the nearest that meet the margins within the bounds.
    """

    problem: Problem
    values: Floats
    a: Floats
    b: Floats
    iterations: int
    error: float
    forced: Mask

    @property
    def matrix(self) -> Any:
        """The values in the shape of the prior."""
        return self.problem.like(self.values)


def fit_matrix(
    prior: Any,
    rows: Any,
    columns: Any,
    *,
    lower: Any = None,
    upper: Any = None,
    tolerance: float = TOLERANCE,
    iterations: int = ITERATIONS,
) -> Any:
    """The matrix (m × n, an array or a DataFrame as the prior) with the given row and column sums; see ``fit``."""
    return fit(prior, rows, columns, lower=lower, upper=upper, tolerance=tolerance, iterations=iterations).matrix


def fit(
    prior: Any,
    rows: Any,
    columns: Any,
    *,
    lower: Any = None,
    upper: Any = None,
    tolerance: float = TOLERANCE,
    iterations: int = ITERATIONS,
) -> Fit:
    """Fit ``prior`` (m × n, ≥ 0) to ``rows`` (m) and ``columns`` (n), which must have the same total.

    ``lower`` and ``upper`` are cell bounds: arrays, DataFrames or one number; blanks (NaN) are no bounds. A cell whose
    prior is zero stays at its lower bound, 0 where it has none: what was not there needs a bound to appear. Margins
    hold to ``tolerance`` times the total. A cell that the margins force to a bound is found and set (``forced``).
    InputError: what ``matrix_problem.stated`` refuses; ``budget-matrix-infeasible`` with the cells to relax and by how
    much; ``budget-matrix-slow`` where ``iterations`` rounds do not suffice.
    """
    problem = stated(prior, rows, columns, lower, upper)
    whole = problem.total
    nothing = np.zeros(problem.prior.shape, dtype=bool)
    if whole == 0:
        a, b = (np.zeros(size) for size in problem.prior.shape)
        return Fit(problem, problem.lower.copy(), a, b, 0, 0.0, nothing)
    unit = _of_one(problem, whole)
    found, where = _solve(unit, problem, tolerance, iterations, nothing)
    if found.error > tolerance:
        told = {"rounds": found.rounds, "tolerance": f"{tolerance:g}"}
        raise InputError(Finding("budget-matrix-slow", found=f"{found.error * whole:.6g}", details=told))
    prior_total = problem.prior.sum() or 1.0
    a, b = _balanced(found, unit)
    values = np.clip(found.x * whole, problem.lower, problem.upper)
    return Fit(problem, values, a * whole / prior_total, b, found.rounds, found.error * whole, where)


def _of_one(problem: Problem, whole: float) -> Problem:
    """The same problem with a total of 1, so that the unit does not matter."""
    prior = problem.prior / (problem.prior.sum() or 1.0)
    return replace(
        problem,
        prior=prior,
        rows=problem.rows / whole,
        columns=problem.columns / whole,
        lower=problem.lower / whole,
        upper=problem.upper / whole,
    )


def _solve(unit: Problem, problem: Problem, tolerance: float, iterations: int, nothing: Mask) -> tuple[Scaling, Mask]:
    """The quick way where no bound binds, then the sure one, then the one with forced cells taken out."""
    margins = unit.prior, unit.rows, unit.columns
    quick = bounded_scaling.plain(*margins, tolerance, min(iterations, _QUICK))
    if quick.error <= tolerance and (not unit.bounded or ((quick.x >= unit.lower) & (quick.x <= unit.upper)).all()):
        return quick, nothing
    done = quick.rounds if not unit.bounded else 0
    patience = max(1, min(iterations - done, _PATIENT))
    sure = bounded_scaling.bounded(*margins, unit.lower, unit.upper, tolerance, patience)
    done += sure.rounds
    if sure.error <= tolerance and not _runs_away(sure, unit):
        return replace(sure, rounds=done), nothing
    flow = feasibility.largest_flow(unit)
    cut = feasibility.contradiction(unit, flow)
    if cut is not None:
        raise InputError(feasibility.finding(problem, replace(cut, shortfall=cut.shortfall * problem.total)))
    where = feasibility.forced(unit, flow)
    if sure.error <= tolerance and not where.any():
        return replace(sure, rounds=done), nothing
    at = np.where(flow - unit.lower <= unit.upper - flow, unit.lower, unit.upper)
    lower, upper = np.where(where, at, unit.lower), np.where(where, at, unit.upper)
    last = bounded_scaling.bounded(*margins, lower, upper, tolerance, max(1, iterations - done))
    for _ in range(_COMPLETIONS):
        if tolerance < last.error <= _ALL_BUT:
            x = feasibility.completed(unit, last.x, lower, upper)
            last = replace(last, x=x, error=bounded_scaling.error_of(x, unit.rows, unit.columns))
    return replace(last, rounds=done + last.rounds), where


def _runs_away(found: Scaling, unit: Problem) -> bool:
    """Whether a cell between its bounds is all but gone, or grown beyond reason: factors on their way to 0 or ∞."""
    free = (found.x > unit.lower) & (found.x < unit.upper) & (unit.prior > 0)
    ratios = found.x[free] / unit.prior[free]
    return bool(len(ratios) and (ratios.min() < 1 / _FAR or ratios.max() > _FAR))


def _balanced(found: Scaling, unit: Problem) -> tuple[Floats, Floats]:
    """Factors of which one is free, chosen: the mean of b, weighted with the column totals, is 1."""
    mean = float(unit.columns @ found.b)
    return (found.a * mean, found.b / mean) if mean > 0 and np.isfinite(mean) else (found.a, found.b)
