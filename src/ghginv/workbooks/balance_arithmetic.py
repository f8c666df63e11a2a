"""Does an energy balance add up? Sums over rows and columns, the statistical difference, total consumption.

What adds up to what is data of the vocabulary. Nothing is put right here: where a published table does not add up,
a warning gives the cells, both figures and the difference. A sum may be off by half a unit of the last printed digit
for each of its figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import fsum
from typing import NamedTuple

from ghginv.domain import units, written_numbers
from ghginv.findings import Finding
from ghginv.workbooks.balance_headers import Column
from ghginv.workbooks.balance_labels import Item, Row, Vocabulary
from ghginv.workbooks.balance_table import Line, Table
from ghginv.workbooks.cells import address


@dataclass(frozen=True, slots=True)
class Entry:
    """A number of the table: where it stands and what it is as printed."""

    line: Line
    column: Column
    number: float
    text: str

    @property
    def address(self) -> str:
        """Where the number stands, such as D7."""
        return address(self.line.number, self.column.column)

    @property
    def signed(self) -> float:
        """The number as it counts in sums: what a row deducts is negative, even if printed without its sign."""
        return -abs(self.number) + 0.0 if self.line.row.sign == "-" else self.number


class Part(NamedTuple):
    """An addend in the unit of the sum, how far printing may have rounded it, whether some editions leave it out."""

    number: float
    rounding: float
    address: str
    optional: bool = False


class Balance:
    """The numbers of a table by row and item."""

    def __init__(self, table: Table, entries: Iterable[Entry], words: Vocabulary):
        self.table = table
        self.words = words
        self.entries = {(entry.line.row.row, entry.column.item.item): entry for entry in entries}
        self.lines: Mapping[str, Line] = {line.row.row: line for line in table.lines}
        self._roundings = {column.item.item: self._rounding(column) for column in table.columns}

    def findings(self) -> list[Finding]:
        """All that does not add up, in the order of the checks."""
        checks = (self._row_sums(), self._column_sums(), self._differences(), self._totals(), self._feedstock())
        return [finding for check in checks for finding in check]

    def divided(self, whole: Entry) -> bool:
        """Whether the parts of a number stand for it: all are given, or those given add up to it.

        Otherwise the whole counts, so that what a blank part would hold is not lost.
        """
        row, item = whole.line.row, whole.column.item
        rows = [(part.row, item.item) for part in self.words.below(row) if part.row in self.lines]
        columns = [(row.row, column.item.item) for column in self._item_columns(item)]
        parts = ((rows, self._row_parts(row, item)), (columns, self._item_parts(whole.line, whole.column)))
        return any(
            bool(given) and (all(key in self.entries for key in places) or self._adds_up(whole, given))
            for places, given in parts
        )

    def _row_sums(self) -> Iterator[Finding]:
        for line in self.table.lines:
            if line.row.summed and any(row.row in self.lines for row in self.words.below(line.row)):
                code = "balance-supply-sum" if line.row.row == "supply" else "balance-row-sum"
                for column in self.table.columns:
                    total = self.entries.get((line.row.row, column.item.item))
                    if total:
                        yield from self._compare(code, total, self._row_parts(line.row, column.item))

    def _column_sums(self) -> Iterator[Finding]:
        for column in self.table.columns:
            for line in self.table.lines:
                total = self.entries.get((line.row.row, column.item.item))
                # The total of a sum column counts what is lost in transformation, that of an item all its inputs.
                if total and line.row.block != "total" and self._item_columns(column.item):
                    yield from self._compare("balance-column-sum", total, self._item_parts(line, column))

    def _differences(self) -> Iterator[Finding]:
        line = self.lines.get("difference")
        if line is None or not {"supply", "transformation", "final"} <= set(self.lines):
            return
        for column in self.table.columns:
            item = column.item.item
            if terms := self._parts(_DIFFERENCE, item):
                total = self.entries.get(("difference", item)) or Entry(line, column, 0.0, "")
                yield from self._compare("balance-difference", total, terms)

    def _totals(self) -> Iterator[Finding]:
        transformation = self.words.rows["transformation"]
        for column in self.table.columns:
            item = column.item
            total = self.entries.get(("total", item.item))
            if total is None or "transformation" not in self.lines:
                continue
            if item.kind == "sum":
                inputs = self._parts({"transformation": -1}, item.item)
            else:
                inputs = [part for part in self._row_parts(transformation, item) if part.number < 0]
                inputs = [part._replace(number=-part.number) for part in inputs]
            yield from self._compare("balance-total", total, self._parts({"final": 1, "loss": 1}, item.item) + inputs)

    def _feedstock(self) -> Iterator[Finding]:
        for column in self.table.columns:
            feedstock = self.entries.get(("feedstock", column.item.item))
            if feedstock is None or "industry" not in self.lines:
                continue
            industry = self.entries.get(("industry", column.item.item))
            limit = industry.number if industry else 0.0
            if feedstock.number > limit + 2 * self._roundings[column.item.item]:
                cells = address(self.lines["industry"].number, column.column)
                yield self._finding("balance-feedstock", feedstock, limit, {"cells": cells})

    def _compare(self, code: str, total: Entry, parts: list[Part]) -> Iterator[Finding]:
        """Nothing if any choice of the optional parts fits; else the difference to the sum of all others."""
        if self._adds_up(total, parts):
            return
        fixed = [part for part in parts if not part.optional]
        result = fsum(part.number for part in fixed)
        cells = "、".join(part.address for part in fixed) or "-"
        details = {"cells": cells, "difference": written_numbers.digits(round(total.signed - result, 6))}
        yield self._finding(code, total, result, details)

    def _adds_up(self, total: Entry, parts: list[Part]) -> bool:
        fixed = [part for part in parts if not part.optional]
        options = [part for part in parts if part.optional]
        for chosen in product((False, True), repeat=len(options)):
            addends = fixed + [part for part, taken in zip(options, chosen, strict=True) if taken]
            allowed = fsum(part.rounding for part in addends) + self._roundings[total.column.item.item]
            if abs(fsum(part.number for part in addends) - total.signed) <= allowed + 1e-9:
                return True
        return False

    def _finding(self, code: str, entry: Entry, expected: float, details: Mapping[str, object]) -> Finding:
        row, item = entry.line.row, entry.column.item
        names = {"row_zh": row.zh, "row_en": row.en, "item_zh": item.zh, "item_en": item.en}
        found, result = entry.text or "0", written_numbers.digits(round(expected, 6))
        return Finding(code, "", self.table.sheet.name, entry.address, found, result, {**names, **details})

    def _row_parts(self, row: Row, item: Item) -> list[Part]:
        """The addends of a row in one column; a part that is not printed or blank stands for its own parts."""
        parts = []
        for below in self.words.below(row):
            if (below.row, item.item) in self.entries:
                part = self._part(below.row, item.item, 1)
                parts.append(part._replace(optional=below.adds == "maybe"))
            else:
                parts += self._row_parts(below, item)
        return parts

    def _item_parts(self, line: Line, total: Column) -> list[Part]:
        parts = []
        for column in self._item_columns(total.item):
            if (line.row.row, column.item.item) in self.entries:
                part = self._part(line.row.row, column.item.item, units.convert(1, column.unit, total.unit))
                parts.append(part._replace(optional=column.item.adds == "maybe"))
            elif self._item_columns(column.item):
                parts += self._item_parts(line, column)
        return parts

    def _item_columns(self, item: Item) -> list[Column]:
        """The columns that add up to one, if all can be counted in its unit."""
        whole = next(column for column in self.table.columns if column.item.item == item.item)
        parts = [each for each in self.table.columns if each.item.part_of == item.item and each.item.adds != "no"]
        return parts if whole.measured and all(part.measured for part in parts) else []

    def _parts(self, factors: Mapping[str, int], item: str) -> list[Part]:
        return [self._part(row, item, factor) for row, factor in factors.items() if (row, item) in self.entries]

    def _part(self, row: str, item: str, factor: float) -> Part:
        entry = self.entries[row, item]
        return Part(entry.signed * factor, self._roundings[item] * abs(factor), entry.address)

    def _rounding(self, column: Column) -> float:
        """Half a unit of the last printed digit of a column: the yearbook's, or an earlier one if no number has it."""
        item = column.item
        inside = (entry for entry in self.entries.values() if entry.column is column)
        printed = (written_numbers.digits(round(entry.number, 9)) for entry in inside)
        shown = max((len(text.partition(".")[2]) for text in printed), default=0)
        return 0.5 * 10.0 ** -min(shown, item.digits)


_DIFFERENCE = {"supply": 1, "transformation": 1, "loss": -1, "final": -1}
