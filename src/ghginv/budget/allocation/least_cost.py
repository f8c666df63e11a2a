"""Least cost 成本最小: who reduces how much when marginal costs rise in a line, and the price at which they do."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats, Vector


@dataclass(frozen=True, slots=True)
class LeastCost:
    """Reductions by unit, the shadow price (the cost of the last tonne) and the cost of all."""

    reductions: Any
    shadow_price: float
    cost: float


def least_cost(required: float, slopes: Vector, caps: Vector | None = None) -> LeastCost:
    """q_i = min(cap_i, Λ/s_i) with Σq = Q: marginal costs s_i q_i are equal, but for those who are at their cap.

    ``required`` Q in t, ``slopes`` s_i in money/t², above 0, ``caps`` in t (None, or NaN for a unit: no cap). The
    reductions are of the kind of ``slopes``. Λ is the shadow price in money/t, to be shown beside the price of
    allowances; where all are at their caps it is the dearest tonne there is. Cost is Σ s q²/2. Exact: Q is piecewise
    linear in Λ, the piece is found by sorting its kinks s_i cap_i.

    Source: the equimarginal principle, Baumol & Oates 1988 (recalled). InputError: vectors as ``checked``; more
    required than the caps allow.
    """
    among = checked.units(slopes)
    steep = checked.vector(slopes, among, "slopes", positive=True)
    wanted = checked.number(required, "required", least=0)
    most = _caps(caps, among)
    potential = math.fsum(most) if np.isfinite(most).all() else math.inf
    if wanted > potential * (1 + 1e-12):
        raise checked.refuse("budget-potential-exceeded", found=f"{wanted:.15g}", expected=f"{potential:.15g}")
    price = _price(min(wanted, potential), steep, most)
    amounts = np.minimum(most, price / steep)
    cost = math.fsum(steep * amounts**2) / 2
    return LeastCost(among.like(amounts), price, cost)


def _caps(caps: Vector | None, among: checked.Units) -> Floats:
    """Caps a unit, infinite where there is none."""
    if caps is None:
        return np.full(len(among), math.inf)
    given: Any = caps.astype(float) if hasattr(caps, "reindex") else np.asarray(caps, dtype=float)
    none = np.isnan(given) | (given == math.inf)
    finite = given.mask(none, 0.0) if hasattr(caps, "reindex") else np.where(none, 0.0, given)
    capped = checked.vector(finite, among, "caps", some=False)
    free = checked.vector(none * 1.0, among, "caps", some=False)
    found: Floats = np.where(free > 0, math.inf, capped)
    return found


def _price(wanted: float, steep: Floats, most: Floats) -> float:
    """Λ at which Σ min(cap, Λ/s) is what is wanted."""
    kinks = steep * most
    order = np.lexsort((most, steep, kinks))
    for k, at in enumerate(order):
        free = order[k:]
        full = math.fsum(most[order[:k]])
        reached = full + kinks[at] * math.fsum(1 / steep[free])
        if wanted <= reached:
            return (wanted - full) / math.fsum(1 / steep[free])
    return float(kinks[most > 0].max()) if (most > 0).any() else 0.0
