"""What stands for a year once annual data are verified 核定: enterprises' own figures, and the rest of the inventory.

The inventory of a region, less what its verified enterprises emitted, is what they do not explain: it goes to the cells
of the region in proportion to what months reported for them, or to their budgets where nothing was reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from ghginv.budget.ledger.accounts import Account, parse
from ghginv.domain.remainders import largest_remainder


@dataclass(frozen=True, slots=True)
class Inventory:
    """A compiled inventory on the budget's basis: run, region, kilograms; ``regions`` are those it settles."""

    run: str
    region: str
    kg: int
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled inventory: what verified enterprises explain of it, what goes to cells, and what is left over.

    ``difference_kg`` is what is consumed above the inventory: more than 0 where enterprises report more than it has.
    """

    inventory: Inventory
    verified_kg: int
    rest_kg: int

    @property
    def difference_kg(self) -> int:
        """Consumed less inventory."""
        return self.verified_kg + self.rest_kg - self.inventory.kg


def settle(
    inventory: Inventory, verified: Mapping[str, int], weights: Mapping[Account, int]
) -> tuple[Settled, dict[Account, int]]:
    """What of an inventory enterprises do not explain, by cell and layer, in whole kg.

    ``verified`` is by account text; ``weights`` by account: those of enterprises count for their cell. Where nothing
    has weight, or nothing is left, there are no rows.
    """
    explained = sum(kg for text, kg in verified.items() if parse(text).region in inventory.regions)
    left = inventory.kg - explained
    cells: dict[Account, Fraction] = {}
    for account, kg in weights.items():
        if account.region in inventory.regions and kg > 0:
            cell = replace(account, enterprise="")
            cells[cell] = cells.get(cell, Fraction(0)) + kg
    if left <= 0 or not cells:
        return Settled(inventory, explained, 0), {}
    shares = {account: kg for account, kg in largest_remainder(cells, left).items() if kg}
    return Settled(inventory, explained, left), shares


def postable(rows: pd.DataFrame, regions: frozenset[str]) -> tuple[pd.DataFrame, frozenset[str]]:
    """The verified rows that can be posted, and the enterprises that wait.

    On an account of their own they can at once; on the rest of a cell, which others share, when its inventory settles
    it.
    """
    known = (parse(text) for text in rows["account"])
    ready = pd.Series([bool(each.enterprise) or each.region in regions for each in known], rows.index, dtype=bool)
    return rows[ready], frozenset(rows.loc[~ready, "enterprise_of"])
