"""Contraction and convergence 紧缩趋同法: from today's shares to equal ones per head by a given year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Vector

if TYPE_CHECKING:
    import pandas as pd


def convergence(
    totals: pd.Series, emissions: Vector, population: Any, *, start: int, convergence_year: int
) -> pd.DataFrame:
    """s_i(t) = (1-a) e_i/Σe + a p_i(t)/Σp(t) with a = clip((t-t0)/(tc-t0), 0, 1); a_i(t) = B(t) s_i(t).

    ``totals``: B by year; ``emissions``: of the start year, by unit; ``population``: by unit, or units × years;
    ``start`` t0, ``convergence_year`` tc. Gives units × years, each column adding up to the total of its year.
    Source: Meyer 2000; van den Berg et al. 2020, per capita convergence (PCC); PBL's ``effort-sharing``,
    allocations/pcc.py. InputError as ``checked``; tc not after t0; a year before t0; a year without population.
    """
    import pandas as pd

    among = checked.units(emissions)
    emitted = checked.vector(emissions, among, "emissions")
    if convergence_year <= start:
        raise checked.refuse("budget-allocation-convergence-year", found=convergence_year, expected=start)
    years = list(totals.index)
    checked.years(years, start)
    columns = {}
    for year in years:
        amount = checked.total(totals[year])
        heads = checked.vector(_of(population, year), among, "population")
        share = float(np.clip((year - start) / (convergence_year - start), 0.0, 1.0))
        columns[year] = amount * ((1 - share) * emitted / emitted.sum() + share * heads / heads.sum())
    return pd.DataFrame(columns, index=among.rows)


def _of(population: Any, year: int) -> Vector:
    """The population of a year, where it is given by year."""
    if getattr(population, "ndim", 1) != 2:
        return population
    if year not in population.columns:
        raise checked.refuse("budget-allocation-year-missing", found=year, **checked.words("population"))
    return population[year]
