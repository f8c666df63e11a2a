"""Whole tonnes that keep a sum: the largest-remainder method (Hamilton), as in every table whose total is given.

Ties go to the smaller key, so that the order of the rows never matters.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)


def largest_remainder(amounts: Mapping[Key, Fraction], total: int) -> dict[Key, int]:
    """Amounts (>= 0) in proportion as whole numbers whose sum is ``total``; each is off by less than one.

    ValueError for a negative amount, a negative total, or a positive total where all amounts are zero.

    >>> largest_remainder({"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)}, 100)
    {'a': 34, 'b': 33, 'c': 33}
    """
    whole = sum(amounts.values(), Fraction(0))
    if total < 0 or any(amount < 0 for amount in amounts.values()) or (total and not whole):
        raise ValueError("amounts and total must be positive")
    exact = {key: amount * total / whole if whole else Fraction(0) for key, amount in amounts.items()}
    floors = {key: math.floor(amount) for key, amount in exact.items()}
    left = total - sum(floors.values())

    def rank(key: Any) -> Any:
        return floors[key] - exact[key], key

    for key in sorted(exact, key=rank)[:left]:
        floors[key] += 1
    return floors


def within(amounts: Mapping[Key, Fraction], limit: int) -> dict[Key, int] | None:
    """The amounts scaled to a cap that binds, the sum exactly ``limit``; None where it does not bind."""
    return largest_remainder(amounts, limit) if sum(amounts.values(), Fraction(0)) > limit else None
