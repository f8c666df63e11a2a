"""The position 账面: what stands on each account before an entry, and what has been carried, borrowed and reversed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ghginv.budget.ledger import accounts, balances
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.entries import BUDGET_UNIT, Entry
from ghginv.findings import Finding

CARRY_OVER, BORROWING, REVERSAL = "carry-over", "borrowing", "reversal"
Key = tuple[str, str, int]


@dataclass
class Position:
    """Balances by account, instrument and vintage; what left a year (``exchanged``: kind of entry, account, year)."""

    books: Books
    amounts: dict[Key, int]
    reversed: set[str] = field(default_factory=set)
    exchanged: dict[Key, int] = field(default_factory=dict)

    @classmethod
    def of(cls, books: Books) -> Position:
        """The position after all that is posted."""
        sums = balances.balances(books.legs)
        columns = (sums[name].tolist() for name in (*balances.BALANCE, "amount_kg"))
        found = cls(books, {(account, unit, year): kg for account, unit, year, kg in zip(*columns, strict=True)})
        moved = books.entries[books.entries["kind"].isin([CARRY_OVER, BORROWING])]
        found.reversed = {each for each in books.entries["reverses"] if each}
        for entry in tables.some(books.entries, books.legs, list(moved["entry_id"])):
            if entry.entry_id not in found.reversed:
                found._exchange(entry, 1)
        return found

    def balance(self, account: Account, vintage: int) -> int:
        """What stands on an account, in kg of budget."""
        return self.amounts.get((account.text, BUDGET_UNIT, vintage), 0)

    def gone(self, kind: str, account: Account, vintage: int) -> int:
        """What was carried over from a year, or borrowed for it, so far."""
        return self.exchanged.get((kind, account.text, vintage), 0)

    def posted(self, entry_id: str) -> Entry | None:
        """The stored entry of this id."""
        return next(iter(tables.some(self.books.entries, self.books.legs, [entry_id])), None)

    def post(self, entry: Entry) -> None:
        """Move on by an entry."""
        for leg in entry.legs:
            key = (leg.account.text, leg.instrument, leg.vintage)
            self.amounts[key] = self.amounts.get(key, 0) + leg.amount_kg
        if entry.kind in (CARRY_OVER, BORROWING):
            self._exchange(entry, 1)
        if entry.reverses and entry.reverses not in self.reversed:
            earlier = self.posted(entry.reverses)
            if earlier is not None and earlier.kind in (CARRY_OVER, BORROWING):
                self._exchange(earlier, -1)
            self.reversed.add(entry.reverses)

    def _exchange(self, entry: Entry, sign: int) -> None:
        for account, vintage, kg in exchanges(entry):
            key = (entry.kind, account.text, vintage)
            self.exchanged[key] = self.exchanged.get(key, 0) + sign * kg


def exchanges(entry: Entry) -> Iterator[tuple[Account, int, int]]:
    """What an entry carries over from a year, or borrows for it: account, year, kg (0 or less where it is wrong)."""
    carried, borrowed = entry.kind == CARRY_OVER, entry.kind == BORROWING
    years = [leg.vintage for leg in entry.legs]
    for leg in entry.legs:
        if (carried or borrowed) and leg.account.kind == accounts.AVAILABLE and leg.vintage == min(years):
            yield leg.account, leg.vintage, -leg.amount_kg if carried else leg.amount_kg


def remark(entry: Entry, code: str, found: object = "", expected: object = "", **details: object) -> Finding:
    """A finding on an entry: which kind of entry, and its key or what it rests on."""
    deed = accounts.deeds().get(entry.kind)
    names = {"entry_zh": deed.zh if deed else entry.kind, "entry_en": deed.en if deed else entry.kind}
    where = entry.entry_id or entry.key or entry.document
    told = {**names, "where": where or "-", **details}
    return Finding(code, found=str(found), expected=str(expected), details=told)
