"""Invariant 4: no budget was ever overdrawn; what was carried over and borrowed kept to the rule set at the time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from ghginv.budget.ledger import accounts, balances
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.consumption import OVERSPENT
from ghginv.budget.ledger.entries import BUDGET_UNIT, named
from ghginv.budget.ledger.guards.exchange import limit
from ghginv.budget.ledger.guards.position import BORROWING, CARRY_OVER, exchanges
from ghginv.findings import Finding


def breaches(books: Books) -> Iterator[Finding]:
    """Accounts below zero after an entry (the first time for each), carry-overs and borrowings above their limits."""
    running = _running(books.legs)
    yield from _overdrawn(running)
    yield from _exchanged(books, running)


def _running(legs: pd.DataFrame) -> pd.DataFrame:
    """What stood on each account after each entry that moved it: ``account, instrument, vintage, entry, kg, after``."""
    found = balances.fold(legs, ("account", "instrument", "vintage", "entry")).rename(columns={"amount_kg": "kg"})
    found["after"] = found.groupby(["account", "instrument", "vintage"], observed=True)["kg"].cumsum()
    return found


def _overdrawn(running: pd.DataFrame) -> Iterator[Finding]:
    below = running[running["after"] < 0]
    kinds = balances.coordinates(below["account"])["kind"].map(accounts.kinds())
    held = below[[kind is not None and kind == kind and not kind.may_be_negative for kind in kinds]]
    for row in held.drop_duplicates(["account", "instrument", "vintage"]).itertuples(index=False):
        told = {"account": row.account, "year": row.vintage, "entry": named(row.entry)}
        yield Finding("budget-books-overdrawn", found=str(row.after), details=told)


def _exchanged(books: Books, running: pd.DataFrame) -> Iterator[Finding]:
    """Each exchange that was not reversed, judged by what stood on the accounts before it."""
    held = books.entries["kind"].isin([CARRY_OVER, BORROWING]) & ~books.entries["entry_id"].isin(books.undone)
    moved = books.entries[held]
    so_far: dict[tuple[str, Account, int], int] = {}
    for entry in tables.some(books.entries, books.legs, list(moved["entry_id"])):
        for account, year, kg in exchanges(entry):
            key = (entry.kind, account, year)
            before = so_far.get(key, 0)
            so_far[key] = before + kg
            most = _most(books, running, entry, account, year, before)
            if kg > most:
                told = {"entry": entry.entry_id, "account": account.text, "year": year}
                code = "budget-books-carry" if entry.kind == CARRY_OVER else "budget-books-borrow"
                yield Finding(code, found=str(kg), expected=str(most), details=told)


def _most(books: Books, running: pd.DataFrame, entry: tables.Entry, account: Account, year: int, before: int) -> int:
    """The most that could be exchanged then; nothing where the rule set has it switched off."""
    rules, number = books.rules_of(year), int(entry.entry_id[1:])
    if entry.kind == CARRY_OVER:
        stood = sum(_stood(running, replace(account, kind=kind), year, number) for kind in (account.kind, OVERSPENT))
        return max(limit(stood + before, rules.carry_over_rate) - before, 0) if rules.carry_over else 0
    stood = _stood(running, account, year + 1, number)
    return limit(stood, rules.borrowing_rate) if rules.borrowing and not before else 0


def _stood(running: pd.DataFrame, account: Account, year: int, number: int) -> int:
    mine = running[(running["account"] == account.text) & (running["vintage"] == year) & (running["entry"] < number)]
    mine = mine[mine["instrument"] == BUDGET_UNIT]
    return int(mine["after"].iloc[-1]) if len(mine) else 0
