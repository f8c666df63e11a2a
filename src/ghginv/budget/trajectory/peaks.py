"""Curves with a peak 达峰: growth that fades until the peak year, a steady decline after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ghginv.budget.trajectory import checked

if TYPE_CHECKING:
    import pandas as pd


def peak_family(
    start: float, initial_growth: float, start_year: int, peak_year: int, decline: float, years: Sequence[int]
) -> pd.Series:
    """The peak family 达峰曲线族: ``E_{t+1} = E_t (1 + g_t)``, ``g_t = g0 (1 - (t - t0)/(tp - t0))`` before the peak,
    ``-d`` from it on.

    ``start`` is the amount of ``start_year``; growth falls in a straight line to nothing in the peak year, whose amount
    is the highest. Rates in percent. InputError: peak year not after the start or after the last year, base of zero.
    """
    wanted, _ = checked.span(years, start_year)
    _within(peak_year, start_year, wanted[-1])
    before, after = checked.rate(initial_growth, "initial_growth"), checked.rate(decline, "decline")
    values, value = {}, checked.amount(start, "start")
    for year in range(start_year, wanted[-1]):
        fading = before * (1 - (year - start_year) / (peak_year - start_year))
        value *= 1 + (fading if year < peak_year else -after)
        values[year + 1] = value
    return checked.series((values[year] for year in wanted), wanted, "peak_family")


def quadratic_peak(peak: float, peak_year: int, curvature: float, years: Sequence[int], *, decline: float) -> pd.Series:
    """A parabola up to the peak, an exponential tail after it: ``E = Ep - k (t - tp)^2``, then ``Ep (1 - d)^(t - tp)``.

    ``curvature`` k in the unit of ``peak`` a year squared, ``decline`` d in percent a year. Both branches meet at the
    peak. InputError: peak year outside the years, a parabola below zero.
    """
    wanted, _ = checked.span(years)
    _within(peak_year, wanted[0] - 1, wanted[-1])
    top, bend = checked.amount(peak, "peak"), checked.amount(curvature, "curvature", zero=True)
    left = 1 - checked.rate(decline, "decline")
    values = [
        top - bend * (year - peak_year) ** 2 if year <= peak_year else top * left ** (year - peak_year)
        for year in wanted
    ]
    if min(values) < 0:
        raise checked.refuse(
            "budget-total-number",
            found=f"{min(values):g}",
            expected=">= 0",
            name_zh="峰前排放量",
            name_en="emissions before the peak",
        )
    return checked.series(values, wanted, "quadratic_peak")


def quadratic_peak_from(
    start: float, initial_growth: float, start_year: int, peak_year: int, decline: float, years: Sequence[int]
) -> pd.Series:
    """The quadratic peak that leaves the start with a given growth: ``k = g0 E0 / (2 (tp - t0))``, ``Ep = E0 (1 + g0
    (tp - t0)/2)``.

    The slope at the start is ``g0 E0`` (``dE/dt = 2k(tp - t0)``). Arguments and errors as :func:`peak_family`; the
    growth not below zero.
    """
    wanted, _ = checked.span(years, start_year)
    _within(peak_year, start_year, wanted[-1])
    first, growth = checked.amount(start, "start"), checked.rate(initial_growth, "initial_growth")
    checked.amount(initial_growth, "initial_growth", zero=True)
    ahead = peak_year - start_year
    top, bend = first * (1 + growth * ahead / 2), growth * first / (2 * ahead)
    drawn = quadratic_peak(top, peak_year, bend, range(start_year, wanted[-1] + 1), decline=decline)
    return drawn.loc[list(wanted)]


def _within(peak_year: int, before: int, last: int) -> None:
    if not before < peak_year <= last:
        raise checked.refuse("budget-total-peak-outside", found=str(peak_year), expected=f"{before + 1}–{last}")
