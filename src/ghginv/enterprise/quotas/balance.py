"""Steel, cement, aluminium: the intensity-coefficient method 碳排放强度系数法 and the balance value 行业平衡值.

2025-2026 draft 三（二）: A = E(1+a); X = (BP-I)/BP; a = 0.15 X for |X| < 20 %, else +-0.03; BP is where the quotas
of all entities of the sector sum to their emissions. 2024: A = E.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

TOLERANCE = Fraction(1, 10**15)
Line = tuple[Fraction, Fraction]
"""Emissions E in t and intensity I in t/t of a steel maker, kiln line or electrolysis."""


def coefficient(intensity: Fraction, balance: Fraction, slope: Fraction, limit: Fraction) -> Fraction:
    """a for an intensity and a balance value: slope x X, at most ``limit`` either way (table 3)."""
    return max(-limit, min(limit, slope * (balance - intensity) / balance))


def surplus(lines: Sequence[Line], balance: Fraction, slope: Fraction, limit: Fraction) -> Fraction:
    """sum A - sum E in t at a balance value; it never falls as the value rises."""
    return sum((e * coefficient(i, balance, slope, limit) for e, i in lines), Fraction(0))


def balance_value(lines: Sequence[Line], slope: Fraction, limit: Fraction) -> Fraction:
    """The balance value, exactly: bisection until it is known who is at a limit, then the linear equation that is left.

    ValueError without lines, or with emissions or an intensity that are not positive.
    """
    if not lines or any(e <= 0 or i <= 0 for e, i in lines):
        raise ValueError("emissions and intensities must be positive")
    low, high = min(i for _, i in lines), max(i for _, i in lines)
    while high - low > TOLERANCE * high:
        middle = ((low + high) / 2).limit_denominator(10**40)
        if surplus(lines, middle, slope, limit) < 0:
            low = middle
        else:
            high = middle
        solved = _solved(lines, middle, slope, limit)
        if solved is not None:
            return solved
    return high


def _solved(lines: Sequence[Line], near: Fraction, slope: Fraction, limit: Fraction) -> Fraction | None:
    """The exact root if the same lines are within the limits there as at ``near``."""
    inside = [abs(slope * (near - i) / near) < limit for _, i in lines]
    weight = sum((slope * e for (e, _), free in zip(lines, inside, strict=True) if free), Fraction(0))
    drawn = sum((slope * e * i for (e, i), free in zip(lines, inside, strict=True) if free), Fraction(0))
    bound = sum((limit * e * (1 if i < near else -1) for (e, i), free in zip(lines, inside, strict=True) if not free),
                Fraction(0))  # fmt: skip
    if not weight or weight + bound <= 0:
        return None
    root = drawn / (weight + bound)
    return root if root > 0 and surplus(lines, root, slope, limit) == 0 else None
