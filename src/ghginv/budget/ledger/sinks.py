"""Entries of sinks 碳汇: a memo beside the budget of a region, not netted by default."""

from __future__ import annotations

from typing import Unpack

from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Entry, Head, moved

KIND = "sink"


def record(region: str, year: int, amount_kg: int, **head: Unpack[Head]) -> Entry:
    """登记: what a region's sinks took up in a year, in kg."""
    return Entry("sink-memo", legs=moved(Account("external"), Account(KIND, region), year, amount_kg), **head)
