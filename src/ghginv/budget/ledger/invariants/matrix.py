"""Invariant 3: rows add up to the regions' budgets, columns and reserves to the industries', and all to the total."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger import accounts, balances
from ghginv.budget.ledger.books import Books
from ghginv.findings import Finding

SIDES = {"regions": "各区域", "industries": "各行业和预备", "cells": "各单元和预备"}


def breaches(books: Books) -> Iterator[Finding]:
    """Years in which the two sides and what has been set differ.

    The total of a year is what came from ``cap``, with what was carried into it or out of it, borrowed, or came from
    outside.
    """
    table = books.cube
    for year in sorted(table["vintage"].unique().tolist()):
        mine = table[table["vintage"] == year]
        counted = mine["kind"].map(accounts.in_budget).astype(bool)
        inside, outside = mine[counted], mine[~counted]
        total = -int(outside["amount_kg"].sum())
        rows = balances.of_nodes(inside, books.regions, "region", year)
        columns = balances.of_nodes(inside, books.industries, "industry", year)
        blank = int(inside.loc[inside["industry"] == "", "amount_kg"].sum())
        cells = int(inside.loc[inside["layer"] != "", "amount_kg"].sum())
        by_industry = columns.get(books.industries.root, 0)
        sums = {
            "regions": rows.get(books.regions.root, 0),
            "industries": by_industry + blank,
            "cells": cells + blank,
        }
        for side, kg in sums.items():
            if kg != total:
                told = {"side": side, "side_zh": SIDES[side], "year": year, "difference": f"{kg - total:+d}"}
                yield Finding("budget-books-matrix", found=str(kg), expected=str(total), details=told)
