"""The seasonal profile 季节进度 pi_k: which part of a year's emissions falls into its first k months.

The mean of the monthly shares of the latest whole years (three by default), each taken a working day (or, without a
calendar of them, a calendar day, so a leap year's February counts as long as it is) and brought to the days of the
year in question. Without history: the shape of an indicator that is given (electricity 用电量), else days. Which one
served a node is named. Shares are kept to nine decimals; pi_12 is 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ghginv.budget.monitoring.months import MONTHS, days
from ghginv.budget.monitoring.settings import Settings
from ghginv.findings import Finding

HISTORY, SHAPE, DAYS = "history", "shape", "days"
DECIMALS = 9


@dataclass(frozen=True)
class Profile:
    """``cumulative``: index node, columns 1…12, pi_k. ``basis`` by node: history, shape or days. ``years``: those the
    mean is of, as text. ``notes``: remarks on calendars that were not used."""

    year: int
    cumulative: pd.DataFrame
    basis: pd.Series
    years: pd.Series
    notes: tuple[Finding, ...] = ()

    def findings(self) -> Iterator[Finding]:
        """A remark for what does not rest on history, one a basis; and those on calendars."""
        for basis, code in ((SHAPE, "budget-monitoring-profile-shape"), (DAYS, "budget-monitoring-profile-days")):
            if several := [str(each) for each in self.basis.index[self.basis == basis]]:
                told = {"nodes": "、".join(several[:10]) + ("…" if len(several) > 10 else "")}
                yield Finding(code, found=str(len(several)), details=told)
        yield from self.notes


def build(
    past: pd.DataFrame,
    nodes: pd.Index,
    year: int,
    settings: Settings,
    *,
    working_days: pd.DataFrame | None = None,
    degree_days: pd.DataFrame | None = None,
    shape: pd.DataFrame | None = None,
) -> Profile:
    """The profile of ``nodes`` in ``year``.

    ``past``: whole years as ``History.before`` gives them. ``working_days``: ``year, month, days``; ``degree_days``:
    ``year, month, cdd``, used where the setting is on. ``shape``: index node, columns 1…12, any positive quantity of a
    year (its unit does not matter), for nodes without history.
    """
    from ghginv.budget.monitoring import weather

    recent = past.groupby(level="node", sort=False).tail(settings.profile_years)
    counted, notes = _days_of(sorted({year, *recent.index.get_level_values("year")}), working_days)
    shares = _daily(recent, counted)
    if settings.degree_days and degree_days is not None:
        means = weather.expected(shares, degree_days, year)
    else:
        means = shares.groupby(level="node", sort=True).mean()
    monthly = means.mul(counted[year], axis=1).reindex(nodes)
    basis = pd.Series(np.where(monthly.notna().all(axis=1), HISTORY, DAYS), index=nodes, dtype=object)
    if shape is not None:
        given = shape.reindex(columns=list(MONTHS)).reindex(nodes)
        usable = given.notna().all(axis=1) & (given >= 0).all(axis=1) & (given.sum(axis=1) > 0) & (basis == DAYS)
        monthly[usable] = given[usable]
        basis[usable] = SHAPE
    bare = basis == DAYS
    monthly.loc[bare] = np.broadcast_to(days(year), (int(bare.sum()), 12))
    pairs = recent.reset_index()[["node", "year"]].astype({"year": str})
    years = pairs.groupby("node")["year"].agg(", ".join).reindex(nodes).fillna("").where(basis == HISTORY, "")
    return Profile(year, _cumulated(monthly), basis, years, tuple(notes))


def _cumulated(monthly: pd.DataFrame) -> pd.DataFrame:
    table = monthly.cumsum(axis=1).div(monthly.sum(axis=1), axis=0).round(DECIMALS)
    table[12] = 1.0
    return table


def _daily(past: pd.DataFrame, counted: dict[int, npt.NDArray[np.float64]]) -> pd.DataFrame:
    """Shares of the year a day, of each month of each node-year; with the days of that year they sum to one."""
    if past.empty:
        return past
    of_row = np.stack([counted[int(year)] for year in past.index.get_level_values("year")])
    return past.div(past.sum(axis=1), axis=0) / of_row


def _days_of(
    years: list[int], working: pd.DataFrame | None
) -> tuple[dict[int, npt.NDArray[np.float64]], list[Finding]]:
    """Days by year: working days when all the years have them for all months, else calendar days for all."""
    if working is None:
        return {each: days(each) for each in years}, []
    table = working.pivot_table(index="year", columns="month", values="days", aggfunc="sum")
    table = table.reindex(index=years, columns=list(MONTHS))
    lacking = [each for each in years if not (table.loc[each] > 0).all()]
    if lacking:
        told = Finding("budget-monitoring-calendar", found=", ".join(map(str, lacking)))
        return {each: days(each) for each in years}, [told]
    return {each: table.loc[each].to_numpy(dtype="float64") for each in years}, []
