"""Invariants 恒等式: what holds for the books after every command, a file each; ``check`` runs them all.

Numbers are those of the list in the documentation. Each names what breaks it: entry or node, account, amounts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.invariants import (
    approved,
    balanced,
    carried,
    cells,
    consumed,
    facilities,
    headroom,
    inventory,
    markets,
    matrix,
    nodes,
    retired,
    trades,
    versions,
)
from ghginv.findings import Finding

Invariant = Callable[[Books], Iterator[Finding]]
INVARIANTS: Mapping[int, Invariant] = {
    1: balanced.breaches,
    2: nodes.breaches,
    3: matrix.breaches,
    4: headroom.breaches,
    5: facilities.breaches,
    6: markets.breaches,
    7: cells.breaches,
    8: consumed.breaches,
    9: inventory.breaches,
    10: retired.breaches,
    11: trades.breaches,
    12: approved.breaches,
    13: carried.breaches,
    14: versions.breaches,
}


def check(books: Books) -> list[Finding]:
    """All breaches of all invariants, in the order of their numbers; nothing where the books are in order."""
    return [finding for breaches in INVARIANTS.values() for finding in breaches(books)]
