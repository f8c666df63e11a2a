"""Completion 完成率: how far a figure meets its target, from 0 to 1 for points; exact fractions throughout.

==========  ==========================================================================================================
total       emissions E against budget B: 1 if E ≤ B, else max(0, 1 − (E − B)/(s·B)); the scale s is of the rule
cut         a cut achieved against a cut aimed at: actual/target, negative → 0 (发改气候〔2014〕1828号: 完成率)
share       at least (``up``): actual/target; at most (``down``): target/actual
yes-no      是 → 1, 否 → 0
count       so many events: max(0, 1 − n·step)
distance    against the sector's median: z = (median − x)/median, turned into completion by the bands
history     against the own past: (mean of the past − x)/mean, turned into completion by the bands
==========  ==========================================================================================================

``measure`` may exceed 1 (a cut beyond its target); what is counted never does. All but the published completion rate
of cuts are our own formulas and rules say so.
"""

from __future__ import annotations

from fractions import Fraction

ZERO, ONE = Fraction(0), Fraction(1)
TARGETED = ("total", "cut", "share", "distance", "history")
BANDED = ("distance", "history")
SCALED = ("total", "count")
FORMULAS = (*TARGETED, "yes-no", "count")


def total(actual: Fraction, budget: Fraction, scale: Fraction) -> Fraction:
    """Completion of a total: 1 within the budget, falling to 0 at ``scale`` of the budget above it.

    >>> total(Fraction(110), Fraction(100), Fraction(1, 5))
    Fraction(1, 2)
    """
    if actual <= budget:
        return ONE
    if budget <= 0:
        return ZERO
    return max(ZERO, ONE - (actual - budget) / (scale * budget))


def cut(actual: Fraction, target: Fraction) -> Fraction:
    """Completion rate of a cut; a rise counts as nothing. A target of no cut is met by anything but a rise beyond it.

    >>> cut(Fraction(3), Fraction(4)), cut(Fraction(-1), Fraction(4))
    (Fraction(3, 4), Fraction(0, 1))
    """
    if target <= 0:
        return ONE if actual >= target else ZERO
    return max(ZERO, actual / target)


def share(actual: Fraction, target: Fraction, direction: str) -> Fraction:
    """Completion of a level to be reached (``up``) or not to be exceeded (``down``).

    >>> share(Fraction(20), Fraction(25), "up"), share(Fraction(50), Fraction(40), "down")
    (Fraction(4, 5), Fraction(4, 5))
    """
    if direction == "up":
        return ONE if actual >= target else max(ZERO, actual / target if target > 0 else ZERO)
    return ONE if actual <= target else max(ZERO, target / actual if actual > 0 else ZERO)


def distance(actual: Fraction, reference: Fraction) -> Fraction:
    """How far a figure lies below what it is compared with: (reference − x)/reference; positive is better.

    >>> distance(Fraction(8), Fraction(10))
    Fraction(1, 5)
    """
    return (reference - actual) / reference


def banded(measured: Fraction, bands: tuple[tuple[Fraction, Fraction], ...]) -> Fraction:
    """The completion of the first band that is reached, nothing below all of them.

    >>> banded(Fraction(1, 10), ((Fraction(1, 5), ONE), (ZERO, Fraction(4, 5))))
    Fraction(4, 5)
    """
    return next((value for start, value in bands if measured >= start), ZERO)


def measure(
    formula: str, actual: Fraction, target: Fraction | None, scale: Fraction | None = None, direction: str = "up"
) -> Fraction | None:
    """The measure of a formula, None where it needs a target (or a reference above 0) that there is not."""
    if formula == "yes-no":
        return ONE if actual == ONE else ZERO
    if formula == "count":
        return max(ZERO, ONE - actual * (ONE if scale is None else scale))
    if target is None or (formula in BANDED and target <= 0):
        return None
    if formula == "total":
        return total(actual, target, ONE if scale is None else scale)
    if formula == "cut":
        return cut(actual, target)
    return share(actual, target, direction) if formula == "share" else distance(actual, target)


def counted(measured: Fraction, bands: tuple[tuple[Fraction, Fraction], ...] = ()) -> Fraction:
    """What of a measure counts: by bands where there are any, within 0 and 1."""
    return min(ONE, max(ZERO, banded(measured, bands) if bands else measured))
