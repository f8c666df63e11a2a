"""From the intensity target to the total 由强度目标定总额: target intensity × GDP, kept as a formula.

国办发〔2024〕39号 makes intensity the first target of 2026–2030 and 国发〔2026〕22号 sets a cut of 17 %; the total
follows from growth: ``B_T = E_0 (1 - c)(1 + g)^n``. When GDP is revised the total moves with it, so GDP comes in
versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ghginv.budget.trajectory import checked

if TYPE_CHECKING:
    import pandas as pd


def annual_cut(cut: float, years: int) -> float:
    """The equivalent yearly cut in percent 年均等效降幅: ``1 - (1 - c)^(1/n)``.

    >>> round(annual_cut(17, 5), 2)
    3.66
    """
    return 100 * (1 - (1 - checked.cut(cut)) ** (1 / _count(years)))


def break_even_growth(cut: float, years: int) -> float:
    """The growth in percent a year above which the total rises although the cut is met: ``(1 - c)^(-1/n) - 1``.

    >>> round(break_even_growth(17, 5), 2)
    3.8
    """
    return 100 * ((1 - checked.cut(cut)) ** (-1 / _count(years)) - 1)


def gdp_path(base: float, growth: Any, *, base_year: int | None = None) -> pd.Series:
    """GDP by year from yearly growth in percent (Series or mapping by year), base year first.

    ``base`` is GDP of the base year (default: the year before the first), in constant prices. InputError: base of zero,
    a year without growth.
    """
    rates = checked.by_year(growth)
    years, base_year = checked.span(rates, base_year)
    if base_year != years[0] - 1:
        raise checked.refuse("budget-total-years", found=checked.missing(range(base_year + 1, years[0]), ()),
                             expected=f"{base_year + 1}–{years[-1]}")  # fmt: skip
    values = [checked.amount(base, "gdp")]
    for year in years:
        values.append(values[-1] * (1 + checked.rate(rates[year])))
    return checked.series(values, (base_year, *years), "gdp")


def intensity_path(
    base: float, cut: float, years: Iterable[int], *, base_year: int | None = None, target_year: int | None = None
) -> pd.Series:
    """Intensity by year on the constant-rate path to the cut: ``I_t = I_0 (1 - c)^((t - t0)/(T - t0))``.

    The cut is met in ``target_year`` (default: the last); years after it go on at the same rate. InputError: base of
    zero, target year not after the base year, a cut typed as 0.17.
    """
    wanted, first = checked.span(years, base_year)
    target = wanted[-1] if target_year is None else int(target_year)
    if target <= first:
        raise checked.refuse("budget-total-target-early", found=str(target), expected=f"> {first}")
    start, left = checked.amount(base, "start"), 1 - checked.cut(cut)
    return checked.series((start * left ** ((year - first) / (target - first)) for year in wanted), wanted, "intensity")


def intensity_target(
    base_emissions: float, base_gdp: float, cut: float, gdp: pd.Series | pd.DataFrame, *, base_year: int,
    target_year: int | None = None, price_base: str = "", gdp_price_base: str = "",
) -> pd.Series | pd.DataFrame:  # fmt: skip
    """The total by year ``B_t = I_t · GDP_t``, with ``I_t`` on the constant-rate path to the cut (budget of a 15th FYP
    region).

    ``gdp``: Series by year, or DataFrame years × versions (the result then has a column a version); years up to the
    base year are left out. ``price_base`` and ``gdp_price_base`` say in whose prices base and path are. In the target
    year ``B_T = E_0 (1 - c) GDP_T / GDP_0``. InputError: base of zero, prices mixed, years missing, a cut typed as
    0.17.
    """
    if price_base and gdp_price_base and price_base != gdp_price_base:
        raise checked.refuse("budget-total-prices", found=gdp_price_base, expected=price_base)
    start = checked.amount(base_emissions, "emissions") / checked.amount(base_gdp, "gdp")
    later = gdp[gdp.index > base_year].sort_index()
    years, _ = checked.span(later.index, base_year)
    if years[0] != base_year + 1 or later.isna().to_numpy().any():
        gone = [
            year
            for year in range(base_year + 1, years[-1] + 1)
            if year not in years or later.loc[[year]].isna().to_numpy().any()
        ]
        raise checked.refuse(
            "budget-total-years", found="、".join(map(str, gone)), expected=f"{base_year + 1}–{years[-1]}"
        )
    path = intensity_path(start, cut, years, base_year=base_year, target_year=target_year)
    found = later.astype("float64").mul(path, axis=0)
    return found.rename("intensity_target") if found.ndim == 1 else found


def _count(years: int) -> int:
    if years < 1:
        raise checked.refuse("budget-total-years", found=str(years), expected=">= 1")
    return int(years)
