"""The books 账簿: all that the ledger of one budget is judged by, as tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from ghginv.budget.ledger import balances
from ghginv.budget.rules import Rules
from ghginv.budget.trees import Tree

VERSIONS = ("version", "year", "total_kg")
DOCUMENTS = ("document", "kind", "sha256", "preparer", "approvers", "at")
FACILITIES = ("enterprise", "name", "facility", "region", "industry", "layer", "valid_from", "valid_to")
_BETWEEN_NAMES = re.compile(r"[;；、,，|]")


@dataclass(frozen=True)
class Books:
    """``entries`` and ``legs`` as stored, and what they must agree with.

    ``lines`` are those of the version in force, ``versions`` the totals of all versions (``version, year, total_kg``),
    ``documents`` what entries rest on (``document, kind, sha256, preparer, approvers, at``; ``;`` between several
    approvers), ``facilities`` those of the plan. ``closed`` are the closed years; ``sealed`` the digest of a year's
    balances when it was closed. ``stored`` are the balances as the database adds them up, where there is one.
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
    closed: frozenset[int] = frozenset()
    sealed: Mapping[int, str] = field(default_factory=dict)
    stored: pd.DataFrame | None = None

    @property
    def years(self) -> frozenset[int]:
        """The years of the plan: those for which a version has a total."""
        return frozenset(int(year) for year in self.versions["year"])

    @property
    def in_force(self) -> int:
        """The newest version that was posted; 0 where none was."""
        return int(self.entries["version"].max()) if len(self.entries) else 0

    @property
    def hashes(self) -> dict[str, str]:
        """The digest of each document."""
        return dict(zip(self.documents["document"], self.documents["sha256"], strict=True))

    @cached_property
    def held(self) -> pd.DataFrame:
        """What the ledger holds, as lines of a budget."""
        return balances.lines_of(self.cube)

    @cached_property
    def cube(self) -> pd.DataFrame:
        """The balances by vintage and coordinates."""
        return balances.cube(self.legs)

    @cached_property
    def issued(self) -> pd.DataFrame:
        """What entries that carry out versions come to, as lines of a budget; movements beside versions left out."""
        mine = self.entries.loc[self.entries["version"] > 0, "entry"]
        return balances.lines(self.legs[self.legs["entry"].isin(mine)])


def people(approvers: object) -> tuple[str, ...]:
    """The names in a cell of approvers, each once.

    >>> people("王 五; 李四;王 五")
    ('王 五', '李四')
    """
    names = (name.strip() for name in _BETWEEN_NAMES.split(str(approvers)))
    return tuple(dict.fromkeys(name for name in names if name))
