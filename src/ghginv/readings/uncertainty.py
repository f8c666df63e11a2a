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

DISTRIBUTIONS = ("normal", "lognormal", "triangular", "uniform")


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
) -> numpy.ndarray:
    """``size`` draws of a parameter, in its unit.

    ``lower`` and ``upper`` bound the central 95 %; ``uniform`` and ``triangular`` (mode ``value``) end at them.
    ``lognormal`` takes both its parameters from the bounds. Without bounds every draw is the value. Raises InputError
    for an unknown distribution, a value outside its bounds, or lognormal bounds that are not above zero.
    """
    import numpy

    low, high = _bounds(value, lower, upper)
    name = distribution or "normal"
    if name not in DISTRIBUTIONS or (name == "lognormal" and low <= 0):
        raise InputError(Finding("distribution-unfit", found=name, expected=", ".join(DISTRIBUTIONS)))
    if low == high:
        return numpy.full(size, float(value))
    match name:
        case "lognormal":
            middle, width = (math.log(low) + math.log(high)) / 2, math.log(high / low)
            return generator.lognormal(middle, width / (2 * Z95), size)
        case "triangular":
            return generator.triangular(low, value, high, size)
        case "uniform":
            return generator.uniform(low, high, size)
    return generator.normal(value, (high - low) / (2 * Z95), size)


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
