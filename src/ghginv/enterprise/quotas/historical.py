"""Benchmarks and an emitter's own history: the methods of the local markets.

Guangdong 基准线法, 历史强度法, 历史排放法; Shenzhen 行业基准强度法, 历史产量强度法, 历史增加值强度法, 历史排放法:
plans of 2024, 2025. The annexes with the formulas were not read, so these are the standard reading, recalled. The
history is the mean of some years weighted by their activity: all their emissions over all their output.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def benchmark(activity: Fraction, value: Fraction) -> Fraction:
    """A = b q: the benchmark in t per unit times output."""
    return activity * value


def mean_intensity(years: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """sum E / sum q of the history (emissions in t, activity); ValueError without activity."""
    activity = sum((q for _, q in years), Fraction(0))
    if activity <= 0:
        raise ValueError("no activity")
    return sum((e for e, _ in years), Fraction(0)) / activity


def mean_emissions(years: Sequence[Fraction]) -> Fraction:
    """The mean of the history in t; ValueError without years."""
    if not years:
        raise ValueError("no history")
    return sum(years, Fraction(0)) / len(years)


def target(history: Fraction, factor: Fraction, ceiling: Fraction | None = None) -> Fraction:
    """The history times the yearly factor (1 - r); after a merger or split never above the target of the year before
    (Shenzhen plan of 2021)."""
    reduced = history * factor
    return reduced if ceiling is None else min(reduced, ceiling)
