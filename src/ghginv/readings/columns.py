"""A formula over columns: NumPy arrays, pandas series and Ibis columns all read it by being given to it.

Whatever comes in is computed in double precision; Ibis columns are cast, since a decimal column would round each
product and a whole-number column might divide without remainder.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ghginv.formulas import words
from ghginv.formulas.equation import Formula
from ghginv.readings.grammar import parse


def compute(formula: Formula, values: Mapping[str, Any]) -> Any:
    """The result for numbers, arrays, series or Ibis columns by argument name.

    Returns a number, an array or series of the same length, or an Ibis expression of the table the columns come from.
    Raises UsageError for a missing or unknown argument. A formula never sees a blank: settle blanks before.
    """
    parse(formula).require(values)
    return formula(**{name: _double(value) for name, value in values.items()})


def _double(value: Any) -> Any:
    package = type(value).__module__.partition(".")[0]
    if package == "ibis":
        _teach_ibis()
        return value.cast("float64")
    return value.astype("float64") if package in ("numpy", "pandas") else value


@cache
def _teach_ibis() -> None:
    """Give the words of a formula their meaning over Ibis columns."""
    import ibis
    import ibis.expr.types as types

    words.if_else.register(types.BooleanValue)(lambda condition, yes, no: ibis.ifelse(condition, yes, no))
    words.minimum.register(types.NumericValue)(lambda first, second: ibis.least(first, second))
    words.maximum.register(types.NumericValue)(lambda first, second: ibis.greatest(first, second))
    words.exp.register(types.NumericValue)(lambda exponent: exponent.exp())
