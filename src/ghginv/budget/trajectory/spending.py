"""Curves that spend a quota 累计配额: by the same rate every year, straight to zero, or capped as Raupach et al. have
it.

Every one of them adds up to its quota exactly, so that no tonne is lost between the period's cap and its years.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ghginv.budget.trajectory import checked

if TYPE_CHECKING:
    import pandas as pd

_TIGHT = 4 * np.finfo(float).eps


def constant_rate(start: float, cumulative: float, years: Sequence[int], *, base_year: int | None = None) -> pd.Series:
    """The path by a constant yearly rate x that spends a quota in n years: ``sum_{k=1..n} E0 (1 - x)^k = q``.

    ``start`` is the amount of the base year (default: the year before the first), which the quota does not hold. x is
    found by Brent's method; the sum is strictly monotone in it, so there is one. x below zero, a growth, where the
    quota is above n E0. InputError: quota not above zero, base of zero, years missing.
    """
    from scipy.optimize import brentq

    wanted, base = checked.span(years, base_year)
    first, quota = checked.amount(start, "start"), _quota(cumulative)
    steps = np.array([year - base for year in wanted], dtype=float)

    def short(kept: float) -> float:
        return float(np.sum(kept**steps)) - quota / first

    high = 1.0
    while short(high) < 0:
        high *= 2
    kept = brentq(short, 0.0, high, xtol=1e-15, rtol=_TIGHT)
    values = first * kept**steps
    return checked.series(values * (quota / values.sum()), wanted, "constant_rate")


def years_to_zero(start: float, cumulative: float) -> float:
    """Years from the start to zero on the straight line that spends a quota: ``n = 2q/E0 - 1``, the start year in the
    quota.

    PBL effort-sharing (van den Berg et al. 2020), linear per-capita budget (imagepbl/effort-sharing,
    src/effortsharing/allocation/pcb.py: ``nz = budget * 2 / co2_hist + start_year - 1``). InputError: quota below one
    year's emissions.
    """
    first, quota = checked.amount(start, "start"), _quota(cumulative)
    if quota < first:
        raise checked.refuse("budget-total-cap-infeasible", found=f"{quota:g}", expected=f">= {first:g}")
    return 2 * quota / first - 1


def linear_to_zero(
    start: float,
    cumulative: float,
    years: Sequence[int] | None = None,
    *,
    base_year: int = 0,
    start_included: bool = True,
) -> pd.Series:
    """The straight line to zero that spends a quota exactly: ``E_t = max(0, E0 - s (t - t0))``.

    Where ``n = 2q/E0 - 1`` is a whole number, s is E0/n; else the last positive year is cut to what is left, with s
    such that the yearly sum is the quota. ``start_included``: the quota holds the base year too. ``years`` None: from
    the base year (or the first after it) to the first year of zero; else the years asked for. InputError as
    :func:`years_to_zero`.
    """
    first = checked.amount(start, "start")
    quota = _quota(cumulative) + (0.0 if start_included else first)
    slope, last = _slope(first, quota)
    begin = base_year if start_included else base_year + 1
    wanted = checked.span(years, base_year - 1)[0] if years is not None else tuple(range(begin, base_year + last + 1))
    return checked.series((max(0.0, first - slope * (year - base_year)) for year in wanted), wanted, "linear_to_zero")


def _slope(first: float, quota: float) -> tuple[float, int]:
    """The fall a year, and the first year (counted from the base) of zero."""
    whole = years_to_zero(first, quota)
    if whole <= 1:
        return first, 1
    for count in range(max(2, math.floor(whole)), math.ceil(whole) + 2):  # years above zero, the base year among them
        slope = 2 * (count * first - quota) / (count * (count - 1))
        if first - slope * (count - 1) >= -1e-12 * first and slope * count >= first * (1 - 1e-12):
            return slope, count
    raise AssertionError((first, quota))


def capped_rate(start: float, growth: float, cumulative: float, *, horizon: float | None = None) -> float:
    """The mitigation rate m (a fraction a year) of the capped path that spends a quota.

    Without ``horizon``: ``m = (1 + sqrt(1 + rT))/T``, ``T = q/f0``, for all time; with it, m such that the quota is
    spent in so many years (Brent's method). InputError ``budget-total-cap-loose`` where the quota is more than the path
    would emit without any mitigation.
    """
    first, quota, r = checked.amount(start, "start"), _quota(cumulative), checked.rate(growth)
    time = quota / first
    if horizon is None:
        if 1 + r * time < 0:
            raise checked.refuse("budget-total-cap-loose", found=f"{quota:g}", expected=f"<= {-first / r:g}")
        return (1 + math.sqrt(1 + r * time)) / time
    slowest = max(0.0, -r)  # the path then grows in a straight line, or declines by r as it does
    most = float(_emitted(horizon, r, slowest))
    if time >= most:
        raise checked.refuse("budget-total-cap-loose", found=f"{quota:g}", expected=f"< {first * most:g}")
    from scipy.optimize import brentq

    high = slowest + 1.0
    while _emitted(horizon, r, high) > time:
        high *= 2
    return float(brentq(lambda m: float(_emitted(horizon, r, m)) - time, slowest, high, xtol=1e-15, rtol=_TIGHT))


def capped(
    start: float,
    growth: float,
    cumulative: float,
    years: Sequence[int],
    *,
    base_year: int | None = None,
    horizon: int | None = None,
) -> pd.Series:
    """The capped path 累计封顶 of Raupach et al. (2014): ``f(t) = f0 (1 + (r + m) t) e^(-m t)``.

    It leaves the base year at rate f0 with growth r (percent a year) and bends to spend the quota: over all time, or in
    ``horizon`` years. A year's amount is the integral over it, with t = 0 at the end of the base year (default: the
    year before the first), so that years add up to the quota. Source: Nature Climate Change 4, 873-879, whose formula
    is recalled and proved here by integration; the same curve in public code (margo-js of carbonplan, form "capped").
    InputError: base of zero, years missing, quota not above zero or never spent.
    """
    wanted, base = checked.span(years, base_year)
    m = capped_rate(start, growth, cumulative, horizon=horizon)
    ends = np.array([year - base for year in (wanted[0] - 1, *wanted)], dtype=float)
    if horizon is not None:
        ends = np.minimum(ends, float(horizon))
    emitted = start * np.array([_emitted(end, checked.rate(growth), m) for end in ends])
    return checked.series(np.maximum(np.diff(emitted), 0.0), wanted, "capped")


def _emitted(time: float, r: float, m: float) -> float:
    """The integral of ``(1 + (r + m) s) e^(-m s)`` from 0 to ``time``."""
    x = m * time
    if x < 1e-2:  # the closed form divides by x²
        once = 1 - x / 2 + x**2 / 6 - x**3 / 24 + x**4 / 120 - x**5 / 720
        twice = 1 / 2 - x / 3 + x**2 / 8 - x**3 / 30 + x**4 / 144 - x**5 / 840
    else:
        once = -math.expm1(-x) / x
        twice = (once - math.exp(-x)) / x
    return time * once + (r + m) * time**2 * twice


def _quota(cumulative: float) -> float:
    number = float(cumulative)
    if not (math.isfinite(number) and number > 0):
        raise checked.refuse("budget-total-cap-infeasible", found=f"{number:g}", expected="> 0")
    return number
