"""Forecast methods of arithmetic 预测方法: the ratio of the season, last year's rest; exact in what they assume.

Both take nodes × months and answer for all nodes at once; NaN where a node lacks what the method needs.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ghginv.budget.monitoring.months import MONTHS

RATIO, LAST_YEAR, ETS = "ratio", "last-year", "ets"
METHODS = (RATIO, LAST_YEAR, ETS)


def ratio(executed: pd.Series, share: pd.Series) -> pd.Series:
    """比率法 ``F = C_k / pi_k``; NaN where nothing of the year should have been emitted yet."""
    return (executed / share.where(share > 0)).astype("float64")


def last_year(executed: pd.Series, before: pd.DataFrame, month: int) -> pd.Series:
    """上年法 ``F = C_k + growth · sum of last year's months after k``.

    ``before``: index node, columns 1…12, the whole year before. Growth is that of the year to date, ``C_k`` over last
    year's first k months (NaN where those are nothing).
    """
    table = before.reindex(executed.index)
    so_far, rest = table[list(MONTHS[:month])].sum(axis=1, min_count=month), table[list(MONTHS[month:])].sum(axis=1)
    made = executed + rest.where(so_far.notna()) * (executed / so_far.where(so_far != 0))
    return made.astype("float64").where(np.isfinite(made.astype("float64")))
