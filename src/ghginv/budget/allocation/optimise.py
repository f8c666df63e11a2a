"""Fair shares by optimisation 基尼系数优化: least Gini coefficients, or the nearest allocation within Gini limits."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats, Units, Vector
from ghginv.budget.allocation.gini_program import FINE, TOLERANCE, Least, Region, coefficients, least, nearest
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding


@dataclass(frozen=True, slots=True)
class _Problem:
    """What is asked, in shares, units sorted by their data; ``rank`` says where each stood.

    ``same`` numbers the units that cannot be told apart.
    """

    labels: tuple[Hashable, ...]
    rank: NDArray[np.int64]
    start: Floats
    names: tuple[Hashable, ...]
    bases: tuple[Floats, ...]
    region: Region
    same: NDArray[np.int64]


def optimise(
    total: float,
    start: Vector,
    bases: Any,
    *,
    weights: Any = None,
    limits: Any = None,
    lower: Vector | None = None,
    upper: Vector | None = None,
    keep_order: bool = True,
) -> Any:
    """Without ``limits`` min Σ_k w_k G_k(a), with them min ‖a - a0‖² s.t. G_k(a) ≤ limit_k; Σa = total, bounds kept.

    ``start`` (one number a unit; scaled to the total it is a0), ``bases`` a DataFrame units × bases, a mapping name →
    vector or an array units × bases (population, GDP …); ``weights`` by base, summing to 1, equal where not given;
    ``limits`` by base (0 to 1; a base may have none). ``keep_order``: who starts with more does not end with less.
    Of several optima of the first form the one nearest to a0 is returned, so the result is one and does not depend on
    the order of units. Both forms are exact to 1e-9 of a Gini coefficient (``gini_program``).

    Source: environmental Gini coefficients in allocation, e.g. Groot 2010, Resource and Energy Economics 32:383
    (recalled). InputError: vectors as ``checked``; weights; limits below what can be attained, alone or together;
    bounds against the order. UsageError: weights and limits at once, names of no base.
    """
    amount = checked.total(total)
    if weights is not None and limits is not None:
        raise UsageError(Finding("budget-gini-weights-and-limits"))
    among = checked.units(start)
    low, high = checked.limits(amount, lower, upper, among)
    asked = _problem(amount, among, start, bases, (low, high), keep_order)
    if limits is None:
        shares = _fairest(asked, _weights(weights, asked.names))
    else:
        shares = _nearest_within(asked, _limits(limits, asked.names), keep_order)
    found = np.empty(len(among))
    found[asked.rank] = amount * _alike(shares, asked.same)
    return among.like(np.clip(found, low, high))


def _problem(
    amount: float, among: Units, start: Vector, bases: Any, bounds: tuple[Floats, Floats], keep_order: bool
) -> _Problem:
    """Checked inputs as shares, in an order that is that of the data and not of the rows."""
    begun = checked.vector(start, among, "start")
    named = _named(bases, among)
    low, high = bounds
    data = np.column_stack([begun, low, high, *named.values()])
    rank = np.lexsort(data.T[::-1])
    same = np.unique(data[rank], axis=0, return_inverse=True)[1].reshape(-1)
    begun, low, high = begun[rank], low[rank], high[rank]
    order = _order(begun) if keep_order else np.zeros((0, 2), dtype=np.int64)
    region = Region(low / amount, np.minimum(high / amount, 1.0), order)
    labels = tuple(among.labels[i] for i in rank)
    _refuse_empty(region, labels, begun)
    shares = tuple(each[rank] / math.fsum(each) for each in named.values())
    return _Problem(labels, rank, begun / math.fsum(begun), tuple(named), shares, region, same)


def _named(bases: Any, among: Units) -> dict[Hashable, Floats]:
    """The bases by name, each a checked vector in the order of the units."""
    if hasattr(bases, "columns"):
        found = {name: bases[name] for name in bases.columns}
    elif isinstance(bases, Mapping):
        found = dict(bases)
    else:
        found = {k + 1: column for k, column in enumerate(np.atleast_2d(np.asarray(bases, dtype=float).T))}
    if not found:
        raise checked.refuse("budget-gini-no-base")
    return {name: checked.vector(each, among, str(name)) for name, each in found.items()}


def _order(start: Floats) -> NDArray[np.int64]:
    """Pairs (i, j), i not less than j: every unit against those of the next lower start; ties are free."""
    levels = np.unique(start)
    pairs = []
    for below, above in itertools.pairwise(levels):
        less, more = np.flatnonzero(start == below), np.flatnonzero(start == above)
        pairs += [(i, j) for i in more for j in less]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _refuse_empty(region: Region, labels: tuple[Hashable, ...], start: Floats) -> None:
    """InputError where bounds turn the order round, naming the units, or leave no allocation in that order."""
    if not len(region.order):
        return
    floor, roof = region.lower.copy(), region.upper.copy()
    levels = np.unique(start)
    for below, above in itertools.pairwise(levels):
        floor[start == above] = np.maximum(floor[start == above], floor[start == below].max())
    for above, below in itertools.pairwise(levels[::-1]):
        roof[start == below] = np.minimum(roof[start == below], roof[start == above].min())
    crossed = floor > roof
    if crossed.any() or math.fsum(floor) > 1 + TOLERANCE or math.fsum(roof) < 1 - TOLERANCE:
        wrong = crossed if crossed.any() else (region.lower > 0) | (region.upper < 1)
        raise checked.refuse("budget-gini-order", found=checked.listed(itertools.compress(labels, wrong)))


def _by_name(values: Any, names: tuple[Hashable, ...]) -> list[Any]:
    """Values in the order of the bases; NaN where a mapping has none. UsageError: names of no base, wrong number."""
    if hasattr(values, "to_dict"):
        values = values.to_dict()
    if not isinstance(values, Mapping):
        values = dict(zip(names, values, strict=False)) if len(values) == len(names) else {"?": len(values)}
    odd = [name for name in values if name not in names]
    if odd:
        known = checked.listed(names)
        raise UsageError(Finding("budget-gini-base-unknown", found=checked.listed(odd), expected=known))
    return [values.get(name, math.nan) for name in names]


def _weights(values: Any, names: tuple[Hashable, ...]) -> Floats:
    if values is None:
        return np.full(len(names), 1.0 / len(names))
    given = [0.0 if isinstance(each, float) and math.isnan(each) else each for each in _by_name(values, names)]
    found = np.array([checked.number(each, "weight", least=0) for each in given])
    if abs(math.fsum(found) - 1) > 1e-9:
        raise checked.refuse("budget-weights-sum", found=f"{math.fsum(found):.12g}", expected=1)
    return found


def _limits(values: Any, names: tuple[Hashable, ...]) -> Floats:
    """A limit a base, infinite where there is none."""
    given = [math.inf if isinstance(each, float) and math.isnan(each) else each for each in _by_name(values, names)]
    return np.array([each if each == math.inf else checked.number(each, "limit", least=0, most=1) for each in given])


def _fairest(asked: _Problem, weights: Floats) -> Floats:
    """The least weighted sum, and of all that attain it the nearest to the start."""
    best = _least(asked, list(asked.bases), weights, np.zeros(len(weights)))
    level = np.array([best.value + FINE])
    return nearest(asked.region, asked.bases, weights[None, :], level, asked.start, best.amounts)


def _nearest_within(asked: _Problem, limits: Floats, keep_order: bool) -> Floats:
    """The nearest to the start within limits; InputError where they cannot be met."""
    bound = np.flatnonzero(np.isfinite(limits))
    bases, allowed = [asked.bases[k] for k in bound], limits[bound]
    together = _least(asked, bases, np.ones(len(bound)), allowed)
    if together.value > 2 * TOLERANCE * len(bound):
        raise _out_of_reach(asked, bound, limits, together, keep_order)
    levels = np.maximum(allowed, coefficients(together.amounts, bases)) + FINE
    return nearest(asked.region, bases, np.eye(len(bound)), levels, asked.start, together.amounts)


def _least(asked: _Problem, bases: list[Floats], weights: Floats, allowed: Floats) -> Least:
    """``least`` over the region, which ``_problem`` has found not to be empty."""
    found = least(asked.region, bases, weights, allowed, asked.start)
    if found is None:
        raise checked.refuse("budget-gini-order", found=checked.listed(asked.labels))
    return found


def _out_of_reach(
    asked: _Problem, bound: NDArray[np.intp], limits: Floats, together: Least, keep_order: bool
) -> InputError:
    """Which limit cannot be met even alone, with the least it can be; else what all of them come to together."""
    none, one = np.zeros(1), np.ones(1)
    for k in bound:
        if _least(asked, [asked.bases[k]], one, limits[[k]]).value > 2 * TOLERANCE:
            lowest = _least(asked, [asked.bases[k]], one, none)
            found, expected = f"{asked.names[k]} ≤ {limits[k]:g}", f"{lowest.value:.6f}"
            return checked.refuse("budget-gini-limit", found=found, expected=expected, **_ranked(keep_order))
    at = coefficients(together.amounts, [asked.bases[k] for k in bound])
    found = ", ".join(f"{asked.names[k]} ≤ {limits[k]:g}" for k in bound)
    reached = ", ".join(f"{asked.names[k]} {each:.6f}" for k, each in zip(bound, at, strict=True))
    return checked.refuse("budget-gini-limits", found=found, expected=reached, **_ranked(keep_order))


def _ranked(keep_order: bool) -> dict[str, object]:
    return {
        "order_zh": "并保持原有排序" if keep_order else "不要求保持排序",
        "order_en": "with the ranking kept" if keep_order else "with the ranking free",
    }


def _alike(shares: Floats, same: NDArray[np.int64]) -> Floats:
    """Units that cannot be told apart get the same: the mean of theirs, as good since G is convex."""
    sums = np.bincount(same, weights=shares)
    found: Floats = (sums / np.bincount(same))[same]
    return found
