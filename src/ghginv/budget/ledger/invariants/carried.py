"""Invariant 13: what an account opens a year with is what it closed the year before with, and nothing else appears."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger import balances
from ghginv.budget.ledger.accounts import BORROW, CARRY, SEPARATOR
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.entries import named
from ghginv.findings import Finding


def breaches(books: Books) -> Iterator[Finding]:
    """Accounts of 结转 and 预借 on which something is left over all years, or moved in one year only by an entry."""
    exchanged = [text for text in books.legs["account"].unique() if text.split(SEPARATOR)[0] in (CARRY, BORROW)]
    mine = books.legs[books.legs["account"].isin(exchanged)]
    sums = balances.fold(mine, ("account", "entry", "vintage"))
    for account, rows in sums.groupby("account", sort=True):
        left = int(rows["amount_kg"].sum())
        if left:
            yield Finding("budget-books-carried", found=f"{left:+d}", details={"account": account})
        for entry, each in rows.groupby("entry", sort=True):
            years, amounts = each["vintage"].tolist(), each["amount_kg"].tolist()
            if len(years) != 2 or years[1] != years[0] + 1 or sum(amounts):
                found = "; ".join(f"{year}: {kg:+d}" for year, kg in zip(years, amounts, strict=True))
                told = {"account": account, "entry": named(entry)}
                yield Finding("budget-books-apart", found=found, details=told)
