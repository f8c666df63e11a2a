"""Where a reported row is posted: its enterprise's own budget, or the rest of a cell, by layer.

An enterprise stands where the plan's facilities put it on its last day in the month. One with a budget of its own there
uses that, any other the rest of the cell. Quick indicators are diffuse (DIF); electricity goes to the layer PWR where
the plan holds one in the cell. An indicator of a node whose cells lie below is spread over them by their budgets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from ghginv.budget import layers
from ghginv.budget.execution.basis import ELECTRICITY
from ghginv.budget.ledger.accounts import AVAILABLE, Account, parse
from ghginv.budget.ledger.consumption import ACCOUNTS
from ghginv.budget.plan import Plan
from ghginv.domain import credit_codes, names
from ghginv.domain.monthly import last_day

DIFFUSE, POWER = "DIF", "PWR"


@dataclass(frozen=True)
class Places:
    """The places of a budget's year: ``lines`` are those of the version in force (of all years).

    ``held`` are accounts of enterprises that got a budget beside versions: by a succession, a project that started, a
    virement, a release (``received``).
    """

    plan: Plan
    lines: pd.DataFrame
    year: int
    held: frozenset[Account] = frozenset()

    @cached_property
    def budgets(self) -> dict[Account, int]:
        """The budgets of the year by account, in kg."""
        rows = self.lines[(self.lines["year"] == self.year) & (self.lines["kind"] == AVAILABLE)]
        columns = [rows[name].tolist() for name in ("region", "industry", "layer", "enterprise", "amount_kg")]
        found: dict[Account, int] = {}
        for region, industry, layer, enterprise, kg in zip(*columns, strict=True):
            account = Account(AVAILABLE, region, industry, layer, enterprise)
            found[account] = found.get(account, 0) + int(kg)
        return found

    @cached_property
    def _cells(self) -> dict[tuple[str, str], dict[str, int]]:
        """The layers of each cell with their budgets, enterprises included."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for account, kg in self.budgets.items():
            cell = found.setdefault((account.region, account.industry), {})
            cell[account.layer] = cell.get(account.layer, 0) + kg
        return found

    @cached_property
    def _standing(self) -> dict[int, dict[tuple[str, str], tuple[str, str, str]]]:
        return {}

    def facilities(self, month: int) -> Mapping[tuple[str, str], tuple[str, str, str]]:
        """Region, industry and layer of each facility that stood in a month, as it stood last; month 0: the year."""
        if month not in self._standing:
            table = self.plan.tables["facilities"]
            rows = layers.of_month(table, self.year, month) if month else layers.of_year(table, self.year)
            self._standing[month] = {
                (credit_codes.plain(row["enterprise"]), names.plain(row["facility"])):
                (row["region"], row["industry"], row["layer"])
                for row in rows.to_dict("records")
            } | {(each.enterprise, ""): each.place[:3] for each in self.newcomers}  # fmt: skip
        return self._standing[month]

    @cached_property
    def newcomers(self) -> tuple[Account, ...]:
        """The accounts of ``held`` whose enterprise the plan does not know: a successor, a project that started."""
        known = {credit_codes.plain(str(each)) for each in self.plan.tables["facilities"]["enterprise"]}
        return tuple(sorted(each for each in self.held if each.enterprise not in known))

    def of_enterprise(self, enterprise: str, facility: str, month: int, category: str) -> Account | None:
        """The account that a facility's emissions use; None where it does not stand anywhere, or may stand in several
        places."""
        standing = self.facilities(month)
        wanted = names.plain(facility)
        mine = {key: place for key, place in standing.items() if key[0] == enterprise}
        place = mine.get((enterprise, wanted))
        if place is None and len({*mine.values()}) == 1:
            place = next(iter(mine.values()))  # a facility by another name, where all stand in one place
        if place is None:
            return None
        cell = Account(AVAILABLE, *place)
        if category in ELECTRICITY and POWER in self._cells.get(place[:2], {}):
            return replace(cell, layer=POWER)
        own = replace(cell, enterprise=enterprise)
        return own if own in self.budgets or own in self.held else cell

    def of_indicator(self, region: str, industry: str, category: str) -> dict[Account, int]:
        """The accounts that an indicator's diffuse part uses, with their weights."""
        layer = POWER if category in ELECTRICITY else DIFFUSE
        if (region, industry) in self._cells:
            return {self._diffuse(region, industry, layer): 1}
        day = last_day(self.year, 12)
        below = [each for each in self._subtree(region, day)[1:] if (each, industry) in self._cells]
        weights = {each: sum(self._cells[each, industry].values()) for each in below}
        if not any(weights.values()):
            return {Account(AVAILABLE, region, industry, DIFFUSE): 1}
        return {self._diffuse(each, industry, layer): kg for each, kg in weights.items() if kg}

    def _subtree(self, region: str, day: str) -> tuple[str, ...]:
        tree = self.plan.regions
        return tree.subtree(region, day) if tree.has(region, day) else (region,)

    def _diffuse(self, region: str, industry: str, layer: str) -> Account:
        held = self._cells[region, industry]
        return Account(AVAILABLE, region, industry, layer if layer == POWER and POWER in held else DIFFUSE)

    def within(self, region: str) -> frozenset[str]:
        """A region and all below it on any day of the plan."""
        tree = self.plan.regions
        return frozenset(tree.subtree(region)) if region in tree.nodes else frozenset({region})

    def unbudgeted(self, accounts: Iterable[Account]) -> list[Account]:
        """The accounts for which the version in force has no budget."""
        return sorted({each for each in accounts if not self.budgets.get(each)} - self.held)


def beside(entries: pd.DataFrame) -> list[int]:
    """The entries in force that moved budget beside versions: neither of a version nor of emissions."""
    undone = {each for each in entries["reverses"] if each}
    moved = (entries["version"] == 0) & ~entries["kind"].isin([*ACCOUNTS, "reversal"])
    return [int(each) for each in entries.loc[moved & ~entries["entry_id"].isin(undone), "entry"]]


def received(entries: pd.DataFrame, legs: pd.DataFrame, year: int) -> frozenset[Account]:
    """The accounts of enterprises that were given budget of a year by entries beside versions that nothing reversed."""
    given = legs[legs["entry"].isin(beside(entries)) & (legs["vintage"] == year) & (legs["amount_kg"] > 0)]
    found = (parse(str(text)) for text in given["account"].unique())
    return frozenset(each for each in found if each.kind == AVAILABLE and each.enterprise)
