"""Least Gini coefficients and the nearest allocation under Gini limits, exactly, by planes added as needed.

With a fixed order of units the Gini coefficient is linear in the allocation, and over all orders it is the largest of
these planes: convex. So its minimum is a linear program: with a variable a pair of units where they are few
(``gini_pairs``), else with a row an order. Of these, rows are added where the last solution breaks them (Kelley 1960,
J. SIAM 8:703, recalled): every round gives a lower bound (the program) and an upper one (the solution), and it ends
when they meet, after finitely many rounds. All numbers here are shares: amounts sum to 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ghginv.budget.allocation import gini_pairs
from ghginv.budget.allocation.checked import Floats
from ghginv.budget.allocation.gini import slopes

TOLERANCE = 1e-9
FINE = 1e-11
"""How far above its level a coefficient may be: what the arithmetic of ``nearest`` can tell apart."""
ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Region:
    """Allocations allowed: bounds a unit, and pairs (i, j) of which i may not get less than j."""

    lower: Floats
    upper: Floats
    order: NDArray[np.int64]

    def rows(self) -> Floats:
        """R with R a ≤ 0: the order."""
        found = np.zeros((len(self.order), len(self.lower)))
        each = np.arange(len(self.order))
        found[each, self.order[:, 0]] = -1.0
        found[each, self.order[:, 1]] += 1.0
        return found


@dataclass(frozen=True, slots=True)
class Least:
    """A minimum: ``value`` proven to ``TOLERANCE``, where it is attained, and the excess of each base there."""

    value: float
    amounts: Floats
    excess: Floats


def coefficients(amounts: Floats, bases: Sequence[Floats]) -> Floats:
    """G against each base, of shares."""
    return np.array([float(slopes(amounts, base) @ amounts) for base in bases])


def least(region: Region, bases: Sequence[Floats], weights: Floats, allowed: Floats, start: Floats) -> Least | None:
    """min Σ_k w_k max(0, G_k(a) - allowed_k) over the region; None where the region is empty."""
    if not gini_pairs.fits(len(start), len(bases)):
        return by_planes(region, bases, weights, allowed, start)
    bounds = np.column_stack([region.lower, region.upper])
    solved = gini_pairs.solve(bounds, region.rows(), bases, weights, allowed)
    if solved is None:
        return None
    excess = np.maximum(0.0, coefficients(solved[1], bases) - allowed)
    return Least(float(weights @ excess), solved[1], excess)


def by_planes(region: Region, bases: Sequence[Floats], weights: Floats, allowed: Floats, start: Floats) -> Least | None:
    """The same with a row an order, added as needed."""
    count = len(bases)
    rows = [np.concatenate([row, np.zeros(count)]) for row in region.rows()]
    sides = [0.0] * len(rows)
    planes: list[set[bytes]] = [set() for _ in bases]
    amounts, best = start, Least(math.inf, start, np.zeros(count))
    while True:
        for k, base in enumerate(bases):
            planes[k].add(_plane(amounts, base))
            rows.append(np.concatenate([slopes(amounts, base), -np.eye(count)[k]]))
            sides.append(float(allowed[k]))
        solved = _program(region, np.array(rows), np.array(sides), weights)
        if solved is None:
            return None
        bound, amounts, room = solved
        excess = np.maximum(0.0, coefficients(amounts, bases) - allowed)
        if float(weights @ excess) < best.value:
            best = Least(float(weights @ excess), amounts, excess)
        settled = best.value - bound <= TOLERANCE or (excess - room).max() <= TOLERANCE / 10
        if settled or all(_plane(amounts, base) in known for base, known in zip(bases, planes, strict=True)):
            return best


def _plane(amounts: Floats, base: Floats) -> bytes:
    """The order of units as a key: one that is known already adds nothing, and rounding alone keeps the gap open."""
    return np.round(slopes(amounts, base), 12).tobytes()


def _program(region: Region, rows: Floats, sides: Floats, weights: Floats) -> tuple[float, Floats, Floats] | None:
    """The linear program with the rows known so far: its value, the amounts, the excess it sees."""
    from scipy.optimize import linprog

    units, count = len(region.lower), len(weights)
    cost = np.concatenate([np.zeros(units), weights])
    whole = np.concatenate([np.ones(units), np.zeros(count)])[None, :]
    low = np.concatenate([region.lower, np.zeros(count)])
    high = np.concatenate([region.upper, np.full(count, math.inf)])
    bounds = np.column_stack([low, high])
    solved = linprog(cost, rows, sides, whole, [1.0], bounds=bounds, method="highs", options=gini_pairs.FINEST)
    if solved.status != 0:
        return None
    return float(solved.fun), solved.x[:units], solved.x[units:]


def nearest(
    region: Region,
    bases: Sequence[Floats],
    mixes: Floats,
    levels: Floats,
    start: Floats,
    inside: Floats,
    rounds: int = ROUNDS,
) -> Floats:
    """The one allocation of the region with Σ_k m_k G_k ≤ level for each mix m that has the least ‖a - start‖.

    A mix with a single 1 is a limit on one coefficient; the mix of all weights with the least value as its level
    picks, of several optima, the one nearest to the start. ``inside`` is any allocation that meets the levels. Planes
    are added where broken and dropped where slack: the distance only grows, and there are finitely many planes. Should
    the rounds not do, or rounding leave no room between the levels and the region, the last point is moved towards
    ``inside`` until it meets the levels.
    """
    step = _within_sum(len(start))
    fixed, sides = _fixed_rows(region)
    planes, heights = np.zeros((0, len(start))), np.zeros(0)
    amounts = start
    for _ in range(rounds):
        rows, high = np.concatenate([fixed, planes]), np.concatenate([sides, heights])
        found = _least_distance(rows, high, start, step)
        if found is None:
            break
        amounts, pulls = found
        slope = mixes @ np.array([slopes(amounts, base) for base in bases]).reshape(len(bases), len(start))
        broken = slope @ amounts > levels + FINE / 10
        if not broken.any():
            return _tidied(amounts, region)
        holding = pulls[len(fixed) :] > 0
        planes = np.concatenate([planes[holding], -slope[broken]])
        heights = np.concatenate([heights[holding], -levels[broken]])
    return _tidied(_towards(inside, amounts, bases, mixes, levels), region)


def _towards(inside: Floats, amounts: Floats, bases: Sequence[Floats], mixes: Floats, levels: Floats) -> Floats:
    """The point nearest to ``amounts`` on the way to ``inside`` that meets the levels, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        met = mixes @ coefficients(amounts + middle * (inside - amounts), bases) <= levels + FINE / 10
        low, high = (low, middle) if met.all() else (middle, high)
    return amounts + high * (inside - amounts)


def _fixed_rows(region: Region) -> tuple[Floats, Floats]:
    """Bounds and order as R a ≥ s."""
    one = np.eye(len(region.lower))
    capped = np.isfinite(region.upper)
    rows = np.concatenate([one, -one[capped], -region.rows()])
    sides = np.concatenate([region.lower, -region.upper[capped], np.zeros(len(region.order))])
    return rows, sides


def _within_sum(units: int) -> Floats:
    """Orthonormal columns that span the moves which keep the sum (Helmert): units × (units - 1)."""
    found = np.zeros((units, units - 1))
    for k in range(1, units):
        found[:k, k - 1] = 1.0
        found[k, k - 1] = -float(k)
        found[:, k - 1] /= math.sqrt(k * (k + 1.0))
    return found


def _least_distance(rows: Floats, sides: Floats, start: Floats, step: Floats) -> tuple[Floats, Floats] | None:
    """min ‖a - start‖ with R a ≥ s and the sum kept, and how strongly each row holds it; None: there is no such a.

    Least distance programming through non-negative least squares (Lawson & Hanson 1974, chapter 23, LDP; recalled).
    """
    from scipy.optimize import nnls

    pulls = np.zeros(len(rows))
    turned, short = rows @ step, sides - rows @ start
    norms = np.linalg.norm(turned, axis=1)
    used = np.flatnonzero(norms > 1e-13)  # a row that no move changes holds already
    turned, short = turned[used] / norms[used, None], short[used] / norms[used]
    if (short <= 0).all():
        return start, pulls
    system = np.concatenate([turned.T, short[None, :]])
    goal = np.zeros(len(system))
    goal[-1] = 1.0
    pulls[used], left = nnls(system, goal, maxiter=50 * system.shape[1])
    if left < 1e-3:  # 1/√(1 + ‖a - start‖²) where there is one, else 0; shares are not further apart than √2
        return None
    rest = system @ pulls[used] - goal
    return start + step @ (-rest[:-1] / rest[-1]), pulls


def _tidied(amounts: Floats, region: Region) -> Floats:
    """Rounding noise taken off: bounds kept to the bit, the sum brought back by units that have room."""
    inside = np.clip(amounts, region.lower, region.upper)
    for _ in range(3):
        left = 1.0 - math.fsum(inside)
        room = region.upper - inside if left > 0 else inside - region.lower
        roomy = np.minimum(room, inside + TOLERANCE)
        if left == 0 or not roomy.any():
            break
        inside = np.clip(inside + left * roomy / math.fsum(roomy), region.lower, region.upper)
    return inside
