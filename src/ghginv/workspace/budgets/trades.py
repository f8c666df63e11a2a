"""Whether a district will still have what it wants to sell 区间交易的预测条件: its lights, and its forecast.

The ledger knows what is left today; this looks at the end of the year, by the execution board as it stands,
with the past months by which the year's last warning judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workspace.budgets import execution, monitoring, warning
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

_NOT_FOR_SALE = ("yellow", "red")


def conditions(budget: Budget, seller: str, year: int, amount_kg: int) -> list[Finding]:
    """What speaks against a sale: a yellow or red light, an amount above budget less P90, buffer and earlier sales.

    A warning where nothing can be foreseen: no execution data yet, or too little of it covered.
    """
    from ghginv.budget.ledger.guards.exchange import limit
    from ghginv.budget.ledger.trading import TRADED
    from ghginv.store import journal

    table = _board(budget, year)
    if table is None or seller not in table.index:
        return [Finding("budget-trade-unforeseen", found=seller, details={"year": year})]
    row = table.loc[seller]
    shown = (str(row["light"]), str(row["forecast_light"]))
    told = {"region": seller, "year": year}
    if burning := [light for light in shown if light in _NOT_FOR_SALE]:
        return [Finding("budget-trade-light", found=burning[0], details=told)]
    found = [Finding("budget-trade-unforeseen", found=seller, details=told)] if "grey" in shown else []
    stands = journal.balances(budget.workspace.database, budget.id)
    mine = stands[(stands["account"] == f"{TRADED}:{seller}") & (stands["vintage"] == year)]
    kg = int(row["budget_kg"])
    buffer = budget.rules_of(year).trade_seller_buffer
    most = kg - int(row["p90_kg"]) - limit(kg, buffer) + min(int(mine["amount_kg"].sum()), 0)
    if amount_kg > most:
        told |= {"rate": buffer, "p90": int(row["p90_kg"])}
        found.append(Finding("budget-trade-forecast", found=str(amount_kg), expected=str(max(most, 0)), details=told))
    return found


def _board(budget: Budget, year: int) -> pd.DataFrame | None:
    """The board of regions at the last month with data; None where the year has none."""
    rows = execution.months(budget, year)
    months = [int(each) for each in rows["month"].unique()]
    if not months:
        return None
    last = 12 if months == [0] else max(months)
    try:
        return monitoring.board(monitoring.Watched(budget, year, last, warning.history(budget, year))).table
    except InputError:
        return None
