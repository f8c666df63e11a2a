"""Grandfathering 历史排放法: what each emitted is what each may emit, in proportion."""

from __future__ import annotations

from typing import Any

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector


def grandfather(total: float, emissions: Vector, *, lower: Vector | None = None, upper: Vector | None = None) -> Any:
    """a_i = B · e_i / Σe, within bounds clip(λ e_i, l_i, u_i). Same unit as ``total``; one number a unit.

    Source: van den Berg et al. 2020, Climatic Change 162:1805, grandfathering (GF); the per-country shares of PBL's
    ``effort-sharing``, allocations/gf.py. InputError as ``checked``: all emissions zero, negative, infeasible bounds.
    """
    return checked.by_key(total, emissions, "emissions", lower, upper)
