"""Guards on exchanges between years: 结转 and 预借 only where the rule set allows them, and within its limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ghginv.budget.ledger import posting
from ghginv.budget.ledger.consumption import ESTIMATED
from ghginv.budget.ledger.entries import Entry
from ghginv.budget.ledger.guards.position import BORROWING, CARRY_OVER, Position, exchanges, remark
from ghginv.findings import Finding


def legs(entry: Entry, position: Position) -> Iterator[Finding]:
    """What leaves one year enters the next, account by account."""
    make = {CARRY_OVER: posting.carry_over, BORROWING: posting.borrow}.get(entry.kind)
    if make is None:
        return
    wanted = [
        leg
        for account, year, kg in exchanges(entry)
        if kg > 0
        for leg in make(account, year, kg, effective=entry.effective, document=entry.document).legs
    ]
    if sorted(wanted, key=repr) != sorted(entry.legs, key=repr) or not wanted:
        yield remark(entry, "budget-ledger-exchange")


def carry_over(entry: Entry, position: Position) -> Iterator[Finding]:
    """At most the rate of what is left, counting what was carried over before; nothing while estimates are in force."""
    if entry.kind != CARRY_OVER:
        return
    for account, year, kg in exchanges(entry):
        rules = position.books.rules_of(year)
        if not rules.carry_over:
            yield remark(entry, "budget-ledger-carry-off", rules=rules.id)
            return
        if estimated := position.balance(replace(account, kind=ESTIMATED), year):
            yield remark(entry, "budget-ledger-carry-unverified", estimated, account=account.text, year=year)
        before = position.gone(CARRY_OVER, account, year)
        most = limit(position.left(account, year) + before, rules.carry_over_rate) - before
        if kg > most:
            told = {"account": account.text, "year": year, "rate": rules.carry_over_rate, "rules": rules.id}
            yield remark(entry, "budget-ledger-carry-limit", kg, max(most, 0), **told)


def borrowing(entry: Entry, position: Position) -> Iterator[Finding]:
    """Once for a year, and at most the rate of what the account has in the next one."""
    if entry.kind != BORROWING:
        return
    for account, year, kg in exchanges(entry):
        rules = position.books.rules_of(year)
        if not rules.borrowing:
            yield remark(entry, "budget-ledger-borrow-off", rules=rules.id)
            return
        told = {"account": account.text, "year": year, "rate": rules.borrowing_rate, "rules": rules.id}
        if before := position.gone(BORROWING, account, year):
            yield remark(entry, "budget-ledger-borrow-twice", kg, before, **told)
            continue
        most = limit(position.balance(account, year + 1), rules.borrowing_rate)
        if kg > most:
            yield remark(entry, "budget-ledger-borrow-limit", kg, max(most, 0), **told)


def limit(kg: int, percent: float) -> int:
    """A percentage of an amount, rounded down to a kilogram; exact.

    >>> limit(1000, 1.1)
    11
    """
    return int(kg * Fraction(str(percent)) // 100)
