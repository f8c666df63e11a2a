"""The desk at which rows of market deeds become entries: one after the other, each after what was posted before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workspace.budgets.market_reading import Row

if TYPE_CHECKING:
    from ghginv.budget.ledger.accounts import Account
    from ghginv.budget.ledger.blocks import Block, Market
    from ghginv.budget.ledger.books import Books
    from ghginv.budget.ledger.entries import Entry, Head
    from ghginv.budget.ledger.guards.position import Position

KG = 1000
Values = dict[str, Any]


@dataclass
class Deed:
    """A row with its typed values, its key and what came of it."""

    verb: str
    row: Row
    values: Values
    key: str
    entries: list[Entry] = field(default_factory=list)
    basis: str = ""
    already: bool = False

    def refusal(
        self, code: str, column: str = "", found: object = "", expected: object = "", **details: Any
    ) -> InputError:
        """An error at a cell of the row."""
        return InputError(self.row.finding(code, column, str(found), str(expected), **details))


@dataclass
class Desk:
    """The books as they stand while rows are worked off; ``told`` grows by blocks, shares and terms of the rows."""

    position: Position
    effective: str
    document: str
    told: Market
    deed: Deed
    remarks: list[Finding]

    @classmethod
    def at(cls, books: Books, effective: str, document: str, first: Deed) -> Desk:
        """A desk with a register of its own that may grow."""
        from ghginv.budget.ledger.blocks import Market
        from ghginv.budget.ledger.guards.position import Position

        grown = Market(dict(books.market.blocks), books.market.shares, dict(books.market.terms))
        return cls(Position.of(replace(books, market=grown)), effective, document, Market(), first, [])

    def tell(self, key: str, terms: Values) -> None:
        """What an entry of this key rests on, with what its row says: so the row is known when it comes again."""
        self.told.terms[key] = self.position.books.market.terms[key] = terms

    def post(self, entry: Entry, terms: Values | None = None) -> None:
        """An entry of the row at hand, with what it rests on; nothing where it moves nothing."""
        if terms is not None:
            self.tell(entry.key, terms)
        if entry.legs:
            self.position.post(entry)
            self.deed.entries.append(entry)

    def head(self, suffix: str = "") -> Head:
        """Day, document, key and remark of an entry of the row at hand."""
        key = f"{self.deed.key}/{suffix}" if suffix else self.deed.key
        note = self.deed.values.get("note") or ""
        return {"effective": self.effective, "document": self.document, "key": key, "note": note}

    def told_of(self, block: Block) -> None:
        """A block of the row at hand; what was told before of a block of the same name must be the same."""
        known = self.position.books.market.blocks.get(block.unit)
        if known is not None and known != block:
            raise self.deed.refusal("budget-market-block-known", "id", block.id)
        self.told.blocks[block.unit] = self.position.books.market.blocks[block.unit] = block

    def block(self, name: str, *groups: str) -> Block:
        """The registered block of a name among the instruments of a group; an error at the row where there is none."""
        from ghginv.budget.ledger import instruments

        for each in (unit for group in groups for unit in instruments.group(group)):
            found = self.position.books.market.blocks.get(f"{each}.{name}")
            if found is not None:
                return found
        raise self.deed.refusal("budget-market-block-unknown", "block", name)

    def held(self, account: Account, unit: str) -> dict[int, int]:
        """What stands on an account of an instrument, by vintage."""
        place = (account.text, unit)
        found = {key[2]: amount for key, amount in self.position.amounts.items() if amount and key[:2] == place}
        return dict(sorted(found.items()))

    def remark(self, code: str, column: str = "", found: object = "", expected: object = "", **details: Any) -> None:
        """A remark at the row that refuses nothing."""
        self.remarks.append(self.deed.row.finding(code, column, str(found), str(expected), **details))

    def kilograms(self, column: str, of: Fraction | None = None, *, whole: bool = True) -> int:
        """An amount in t (or MWh) as kg (kWh); whole allowances, credits and certificates unless told otherwise."""
        value = self.deed.values[column] if of is None else of
        exact = value * KG
        if exact <= 0 or exact.denominator != 1 or (whole and exact % KG):
            raise self.deed.refusal("budget-market-amount", column, _text(value), name=column)
        return int(exact)

    def price_fen(self, amount_kg: int) -> int:
        """The whole price in fen, rounded; remarks on a price that is nothing or absurd."""
        from ghginv.domain import policy
        from ghginv.workspace.budgets.market_rules import OWN

        price = self.deed.values.get("price")
        year = self.effective[:4]
        low, high = (policy.find(f"market_price_{each}", year, OWN) for each in ("low", "high"))
        if price is None or not low.number <= price <= high.number:
            code = "budget-market-price-none" if price is None else "budget-market-price"
            shown = "" if price is None else _text(price)
            self.remark(code, "price", shown, f"{low.value}–{high.value}", status=low.status)
        return round((price or Fraction(0)) * 100 * amount_kg / KG)


def _text(value: Fraction) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")
