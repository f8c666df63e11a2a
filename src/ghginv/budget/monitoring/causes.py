"""The causes of a light 原因 of one node: effects against the same months of last year, and who is above what.

Where value added is known of both years the change is decomposed (``reasons``); where electricity is known too, the
part of power 净调入电力 is split into power per value added and the grid's factor. Without last year the plan is what
is compared with, and only contributions can be told; what could not be told is said.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ghginv.budget.monitoring import reasons
from ghginv.budget.monitoring.board import Board
from ghginv.budget.monitoring.nodes import PLACE

LAST_YEAR, PLAN = "last-year", "plan"
POWER_LAYER = "PWR"
INDICATOR_OF = {"value_added": "value_added", "electricity": "power_kwh"}


@dataclass(frozen=True)
class Causes:
    """``reference`` says what is compared with (last-year or plan), ``reference_kg`` and ``now_kg`` the amounts.

    ``effects``: effect → kg, empty where there is no value added; ``by_industry`` the same by industry (index).
    ``industries`` and ``enterprises``: ``code, now_kg, reference_kg, change_kg``, the largest rise first; that of
    enterprises holds those with a budget or a figure of their own. ``missing``: what could not be told, by id.
    """

    reference: str
    now_kg: int
    reference_kg: int
    effects: dict[str, int]
    by_industry: pd.DataFrame
    industries: pd.DataFrame
    enterprises: pd.DataFrame
    missing: tuple[str, ...]


def build(board: Board, node: str, indicators: pd.DataFrame, before: pd.DataFrame) -> Causes:
    """The causes of a node of a board.

    ``indicators`` and ``before``: the economic figures of this year and the last, ``month, region, industry, indicator,
    value``; only months up to the board's count, and only of regions that belong to the node.
    """
    at = board.situation
    mine = board.belongs[board.belongs["node"] == node]
    now = at.upto.merge(mine, on=list(PLACE))
    past = at.past[(at.past["year"] == at.year - 1) & (at.past["month"] <= at.month)].merge(mine, on=list(PLACE))
    reference, missing = (LAST_YEAR, []) if len(past) else (PLAN, ["last-year"])
    then = past if len(past) else _planned(board, node, mine)
    effects = pd.DataFrame()
    if reference == LAST_YEAR:
        told = known(of_node(indicators, board, node, mine), of_node(before, board, node, mine), at.month)
        effects = _effects(now, then, *told)
        if effects.empty:
            missing.append("value-added")
    sides = {}
    for column in ("industry", "enterprise"):
        one, other = (each[each[column] != ""].groupby(column)["emissions_kg"].sum().to_dict() for each in (now, then))
        sides[column] = reasons.contributions(one, other)
    sums = {str(name): int(kg) for name, kg in effects.sum().items() if kg} if len(effects) else {}
    return Causes(
        reference, int(now["emissions_kg"].sum()), int(then["emissions_kg"].sum()), sums, effects, sides["industry"],
        sides["enterprise"], tuple(missing),
    )  # fmt: skip


def _planned(board: Board, node: str, mine: pd.DataFrame) -> pd.DataFrame:
    """The plan of the places of a node up to the month, as emissions; the sum is the node's plan to the kilogram."""
    places = board.situation.places.merge(mine, on=list(PLACE))
    share = float(board.profile.cumulative.at[node, board.situation.month])
    made = (places["budget_kg"] * share).round().astype("int64")
    if len(made):
        made.iloc[int(made.to_numpy().argmax())] += int(board.table.at[node, "plan_kg"]) - int(made.sum())
    return places[list(PLACE)].assign(emissions_kg=made)


def of_node(table: pd.DataFrame, board: Board, node: str, mine: pd.DataFrame) -> pd.DataFrame:
    """The economic figures that are about a node, none twice.

    Of a region what it reports itself, else what the regions of its places do; of an industry what the whole reports
    of it, else what the regions do. Of an enterprise there are none.
    """
    if board.by not in ("region", "industry", "total"):
        return table.iloc[:0]
    above = node if board.by == "region" else board.situation.regions.root
    rows = table if board.by != "industry" else table[table["industry"].isin(set(mine["industry"]))]
    own = rows[rows["region"] == above]
    return own if len(own) else rows[rows["region"].isin(set(mine["region"]))]


def known(now: pd.DataFrame, before: pd.DataFrame, month: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of both years: index industry, columns of INDICATOR_OF, sums over the months up to ``month``.

    Only figures whose months and regions are the same in both years: a quarter is not compared with two months.
    """
    cells = []
    for table in (now, before):
        rows = table[table["month"].between(1, month) & (table["industry"] != "")]
        rows = rows[rows["indicator"].isin(list(INDICATOR_OF))]
        cells.append(rows.groupby(["industry", "indicator", "region", "month"])["value"].sum())
    keys = ["industry", "indicator"]
    told = [each.reset_index().groupby(keys)[["region", "month"]].apply(_written) for each in cells]
    same = {key for key in set(told[0].index) & set(told[1].index) if told[0][key] == told[1][key]}
    return _table(cells[0], same), _table(cells[1], same)


def _written(rows: pd.DataFrame) -> str:
    return ";".join(sorted(f"{region}/{month}" for region, month in rows.to_numpy().tolist()))


def _table(cells: pd.Series, same: set[tuple[str, str]]) -> pd.DataFrame:
    sums = cells.groupby(level=["industry", "indicator"]).sum()
    kept = sums[[key in same for key in sums.index]] if len(sums) else sums
    found = kept.unstack("indicator") if len(kept) else pd.DataFrame(index=pd.Index([], name="industry"))
    return found.reindex(columns=list(INDICATOR_OF)).rename(columns=INDICATOR_OF).astype("float64")


def _effects(now: pd.DataFrame, then: pd.DataFrame, told: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Effects by industry, power and all else together; empty where no value added is known."""
    if told["value_added"].dropna().empty:
        return pd.DataFrame()
    both = told["power_kwh"].notna()
    tables = []
    for power in (False, True):
        one, other = (each[(each["layer"] == POWER_LAYER) == power] for each in (now, then))
        if len(one) + len(other) == 0:
            continue
        split = power and set(one["industry"]) | set(other["industry"]) <= set(told.index[both])
        sides = [_period(rows, of, split) for rows, of in ((other, before), (one, told))]
        tables.append(reasons.decompose(*sides))
    return pd.concat(tables).fillna(0).groupby(level="industry").sum().astype("int64")


def _period(rows: pd.DataFrame, told: pd.DataFrame, split: bool) -> pd.DataFrame:
    """A period as ``reasons.decompose`` takes it; industries with value added and no emissions are in it too."""
    kg = rows.groupby("industry")["emissions_kg"].sum()
    codes = kg.index.union(told.index[told["value_added"].notna()])
    table = pd.DataFrame({"emissions_kg": kg.reindex(codes, fill_value=0)})
    table["value_added"] = told["value_added"].reindex(codes).fillna(0.0)
    table = table.rename_axis("industry").reset_index()
    if split:
        table["energy"] = told["power_kwh"].reindex(codes).fillna(0.0).to_numpy()
        table["carrier"] = reasons.POWER
    return table
