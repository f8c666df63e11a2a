"""Power units of the national market: benchmark by generation (since 2023) or by supply (until 2022).

全国碳排放权交易发电行业配额总量和分配方案: 2023-2024 (annexes 3, 4), 2025-2026 draft (三（一）, table 2-1 notes 2-4),
2019-2022 (recalled). The parts for power and heat are rounded down each.
"""

from __future__ import annotations

import math
from fractions import Fraction

ONE = Fraction(1)


def generated(
    electricity: Fraction, heat: Fraction, for_power: Fraction, for_heat: Fraction, peaking: Fraction = ONE
) -> tuple[int, int]:
    """A = floor(Qe Be Ff) + floor(Qh Bh): MWh generated, GJ supplied, tCO2/MWh, tCO2/GJ; the two parts in t."""
    return math.floor(electricity * for_power * peaking), math.floor(heat * for_heat)


def supplied(
    electricity: Fraction,
    heat: Fraction,
    for_power: Fraction,
    for_heat: Fraction,
    peaking: Fraction = ONE,
    cooling: Fraction = ONE,
    heating: Fraction = ONE,
) -> tuple[int, int]:
    """2019-2022: A = floor(Qe Be Fl Fr Ff) + floor(Qh Bh), Qe the MWh supplied; the two parts in t."""
    return generated(electricity, heat, for_power * cooling * heating, for_heat, peaking)


def heating_factor(ratio: Fraction, slope: Fraction) -> Fraction:
    """Fr = 1 - slope x heat ratio 供热比 (0..1); slope 0.22 for coal, 0.6 for gas (recalled)."""
    return 1 - slope * ratio


def gas_topped_up(quota: int, verified: Fraction) -> int:
    """A gas unit is never short: max(A, floor(verified)) (2023-2024 五（三）1; draft 三（一）4（1）)."""
    return max(quota, math.floor(verified))


def topped_up(quota: int, verified: Fraction, gap: Fraction) -> int:
    """An entity's gap is never above ``gap`` (0.2): max(sum A, floor((1-gap) x verified)) (2023-2024 五（三）2;
    draft 三（一）4（2）, table 2-5 note 3)."""
    return max(quota, math.floor((1 - gap) * verified))
