"""What one enterprise holds and did in the markets: its own legs alone, never those of whoever stood on the other side.

Amounts are in the unit of the instrument: kg of allowances and credits, kWh of certificates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ghginv.budget.ledger import accounts, instruments
from ghginv.budget.ledger.blocks import Terms
from ghginv.budget.ledger.market_entries import MONEY

AMOUNTS = ("pre", "held", "frozen", "used", "cancelled", "to_deduct")
"""Pre-allocated, free to use, frozen, surrendered or retired, cancelled, still to be deducted."""
MOVES = ("entry_id", "effective", "kind", "undoes", "instrument", "block", "vintage", *AMOUNTS, "paid_fen", "use",
         "unit", "year")  # fmt: skip
POSITION = ("instrument", "block", "vintage", *AMOUNTS)
OBLIGATIONS = ("unit", "year", "due_kg", "allowances_kg", "credits_kg")
ALLOCATED = ("ets-pre", "ets-final")
COLUMN = {
    "ent.pre": "pre", "ent.holding": "held", "ent.frozen": "frozen", "ent.surrendered": "used",
    "ets.cancelled": "cancelled", "ent.deduction": "to_deduct", "credit.holding": "held", "retired": "used",
    "green.holding": "held", "green.retired": "used",
}  # fmt: skip
"""In which of the AMOUNTS a kind of account is counted; what is to be deducted stands there below zero."""


def moves(entries: pd.DataFrame, legs: pd.DataFrame, enterprise: str, terms: Mapping[str, Terms]) -> pd.DataFrame:
    """Each entry that moved what the enterprise holds, a row an instrument and vintage; columns as MOVES.

    ``paid_fen`` is the price of a purchase, below zero that of a sale: a memo. ``terms`` are those stated when entries
    were posted, by key: ``use`` (offset, voluntary, consumption, enclave),
    ``unit`` and ``year`` say what a surrender or retirement was for. A reversal counts as the kind that it reverses.
    """
    own = legs[legs["account"].astype(object).isin(list(_accounts(legs, enterprise)))]
    memo = own["account"].astype(object).str.startswith(MONEY)
    paid, mine = -own[memo].groupby("entry")["amount_kg"].sum(), own[~memo]
    heads = {row["entry"]: row for row in entries[entries["entry"].isin(mine["entry"])].to_dict("records")}
    told = {row["entry_id"]: row for row in entries[entries["entry_id"].isin(_undone(heads))].to_dict("records")}
    found: dict[tuple[int, str, int], dict[str, Any]] = {}
    names = ("entry", "account", "instrument", "vintage", "amount_kg")
    for entry, account, unit, vintage, amount in zip(*(mine[name].tolist() for name in names), strict=True):
        place = (entry, unit, int(vintage))
        if place not in found:
            first = all(known[0] != entry for known in found)
            price = int(paid.get(entry, 0)) if first else 0
            found[place] = {**_row(heads[entry], told, terms, unit, int(vintage)), "paid_fen": price}
        row = found[place]
        column = COLUMN[accounts.parse(account).kind]
        row[column] += -int(amount) if column == "to_deduct" else int(amount)
    return pd.DataFrame(list(found.values()), columns=list(MOVES)).astype(
        dict.fromkeys((*AMOUNTS, "paid_fen"), "int64")
    )


def _accounts(legs: pd.DataFrame, enterprise: str) -> set[str]:
    """The enterprise's accounts of instruments and money among those that legs moved."""
    parsed = map(accounts.parse, map(str, legs["account"].unique()))
    kinds = {*COLUMN, MONEY}
    return {each.text for each in parsed if each.enterprise == enterprise and each.kind in kinds}


def _undone(heads: Mapping[int, Mapping[str, Any]]) -> list[str]:
    return [str(each["reverses"]) for each in heads.values() if each["reverses"]]


def _row(
    head: Mapping[str, Any], told: Mapping[str, Mapping[str, Any]], terms: Mapping[str, Terms], unit: str, vintage: int
) -> dict[str, Any]:
    meant = told.get(str(head["reverses"]), head)
    stated = terms.get(str(meant["key"]), {})
    return {
        "entry_id": head["entry_id"], "effective": head["effective"], "kind": meant["kind"],
        "undoes": str(head["reverses"]), "instrument": unit.split(".")[0], "block": instruments.block_of(unit),
        "vintage": vintage, **dict.fromkeys(AMOUNTS, 0), "use": str(stated.get("use", "")),
        "unit": str(stated.get("unit", "")), "year": int(stated.get("year") or 0),
    }  # fmt: skip


def positions(moved: pd.DataFrame) -> pd.DataFrame:
    """What stands on its accounts after all moves; columns as POSITION, in order of instrument, block and vintage."""
    sums = moved.groupby(["instrument", "block", "vintage"], sort=True)[list(AMOUNTS)].sum().reset_index()
    return sums[list(POSITION)]


def covered(moved: pd.DataFrame, unit: str, year: int) -> int:
    """What was allocated for a year (预分配、核定), in kg."""
    mine = moved[moved["kind"].isin(ALLOCATED) & (moved["instrument"] == unit) & (moved["vintage"] == year)]
    return int(mine[["pre", "held", "frozen"]].to_numpy().sum())


def obligations(entries: pd.DataFrame, moved: pd.DataFrame, terms: Mapping[str, Terms]) -> pd.DataFrame:
    """What was stated to be due 应清缴 and what has been surrendered and retired for it; columns as OBLIGATIONS.

    A row a market and year; ``due_kg`` is what was stated last among entries that nothing reversed.
    """
    undone = set(moved["undoes"]) - {""}
    keys = dict(zip(entries["entry_id"], entries["key"], strict=True))
    due: dict[tuple[str, int], int] = {}
    for entry_id in dict.fromkeys(moved["entry_id"]):
        stated = terms.get(str(keys.get(entry_id, "")), {})
        if stated.get("use") == "offset" and "due_kg" in stated and entry_id not in undone:
            due[str(stated["unit"]), int(stated["year"])] = int(stated["due_kg"])
    rows = []
    for (unit, year), amount in sorted(due.items()):
        mine = moved[(moved["use"] == "offset") & (moved["unit"] == unit) & (moved["year"] == year)]
        own = mine["instrument"] == unit
        rows.append([unit, year, amount, int(mine.loc[own, "used"].sum()), int(mine.loc[~own, "used"].sum())])
    return pd.DataFrame(rows, columns=list(OBLIGATIONS))
