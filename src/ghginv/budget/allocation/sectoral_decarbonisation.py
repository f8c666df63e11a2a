"""Sectoral decarbonisation 行业减碳法 (SDA): the intensity of every emitter meets its sector's in the target year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats, Units, Vector

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Decarbonisation:
    """Units × years: ``intensity`` in the unit it was given in, ``emissions`` = intensity × output."""

    intensity: pd.DataFrame
    emissions: pd.DataFrame


def sectoral_decarbonisation(
    intensity: Vector,
    output: pd.DataFrame,
    sector_intensity: pd.Series,
    sector_output: pd.Series | None = None,
    *,
    base_year: int,
    target_year: int,
) -> Decarbonisation:
    """I(t) = d p(t) m(t) + I_s(T), E(t) = I(t) q(t), with d = I(0) - I_s(T) and
    p(t) = (I_s(t) - I_s(T)) / (I_s(0) - I_s(T)),  m(t) = min(1, [q(0)/Q(0)] / [q(t)/Q(t)]).

    ``intensity`` I(0) by unit (emissions per output), ``output`` q units × years with the base year, the sector's
    ``sector_intensity`` I_s and ``sector_output`` Q by year; without Q market shares stay as they are (m = 1, as PACTA
    does). Who grows faster than the sector has a lower m and must get better sooner; m is capped at 1, so that a
    shrinking share earns nothing. A unit that is better than the sector's target may rise to it (d < 0): say so where
    that is not wanted. Sums over units need not be the sector's. Source: SBTi, Sectoral Decarbonization Approach 2015,
    eq. 1-6; RMI-PACTA/r2dii.analysis, vignettes/target-sda.Rmd. InputError as ``checked``; a sector intensity that
    does not move; a missing year; years before the base year or after the target year; no output.
    """
    import pandas as pd

    among = checked.units(intensity)
    own = checked.vector(intensity, among, "intensity")
    years = [int(year) for year in output.columns]
    checked.years(years, base_year, target_year)
    sector = _sector(sector_intensity, [base_year, target_year, *years], "sector_intensity")
    span = sector[base_year] - sector[target_year]
    if span == 0:
        raise checked.refuse("budget-allocation-flat", found=f"{base_year}, {target_year}")
    shares = _shares(output, sector_output, among, years, base_year)
    aim = sector[target_year]
    intensities = {year: (own - aim) * (sector[year] - aim) / span * shares[year] + aim for year in years}
    amounts = {year: intensities[year] * checked.vector(output[year], among, "output") for year in years}
    rows = among.rows
    return Decarbonisation(pd.DataFrame(intensities, index=rows), pd.DataFrame(amounts, index=rows))


def _sector(given: Any, years: list[int], field: str) -> dict[int, float]:
    missing = sorted({year for year in years if year not in given.index})
    if missing:
        raise checked.refuse("budget-allocation-year-missing", found=checked.listed(missing), **checked.words(field))
    return {year: checked.number(given[year], field, least=0) for year in years}


def _shares(output: Any, sector_output: Any, among: Units, years: list[int], base_year: int) -> dict[int, Floats]:
    """m(t) by year: the share of the base year over that of the year, at most 1."""
    if sector_output is None:
        return {year: np.ones(len(among)) for year in years}
    if base_year not in output.columns:
        raise checked.refuse("budget-allocation-year-missing", found=base_year, **checked.words("output"))
    sector = _sector(sector_output, [base_year, *years], "sector_output")
    if zero := [year for year, amount in sector.items() if amount == 0]:
        raise checked.refuse("budget-allocation-zero", found=checked.listed(zero), **checked.words("sector_output"))
    start = checked.vector(output[base_year], among, "output", positive=True) / sector[base_year]
    found = {}
    for year in years:
        now = checked.vector(output[year], among, "output") / sector[year]
        found[year] = np.minimum(1.0, np.divide(start, now, out=np.ones_like(start), where=now > 0))
    return found
