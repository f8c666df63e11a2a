"""Carrying vintages 2019-2024 into 2025 (2023-2024 plan, annex 5): T = min(floor(B + NS x R), holding)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Carried:
    """``most`` is what may be carried over in t, ``void`` what of the holding cannot; ``reason`` why nothing may."""

    most: int
    void: int
    net_sold: int
    reason: str = ""


def carried(
    holding: int,
    sold: int,
    bought: int,
    base: Fraction,
    multiplier: Fraction,
    pending: int = 0,
    on_time: bool = True,
) -> Carried:
    """The most that can be carried over.

    ``sold`` and ``bought`` are of 2024-01-01 to 2025-12-31, ``holding`` that of 2025-12-31 23:59 with what is frozen,
    ``pending`` what of it stands in requests not yet decided; ``on_time`` whether 2023 and 2024 were surrendered in
    time.
    """
    if min(holding, sold, bought, pending) < 0 or pending > holding:
        raise ValueError("negative, or more pending than held")
    free, net = holding - pending, max(0, sold - bought)
    if not on_time:
        return Carried(0, free, net, "quota-carry-late")
    most = min(math.floor(base + net * multiplier), free)
    return Carried(most, free - most, net)


def applied(requested: int, most: int, day: str, deadline: str) -> str:
    """The code of why a request is refused, or nothing; days as ``2026-06-10``."""
    if day > deadline:
        return "quota-carry-deadline"
    return "quota-carry-over" if requested > most else ""
