"""Absolute contraction 绝对量收缩法 (ACA): every emitter reduces by the same per cent of its base year each year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector

if TYPE_CHECKING:
    import pandas as pd

WELL_BELOW_2C, WITHIN_1_5C = 0.025, 0.042
"""The yearly rates of the Science Based Targets initiative: 2.5 % and 4.2 % of the base year."""


def absolute_contraction(base: Vector, years: Iterable[int], *, base_year: int, rate: float) -> pd.DataFrame:
    """E(t) = E_0 (1 - L (t - t0)), never below zero; units × years, in the unit of ``base``.

    ``base`` E_0: emissions of ``base_year`` t0 by unit, ``rate`` L: a fraction of the base year, the same tonnes each
    year (linear, not compound). It gives each unit its own path and knows no common total: the sum is Σ E_0 (1 - L
    (t - t0)). Source: SBTi, Foundations of Science-based Target Setting 2019: at least 4.2 % a year for 1.5 °C, 2.5 %
    for well below 2 °C. InputError as ``checked``; a rate outside 0..1; a year before the base year.
    """
    import pandas as pd

    among = checked.units(base)
    start = checked.vector(base, among, "emissions")
    cut = checked.number(rate, "rate", least=0, most=1)
    asked = [int(year) for year in years]
    checked.years(asked, base_year)
    columns = {year: start * max(0.0, 1.0 - cut * (year - base_year)) for year in asked}
    return pd.DataFrame(columns, index=among.rows, dtype=np.float64)
