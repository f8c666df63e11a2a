"""Past years by month: what is whole, what has gaps. Gaps are named and never filled.

A node-year serves the profile and the forecast when every month has a figure and the places with missing months make
no more of it than the parameter ``gap_share`` allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ghginv.budget.monitoring.months import MONTHS
from ghginv.budget.monitoring.nodes import PLACE
from ghginv.budget.monitoring.settings import Settings
from ghginv.findings import Finding


@dataclass(frozen=True)
class History:
    """``table``: index ``node, year`` (sorted), columns 1…12, kg as floats, only whole years. ``gaps``: ``year`` and
    PLACE with ``months`` (missing ones, as text). ``left_out``: ``node, year, share`` of node-years not used."""

    table: pd.DataFrame
    gaps: pd.DataFrame
    left_out: pd.DataFrame

    def before(self, year: int) -> pd.DataFrame:
        """The whole years before a year."""
        return self.table[self.table.index.get_level_values("year") < year]

    def findings(self) -> Iterator[Finding]:
        """A remark a gap."""
        for row in self.gaps.itertuples():
            place = " ".join(filter(None, (str(getattr(row, name)) for name in PLACE)))
            yield Finding("budget-monitoring-gap", found=row.months, details={"place": place, "year": row.year})


def build(rows: pd.DataFrame, belongs: pd.DataFrame, settings: Settings) -> History:
    """The history of nodes. ``rows``: ``year, month`` (1…12; others are left out), PLACE, ``emissions_kg``."""
    table = rows[rows["month"].between(1, 12)]
    places = table.pivot_table(index=[*PLACE, "year"], columns="month", values="emissions_kg", aggfunc="sum")
    places = places.reindex(columns=list(MONTHS)).astype("float64").reset_index()
    missing = places[list(MONTHS)].isna()
    places["gap"] = missing.any(axis=1)
    gaps = places.loc[places["gap"], ["year", *PLACE]].reset_index(drop=True)
    gaps["months"] = [", ".join(str(month) for month in MONTHS if row[month - 1])
                      for row in missing[places["gap"]].to_numpy()]  # fmt: skip
    places["whole"] = places[list(MONTHS)].sum(axis=1)
    places["weak"] = np.where(places["gap"], places["whole"].abs(), 0.0)
    joined = places.merge(belongs, on=list(PLACE))
    sums = joined.groupby(["node", "year"], sort=True)[[*MONTHS]].sum(min_count=1)
    weak = joined.groupby(["node", "year"], sort=True)[["whole", "weak"]].sum()
    share = (weak["weak"] / weak["whole"].abs().where(weak["whole"] != 0)).fillna(0.0)
    used = sums.notna().all(axis=1) & (share <= float(settings.gap_share)) & (weak["whole"] > 0)
    left = share[~used].rename("share").reset_index()
    return History(sums[used].rename_axis(columns=None), gaps, left)
