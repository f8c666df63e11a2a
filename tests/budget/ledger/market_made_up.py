"""Made-up blocks, contracts and terms, and books in which markets are posted to. Amounts in kg and kWh, all made up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ghginv.budget.ledger import allowances, guards
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.blocks import Block, Market, Share
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.entries import Entry
from tests.budget.ledger.made_up import PAPER, codes, empty, posted

T = 1000
"""An allowance, a credit, a certificate."""

BLOCK = Block("CCER", "A1", "P1", 2025, "2025-03-01", "CN-001", "CN-100", 100, host="440300")
OLD = Block("CCER", "A2", "P2", 2023, "2023-03-01", "CN-201", "CN-300", 100, host="510000")
LOCAL = Block("PHCER", "B1", "P3", 2025, "2025-05-01", "SZ-1", "SZ-50", 50, host="440305")
GREEN = Block("GEC", "G1", "P4", 2026, "2026-02-01", "G-1", "G-20", 20)
TWIN = Block("CCER", "A3", "P4", 2026, "2026-02-01", "CN-401", "CN-420", 20, twin="G1")
SHARE = Share("Z1", 2026, "D1", "D2", "0.6", 20 * T, 10 * T, "G1")

OFFSET: Mapping[str, Any] = {
    "unit": "CEA", "year": 2025, "due_kg": 100 * T, "credits_most_kg": 5 * T, "accepted": ["CCER"],
    "credit_from": "2024-01-22", "market": "CN national ETS", "first_vintage": 2025, "use": "offset",
}  # fmt: skip
CARRY: Mapping[str, Any] = {
    "most_kg": 30 * T, "on_time": True, "day": "2026-05-01", "deadline": "2026-06-10", "target": 2025,
}  # fmt: skip


def market(*blocks: Block, shares: Iterable[Share] = (), **terms: Mapping[str, Any]) -> Market:
    return Market({each.unit: each for each in blocks}, tuple(shares), terms)


def head(key: str = "") -> dict[str, Any]:
    return {**PAPER, "key": key}


def holding(enterprise: str = "E1", **amounts: int) -> list[Entry]:
    """Allowances bought from the market: ``CEA2025=5`` are 5 of them."""
    return [
        allowances.trade("", enterprise, name[:3], int(name[3:]), amount * T, **head(f"buy/{enterprise}/{name}"))
        for name, amount in amounts.items()
    ]


def books(entries: Iterable[Entry] = (), told: Market | None = None) -> Books:
    return posted(empty(market=told or Market()), entries)


def with_terms(found: Books, **terms: Mapping[str, Any]) -> Books:
    told = found.market
    return replace(found, market=Market(told.blocks, told.shares, {**terms, **told.terms}))


def refused(entry: Entry, found: Books, terms: Mapping[str, Any] | None = None) -> list[str]:
    """Why an entry is refused, without the common beginning; the books stay as they were."""
    if terms is not None:
        found = with_terms(found, **{entry.key: terms})
    before = found.legs.copy()
    said = [each.removeprefix("market-") for each in codes(guards.refuse(entry, found))]
    assert found.legs.equals(before)
    return said


def stands(found: Books, account: Account, unit: str, vintage: int) -> int:
    """What stands on an account, in kg or kWh."""
    mine = found.legs[found.legs["account"].eq(account.text) & found.legs["instrument"].eq(unit)]
    return int(mine.loc[mine["vintage"].eq(vintage), "amount_kg"].sum())
