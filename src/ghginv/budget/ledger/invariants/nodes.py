"""Invariant 2: at every node of both trees, children + reserve = parent, as the version in force says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from ghginv.budget.ledger import accounts, balances
from ghginv.budget.ledger.books import Books
from ghginv.budget.trees import Tree, named
from ghginv.findings import Finding


def breaches(books: Books) -> Iterator[Finding]:
    """Nodes that have not handed on what they were given; nodes whose budget is not that of the version.

    Of a branch in which a node is wrong, the lowest ones are named. Movements beside versions (调剂, 动用预备, 结转,
    预借) are left out of the comparison.
    """
    yield from _pools(books)
    if books.in_force:
        ledger, version = books.issued, books.lines
        for column, tree in (("region", books.regions), ("industry", books.industries)):
            yield from _differing(ledger, version, tree, column)


def _pools(books: Books) -> Iterator[Finding]:
    left = books.cube
    for row in left[(left["kind"] == accounts.POOL) & (left["amount_kg"] != 0)].itertuples(index=False):
        name = books.regions.name(row.region)
        yield Finding(
            "budget-books-pool",
            found=str(row.amount_kg),
            details={"node": row.region, "name": name, "year": row.vintage},
        )


def _differing(ledger: pd.DataFrame, version: pd.DataFrame, tree: Tree, column: str) -> Iterator[Finding]:
    for year in sorted({*ledger["year"].tolist(), *version["year"].tolist()}):
        day = f"{year}-12-31"
        mine, theirs = (table[table["year"] == year] for table in (ledger, version))
        has, wanted = (balances.of_nodes(table, tree, column, year) for table in (mine, theirs))
        wrong = {code for code in has if has[code] != wanted[code]}
        for code in has:
            if code in wrong and not wrong & set(tree.children(code, day)):
                yield _finding(has, wanted, code, tree.name(code, day), column, year)
        for code in sorted({*mine[column], *theirs[column]} - set(has)):
            kg = [int(table.loc[table[column] == code, "amount_kg"].sum()) for table in (mine, theirs)]
            # What has no industry are the reserves: they belong to the region side only.
            if (column == "region" or code) or kg[0] != kg[1]:
                yield _finding({code: kg[0]}, {code: kg[1]}, code, "", column, year)


def _finding(has: Mapping[str, int], wanted: Mapping[str, int], code: str, name: str, tree: str, year: int) -> Finding:
    told = {"node": code or "-", "name": name or "-", **named(tree), "year": year}
    told["difference"] = f"{has[code] - wanted[code]:+d}"
    return Finding("budget-books-node", found=str(has[code]), expected=str(wanted[code]), details=told)
