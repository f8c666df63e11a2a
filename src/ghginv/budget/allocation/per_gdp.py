"""Per GDP 单位生产总值法: every yuan of product has the same."""

from __future__ import annotations

from typing import Any

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector


def per_gdp(total: float, gdp: Vector, *, lower: Vector | None = None, upper: Vector | None = None) -> Any:
    """a_i = B · y_i / Σy, within bounds clip(λ y_i, l_i, u_i). GDP in any unit, all in the same prices.

    Every unit ends at the intensity B / Σy. Source: the equal-intensity key of the regional allocation literature
    (Zhou & Wang 2016, Energy Economics 59:105, indicator method; recalled). InputError as ``checked``.
    """
    return checked.by_key(total, gdp, "gdp", lower, upper)
