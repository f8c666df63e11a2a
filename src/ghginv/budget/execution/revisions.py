"""From what the ledger holds to what it should hold: reversals first, then new entries; nothing where all is the same.

An account-month (month 0: what was verified, or what enterprises do not explain, of a year) is one entry in force.
It is replaced where its kilograms or its status changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from ghginv.budget.ledger import consumption, posting
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import AVAILABLE, Account, parse
from ghginv.budget.ledger.consumption import ACCOUNTS, OVERSPENT
from ghginv.budget.ledger.entries import BUDGET_UNIT, Entry

Place = tuple[str, str, int]
"""Kind of entry, account as text, month (0: the year)."""
ESTIMATE, CERTAIN, REST = "estimate", "verified", "unexplained"
_MAKERS = {ESTIMATE: consumption.estimate, CERTAIN: consumption.verified, REST: consumption.unexplained}


@dataclass(frozen=True, slots=True)
class Figure:
    """What stands, or should stand, at a place: kilograms and status; ``entry`` is the one in force."""

    kg: int
    status: str = ""
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What happens at a place; 0 kg is no entry."""

    place: Place
    old: Figure
    new: Figure

    @property
    def what(self) -> str:
        """``new``, ``changed``, ``reversed`` or ``same``."""
        if (self.old.kg, self.old.status) == (self.new.kg, self.new.status):
            return "same"
        return "new" if not self.old.kg else "changed" if self.new.kg else "reversed"


def in_force(entries: pd.DataFrame, legs: pd.DataFrame, year: int) -> dict[Place, Entry]:
    """The entries of emissions of a year that nothing reversed, by place."""
    undone = {each for each in entries["reverses"] if each}
    mine = entries[entries["kind"].isin(list(ACCOUNTS)) & ~entries["entry_id"].isin(undone)]
    touching = legs[legs["entry"].isin(mine["entry"])]
    found = {}
    for entry in tables.read(mine, touching):
        leg = next(each for each in entry.legs if each.account.kind == ACCOUNTS[entry.kind])
        if leg.vintage == year:
            month = consumption.month(entry.key)[0] if entry.kind == ESTIMATE else ""
            found[entry.kind, replace(leg.account, kind=AVAILABLE).text, int(month[5:] or 0)] = entry
    return found


def amount(entry: Entry) -> int:
    """The emissions that an entry records, in kg."""
    return next(leg.amount_kg for leg in entry.legs if leg.account.kind == ACCOUNTS[entry.kind])


def changes(standing: Mapping[Place, Figure], wanted: Mapping[Place, Figure]) -> list[Change]:
    """What differs and what stays, in order of month and account; nothing is no entry."""
    found = []
    for place in sorted({*standing, *wanted}, key=lambda each: (each[2], each[1], each[0])):
        old, new = standing.get(place, Figure(0)), wanted.get(place, Figure(0))
        found.append(Change(place, old, new if new.kg else Figure(0)))
    return [each for each in found if each.old.kg or each.new.kg]


def numbers(entries: pd.DataFrame) -> dict[str, int]:
    """For each key without its last part the highest number that was used."""
    used: dict[str, int] = {}
    for key in entries["key"]:
        head, _, last = str(key).rpartition("/")
        if last.isdecimal():
            used[head] = max(used.get(head, 0), int(last))
    return used


def left(balances: pd.DataFrame, year: int) -> dict[str, int]:
    """What is left on each ``available`` account of a year: with what was emitted above it taken off."""
    found: dict[str, int] = {}
    mine = balances[(balances["vintage"] == year) & (balances["instrument"].astype(str) == BUDGET_UNIT)]
    for text, kg in zip(mine["account"], mine["amount_kg"], strict=True):
        account = parse(str(text))
        if account.kind in (AVAILABLE, OVERSPENT):
            place = replace(account, kind=AVAILABLE).text
            found[place] = found.get(place, 0) + int(kg)
    return found


@dataclass
class Poster:
    """Makes entries one after the other: knows what is left and which numbers were used."""

    year: int
    left: dict[str, int]
    used: dict[str, int]

    def entries(self, wanted: Iterable[Change], *, effective: str, document: str, note: str = "") -> Iterator[Entry]:
        """The entries of changes: first all reversals, then what is new."""
        moved = [each for each in wanted if each.what != "same"]
        for change in moved:
            if change.old.entry is not None:
                self._takes(change.place[1], change.old.kg, -1)
                yield posting.reverse(change.old.entry, effective=effective, document=document, note=note)
        for change in moved:
            if change.new.kg:
                yield self._made(change, effective, document, note)

    def _takes(self, account: str, kg: int, sign: int = 1) -> None:
        """What is left afterwards; power that was sold takes nothing, and its reversal gives nothing back."""
        self.left[account] = self.left.get(account, 0) - sign * max(kg, 0)

    def _made(self, change: Change, effective: str, document: str, note: str) -> Entry:
        kind, text, month = change.place
        account: Account = parse(text)
        period = f"{self.year}-{month:02d}" if kind == ESTIMATE else self.year
        head = consumption.key(kind, period, account, 0).rpartition("/")[0]
        self.used[head] = self.used.get(head, 0) + 1
        entry = _MAKERS[kind](
            account, self.year, change.new.kg, self.left.get(text, 0), effective=effective, document=document,
            note=note, key=f"{head}/{self.used[head]}",
        )  # fmt: skip
        self._takes(text, change.new.kg)
        return entry
