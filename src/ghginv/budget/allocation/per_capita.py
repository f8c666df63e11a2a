"""Per head 人均法: everyone has the same."""

from __future__ import annotations

from typing import Any

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector


def per_capita(total: float, population: Vector, *, lower: Vector | None = None, upper: Vector | None = None) -> Any:
    """a_i = B · p_i / Σp, within bounds clip(λ p_i, l_i, u_i). Population in any unit, the same for all.

    Source: immediate equal per capita (IEPC) of van den Berg et al. 2020; PBL's ``effort-sharing``, allocations/pc.py.
    Industrial districts get little: most of what they emit serves others. InputError as ``checked``.
    """
    return checked.by_key(total, population, "population", lower, upper)
