"""Invariant 9: what is consumed of a region's year is its inventory on the same basis, or differs by what was named."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.consumption import EMITTED
from ghginv.findings import Finding


def breaches(books: Books) -> Iterator[Finding]:
    """Inventories that settled a year, and from which consumption (official view) differs by more than was named."""
    if books.inventories.empty:
        return
    emitted = books.cube[books.cube["kind"].isin(EMITTED)]
    for row in books.inventories.to_dict("records"):
        mine = emitted[(emitted["vintage"] == row["year"]) & emitted["region"].isin(row["regions"])]
        consumed, inventory = int(mine["amount_kg"].sum()), int(row["inventory_kg"])
        difference = consumed - inventory
        if difference != row["difference_kg"] and abs(difference) > row["rounding_kg"]:
            told = {"region": row["region"], "year": row["year"], "run": row["run"],
                    "difference": f"{difference:+d}", "named": f"{int(row['difference_kg']):+d}"}  # fmt: skip
            yield Finding("budget-books-inventory", found=str(consumed), expected=str(inventory), details=told)
