"""Invariant 14: the versions that entries carry out are recorded, and the ledger comes to the totals of each."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger.accounts import CAP
from ghginv.budget.ledger.books import Books
from ghginv.findings import Finding


def breaches(books: Books) -> Iterator[Finding]:
    """Versions that are not recorded; versions whose totals are not what the ledger had set up to them.

    A version with an entry that was reversed is not compared: the next one says what holds.
    """
    known = {int(each) for each in books.versions["version"]}
    posted = sorted({int(each) for each in books.entries["version"] if each > 0})
    gone = {each for each in books.entries["reverses"] if each}
    undone = {int(each) for each in books.entries.loc[books.entries["entry_id"].isin(gone), "version"]}
    for version in posted:
        if version not in known:
            first = books.entries.loc[books.entries["version"] == version, "entry_id"].iloc[0]
            yield Finding("budget-books-version", found=str(version), details={"entry": first})
        elif version not in undone:
            yield from _totals(books, version)


def _totals(books: Books, version: int) -> Iterator[Finding]:
    """The totals by year of a version, against what came from the cap by entries of this version and those before."""
    until = books.entries.loc[books.entries["version"].between(1, version), "entry"]
    caps = books.legs[(books.legs["account"] == CAP) & books.legs["entry"].isin(until)]
    has: dict[int, int] = {}
    for year, kg in zip(caps["vintage"].tolist(), caps["amount_kg"].tolist(), strict=True):
        has[year] = has.get(year, 0) - kg
    mine = books.versions[books.versions["version"] == version]
    wanted = {int(year): int(kg) for year, kg in zip(mine["year"], mine["total_kg"], strict=True)}
    for year in sorted({*has, *wanted}):
        if has.get(year, 0) != wanted.get(year, 0):
            told = {"version": version, "year": year}
            found, expected = str(has.get(year, 0)), str(wanted.get(year, 0))
            yield Finding("budget-books-total", found=found, expected=expected, details=told)
