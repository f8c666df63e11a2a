"""Row and column factors of a matrix within bounds, in arrays whose total is 1: the arithmetic of ``matrix``.

Minimising Σ x ln(x/z) - x under given sums and bounds has the dual variables ln a, ln b with x = clip(z a b, l, u).
Solving all rows exactly, then all columns, climbs the dual (Bregman 1967; Lamond & Stewart 1981, Transportation
Research B 15:239; recalled). Between two rounds a Newton step on both sides is tried and kept where it brings the
sums nearer; it makes the last digits quick where alternating alone would crawl.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ghginv.budget.allocation.matrix_problem import Floats

_STEP = 10.0  # largest change of a logarithm in one Newton step
_TRIES = 6
_HALVINGS = 12


@dataclass(frozen=True)
class Scaling:
    """The matrix ``x``, factors ``a`` (rows) and ``b`` (columns), rounds taken, largest error of a margin."""

    x: Floats
    a: Floats
    b: Floats
    rounds: int
    error: float


def plain(z: Floats, rows: Floats, columns: Floats, tolerance: float, most: int) -> Scaling:
    """RAS without bounds: only sums of products, no matrix is written before the end."""
    turned = np.ascontiguousarray(z.T)
    b = np.ones(len(columns))
    sums = z @ b
    error, taken = np.inf, 0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        while taken < most and error > tolerance:
            taken += 1
            a = _ratio(rows, sums)
            b = _ratio(columns, turned @ a)
            sums = z @ b
            error = np.abs(a * sums - rows).max()
            if error != error:
                break
        x = z * b
        x *= a[:, None]
    error = max(error, np.abs(x.sum(axis=0) - columns).max())
    return Scaling(x, a, b, taken, float(error))


def _ratio(wanted: Floats, sums: Floats) -> Floats:
    found = wanted / sums
    if not np.isfinite(found).all():
        found[~np.isfinite(found)] = 0.0
    return found


def bounded(
    z: Floats, rows: Floats, columns: Floats, lower: Floats, upper: Floats, tolerance: float, most: int
) -> Scaling:
    """Dual ascent within bounds; rows and columns must each have room for their total. ``most`` rounds at most."""
    a, b = np.ones(len(rows)), np.ones(len(columns))
    turned = [np.ascontiguousarray(each.T) for each in (z, lower, upper)]
    x, error, taken = z, np.inf, 0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        while taken < most and error > tolerance:
            taken += 1
            a = roots(z * b, rows, lower, upper, a)
            b = roots(turned[0] * a, columns, turned[1], turned[2], b)
            x = np.clip(z * (a[:, None] * b), lower, upper)
            error = error_of(x, rows, columns)
            if error > tolerance:
                a, b, x, error = _newton(z, rows, columns, lower, upper, a, b, x, error)
    return Scaling(x, a, b, taken, float(error))


def error_of(x: Floats, rows: Floats, columns: Floats) -> float:
    """The largest error of a margin; ∞ where a cell is no number."""
    error = max(np.abs(x.sum(axis=1) - rows).max(), np.abs(x.sum(axis=0) - columns).max())
    return float(error) if np.isfinite(error) else np.inf


def roots(weights: Floats, targets: Floats, lower: Floats, upper: Floats, guess: Floats) -> Floats:
    """For each row the factor f with Σ_j clip(w_j f, l_j, u_j) = target; targets must lie within Σl and Σu.

    Newton on the cells that stand between their bounds, from the guess; rows that it leaves are solved over their
    sorted kinks l/w, u/w.
    """
    factors = guess.copy()
    slack = 1e-14 * targets.sum()
    for _ in range(_TRIES):
        found = weights * factors[:, None]
        low, high = found <= lower, found >= upper
        held = np.where(low, lower, np.where(high, upper, 0.0)).sum(axis=1)
        slope = np.where(low | high, 0.0, weights).sum(axis=1)
        missing = targets - held - slope * factors
        open_rows = np.abs(missing) > slack
        if not open_rows.any():
            return factors
        step = (targets - held) / slope
        factors = np.where(open_rows & (slope > 0) & np.isfinite(step) & (step > 0), step, factors)
    found = np.clip(weights * factors[:, None], lower, upper)
    left = np.flatnonzero(~(np.abs(found.sum(axis=1) - targets) <= slack))
    if len(left):
        factors[left] = _over_kinks(weights[left], targets[left], lower[left], upper[left])
    return factors


def _over_kinks(weights: Floats, targets: Floats, lower: Floats, upper: Floats) -> Floats:
    """The same by the piece of the (piecewise linear, rising) sum that holds the target."""
    has = weights > 0
    enters = np.where(has, lower / weights, np.inf)
    leaves = np.where(has, upper / weights, np.inf)
    kinks = np.concatenate([enters, leaves], axis=1)
    slopes = np.where(np.isfinite(kinks), np.concatenate([weights, -weights], axis=1), 0.0)
    order = np.argsort(kinks, axis=1, kind="stable")
    kinks = np.take_along_axis(kinks, order, axis=1)
    slopes = np.cumsum(np.take_along_axis(slopes, order, axis=1), axis=1)
    finite = np.isfinite(kinks)
    ends = np.where(finite, kinks, 0.0).max(axis=1)  # the last kink of each row
    kinks = np.where(finite, kinks, ends[:, None])
    rises = slopes[:, :-1] * np.diff(kinks, axis=1)
    sums = lower.sum(axis=1)[:, None] + np.concatenate([np.zeros((len(kinks), 1)), np.cumsum(rises, axis=1)], axis=1)
    last = np.maximum((sums <= targets[:, None]).sum(axis=1) - 1, 0)
    at = np.arange(len(kinks))
    start, slope = kinks[at, last], slopes[at, last]
    beyond = slope > 1e-12 * weights.sum(axis=1)
    factors = np.where(beyond, start + (targets - sums[at, last]) / np.where(beyond, slope, 1.0), start)
    return _polished(weights, targets, lower, upper, factors)


def _polished(weights: Floats, targets: Floats, lower: Floats, upper: Floats, factors: Floats) -> Floats:
    """Sums of few terms instead of long running sums, where that comes nearer."""
    found = weights * factors[:, None]
    free = (found > lower) & (found < upper)
    held = np.where(free, 0.0, np.clip(found, lower, upper)).sum(axis=1)
    slope = np.where(free, weights, 0.0).sum(axis=1)
    better = np.where(slope > 0, (targets - held) / np.where(slope > 0, slope, 1.0), factors)

    def miss(each: Floats) -> Floats:
        gap: Floats = np.abs(np.clip(weights * each[:, None], lower, upper).sum(axis=1) - targets)
        return gap

    return np.where((better > 0) & (miss(better) < miss(factors)), better, factors)


def _newton(
    z: Floats,
    rows: Floats,
    columns: Floats,
    lower: Floats,
    upper: Floats,
    a: Floats,
    b: Floats,
    x: Floats,
    error: float,
) -> tuple[Floats, Floats, Floats, float]:
    """One Newton step on ln a and ln b, halved until it climbs the dual (or halves the error); else none.

    The dual is concave along the step and its slope there is Σ step · (total - sum): where that is not yet negative,
    the top has not been passed.
    """
    free = np.where((x > lower) & (x < upper), x, 0.0)
    along, across = _direction(free, rows - x.sum(axis=1), columns - x.sum(axis=0))
    size = np.where(z > 0, along[:, None] + across, 0.0).max()
    if not (np.isfinite(size) and np.isfinite(along).all() and np.isfinite(across).all()):
        return a, b, x, error
    length = min(1.0, _STEP / size) if size > 0 else 1.0
    for _ in range(_HALVINGS):
        new_a, new_b = a * np.exp(length * along), b * np.exp(length * across)
        new_x = np.clip(z * (new_a[:, None] * new_b), lower, upper)
        new_error = error_of(new_x, rows, columns)
        rising = along @ (rows - new_x.sum(axis=1)) + across @ (columns - new_x.sum(axis=0)) >= 0
        if new_error < 0.5 * error or (rising and np.isfinite(new_error)):
            return new_a, new_b, new_x, new_error
        length /= 2
    return a, b, x, error


def _direction(free: Floats, row_gaps: Floats, column_gaps: Floats) -> tuple[Floats, Floats]:
    """Solve [[R, X], [Xᵀ, C]] (p, q) = gaps, where X are the free cells, R and C their sums: rows are eliminated.

    The matrix is singular (a k, b / k is the same matrix); a grain on the diagonal chooses among its solutions.
    """
    if free.shape[0] < free.shape[1]:
        across, along = _direction(free.T, column_gaps, row_gaps)
        return along, across
    sums, below = free.sum(axis=1), free.sum(axis=0)
    inverse = np.where(sums > 0, 1.0 / np.where(sums > 0, sums, 1.0), 0.0)
    schur = np.diag(below) - free.T @ (free * inverse[:, None])
    grain = 1e-13 * (below.max() or 1.0)
    schur[np.diag_indices_from(schur)] += np.where(below > 0, np.maximum(grain, 1e-12 * below), 1.0)
    right = np.where(below > 0, column_gaps - free.T @ (row_gaps * inverse), 0.0)
    try:
        across = np.asarray(np.linalg.solve(schur, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.zeros_like(row_gaps), np.zeros_like(column_gaps)
    return (row_gaps - free @ across) * inverse, across
