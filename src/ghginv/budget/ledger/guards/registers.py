"""Registers 备查簿 of the position: which months were estimated, and where what is kept for projects came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.commitments import COMMITTED, KINDS, RESERVED
from ghginv.budget.ledger.consumption import account_in, month
from ghginv.budget.ledger.entries import Entry

Kept = tuple[Account, int]
"""What is kept for a project: its ``reserved`` account and the vintage."""


@dataclass
class Months:
    """How many estimates are in force for each month and place, by the keys of their entries.

    ``unread`` are books whose keys are read when they are first asked for: most batches hold no estimate.
    """

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    unread: Books | None = None

    def note(self, entry: Entry, sign: int) -> None:
        """Count an entry, or what was reversed with -1."""
        if entry.kind == "estimate":
            self._read()
            self._add(entry.key, sign)

    def estimated(self, key: str) -> bool:
        """Whether the month of a key is estimated at its place."""
        self._read()
        return self.counts.get(_month(key), 0) > 0

    def _read(self) -> None:
        books, self.unread = self.unread, None
        if books is not None:
            mine = books.entries[(books.entries["kind"] == "estimate") & ~books.entries["entry_id"].isin(books.undone)]
            for key in mine["key"].tolist():
                self._add(key, 1)

    def _add(self, key: str, sign: int) -> None:
        self.counts[_month(key)] = self.counts.get(_month(key), 0) + sign


def _month(key: str) -> tuple[str, str]:
    when, account = month(key)
    return when, account_in(account)


@dataclass
class Origins:
    """Where what is kept for projects came from, less what went back: kilograms by account."""

    amounts: dict[Kept, dict[Account, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, books: Books) -> Origins:
        """Those of the books."""
        found = cls()
        mine = books.entries[books.entries["kind"].isin(list(KINDS)) & ~books.entries["entry_id"].isin(books.undone)]
        for entry in tables.some(books.entries, books.legs, list(mine["entry_id"])):
            found.note(entry, 1)
        return found

    def note(self, entry: Entry, sign: int) -> None:
        """Count what an entry took from accounts or gave back; where a project starts, what reserves got back."""
        kept = kept_by(entry) if entry.kind in KINDS else None
        if kept is None:
            return
        mine = self.amounts.setdefault(kept, {})
        for leg in entry.legs:
            if not leg.account.project and (entry.kind != "start" or leg.account.kind != "available"):
                mine[leg.account] = mine.get(leg.account, 0) - sign * leg.amount_kg

    def of_project(self, kept: Kept) -> dict[Account, int]:
        """What came from which account and did not go back."""
        return {account: kg for account, kg in self.amounts.get(kept, {}).items() if kg > 0}


def kept_by(entry: Entry) -> Kept | None:
    """For which project, where and in which year an entry keeps budget; None where it names no project."""
    for leg in entry.legs:
        if leg.account.kind in (RESERVED, COMMITTED):
            return replace(leg.account, kind=RESERVED), leg.vintage
    return None
