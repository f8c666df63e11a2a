"""A template as somebody filled it in: each row with its cells read, before anything is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from ghginv.domain import names, units, written_numbers
from ghginv.domain.written_numbers import Figure
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks import locate, numbers
from ghginv.workbooks.cells import Cell, Workbook, address
from ghginv.workbooks.judgement import Context
from ghginv.workbooks.layout import Column, Layout, Option
from ghginv.workbooks.locate import Located
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

    @cached_property
    def _texts(self) -> dict[int, str]:
        """The texts looked at so far, by the identity of the column."""
        return {}

    @cached_property
    def _figures(self) -> dict[int, Figure]:
        """The figures read so far, by the identity of the column."""
        return {}

    def column(self, field: str) -> Column | None:
        """The column of a field in this row's table, or None."""
        return self.located.fields.get(field)

    @cached_property
    def cells(self) -> dict[int, Cell]:
        """The cells of the row that have content, by the number of their column in the sheet."""
        return self.located.sheet.grid[self.row].cells()

    @cached_property
    def sound(self) -> bool:
        """Whether no formula of the row failed or is without a stored result."""
        return all(cell.value is not None and cell.kind != "e" for cell in self.cells.values())

    def cell(self, column: Column) -> Cell | None:
        """The cell of a column, or None where there is no content."""
        return self.cells.get(self.located.place(column) or 0)

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
        text = self._texts.get(id(column))
        if text is None:
            cell = self.cell(column)
            text = cell.text.strip() if cell and not self.broken(column) else ""
            text = "" if not text or written_numbers.is_blank(text) else text
            self._texts[id(column)] = text
        return text

    def broken(self, column: Column) -> bool:
        """Whether the cell is a formula that failed or has no stored result; the total of the months may have none."""
        if self.sound:
            return False
        cell = self.cell(column)
        if cell is None or (self.is_total(column) and cell.formula is not None):
            return False
        return cell.kind == "e" or cell.value is None

    def says(self, column: Column) -> bool:
        """Whether a cell makes its row one that was filled in: a total of nothing, as old formats have it, does not."""
        text = self.text(column)
        return (bool(text) and not (text == "0" and self.is_total(column))) or self.broken(column)

    def is_total(self, column: Column) -> bool:
        """Whether a column holds the year's total of columns of months."""
        return column.field == "quantity" and bool(self.located.months)

    def figure(self, column: Column) -> Figure:
        """The number, key, blank or mistake in a column of numbers."""
        figure = self._figures.get(id(column))
        if figure is None:
            cell = self.cell(column)
            if cell is not None and cell.kind == "n" and type(cell.value) is float and column.unit != "%":
                figure = written_numbers.finite(cell.value)
            else:
                figure = numbers.read(cell, keys=column.field == "quantity", percent=column.unit == "%")
            self._figures[id(column)] = figure
        return figure

    def terms(self) -> Iterator[tuple[Column, Figure]]:
        """The columns of terms that hold anything."""
        for column in self.located.terms:
            if not (figure := self.figure(column)).blank:
                yield column, figure

    @cached_property
    def months(self) -> dict[int, Figure]:
        """What the columns of months hold, by month; blank ones are left out."""
        figures = enumerate(map(self.figure, self.located.months), start=1)
        return {month: figure for month, figure in figures if not figure.blank}

    @cached_property
    def total(self) -> Figure:
        """The year's figure as it stands in its own cell; a formula without a stored result says nothing."""
        column = self.column("quantity")
        cell = self.cell(column) if column else None
        if column is None or (
            cell is not None and cell.formula is not None and self.is_total(column) and not self.ready(cell)
        ):
            return Figure()
        return self.figure(column)

    def ready(self, cell: Cell) -> bool:
        """Whether a formula has a stored result that is no error."""
        return cell.kind != "e" and cell.value is not None

    @cached_property
    def quantity(self) -> Figure:
        """The activity data as written: the sum of the months where these are given, else the year's figure."""
        wrong = [figure for figure in self.months.values() if figure.number is None]
        if self.months and not wrong:
            return Figure(fsum(figure.number or 0.0 for figure in self.months.values()))
        return Figure() if wrong else self.total

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
        return self.said("facility")

    @cached_property
    def site(self) -> str:
        """The facility in the plain spelling by which facilities are compared."""
        return names.plain(self.facility) if self.facility else ""

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
        text, known = self.said("unit"), self.located.units
        if text not in known:
            known[text] = units.find(text) or "" if text else ""
        return known[text]

    @cached_property
    def amount(self) -> float | None:
        """The quantity in the item's canonical unit; None where something about it is wrong or missing."""
        return self.converted(self.quantity.number)

    def converted(self, number: float | None) -> float | None:
        """A number of this row in the item's canonical unit; None where something about it is wrong or missing."""
        if number is None or not self.unit or not self.item:
            return None
        if self.unit == self.item.unit:
            return number
        try:
            return units.convert(number, self.unit, self.item.unit)
        except InputError:
            return None

    def said(self, field: str) -> str:
        """The text in the column of a field; empty where the table has no such column."""
        column = self.column(field)
        return self.text(column) if column else ""

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
    def all_entries(self) -> list[Entry]:
        """The rows that hold anything, table by table."""
        return [entry for located in self.tables for entry in self._rows(located)]

    @cached_property
    def entries(self) -> list[Entry]:
        """The rows of activity data."""
        return self.of_role("activity")

    def of_role(self, *roles: str) -> list[Entry]:
        """The rows of the tables that have one of these roles."""
        if roles not in self._by_roles:
            self._by_roles[roles] = [entry for entry in self.all_entries if entry.located.table.role in roles]
        return self._by_roles[roles]

    @cached_property
    def _by_roles(self) -> dict[tuple[str, ...], list[Entry]]:
        """The rows asked for so far."""
        return {}

    def _rows(self, located: Located) -> Iterator[Entry]:
        below = sorted(row for row in located.sheet.grid if row > located.header_row)
        columns = {located.place(column): column for column in located.table.columns}
        total = located.place(located.fields["quantity"]) if located.months else None
        for row in below[:MOST_ROWS]:
            if _prepared(located.sheet.grid[row], total):
                continue
            entry = Entry(self.layout, located, row)
            held = (columns[place] for place in entry.cells if place in columns)
            if any(entry.says(column) for column in held):
                yield entry

    def fact(self, field: str) -> tuple[str, str]:
        """Text and address of a basic fact; the address is empty where the line is gone."""
        cell, where = self.fact_cell(field)
        return (cell.text.strip() if cell else ""), where

    def fact_cell(self, field: str) -> tuple[Cell | None, str]:
        """Cell and address of a basic fact; no cell where nothing is given."""
        page = self.layout.facts
        sheet = self.workbook.sheet(page.sheet)
        label = next(names.plain(fact.zh) for fact in page.entries if fact.field == field)
        row = next((row for row, text in self._labels if text.startswith(label)), 0)
        return (sheet.cell(row, 2), address(row, 2)) if sheet and row else (None, "")

    @cached_property
    def _labels(self) -> list[tuple[int, str]]:
        """Rows and plain labels of the sheet of basic facts."""
        sheet = self.workbook.sheet(self.layout.facts.sheet)
        cells = [(row, sheet.cell(row, 1)) for row in sorted(sheet.grid)] if sheet else []
        return [(row, names.plain(cell.text)) for row, cell in cells if cell]


def _prepared(row: Mapping[int, Cell], total: int | None) -> bool:
    """Whether a row holds nothing but the template's own total of months that nobody filled in."""
    if total is None or len(row) != 1 or total not in row:
        return False
    return row[total].formula is not None and row[total].value in (None, "", 0.0)
