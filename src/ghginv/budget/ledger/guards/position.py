"""The position 账面: what stands on each account before an entry, and what has been carried, borrowed and reversed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from ghginv.budget.ledger import accounts, balances
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.blocks import Terms
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.consumption import OVERSPENT
from ghginv.budget.ledger.entries import BUDGET_UNIT, Entry
from ghginv.budget.ledger.guards.registers import Months, Origins
from ghginv.findings import Finding

CARRY_OVER, BORROWING, REVERSAL = "carry-over", "borrowing", "reversal"
MARKETS = ("ets-pre", "ets-final", "ets-surrender", "ets-carry", "credit-retire", "green-retire")
"""Entries of markets by which later ones are judged: whether they were for the same year and obligation."""
Key = tuple[str, str, int]


@dataclass
class Position:
    """Balances by account, instrument and vintage; what left a year (``exchanged``: kind of entry, account, year).

    ``months`` are those estimated, ``origins`` where what is kept for projects came from, ``stored`` the entries read.
    """

    books: Books
    amounts: dict[Key, int]
    reversed: set[str] = field(default_factory=set)
    exchanged: dict[Key, int] = field(default_factory=dict)
    months: Months = field(default_factory=Months)
    origins: Origins = field(default_factory=Origins)
    stored: dict[str, Entry] = field(default_factory=dict)
    market: list[Entry] = field(default_factory=list)

    @classmethod
    def of(cls, books: Books, reverses: Collection[str] = ()) -> Position:
        """The position after all that is posted; ``reverses`` are entries that will be asked for, read at once."""
        sums = balances.balances(books.legs)
        columns = (sums[name].tolist() for name in (*balances.BALANCE, "amount_kg"))
        found = cls(books, {(account, unit, year): kg for account, unit, year, kg in zip(*columns, strict=True)})
        moved = books.entries[books.entries["kind"].isin([CARRY_OVER, BORROWING])]
        found.reversed = set(books.undone)
        found.months, found.origins = Months(unread=books), Origins.of(books)
        found.stored = {each.entry_id: each for each in tables.some(books.entries, books.legs, list(reverses))}
        markets = books.entries[books.entries["kind"].isin(MARKETS) & ~books.entries["entry_id"].isin(found.reversed)]
        found.market = tables.some(books.entries, books.legs, list(markets["entry_id"]))
        for entry in tables.some(books.entries, books.legs, list(moved["entry_id"])):
            if entry.entry_id not in found.reversed:
                found._exchange(entry, 1)
        return found

    def balance(self, account: Account, vintage: int) -> int:
        """What stands on an account, in kg of budget."""
        return self.amounts.get((account.text, BUDGET_UNIT, vintage), 0)

    def units(self, account: Account, instrument: str, vintage: int) -> int:
        """What stands on an account of any instrument, in its unit."""
        return self.amounts.get((account.text, instrument, vintage), 0)

    def overdrawn(self, entry: Entry) -> Iterator[tuple[Account, str, int, int, int]]:
        """What an entry takes beyond what stands on an account that may not be negative.

        Account, instrument, vintage, what is taken and what stands there, in the unit of the instrument.
        """
        moved: dict[tuple[Account, str, int], int] = {}
        for leg in entry.legs:
            place = (leg.account, leg.instrument, leg.vintage)
            moved[place] = moved.get(place, 0) + leg.amount_kg
        for (account, unit, vintage), amount in moved.items():
            kind, before = accounts.kinds().get(account.kind), self.units(account, unit, vintage)
            if amount < 0 and before + amount < 0 and kind and not kind.may_be_negative:
                yield account, unit, vintage, -amount, before

    def terms(self, entry: Entry) -> Terms:
        """What was stated when an entry of a market was posted; nothing where nothing was."""
        return self.books.market.terms.get(entry.key, {})

    def left(self, account: Account, vintage: int) -> int:
        """What is left at the place of an account: available and overspent together, in kg."""
        return sum(self.balance(Account(kind, *account.place), vintage) for kind in (accounts.AVAILABLE, OVERSPENT))

    def gone(self, kind: str, account: Account, vintage: int) -> int:
        """What was carried over from a year, or borrowed for it, so far."""
        return self.exchanged.get((kind, account.text, vintage), 0)

    def posted(self, entry_id: str) -> Entry | None:
        """The stored entry of this id."""
        if entry_id and entry_id not in self.stored:
            found = tables.some(self.books.entries, self.books.legs, [entry_id])
            self.stored |= {each.entry_id: each for each in found}
        return self.stored.get(entry_id)

    def post(self, entry: Entry) -> None:
        """Move on by an entry."""
        for leg in entry.legs:
            key = (leg.account.text, leg.instrument, leg.vintage)
            self.amounts[key] = self.amounts.get(key, 0) + leg.amount_kg
        self._register(entry, 1)
        if entry.reverses and entry.reverses not in self.reversed:
            earlier = self.posted(entry.reverses)
            if earlier is not None:
                self._register(earlier, -1)
            self.reversed.add(entry.reverses)

    def _register(self, entry: Entry, sign: int) -> None:
        """Remember what an entry exchanged, estimated or held; forget it where it is reversed."""
        if entry.kind in (CARRY_OVER, BORROWING):
            self._exchange(entry, sign)
        if entry.kind in MARKETS:
            self.market.append(entry) if sign > 0 else self.market.remove(entry)
        self.months.note(entry, sign)
        self.origins.note(entry, sign)

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
