"""Part of invariant 10: allowances are conserved, whole, and on accounts of their own.

What is in circulation (the source with its sign turned) = pre-allocated + held + frozen + surrendered + cancelled +
with the market outside + deductions still due (below zero).
"""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger import balances, instruments
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.entries import BUDGET_UNIT, named
from ghginv.findings import Finding


def breaches(books: Books) -> Iterator[Finding]:
    """Instruments on accounts that do not take them, parts of pieces, and sums that are not conserved."""
    mine = books.legs[(books.legs["instrument"] != BUDGET_UNIT).to_numpy()]
    if mine.empty:
        return
    sums = balances.fold(mine, ("entry", "account", "instrument", "vintage"))
    columns = (sums[name].tolist() for name in ("entry", "account", "instrument", "vintage", "amount_kg"))
    issued: dict[tuple[str, int], int] = {}
    for entry, account, unit, vintage, amount in zip(*columns, strict=True):
        kind, known = account.split(":")[0], instruments.of(unit)
        told = {"entry": named(entry), "account": account, "unit": unit}
        if known is None or kind.split(".")[0] not in known.accounts:
            yield Finding("budget-books-instrument", found=unit, details=told)
            continue
        if amount % known.piece:
            yield Finding("budget-books-piece", found=str(amount), expected=str(known.piece), details=told)
        issued[unit, vintage] = issued.get((unit, vintage), 0) + amount
    for (unit, vintage), amount in sorted(issued.items()):
        if amount:
            yield Finding("budget-books-conserved", found=f"{amount:+d}", details={"unit": unit, "year": vintage})
