"""An issued budget with made-up months of execution on its ledger, each on a document of evidence; do not quote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from ghginv.budget.execution import evidence
from ghginv.budget.ledger import balances, consumption
from ghginv.budget.ledger.accounts import Account, parse
from ghginv.store import budgets, journal
from ghginv.store.audit import acting
from ghginv.store.budgets import Document
from ghginv.workspace.budgets import circumstances, ledger
from ghginv.workspace.budgets.budget import Budget

SEASON = (90, 70, 95, 98, 104, 112, 120, 121, 108, 100, 92, 90)
Factor = Callable[[Account], float]


def places(budget: Budget, year: int) -> dict[Account, int]:
    """The accounts with a budget of a year, and how much."""
    lines = budget.lines()
    mine = lines[(lines["kind"] == "available") & (lines["year"] == year)]
    names = ["kind", "region", "industry", "layer", "enterprise"]
    rows = zip(mine[names].itertuples(index=False, name=None), mine["amount_kg"], strict=True)
    return {Account(*map(str, parts)): int(kg) for parts, kg in rows}


def executed(budget: Budget, year: int, months: range, factor: Factor = lambda place: 1.0) -> Budget:
    """Post the months: the season's part of each budget times a factor of the account; nothing where it is 0."""
    held = places(budget, year)
    before = {**dict.fromkeys(held, 0), **_left(budget, year)}
    for month in months:
        rows = [_row(place, year, month, round(kg * SEASON[month - 1] / 1200 * factor(place)))
                for place, kg in held.items() if factor(place)]  # fmt: skip
        content = evidence.written(pd.DataFrame(rows, columns=list(evidence.COLUMNS)))
        paper = Document("evidence", "", f"{year}-{month:02d}", f"evidence-{year}-{month:02d}.csv", content)
        entries = []
        for row in rows:
            place = parse(row["account"])
            used = consumption.estimate(
                place, year, row["emissions_kg"], before[place], effective=f"{year}-{month:02d}-28",
                document=budgets.number(budget.id, paper),
                key=consumption.key("estimate", f"{year}-{month:02d}", place),
            )  # fmt: skip
            before[place] -= max(row["emissions_kg"], 0)  # power sold takes nothing of what is left
            entries.append(used)
        with acting("li"), budget.workspace.writing() as database:
            told = circumstances.of(budget, "execute", {})
            budget = budget.write(database, "execute", told, detail={"year": year, "month": month}, documents=[paper])
            ledger.append(budget, database, entries)
    return budget


def _left(budget: Budget, year: int) -> dict[Account, int]:
    """What is left by account: available and overspent together."""
    legs = journal.legs(budget.workspace.database, budget.id)
    sums = balances.fold(legs[legs["vintage"] == year], ("kind", "region", "industry", "layer", "enterprise"))
    found: dict[Account, int] = {}
    for row in sums[sums["kind"].isin(["available", "overspent"])].itertuples(index=False):
        place = Account("available", *row[1:5])
        found[place] = found.get(place, 0) + int(row.amount_kg)
    return found


def _row(place: Account, year: int, month: int, kg: int) -> dict[str, Any]:
    blank = dict.fromkeys(evidence.COLUMNS, "")
    return {**blank, "kind": "estimate", "account": place.text, "year": year, "month": month, "emissions_kg": kg,
            "status": "reported", "basis": "dual-control"}  # fmt: skip


def history(budget: Budget, years: tuple[int, ...], path: Any) -> Any:
    """A CSV file of past months: the season's part of the first year's budgets, 2 % less a year back."""
    rows = [
        (year, month, place.region, place.industry, place.layer, place.enterprise,
         kg * 0.98 ** (budget.plan.first_year - year) * SEASON[month - 1] / 1200 / 1000)
        for place, kg in places(budget, budget.plan.first_year).items()
        for year in years for month in range(1, 13)
    ]  # fmt: skip
    columns = ["year", "month", "region", "industry", "layer", "enterprise", "emissions_t"]
    pd.DataFrame(rows, columns=columns).round({"emissions_t": 3}).to_csv(path, index=False)
    return path
