"""Invariant 7: budgets of enterprises and the rest of a cell add up to the cell; who is named has a facility there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ghginv.budget.ledger import balances
from ghginv.budget.ledger.accounts import AVAILABLE
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.invariants.facilities import stays
from ghginv.budget.ledger.successions import KINDS as SUCCESSIONS
from ghginv.findings import Finding

CELL = ("year", "region", "industry", "layer", "enterprise")


def breaches(books: Books) -> Iterator[Finding]:
    """Cells and enterprises whose budget is not that of the version; enterprises without a facility in their cell."""
    for level in (len(CELL) - 1, len(CELL)):
        has, wanted = (_sums(table, level) for table in (books.issued, books.lines))
        for cell in sorted(has.keys() | wanted.keys()):
            if has.get(cell, 0) != wanted.get(cell, 0):
                told = {"year": cell[0], "cell": " / ".join(cell[1:])}
                found, expected = str(has.get(cell, 0)), str(wanted.get(cell, 0))
                yield Finding("budget-books-cell", found=found, expected=expected, details=told)
    yield from _strangers(books)


def _sums(table: pd.DataFrame, level: int) -> dict[tuple[Any, ...], int]:
    """Budgets by the first columns of CELL; those of enterprises where all columns are asked for."""
    found: dict[tuple[Any, ...], int] = {}
    columns = (table[name].tolist() for name in ("kind", *CELL, "amount_kg"))
    for kind, *place, kg in zip(*columns, strict=True):
        if kind == AVAILABLE and (place[-1] or level < len(CELL)):
            key = tuple(place[:level])
            found[key] = found.get(key, 0) + kg
    return found


def _strangers(books: Books) -> Iterator[Finding]:
    """Budgets of enterprises where they have no facility on a day of the year; only where the plan names facilities.

    Who followed another, moved, or started a project there is known by that entry, until the plan says so too.
    """
    known, there = stays(books.facilities), standing(books)
    columns = ("year", "enterprise", "region", "industry", "layer", "amount_kg")
    for *place, kg in zip(*(books.held[name].tolist() for name in columns), strict=True):
        if known and place[1] and tuple(place) not in there:
            year, enterprise, *cell = place
            told = {"enterprise": enterprise, "year": year, "cell": " / ".join(cell)}
            yield Finding("budget-books-stranger", found=str(kg), details=told)


def standing(books: Books) -> set[tuple[Any, ...]]:
    """Year, enterprise, region, industry, layer of who has a facility there by the plan, or followed somebody."""
    known = stays(books.facilities)
    return {
        (year, stay.enterprise, stay.region, stay.industry, stay.layer)
        for year in books.years
        for stay in known
        if stay.within(year)
    } | _followed(books)


def _followed(books: Books) -> set[tuple[Any, ...]]:
    """The same of who took over budgets by a succession or a start in force."""
    entries = books.entries[books.entries["kind"].isin([*SUCCESSIONS, "start"])]
    mine = entries.loc[~entries["entry_id"].isin(books.undone), "entry"]
    legs = balances.of_budgets(books.legs[books.legs["entry"].isin(mine)])
    took = legs[legs["amount_kg"] > 0]
    places = balances.coordinates(took["account"]).assign(year=took["vintage"])
    columns = ("year", "enterprise", "region", "industry", "layer")
    return set(zip(*(places[name].tolist() for name in columns), strict=True))
