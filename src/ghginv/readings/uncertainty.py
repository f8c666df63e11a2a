"""A formula over uncertain values: errors that travel with the value, and draws for a simulation.

An uncertain parameter is given by the bounds of its 95 % interval. ``propagate`` follows the first-order rules of
IPCC 2006 Vol.1 Ch.3 (Approach 1) with every correlation kept, since a value used twice is one value; ``draws`` feeds
the same formula with arrays (Approach 2).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.formulas import words
from ghginv.formulas.equation import Formula
from ghginv.readings.grammar import parse

if TYPE_CHECKING:
    import numpy

Z95 = 1.959963984540054
"""Half the width of the 95 % interval of a normal distribution, in standard deviations."""

DISTRIBUTIONS = ("normal", "lognormal", "triangular", "uniform", "truncated_normal", "beta")


def uncertain(value: float, lower: float | None = None, upper: float | None = None, tag: str = "") -> Any:
    """A value with its error, from the bounds of the 95 % interval in the value's unit; without bounds the number.

    A lopsided interval counts with half its width. Two calls make two independent values: make a parameter that serves
    many rows once. Raises InputError when the value is not between its bounds.
    """
    from uncertainties import ufloat

    low, high = _bounds(value, lower, upper)
    return ufloat(value, (high - low) / (2 * Z95), tag or None) if low < high else value


def propagate(formula: Formula, values: Mapping[str, Any]) -> Any:
    """The result with its error for numbers and uncertain values by argument name.

    Read it with ``uncertainties.nominal_value`` and ``std_dev``, which also take the plain number that comes out when
    nothing uncertain went in. Results that share a value stay correlated when they are added. Raises UsageError for a
    missing or unknown argument.
    """
    _teach_uncertainties()
    parse(formula).require(values)
    return formula(**values)


def draws(
    generator: numpy.random.Generator,
    size: int,
    value: float,
    lower: float | None = None,
    upper: float | None = None,
    distribution: str = "normal",
    span: tuple[float, float] = (0.0, math.inf),
) -> numpy.ndarray:
    """``size`` draws of a parameter, in its unit.

    ``lower`` and ``upper`` bound the central 95 %; ``uniform`` and ``triangular`` (mode ``value``) end at them.
    ``lognormal`` has the mean ``value`` where they lie evenly about it (IPCC 2006 Vol.1 Ch.3), else takes both its
    parameters from them. ``truncated_normal`` and ``beta`` (mean ``value``, half the width as spread) stay within
    ``span``, which a beta needs finite: (0, 1) for a fraction. Without bounds every draw is the value. Raises
    InputError for an unknown distribution, a value outside its bounds, or a distribution that cannot have them.
    """
    import numpy

    low, high = _bounds(value, lower, upper)
    name = distribution or "normal"
    spread = (high - low) / (2 * Z95)
    if name not in DISTRIBUTIONS or not _fits(name, value, low, high, span):
        raise InputError(Finding("distribution-unfit", found=name, expected=", ".join(DISTRIBUTIONS)))
    if low == high:
        return numpy.full(size, float(value))
    match name:
        case "lognormal" if _even(value, low, high):
            variance = math.log1p((spread / value) ** 2)
            return generator.lognormal(math.log(value) - variance / 2, math.sqrt(variance), size)
        case "lognormal":
            middle, width = (math.log(low) + math.log(high)) / 2, math.log(high / low)
            return generator.lognormal(middle, width / (2 * Z95), size)
        case "triangular":
            return generator.triangular(low, value, high, size)
        case "uniform":
            return generator.uniform(low, high, size)
        case "truncated_normal":
            return _truncated(generator, size, value, spread, span)
        case "beta":
            width = span[1] - span[0]
            share = (value - span[0]) / width
            weight = share * (1 - share) / (spread / width) ** 2 - 1
            return span[0] + width * generator.beta(share * weight, (1 - share) * weight, size)
    return generator.normal(value, spread, size)


def _fits(name: str, value: float, low: float, high: float, span: tuple[float, float]) -> bool:
    """Whether a distribution with this mean or mode can have these bounds."""
    if name == "lognormal":
        return value > 0 and (low > 0 or _even(value, low, high))
    spread, width = (high - low) / (2 * Z95), span[1] - span[0]
    if name == "truncated_normal":  # a span much narrower than the spread would be drawn for in vain
        return span[0] <= value <= span[1] and spread <= 3 * width
    if name == "beta":
        room = (value - span[0]) * (span[1] - value)
        return math.isfinite(width) and room > 0 and spread**2 < room
    return True


def _even(value: float, low: float, high: float) -> bool:
    """Whether the bounds lie evenly about the value."""
    return math.isclose(value - low, high - value, rel_tol=1e-9)


def _truncated(
    generator: numpy.random.Generator, size: int, value: float, spread: float, span: tuple[float, float]
) -> numpy.ndarray:
    drawn = generator.normal(value, spread, size)
    while (outside := (drawn < span[0]) | (drawn > span[1])).any():
        drawn[outside] = generator.normal(value, spread, int(outside.sum()))
    return drawn


def _bounds(value: float, lower: float | None, upper: float | None) -> tuple[float, float]:
    low = value if lower is None else lower
    high = value if upper is None else upper
    if not low <= value <= high:
        raise InputError(Finding("value-outside-bounds", found=str(value), expected=f"{low} … {high}"))
    return low, high


@cache
def _teach_uncertainties() -> None:
    """Give the words of a formula their meaning over uncertain values; the larger is that with the larger value."""
    from uncertainties import UFloat, nominal_value, umath

    def larger(first: Any, second: Any) -> Any:
        return first if nominal_value(first) >= nominal_value(second) else second

    def smaller(first: Any, second: Any) -> Any:
        return first if nominal_value(first) <= nominal_value(second) else second

    words.maximum.register(UFloat)(larger)
    words.minimum.register(UFloat)(smaller)
    words.exp.register(UFloat)(lambda exponent: umath.exp(exponent))
