"""Invariant 11: what one district sells another buys, money matches, and nobody is on both sides in a year."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ghginv.budget.ledger import balances
from ghginv.budget.ledger.accounts import SEPARATOR
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.entries import named
from ghginv.budget.ledger.market_entries import MONEY
from ghginv.budget.ledger.trading import TRADED
from ghginv.findings import Finding


def breaches(books: Books) -> Iterator[Finding]:
    """Years whose trades or money do not come to nothing over all regions; entries of trade that are not between two;
    regions that sold and bought."""
    mine = books.legs[_of(books.legs, (TRADED, MONEY))]
    table = pd.concat([balances.coordinates(mine["account"]), mine], axis=1)
    sums = table.groupby(["kind", table["instrument"].astype(object), "vintage"])["amount_kg"].sum()
    for (kind, unit, year), kg in sums.items():
        if kg:
            yield Finding("budget-books-trade", found=f"{kg:+d}", details={"kind": kind, "unit": unit, "year": year})
    traded = table[table["kind"] == TRADED]
    for entry, rows in traded.groupby("entry", sort=True):
        if len(rows) != 2 or rows["region"].nunique() != 2 or rows["amount_kg"].sum():
            told = {"entry": named(int(entry))}
            yield Finding("budget-books-trade-legs", found="、".join(rows["region"]), details=told)
    yield from _circles(books, traded)


def _circles(books: Books, traded: pd.DataFrame) -> Iterator[Finding]:
    trades = books.entries[(books.entries["kind"] == "trade") & ~books.entries["entry_id"].isin(books.undone)]
    in_force = traded[traded["entry"].isin(trades["entry"])]
    for (region, year), rows in in_force.groupby(["region", "vintage"], sort=True):
        bought, sold = (int(rows.loc[sign * rows["amount_kg"] > 0, "amount_kg"].sum()) for sign in (1, -1))
        if bought and sold:
            told = {"region": region, "year": year}
            yield Finding("budget-books-trade-circle", found=str(bought), expected=str(-sold), details=told)


def _of(legs: pd.DataFrame, kinds: tuple[str, ...]) -> pd.Series:
    """Which legs stand on accounts of these kinds."""
    texts = [text for text in legs["account"].unique() if str(text).partition(SEPARATOR)[0] in kinds]
    return legs["account"].isin(texts)
