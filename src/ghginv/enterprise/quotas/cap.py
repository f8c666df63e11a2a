"""The cap 配额总量 and its parts: incumbents, new projects, price stabilisation.

Shenzhen: 96 %, 2 %, 2 % (plans of 2022 and 2024). A part that would be exceeded is kept by scaling all its quotas and
rounding by largest remainder; what is not given out stays in the part, by name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from ghginv.domain.remainders import Key, largest_remainder, within


def parts(total: Fraction, shares: Mapping[str, Fraction]) -> dict[str, int]:
    """The whole tonnes of each part; together the cap, rounded down. ValueError when the shares do not sum to one."""
    if sum(shares.values(), Fraction(0)) != 1:
        raise ValueError("shares must sum to one")
    return largest_remainder(shares, math.floor(total))


def kept(quotas: Mapping[Key, int], part: int) -> tuple[dict[Key, int], int, bool]:
    """Quotas within a part of the cap, what is left of it, and whether it binds."""
    scaled = within({key: Fraction(quota) for key, quota in quotas.items()}, part)
    given = dict(quotas) if scaled is None else scaled
    return given, part - sum(given.values()), scaled is not None
