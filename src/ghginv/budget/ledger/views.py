"""The two views 官方口径、净口径 of a year, always side by side.

The official view judges actual emissions against budgets and nets nothing: it is the default. The net view adds what
a region bought from others 区间交易 and its enclave rights 飞地权益. Sinks 碳汇 are a memo unless asked for.
Allowances, credits and certificates move neither view: they are other instruments.
"""

from __future__ import annotations

import pandas as pd

from ghginv.budget.ledger import accounts, balances
from ghginv.budget.ledger.entries import BUDGET_UNIT
from ghginv.budget.trees import Tree

COLUMNS = (
    "region", "budget_kg", "consumed_est_kg", "consumed_ver_kg", "consumed_rest_kg", "consumed_kg", "sold_kg",
    "held_kg", "committed_kg", "reserve_kg", "left_kg", "traded_kg", "enclave_kg", "sinks_kg", "net_left_kg",
)  # fmt: skip
OFFICIAL = COLUMNS[:-4]
_KINDS = {
    "consumed.est": "consumed_est_kg", "consumed.ver": "consumed_ver_kg", "consumed.rest": "consumed_rest_kg",
    "reserved": "held_kg", "committed": "committed_kg", "pool": "reserve_kg", "available": "left_kg",
    "overspent": "left_kg", "traded": "traded_kg", "enclave": "enclave_kg", "sink": "sinks_kg",
    "elim.power": "sold_kg",
}  # fmt: skip


def views(legs: pd.DataFrame, regions: Tree, year: int, *, net_sinks: bool = False) -> pd.DataFrame:
    """A row each region of the tree at the end of the year, with all below it; columns as COLUMNS, whole kg.

    ``budget = left + reserve + held + committed + consumed``, where ``left`` is what is available less what was emitted
    above budgets, and ``reserve`` what is set aside or not handed on. ``consumed`` is less the ``sold`` 外供电力抵减:
    electricity that places sold beyond all that they emit counts where it is used, and is part of what is left.
    ``net_left = left + traded + enclave``, with ``net_sinks`` also the sinks.
    """
    mine = legs[(legs["vintage"] == year).to_numpy() & _counts(legs)]
    sums = balances.fold(mine, ("kind", "region"))
    found = {code: dict.fromkeys(COLUMNS[1:], 0) for code in regions.subtree(regions.root, f"{year}-12-31")}
    for kind, region, amount in zip(*(sums[name].tolist() for name in ("kind", "region", "amount_kg")), strict=True):
        column = "reserve_kg" if kind.startswith(accounts.RESERVE) else _KINDS.get(kind, "")
        for code in _upwards(regions, region, year):
            row = found.get(code)
            if row is None:
                continue
            if column:
                row[column] += amount
            row["budget_kg"] += amount if accounts.in_budget(kind) else 0
    for row in found.values():
        row["consumed_kg"] = sum(row[f"consumed_{name}_kg"] for name in ("est", "ver", "rest"))
        row["left_kg"] += row["sold_kg"]
        row["net_left_kg"] = row["left_kg"] + row["traded_kg"] + row["enclave_kg"]
        row["net_left_kg"] += row["sinks_kg"] if net_sinks else 0
    rows = [{"region": code, **row} for code, row in found.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(COLUMNS[1:], "int64"))


def _counts(legs: pd.DataFrame) -> pd.Series:
    """The legs that the views are made of: budgets, trade between districts, enclave rights, sinks."""
    units = legs["instrument"].astype(object)
    return (units.eq(BUDGET_UNIT) | units.str.startswith("ENC.")).to_numpy()


def _upwards(regions: Tree, region: str, year: int) -> tuple[str, ...]:
    day = f"{year}-12-31"
    return (region, *regions.ancestors(region, day)) if regions.has(region, day) else ()
