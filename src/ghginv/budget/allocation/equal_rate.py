"""Equal rate of reduction 等比例削减法: each emits the same per cent less (or more)."""

from __future__ import annotations

from typing import Any

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector


def equal_rate(total: float, emissions: Vector) -> Any:
    """a_i = e_i (1 - R) with the one R = 1 - B / Σe; R < 0 where the total is above emissions.

    Without bounds the numbers are those of grandfathering; it is kept apart since R is what is negotiated, and since
    an equal rate is the proxy of equal cost where nothing is known of costs. Source: equal percentage cut, Rose et al.
    1998, Environmental and Resource Economics 12:25 (sovereignty; recalled). InputError as ``checked``.
    """
    return checked.by_key(total, emissions, "emissions", None, None)


def rate(total: float, emissions: Vector) -> float:
    """The reduction R that all share, as a fraction: 0.1 is 10 % less than ``emissions``."""
    amount, among = checked.total(total), checked.units(emissions)
    return 1.0 - amount / float(checked.vector(emissions, among, "emissions").sum())
