"""Invariant 1: each entry balances by instrument and vintage, is whole, and replay gives the stored balances."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger import balances, replay
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.entries import named
from ghginv.findings import Finding


def breaches(books: Books) -> Iterator[Finding]:
    """Entries that do not balance, legs without entry and entries without legs, balances that differ from the legs."""
    sums = balances.fold(books.legs, ("entry", "instrument", "vintage"))
    for row in sums[sums["amount_kg"] != 0].itertuples(index=False):
        told = {"unit": row.instrument, "year": row.vintage}
        yield Finding(
            "budget-books-unbalanced", found=f"{row.amount_kg:+d}", details={"entry": named(row.entry), **told}
        )
    heads, bodies = set(books.entries["entry"]), set(books.legs["entry"])
    for number in sorted(heads ^ bodies):
        side = ("有分录无明细", "an entry without legs") if number in heads else ("有明细无分录", "legs without entry")
        told = {"entry": named(number), "side_zh": side[0], "side_en": side[1]}
        yield Finding("budget-books-torn", details=told)
    places = books.legs.groupby("entry")["leg"].agg(["min", "max", "count"])
    torn = places[(places["min"] != 1) | (places["max"] != places["count"])]
    for number, row in torn.iterrows():
        found, expected = f"{row['count']}", f"1–{row['max']}"
        yield Finding(
            "budget-books-legs-missing", found=found, expected=expected, details={"entry": named(int(number))}
        )
    if books.stored is not None:
        folded, stored = replay.digest(replay.replay(books.legs)), replay.digest(books.stored)
        if folded != stored:
            yield Finding("budget-books-replay", found=stored, expected=folded)
