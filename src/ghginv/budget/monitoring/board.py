"""The execution board 执行看板: nodes with progress, forecast, lights and coverage, from one situation of a budget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from ghginv.budget.ledger.consumption import power_sold
from ghginv.budget.monitoring import coverage, forecast, history, lights, nodes, profile, progress
from ghginv.budget.monitoring.months import MONTHS
from ghginv.budget.monitoring.nodes import PLACE
from ghginv.budget.monitoring.settings import Settings
from ghginv.budget.trees import Tree
from ghginv.findings import Finding


@dataclass(frozen=True)
class Situation:
    """What is known of a budget at the end of a month.

    ``places``: PLACE, ``budget_kg, held_kg``. ``rows``: the execution table of the year. ``past``: the same of earlier
    years, ``year, month``, PLACE, ``emissions_kg``. ``commitments``: PLACE, ``amount_kg, start`` (month). ``shape``:
    ``region, month, value`` of an indicator, for regions without history. Calendars as ``profile.build`` takes them.
    """

    year: int
    month: int
    places: pd.DataFrame
    rows: pd.DataFrame
    past: pd.DataFrame
    regions: Tree
    industries: Tree
    settings: Settings
    commitments: pd.DataFrame | None = None
    shape: pd.DataFrame | None = None
    working_days: pd.DataFrame | None = None
    degree_days: pd.DataFrame | None = None

    @cached_property
    def known(self) -> pd.DataFrame:
        """All places of which anything is known."""
        tables = [self.places, self.rows, self.past]
        tables += [self.commitments] if self.commitments is not None else []
        return pd.concat([each[list(PLACE)] for each in tables]).drop_duplicates(ignore_index=True)

    @property
    def upto(self) -> pd.DataFrame:
        """The rows of the year that count: months up to ``month``; verified years (month 0) in December only."""
        first = 0 if self.month == 12 else 1
        return self.rows[self.rows["month"].between(first, self.month)]


@dataclass(frozen=True)
class Board:
    """``table``: index node; the columns of progress, forecast and lights. ``monthly``: nodes × 1…12, kg. ``asked``:
    the method that was asked for."""

    by: str
    situation: Situation
    table: pd.DataFrame
    profile: profile.Profile
    forecast: forecast.Forecast
    history: history.History
    monthly: pd.DataFrame
    belongs: pd.DataFrame = field(repr=False)
    asked: str = "auto"

    def findings(self) -> Iterator[Finding]:
        """What to know before using the board."""
        yield from self.history.findings()
        yield from self.profile.findings()
        yield from power_sold(-int(self.situation.upto["emissions_kg"].clip(upper=0).sum()), self.situation.year)
        whole = self.situation.rows[self.situation.rows["month"] == 0]
        if len(whole) and self.situation.month < 12:
            yield Finding("budget-monitoring-verified", found=str(len(whole)))
        other = self.table["method"] != self.asked
        if self.asked != forecast.AUTO and self.situation.month < 12 and other.any():
            told = {"nodes": _listed(self.table.index[other]), "method": self.asked}
            yield Finding("budget-monitoring-fallback", details=told)
        emits = self.table["executed_kg"] > 0
        bare, unplanned = emits & (self.table["budget_kg"] == 0), emits & (self.table["plan_kg"] == 0)
        if bare.any():
            yield Finding("budget-monitoring-no-budget-of", found=_listed(self.table.index[bare]))
        if (unplanned & ~bare).any():
            yield Finding("budget-monitoring-no-plan-of", found=_listed(self.table.index[unplanned & ~bare]))


def build(situation: Situation, by: str, method: str = forecast.AUTO) -> Board:
    """The board of the nodes of ``by`` (one of ``nodes.BY``) that have a budget or emissions in the year."""
    settings, month = situation.settings, situation.month
    belongs = nodes.members(situation.known, by, situation.regions, situation.industries, situation.year)
    here = pd.concat([situation.places[list(PLACE)], situation.rows[list(PLACE)]]).drop_duplicates()
    index = pd.Index(sorted(belongs.merge(here, on=list(PLACE))["node"].unique()), name="node", dtype=object)
    told = history.build(situation.past, belongs, settings)
    shares = profile.build(
        told.before(situation.year), index, situation.year, settings, working_days=situation.working_days,
        degree_days=situation.degree_days, shape=_shape(situation, by, index),
    )  # fmt: skip
    rows = situation.upto
    table = progress.build(situation.places, rows, belongs, shares, month, settings.pace_months)
    monthly = nodes.by_month(rows, belongs, index)
    monthly[12] += monthly[0]
    monthly = monthly[list(MONTHS)]
    given = forecast.Material(monthly, month, shares, told, _commitments(situation, belongs))
    ahead = forecast.build(given, settings, method)
    moment = situation.year, month
    seen = coverage.build(situation.places, situation.rows, situation.past, belongs, index, moment, settings)
    table = table.join(ahead.table).join(lights.build(table, ahead.table, seen, settings))
    table["profile"] = shares.basis
    return Board(by, situation, table, shares, ahead, told, monthly, belongs, method)


def _listed(codes: pd.Index) -> str:
    return "、".join(map(str, codes[:10])) + ("…" if len(codes) > 10 else "")


def _commitments(situation: Situation, belongs: pd.DataFrame) -> pd.DataFrame | None:
    if situation.commitments is None or situation.commitments.empty:
        return None
    return situation.commitments.merge(belongs, on=list(PLACE))[["node", "amount_kg", "start"]]


def _shape(situation: Situation, by: str, index: pd.Index) -> pd.DataFrame | None:
    """The indicator's months for regions; for all other nodes those of the whole."""
    if situation.shape is None or situation.shape.empty:
        return None
    table = situation.shape.pivot_table(index="region", columns="month", values="value", aggfunc="sum")
    table = table.reindex(columns=list(MONTHS)).dropna()
    if table.empty:
        return None
    root = situation.regions.root
    whole = table.loc[root] if root in table.index else table.sum()
    if by != "region":
        return pd.DataFrame([whole.to_numpy()] * len(index), index=index, columns=list(MONTHS))
    made = table.reindex(index)
    made.loc[made[1].isna()] = whole.to_numpy()
    return made
