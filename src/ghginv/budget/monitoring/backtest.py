"""Backtest 回测: what each method would have said in past years at the end of each month, beside what came.

Only what was known then is used: the profile is of the years before, last year is the year before.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ghginv.budget.monitoring import methods, profile, smoothing
from ghginv.budget.monitoring.months import MONTHS
from ghginv.budget.monitoring.settings import Settings

COLUMNS = ("node", "method", "year", "month", "forecast_kg", "actual_kg", "error")


def arithmetic(past: pd.DataFrame, settings: Settings, months: Sequence[int] = MONTHS) -> pd.DataFrame:
    """COLUMNS for the ratio and the last-year method at the end of ``months``; ``error`` is actual ÷ forecast - 1.

    ``past``: whole years, index ``node, year``, columns 1…12. A node's first whole year has none before it and no row.
    """
    found = []
    for year in sorted(past.index.get_level_values("year").unique()):
        earlier = past[past.index.get_level_values("year") < year]
        now = past.xs(year, level="year")
        now = now[now.index.isin(earlier.index.get_level_values("node"))]
        if now.empty:
            continue
        shares = profile.build(earlier, now.index, int(year), settings).cumulative
        before = _year(earlier, int(year) - 1)
        actual = now.sum(axis=1)
        for month in months:
            executed = now[list(MONTHS[:month])].sum(axis=1)
            made = {methods.RATIO: methods.ratio(executed, shares[month]),
                    methods.LAST_YEAR: methods.last_year(executed, before, month)}  # fmt: skip
            found += [_rows(method, int(year), month, told, actual) for method, told in made.items()]
    return joined(found)


def smoothed(past: pd.DataFrame, month: int, settings: Settings) -> pd.DataFrame:
    """COLUMNS for exponential smoothing at one month, of years with enough months before them."""
    found = []
    for node, table in past.groupby(level="node", sort=True):
        series = table.droplevel("node").sort_index()
        for year in series.index:
            run = unbroken(series[series.index < year], int(year))
            now = series.loc[year].to_numpy(dtype="float64")
            if len(run) < settings.ets_months:
                continue
            made = smoothing.forecast(np.concatenate([run, now[:month]]), 12 - month, draws=1)
            if made is not None:
                told = pd.Series({node: now[:month].sum() + made.mean.sum()})
                found.append(_rows(methods.ETS, int(year), month, told, pd.Series({node: now.sum()})))
    return joined(found)


def unbroken(series: pd.DataFrame, year: int) -> smoothing.Array:
    """The months of the whole years right before ``year``, oldest first, back to the first gap."""
    first = year
    while first - 1 in series.index:
        first -= 1
    return series.loc[first : year - 1].to_numpy(dtype="float64").ravel()


def scores(errors: pd.DataFrame) -> pd.DataFrame:
    """``node, method, month, years, mape``: the mean absolute error (share of the forecast's actual) of past years."""
    size = (errors["forecast_kg"] / errors["actual_kg"] - 1).abs()
    table = errors.assign(mape=size).groupby(["node", "method", "month"], sort=True)["mape"].agg(["count", "mean"])
    return table.rename(columns={"count": "years", "mean": "mape"}).reset_index()


def joined(found: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Several tables of COLUMNS as one."""
    kept = [each for each in found if len(each)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(COLUMNS))


def _year(past: pd.DataFrame, year: int) -> pd.DataFrame:
    if year not in past.index.get_level_values("year"):
        return past.iloc[:0].droplevel("year")
    return past.xs(year, level="year")


def _rows(method: str, year: int, month: int, told: pd.Series, actual: pd.Series) -> pd.DataFrame:
    table = pd.DataFrame({"forecast_kg": told, "actual_kg": actual}).rename_axis("node").reset_index()
    table = table[table["forecast_kg"] > 0]
    made = table.assign(method=method, year=year, month=month, error=table["actual_kg"] / table["forecast_kg"] - 1)
    return made[list(COLUMNS)]
