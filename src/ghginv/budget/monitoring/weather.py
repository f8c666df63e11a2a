"""Cooling degree days 制冷度日: how much of a month's share goes with the heat, and what that makes of the profile.

The slope is that of the deviations of a month's daily share on the deviations of its degree days a day, each from the
month's mean over the years: what differs between the same months of different years, so that the season itself does
not count as weather. Our own method; off by default.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ghginv.budget.monitoring.months import MONTHS, days


def expected(shares: pd.DataFrame, degree_days: pd.DataFrame, year: int) -> pd.DataFrame:
    """Expected daily shares of the months of ``year`` by node (index node, columns 1…12).

    ``shares``: index ``node, year``, daily shares. ``degree_days``: ``year, month, cdd``. Years without all twelve
    months of degree days do not enter the slope; months of ``year`` without them are as warm as the mean. Slopes below
    zero (less in hotter months) are taken as none. No month falls below nothing.
    """
    means = shares.groupby(level="node", sort=True).mean()
    table = degree_days.pivot_table(index="year", columns="month", values="cdd", aggfunc="sum")
    table = table.reindex(columns=list(MONTHS))
    table = table.div(np.stack([days(int(each)) for each in table.index]), axis=1) if len(table) else table
    whole = table.dropna()
    known = shares[shares.index.get_level_values("year").isin(whole.index)]
    if known.empty or year not in table.index:
        return means
    heat = whole.loc[known.index.get_level_values("year")].set_axis(known.index)
    by = heat.groupby(level="node")
    above, more = heat - by.transform("mean"), known - known.groupby(level="node").transform("mean")
    square = (above**2).sum(axis=1).groupby(level="node").sum()
    slope = (above * more).sum(axis=1).groupby(level="node").sum() / square.where(square > 0)
    slope = slope.clip(lower=0).reindex(means.index).fillna(0.0)
    hotter = (table.loc[year] - by.mean()).reindex(means.index).fillna(0.0)
    return (means + hotter.mul(slope, axis=0)).clip(lower=0)
