"""A template as somebody filled it in: each row with its cells read, before anything is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ghginv.domain import names, units
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks import locate, numbers
from ghginv.workbooks.cells import Cell, Workbook, address
from ghginv.workbooks.judgement import Context
from ghginv.workbooks.layout import Column, Layout, Option
from ghginv.workbooks.locate import Located
from ghginv.workbooks.numbers import Figure
from ghginv.workbooks.signature import Signature

MOST_ROWS = 5000  # of a table; a region's year has a few hundred


@dataclass(frozen=True)
class Entry:
    """One row that somebody filled in."""

    layout: Layout
    located: Located
    row: int

    @property
    def sheet(self) -> str:
        """The name of the sheet, as it is in the workbook."""
        return self.located.sheet.name

    def column(self, field: str) -> Column | None:
        """The column of a field in this row's table, or None."""
        return self.located.table.column(field)

    def cell(self, column: Column) -> Cell | None:
        """The cell of a column, or None where there is no content."""
        place = self.located.place(column)
        return self.located.sheet.cell(self.row, place) if place else None

    def address(self, field: str) -> str:
        """The address of a field's cell, or of the row where its table has no such column."""
        column = self.column(field)
        return self.address_of(column) if column else f"A{self.row}"

    def address_of(self, column: Column) -> str:
        """The address of a column's cell in this row."""
        return address(self.row, self.located.place(column) or self.located.table.columns.index(column) + 1)

    def finding(self, code: str, at: Column | str, found: str = "", expected: str = "", **details: str) -> Finding:
        """A finding at the cell of a column, or of the first column of a field."""
        cell = self.address(at) if isinstance(at, str) else self.address_of(at)
        return Finding(code, "", self.sheet, cell, found, expected, details)

    def text(self, column: Column) -> str:
        """The text of a cell; dashes, blanks and what is broken are an empty text."""
        cell = self.cell(column)
        text = cell.text.strip() if cell and not self.broken(column) else ""
        return "" if numbers.is_blank(text) else text

    def broken(self, column: Column) -> bool:
        """Whether the cell is a formula that failed or has no stored result."""
        cell = self.cell(column)
        return cell is not None and (cell.kind == "e" or cell.value is None)

    def figure(self, column: Column) -> Figure:
        """The number, key, blank or mistake in a column of numbers."""
        return numbers.read(self.cell(column), keys=column.field == "quantity", percent=column.unit == "%")

    def terms(self) -> Iterator[tuple[Column, Figure]]:
        """The columns of terms that hold anything."""
        for column in self.located.table.columns:
            if column.is_term and not (figure := self.figure(column)).blank:
                yield column, figure

    @cached_property
    def quantity(self) -> Figure:
        """The activity data as written."""
        column = self.column("quantity")
        return self.figure(column) if column else Figure()

    @cached_property
    def item(self) -> Option | None:
        """What the row is about, or None where it is not known."""
        return self.chosen("item")

    @cached_property
    def category(self) -> str:
        """The category: chosen, or that of the table, or the only one in which the item may stand."""
        if self.column("category"):
            option = self.chosen("category")
            return option.code if option else ""
        if self.located.table.category:
            return self.located.table.category
        return self.item.categories[0] if self.item and len(self.item.categories) == 1 else ""

    @cached_property
    def technology(self) -> str:
        """The technology chosen, or an empty text."""
        option = self.chosen("technology")
        return option.code if option else ""

    @cached_property
    def facility(self) -> str:
        """The name that tells rows of one item apart, or an empty text."""
        column = self.column("facility")
        return self.text(column) if column else ""

    @cached_property
    def vintage(self) -> int:
        """The year of origin; 0 where the table has none or it is no year."""
        column = self.column("vintage")
        number = self.figure(column).number if column else None
        return int(number) if number is not None and number == int(number) else 0

    @cached_property
    def notation(self) -> str:
        """The notation key, from its own column or in place of the quantity."""
        option = self.chosen("notation")
        return option.code if option else self.quantity.notation

    @cached_property
    def unit(self) -> str:
        """The code of the unit, or an empty text where it is missing or unknown."""
        column = self.column("unit")
        return units.find(self.text(column)) or "" if column else ""

    @cached_property
    def amount(self) -> float | None:
        """The quantity in the item's canonical unit; None where something about it is wrong or missing."""
        if self.quantity.number is None or not self.unit or not self.item:
            return None
        try:
            return units.convert(self.quantity.number, self.unit, self.item.unit)
        except InputError:
            return None

    def chosen(self, field: str) -> Option | None:
        """The option that a field's text means, or None."""
        column = self.column(field)
        text = self.text(column) if column else ""
        return self.layout.options[column.options].find(text) if column and text else None


@dataclass(frozen=True)
class Filled:
    """A filled template, and what is known about it."""

    workbook: Workbook
    layout: Layout
    signature: Signature
    context: Context

    @cached_property
    def tables(self) -> list[Located]:
        """The tables found in the workbook."""
        return locate.tables(self.workbook, self.layout)

    @cached_property
    def entries(self) -> list[Entry]:
        """The rows that hold anything, table by table."""
        return [entry for located in self.tables for entry in self._rows(located)]

    def _rows(self, located: Located) -> Iterator[Entry]:
        below = sorted(row for row in located.sheet.grid if row > located.header_row)
        for row in below[:MOST_ROWS]:
            entry = Entry(self.layout, located, row)
            if any(entry.text(column) or entry.broken(column) for column in located.table.columns):
                yield entry

    def fact(self, field: str) -> tuple[str, str]:
        """Text and address of a basic fact; the address is empty where the line is gone."""
        page = self.layout.facts
        sheet = self.workbook.sheet(page.sheet)
        label = next(names.plain(fact.zh) for fact in page.entries if fact.field == field)
        for row in sorted(sheet.grid) if sheet else ():
            found = sheet.cell(row, 1) if sheet else None
            if sheet and found and names.plain(found.text).startswith(label):
                value = sheet.cell(row, 2)
                return (value.text.strip() if value else ""), address(row, 2)
        return "", ""
