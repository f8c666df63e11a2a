"""Whole units in proportion to weights, within whole bounds, with an exact sum."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ghginv.domain.remainders import largest_remainder

Weight = float | int | Fraction


class NoRoom(Exception):
    """The total does not fit: ``least`` and ``most`` of what the bounds allow."""

    def __init__(self, least: int, most: float) -> None:
        self.least, self.most = least, most
        super().__init__(f"{least}..{most}")


@dataclass(frozen=True)
class Limits:
    """Whole bounds by code; what is not named is 0 and without end."""

    lower: Mapping[str, int] = field(default_factory=dict)
    upper: Mapping[str, int] = field(default_factory=dict)


def split(total: int, weights: Mapping[str, Weight], limits: Limits | None = None) -> dict[str, int]:
    """``total`` units shared as clip(k · weight, lower, upper) with the one k that spends it, by largest remainders.

    Every part is within its bounds and off its exact share by less than one unit; ties go to the smaller code. A code
    of weight zero gets its lower bound, more only where all others are full (then evenly). NoRoom where the bounds
    do not allow the total.
    """
    if limits is None or not (limits.lower or limits.upper):
        exact = {code: Fraction(weight) for code, weight in weights.items()}
        if any(exact.values()) or not total:
            return largest_remainder(exact, total)
        return largest_remainder(dict.fromkeys(exact, Fraction(1)), total)
    lower = {code: limits.lower.get(code, 0) for code in weights}
    upper = {code: limits.upper.get(code) for code in weights}
    least, most = sum(lower.values()), sum(math.inf if each is None else each for each in upper.values())
    if not least <= total <= most or any(high is not None and high < lower[code] for code, high in upper.items()):
        raise NoRoom(least, most)
    exact = _clipped(total, {code: Fraction(weight) for code, weight in weights.items()}, lower, upper)
    return _whole(total, exact)


def _clipped(
    total: int, weights: dict[str, Fraction], lower: Mapping[str, int], upper: Mapping[str, int | None]
) -> dict[str, Fraction]:
    """The exact shares: codes that a bound holds are taken out until none is left that wants to pass its bound."""
    rate = _rate(total, weights, lower, upper)
    exact = {code: _clip(rate * weight, lower[code], upper[code]) for code, weight in weights.items()}
    left = total - sum(exact.values(), Fraction(0))
    if left > 0:  # only codes without weight can take it
        idle = {code: Fraction(1) for code, weight in weights.items() if not weight and exact[code] != upper[code]}
        base = {code: lower[code] for code in idle}
        room = {code: upper[code] for code in idle}
        wanted = left + sum(base.values())
        even = _rate(wanted, idle, base, room)
        exact |= {code: _clip(even, lower[code], upper[code]) for code in idle}
    return exact


def _clip(value: Fraction, lower: int, upper: int | None) -> Fraction:
    return max(Fraction(lower), value if upper is None else min(value, Fraction(upper)))


def _rate(
    total: Fraction | int, weights: Mapping[str, Fraction], lower: Mapping[str, int], upper: Mapping[str, int | None]
) -> Fraction:
    """The k of Σ clip(k w, l, u) = total, the largest kink where all stand at their upper bounds."""
    has = {code: weight for code, weight in weights.items() if weight}
    idle = sum((Fraction(lower[code]) for code in weights if code not in has), Fraction(0))
    kinks = {Fraction(0)}
    for code, weight in has.items():
        kinks.add(lower[code] / weight)
        top = upper[code]
        if top is not None:
            kinks.add(top / weight)
    order = sorted(kinks)

    def spent(rate: Fraction) -> Fraction:
        return idle + sum((_clip(rate * weight, lower[code], upper[code]) for code, weight in has.items()), Fraction(0))

    first, last = 0, len(order)
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (middle, last) if spent(order[middle]) <= total else (first, middle)
    start = order[first]
    free = [
        weight
        for code, weight in has.items()
        if lower[code] <= start * weight and ((top := upper[code]) is None or start * weight < top)
    ]
    return start + (total - spent(start)) / sum(free) if free else start


def _whole(total: int, exact: Mapping[str, Fraction]) -> dict[str, int]:
    """Largest remainders; bounds are whole, so floor and ceiling keep them, and whole shares do not move."""
    floors = {code: math.floor(share) for code, share in exact.items()}
    left = total - sum(floors.values())
    order = sorted(exact, key=lambda code: (floors[code] - exact[code], code))
    for code in order[:left]:
        floors[code] += 1
    return floors


def nearest(value: Fraction) -> int:
    """The nearest whole number, halves up."""
    return math.floor(value + Fraction(1, 2))


def exact_units(tonnes: float, unit_kg: int) -> Fraction:
    """Tonnes, as written, in units."""
    return Fraction(repr(float(tonnes))) * 1000 / unit_kg
