"""Historical intensity 历史强度法: output to come at the unit's own past intensity, lowered."""

from __future__ import annotations

from typing import Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector


def intensity(
    total: float,
    output: Vector,
    emissions: Vector,
    *,
    expected_output: Vector | None = None,
    reduction: float | Vector = 0.0,
    lower: Vector | None = None,
    upper: Vector | None = None,
) -> Any:
    """a_i ∝ q'_i (e_i / q_i)(1 - r_i), scaled to B, within bounds.

    ``output`` q and ``emissions`` e are of the past and give the intensity; ``expected_output`` q' is what is to be
    produced (the past where None); ``reduction`` r, a fraction from 0 to below 1, for all or a unit each. Scaling
    keeps the total: one reduction for all has no effect, differing ones shift between units.
    Source: historical-output intensity of Shenzhen 2024 and Guangdong (A = i(1-r) q), scaled to the cap.
    InputError as ``checked``: a past output of zero (no intensity), all emissions zero, a reduction outside 0..1.
    """
    amount, among = checked.total(total), checked.units(output)
    past = checked.vector(output, among, "output", positive=True)
    emitted = checked.vector(emissions, among, "emissions")
    coming = past if expected_output is None else checked.vector(expected_output, among, "expected_output")
    rates = np.full(len(among), float(reduction)) if np.ndim(reduction) == 0 else reduction
    cuts = checked.vector(rates, among, "reduction", some=False)
    if (cuts >= 1).any():
        raise checked.refuse(
            "budget-allocation-parameter",
            found=among.named(cuts >= 1),
            expected="0 ≤ r < 1",
            **checked.words("reduction"),
        )
    keys = emitted * (coming / past) * (1.0 - cuts)
    if not keys.any():
        raise checked.refuse("budget-allocation-all-zero", **checked.words("emissions"))
    low, high = checked.limits(amount, lower, upper, among)
    return among.like(checked.within_bounds(amount, keys, low, high, among.labels))
