"""Entries of sinks 碳汇: a memo beside the budget of a region, not netted by default."""

from __future__ import annotations

from typing import Any

from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import BUDGET_UNIT, Entry
from ghginv.budget.ledger.market_entries import entry, moved

KIND = "sink"


def record(region: str, year: int, amount_kg: int, **head: Any) -> Entry:
    """登记: what a region's sinks took up in a year, in kg."""
    return entry("sink-memo", moved(Account("external"), Account(KIND, region), BUDGET_UNIT, year, amount_kg), **head)
