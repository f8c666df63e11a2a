"""Invariant 6: what is in the national carbon market is not in the local one for the same gas and industry.

碳排放权交易管理暂行条例 (国务院令第775号): units of the national market take no part in a local one for these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ghginv.budget.layers import LOCAL, NATIONAL
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.invariants.facilities import stays
from ghginv.findings import Finding

MARKETS = frozenset({NATIONAL, LOCAL})
"""The layers of the national and of a local carbon market."""


def breaches(books: Books) -> Iterator[Finding]:
    """Facilities in both layers in one year; enterprises in both in one industry and year, by plan or by ledger."""
    known = stays(books.facilities)
    held = [books.held[name].tolist() for name in ("year", "enterprise", "industry", "layer")]
    for year in sorted(books.years):
        mine = [stay for stay in known if stay.within(year)]
        facilities = _both((stay.enterprise, stay.facility, stay.layer) for stay in mine)
        industries = _both((stay.enterprise, stay.industry, stay.layer) for stay in mine)
        given = _both((row[1], row[2], row[3]) for row in zip(*held, strict=True) if row[0] == year and row[1])
        for enterprise, what in [*sorted(facilities), *sorted(industries | given)]:
            yield Finding("budget-books-two-markets", found=what, details={"enterprise": enterprise, "year": year})


def _both(rows: Iterable[tuple[str, str, str]]) -> set[tuple[str, str]]:
    """The pairs that stand in both markets' layers."""
    layers: dict[tuple[str, str], set[str]] = {}
    for first, second, layer in rows:
        if layer in MARKETS:
            layers.setdefault((first, second), set()).add(layer)
    return {pair for pair, found in layers.items() if len(found) > 1}
