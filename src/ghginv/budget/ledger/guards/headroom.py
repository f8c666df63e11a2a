"""Guards on what is left: no account is overdrawn, and a version's total is what was approved."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger import accounts
from ghginv.budget.ledger.accounts import CAP, Account
from ghginv.budget.ledger.consumption import ACCOUNTS, OVERSPENT
from ghginv.budget.ledger.entries import BUDGET_UNIT, Entry
from ghginv.budget.ledger.guards.position import REVERSAL, Position, remark
from ghginv.findings import Finding

_CODES = dict.fromkeys(("reserved", "committed"), "budget-ledger-project-short")
"""What is said of an account below zero, where it is not that a budget is overdrawn."""


def balances(entry: Entry, position: Position) -> Iterator[Finding]:
    """No budget below zero afterwards on an account that may not be: available budgets, reserves, pools."""
    for account, unit, year, kg, before in position.overdrawn(entry):
        if unit == BUDGET_UNIT:
            code = _CODES.get(account.kind, "budget-ledger-overdrawn")
            yield remark(entry, code, kg, before, account=account.text, year=year, short=kg - before)


def left(entry: Entry, position: Position) -> Iterator[Finding]:
    """Nothing is taken from what is available at a place beyond what is left there: emissions above it count first.

    Emissions themselves are not refused, nor is the correction of a mistake, nor an adjustment of the budget: what it
    takes beyond emissions is refused by the balance.
    """
    if entry.kind in (REVERSAL, "adjustment") or entry.kind in ACCOUNTS:
        return
    taken: dict[tuple[Account, int], int] = {}
    for leg in entry.legs:
        if leg.account.kind in (accounts.AVAILABLE, OVERSPENT) and leg.instrument == BUDGET_UNIT:
            key = (Account(accounts.AVAILABLE, *leg.account.place), leg.vintage)
            taken[key] = taken.get(key, 0) + leg.amount_kg
    lost = {(leg.account, leg.vintage) for leg in entry.legs if leg.amount_kg < 0}
    for (place, year), kg in taken.items():
        before, available = position.left(place, year), position.balance(place, year)
        if (place, year) in lost and before < available and before + kg < 0:
            yield remark(entry, "budget-ledger-left", -kg, before, account=place.text, year=year)


def total(entry: Entry, position: Position) -> Iterator[Finding]:
    """What has been set for a year after an entry is the total of its version."""
    cap = Account(CAP)
    years = {leg.vintage for leg in entry.legs if leg.account == cap}
    if entry.kind == REVERSAL or not years:
        return
    versions = position.books.versions
    mine = versions[versions["version"] == entry.version]
    wanted = dict(zip(mine["year"].astype(int), mine["total_kg"].astype(int), strict=True))
    for year in sorted(years):
        moved = sum(leg.amount_kg for leg in entry.legs if leg.account == cap and leg.vintage == year)
        now = -(position.balance(cap, year) + moved)
        if now != wanted.get(year, now):
            yield remark(entry, "budget-ledger-total", now, wanted[year], version=entry.version, year=year)
