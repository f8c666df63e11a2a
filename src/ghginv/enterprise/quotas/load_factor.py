"""The peaking factor 调峰修正系数 (until 2022: load factor correction 负荷系数修正系数) of conventional coal units.

The rules jump where they end (1.0457 to 1 at 65 %, 1.0999 to 1 at 50 %): they are not smoothed. F is a fraction. The
result has six decimals, half up (2025-2026 draft, table 2-1 note 2; taken for the earlier years too).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

from ghginv.enterprise.quotas.exact import decimal, half_up

PLACES = 6


def peaking_2019(load: Fraction) -> Fraction:
    """2019-2022 (国环规气候〔2020〕3号, 〔2023〕1号, recalled): four bands; without a jump."""
    if load >= Fraction("0.85"):
        return Fraction(1)
    if load >= Fraction("0.80"):
        return half_up(1 + Fraction("0.0014") * (85 - 100 * load), PLACES)
    if load >= Fraction("0.75"):
        return half_up(Fraction("1.007") + Fraction("0.0016") * (80 - 100 * load), PLACES)
    return _power(load)


def peaking_2023(load: Fraction) -> Fraction:
    """2023-2024 plan, annex 3 table 1: 1.015^(16-20F) below 65 %, else 1."""
    return _power(load) if load < Fraction("0.65") else Fraction(1)


def peaking_2025(load: Fraction) -> Fraction:
    """2025-2026 draft, table 2: 7.254 - 0.633(1-e^(-F/29.822)) - 5.643(1-e^(-F/6.871)) below 50 %, F in %, else 1."""
    if load >= Fraction("0.5"):
        return Fraction(1)
    with localcontext(prec=50):
        percent = decimal(100 * load)
        slow = Decimal("0.633") * (1 - (-percent / Decimal("29.822")).exp())
        fast = Decimal("5.643") * (1 - (-percent / Decimal("6.871")).exp())
        return half_up(Decimal("7.254") - slow - fast, PLACES)


RULES: Mapping[str, Callable[[Fraction], Fraction]] = {
    "2019": peaking_2019,
    "2023": peaking_2023,
    "2025": peaking_2025,
}
"""The rules by the first year of their plan."""


def _power(load: Fraction) -> Fraction:
    with localcontext(prec=50):
        return half_up(Decimal("1.015") ** decimal(16 - 20 * load), PLACES)
