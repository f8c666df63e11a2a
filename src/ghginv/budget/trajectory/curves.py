"""Curves from a base year to a target: straight, or by the same rate every year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ghginv.budget.trajectory import checked

if TYPE_CHECKING:
    import pandas as pd


def linear(
    start: float, end: float, years: Sequence[int], *, base_year: int | None = None, target_year: int | None = None
) -> pd.Series:
    """A straight line 线性: ``E_t = E_0 + (E_T - E_0)(t - t0)/(T - t0)``, flat after the target year T.

    ``start`` is the amount of the base year (default: the year before the first), ``end`` that of the target year
    (default: the last). Returns the curve by year of ``years``. InputError: base of zero, years missing, target year
    not after the base year.
    """
    wanted, base, target = _span(years, base_year, target_year)
    first, last = checked.amount(start, "start"), checked.amount(end, "end", zero=True)
    way = [min(1.0, (year - base) / (target - base)) for year in wanted]
    return checked.series((first * (1 - part) + last * part for part in way), wanted, "linear")


def geometric(
    start: float, end: float, years: Sequence[int], *, base_year: int | None = None, target_year: int | None = None
) -> pd.Series:
    """The same rate every year to the target 等比: ``E_t = E_0 (E_T/E_0)^((t - t0)/(T - t0))``, flat after it.

    Arguments and errors as :func:`linear`; ``end`` above zero.
    """
    wanted, base, target = _span(years, base_year, target_year)
    first, last = checked.amount(start, "start"), checked.amount(end, "end")
    way = [min(1.0, (year - base) / (target - base)) for year in wanted]
    return checked.series((first * (last / first) ** part for part in way), wanted, "geometric")


def _span(years: Sequence[int], base_year: int | None, target_year: int | None) -> tuple[tuple[int, ...], int, int]:
    """Years, base year and target year; a target not after the base cannot be reached."""
    wanted, base = checked.span(years, base_year)
    target = wanted[-1] if target_year is None else int(target_year)
    if target <= base:
        raise checked.refuse("budget-total-target-early", found=str(target), expected=f"> {base}")
    return wanted, base, target
