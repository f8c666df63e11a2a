"""``budget forecast``: progress, year-end forecast and lights of a budget's year; what the board is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets import execution
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.monitoring.board import Board, Situation
    from ghginv.workspace.budgets.execution import Journal

SIDES = ("region", "industry", "enterprise")
_KG = 1000
_SHAPE = "electricity"


@dataclass(frozen=True, slots=True)
class Watched:
    """A budget at the end of a month of a year; ``history``: name and content of a CSV file of past months."""

    budget: Budget
    year: int
    month: int
    history: tuple[str, bytes] | None = None


def situation(watched: Watched) -> Situation:
    """What is known of the budget then. UsageError for a month that is none; InputError where the year has no budget
    on the ledger or no execution data yet."""
    from ghginv.budget.monitoring import calendars, settings, standing
    from ghginv.budget.monitoring.board import Situation

    budget, year, month = watched.budget, watched.year, watched.month
    if month not in range(1, 13):
        raise UsageError(Finding("budget-monitoring-month", found=str(month)))
    plan = budget.plan_in_force if budget.standing.issued else budget.plan
    read = execution.journal(budget)
    legs = read[1]
    with budget.workspace.overlaid():
        places = standing.places(legs, year)
        if places.empty:
            expected = "、".join(str(each) for each in sorted(set(legs["vintage"]))) or "-"
            raise InputError(Finding("budget-monitoring-year", found=str(year), expected=expected))
        told, calendar = settings.load(year), calendars.load()
        rows = _rows(budget, year, told.covered, read)
        if not rows["month"].between(1, month).any() and not (month == 12 and len(rows)):
            raise InputError(Finding("budget-monitoring-no-execution", details={"year": year, "month": month}))
        return Situation(
            year, month, places, rows, _past(watched, read), plan.regions, plan.industries, told,
            commitments=standing.committed(legs, year).assign(start=month + 1), shape=_shape(budget, year),
            working_days=calendar.working_days, degree_days=calendar.degree_days,
        )  # fmt: skip


def _rows(budget: Budget, year: int, covered: frozenset[str], read: Journal) -> pd.DataFrame:
    """The execution table, with what of each account-month rests on data that count."""
    rows, behind = execution.months_and_evidence(budget, year, read)
    sure = behind[behind["status"].isin(list(covered))].groupby(["entry", "month"])["emissions_kg"].sum()
    kept = [min(max(int(sure.get((entry, month), 0)), 0), max(int(kg), 0))
            for entry, month, kg in zip(rows["entry"], rows["month"], rows["emissions_kg"], strict=True)]  # fmt: skip
    return rows.assign(covered_kg=kept)


def _past(watched: Watched, read: Journal) -> pd.DataFrame:
    """The months of earlier years: those posted, and those of the file for years of which nothing was posted."""
    import pandas as pd

    from ghginv.budget.monitoring import past_months
    from ghginv.budget.monitoring.nodes import PLACE

    columns = ["year", "month", *PLACE, "emissions_kg"]
    years = [each for each in watched.budget.plan.years if each < watched.year]
    tables = [table for year in years for table in _posted(watched.budget, year, read)]
    if watched.history:
        given = past_months.read(*watched.history)
        known = {int(each) for table in tables for each in table["year"].unique()}
        tables.append(given[(given["year"] < watched.year) & ~given["year"].isin(known)])
    kept = [each for each in tables if len(each)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=columns).astype(
        {"year": "int64", "month": "int64", "emissions_kg": "int64"})  # fmt: skip


def _posted(budget: Budget, year: int, read: Journal) -> list[pd.DataFrame]:
    """The months posted of a year; of what was verified since, those of the estimates before."""
    from ghginv.budget.monitoring import standing
    from ghginv.budget.monitoring.nodes import PLACE

    rows = execution.months(budget, year, read)[["year", "month", *PLACE, "emissions_kg"]]
    whole, found = rows[rows["month"] == 0], [rows[rows["month"] > 0]]
    if len(whole):
        found.append(standing.months_behind(*read, whole, year))
    return [each for each in found if len(each)]


def _shape(budget: Budget, year: int) -> pd.DataFrame | None:
    """Electricity use of regions by month in the year before, where it was reported for all months."""
    table = execution.indicators(budget, year - 1)
    mine = table[(table["indicator"] == _SHAPE) & table["month"].between(1, 12)]
    return mine[["region", "month", "value"]] if len(mine) else None


def board(watched: Watched, by: str = "region", method: str = "auto") -> Board:
    """The execution board 执行看板 of the nodes of a side; see ``budget.monitoring.board``."""
    from ghginv.budget.monitoring import board as boards

    with watched.budget.workspace.overlaid():
        return boards.build(situation(watched), by, method)


def all_boards(watched: Watched, sides: Iterable[str] = SIDES, method: str = "auto") -> dict[str, Board]:
    """The boards of several sides, by side; what is known is gathered once."""
    from ghginv.budget.monitoring import board as boards

    told = situation(watched)
    with watched.budget.workspace.overlaid():
        return {side: boards.build(told, side, method) for side in sides}


def table(found: Board, budget: Budget) -> list[dict[str, Any]]:
    """The board as rows in t and percent, in the order of the tree; names beside codes."""
    called = names(budget, found)
    made = found.table.loc[order(found)]
    return [_row(str(code), called.get(str(code), str(code)), row) for code, row in made.iterrows()]


def _row(code: str, name: str, row: Any) -> dict[str, Any]:
    amounts = {f"{key}_t": int(row[f"{key}_kg"]) / _KG for key in ("budget", "plan", "executed", "p10", "p50", "p90")}
    shares = {key: percent(row[key]) for key in ("rate", "gap", "coverage", "mape")}
    burn = None if row["burn"] != row["burn"] else round(float(row["burn"]), 4)
    left = None if row["months_left"] != row["months_left"] else round(float(row["months_left"]), 1)
    return {
        "code": code, "name": name, "budget_t": amounts["budget_t"], "plan_t": amounts["plan_t"],
        "executed_t": amounts["executed_t"], "rate": shares["rate"], "gap": shares["gap"], "burn": burn,
        "months_left": left, "p10_t": amounts["p10_t"], "p50_t": amounts["p50_t"], "p90_t": amounts["p90_t"],
        "method": row["method"], "band": row["band"], "mape": shares["mape"],
        "committed_t": int(row["committed_kg"]) / _KG, "light": row["light"], "forecast_light": row["forecast_light"],
        "alert": bool(row["alert"]), "coverage": shares["coverage"], "data_light": row["data_light"],
        "profile": row["profile"],
    }  # fmt: skip


def percent(share: Any) -> float | None:
    """A share as percent with two decimals; None where there is none."""
    return None if share is None or share != share else round(100 * float(share), 2)


def backtest(found: Board, budget: Budget) -> list[dict[str, Any]]:
    """What each method would have been off by in past years: mean absolute error by node, method and month, in %."""
    from ghginv.budget.monitoring import backtest as tests
    from ghginv.budget.monitoring.months import MONTHS

    called, at = names(budget, found), found.situation
    others = [month for month in MONTHS if month != at.month]  # that of the board's month is there, with smoothing
    beside = tests.arithmetic(found.history.before(at.year), at.settings, others)
    rows = tests.scores(tests.joined([found.forecast.errors, beside]))
    return [
        {"code": row["node"], "name": called.get(row["node"], row["node"]), "method": row["method"],
         "month": int(row["month"]), "years": int(row["years"]), "mape": percent(row["mape"])}
        for row in rows.to_dict("records")
    ]  # fmt: skip


def order(found: Board) -> list[str]:
    """The nodes of a board: a tree from the top, else by code."""
    tree = {"region": found.situation.regions, "industry": found.situation.industries}.get(found.by)
    if tree is None:
        return [str(each) for each in found.table.index]
    line = tree.subtree(tree.root, f"{found.situation.year}-12-31")
    return [code for code in line if code in found.table.index]


def names(budget: Budget, found: Board) -> Mapping[str, str]:
    """Names by code of regions, industries, enterprises, layers and cells of a board."""
    at, day = found.situation, f"{found.situation.year}-12-31"
    called: dict[str, str] = {layer.id: layer.zh for layer in budget.rules.layers}
    for tree in (at.regions, at.industries):
        called |= {code: tree.name(code, day) for code in tree.subtree(tree.root)}
    facilities = budget.plan.tables["facilities"]
    called |= dict(zip(facilities["enterprise"], facilities["name"], strict=True))
    if found.by == "cell":
        called |= {node: " ".join(called.get(part, part) for part in node.split(":")) for node in found.table.index}
    return called
