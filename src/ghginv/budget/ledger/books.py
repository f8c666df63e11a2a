"""The books 账簿: all that the ledger of one budget is judged by, as tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from ghginv.budget.ledger import accounts, balances
from ghginv.budget.ledger.blocks import Market
from ghginv.budget.ledger.consumption import OVERSPENT
from ghginv.budget.rules import Rules
from ghginv.budget.trees import Tree

VERSIONS = ("version", "year", "total_kg")
DOCUMENTS = ("document", "kind", "sha256", "preparer", "approvers", "at")
FACILITIES = ("enterprise", "name", "facility", "region", "industry", "layer", "valid_from", "valid_to")
INVENTORIES = ("year", "region", "run", "regions", "inventory_kg", "difference_kg", "rounding_kg")
EVIDENCE = "evidence"
_BETWEEN_NAMES = re.compile(r"[;；、,，|]")


@dataclass(frozen=True)
class Books:
    """``entries`` and ``legs`` as stored, and what they must agree with.

    ``lines`` are those of the version in force, ``versions`` the totals of all versions (``version, year, total_kg``),
    ``documents`` what entries rest on (``document, kind, sha256, preparer, approvers, at``; ``;`` between several
    approvers), ``facilities`` those of the plan. ``closed`` are the closed years; ``sealed`` the digest of a year's
    balances when it was closed. ``stored`` are the balances as the database adds them up, where there is one.
    ``rules`` are those of the first year of the plan, ``rules_by_year`` those of each.
    ``inventories`` are those that settled a year by the newest verification: ``regions`` whose emissions they hold,
    ``difference_kg`` by which what is consumed there was told to be above. ``filed`` are year and enterprise of
    annual data that were verified, also where they come to nothing.
    """

    entries: pd.DataFrame
    legs: pd.DataFrame
    regions: Tree
    industries: Tree
    facilities: pd.DataFrame
    lines: pd.DataFrame
    versions: pd.DataFrame
    documents: pd.DataFrame
    rules: Rules
    rules_by_year: Mapping[int, Rules] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()
    sealed: Mapping[int, str] = field(default_factory=dict)
    stored: pd.DataFrame | None = None
    market: Market = field(default_factory=Market)
    inventories: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(INVENTORIES)))
    filed: frozenset[tuple[int, str]] = frozenset()

    def rules_of(self, year: int) -> Rules:
        """The rule set with the parameters in force in a year; ``rules`` where nothing is said of it."""
        return self.rules_by_year.get(year, self.rules)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years of the plan: those for which a version has a total."""
        return frozenset(int(year) for year in self.versions["year"])

    @property
    def in_force(self) -> int:
        """The newest version that was posted; 0 where none was."""
        return int(self.entries["version"].max()) if len(self.entries) else 0

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The digest of each document."""
        return dict(zip(self.documents["document"], self.documents["sha256"], strict=True))

    @cached_property
    def evidence(self) -> frozenset[str]:
        """The documents on which only entries of emissions rest, and which nobody else has to sign."""
        return frozenset(self.documents.loc[self.documents["kind"] == EVIDENCE, "document"])

    @cached_property
    def recorded(self) -> tuple[int, ...]:
        """The numbers of the versions that are recorded."""
        return tuple(sorted({int(each) for each in self.versions["version"]}))

    @cached_property
    def last_closed(self) -> str:
        """The last day of the closed years, or the last on which anything was posted to them; blank where none is."""
        if not self.closed:
            return ""
        mine = balances.of_budgets(self.legs)
        touching = mine.loc[mine["vintage"].isin(list(self.closed)), "entry"].unique()
        days = self.entries.loc[self.entries["entry"].isin(touching), "effective"]
        return max([f"{max(self.closed)}-12-31", *days])

    @cached_property
    def undone(self) -> frozenset[str]:
        """The entries that were reversed."""
        return frozenset(each for each in self.entries["reverses"] if each)

    @cached_property
    def held(self) -> pd.DataFrame:
        """What the ledger holds, as lines of a budget."""
        return balances.lines_of(self.cube)

    @cached_property
    def cube(self) -> pd.DataFrame:
        """The balances of budgets by vintage and coordinates."""
        return balances.cube(balances.of_budgets(self.legs))

    @cached_property
    def issued(self) -> pd.DataFrame:
        """What entries that carry out versions come to, as lines of a budget; movements beside versions left out."""
        mine = self.entries.loc[self.entries["version"] > 0, "entry"]
        sums = balances.cube(self.legs[self.legs["entry"].isin(mine)])
        # What an adjustment takes below what was emitted stands on overspent, and is budget taken all the same.
        sums["kind"] = sums["kind"].replace(OVERSPENT, accounts.AVAILABLE)
        by = [name for name in sums.columns if name != "amount_kg"]
        return balances.lines_of(sums.groupby(by, sort=True)["amount_kg"].sum().reset_index())


def people(approvers: object) -> tuple[str, ...]:
    """The names in a cell of approvers, each once.

    >>> people("王 五; 李四;王 五")
    ('王 五', '李四')
    """
    names = (name.strip() for name in _BETWEEN_NAMES.split(str(approvers)))
    return tuple(dict.fromkeys(name for name in names if name))
