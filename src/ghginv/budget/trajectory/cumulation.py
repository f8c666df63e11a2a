"""Sums over years: running sums, sums of budget periods, a cap spread along a shape, the year a cap is overrun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghginv.budget.trajectory import checked

if TYPE_CHECKING:
    import pandas as pd


def cumulative(path: pd.Series) -> pd.Series:
    """The running sum of a curve by year 累计排放. InputError where a year is missing."""
    checked.span(path.index)
    return path.sort_index().cumsum().rename("cumulative")


def by_period(path: pd.Series, years: int = 5) -> pd.Series:
    """Sums of periods of so many years, by the first year of each; a part of a period at the end is left out.

    Five-year totals are what the United Kingdom legislates (Climate Change Act 2008: 2008-12, 2013-17 …) and what the
    plan periods of China are.
    """
    wanted, _ = checked.span(path.index)
    whole = path.sort_index().iloc[: len(wanted) // years * years]
    return whole.groupby((whole.index - wanted[0]) // years * years + wanted[0]).sum().rename("period")


def spread(cap: float, shape: pd.Series) -> pd.Series:
    """A cap of the whole period along the shape of a curve: ``cap · E_t / sum E``, sum exactly the cap."""
    checked.span(shape.index)
    sums = checked.amount(float(shape.sum()), "start")
    return (shape.sort_index() * (checked.amount(cap, "cumulative") / sums)).rename("spread")


def first_over(path: pd.Series, cap: float) -> int | None:
    """The first year in which the running sum is above a cap, None where it never is."""
    over = cumulative(path) > checked.amount(cap, "cumulative") * (1 + 1e-12)
    return int(over.idxmax()) if over.any() else None
