"""A check as a formula: what stands in braces becomes cells, of one row or of all rows of a table.

Over a whole table a formula is an array formula, so that it counts rows; for one row it is a conditional format, in
which array constants are not allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ghginv.domain import items
from ghginv.workbooks.build_page import Book
from ghginv.workbooks.layout import HEADER_ROW, Column, Table

PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([a-z_]+))?\}")
_SAME = ("facility", "category", "item", "technology", "parameter")  # what tells rows of a table apart


@dataclass(frozen=True, slots=True)
class Area:
    """Where a condition is asked: of one row (``whole`` false) or of all rows of a table; ``here`` is what is lit."""

    book: Book
    table: Table
    here: tuple[Column, ...]
    whole: bool

    def place(self, column: Column, *, whole: bool | None = None) -> str:
        """The cells of a column."""
        return self.block((column,), whole=whole)

    def block(self, columns: tuple[Column, ...], *, whole: bool | None = None, loose: bool = False) -> str:
        """The cells of columns that stand side by side; ``loose`` ones move along with the cell that is asked."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        first, last = (place_of(self.table, column) for column in (columns[0], columns[-1]))
        if self.whole if whole is None else whole:
            bottom = last_row(self.book, self.table)
            cells = (xl_rowcol_to_cell(HEADER_ROW, first, True, True), xl_rowcol_to_cell(bottom, last, True, True))
            return f"'{self.table.sheet}'!{':'.join(cells)}" if self.whole else ":".join(cells)
        begin, end = (xl_rowcol_to_cell(HEADER_ROW, place, False, not loose) for place in (first, last))
        return begin if first == last or loose else f"{begin}:{end}"


def place_of(table: Table, column: Column) -> int:
    """The place of a column in its table, from 0; columns are asked for so often that comparing them takes its time."""
    return next(place for place, each in enumerate(table.columns) if each is column)


def runs(table: Table, columns: Iterable[Column]) -> Iterator[tuple[Column, ...]]:
    """Columns of a table, from left to right, those that stand side by side together: one format, not one for each."""
    found: list[Column] = []
    for column in columns:
        if found and place_of(table, column) != place_of(table, found[-1]) + 1:
            yield tuple(found)
            found = []
        found.append(column)
    if found:
        yield tuple(found)


class _NotHere(Exception):
    """The table lacks a column that the condition speaks of."""


def last_row(book: Book, table: Table) -> int:
    """The last row of entries, from 0."""
    return HEADER_ROW + max(table.rows, len(book.entries.get(table.sheet, ()))) - 1


def written(area: Area, condition: str) -> str:
    """The condition of a check as a formula of the area; empty where the table has not what it speaks of."""
    try:
        return PLACEHOLDER.sub(lambda found: _said(area, found[1], found[2]), condition)
    except _NotHere:
        return ""


def _said(area: Area, name: str, of: str | None) -> str:
    table = area.table
    if of:
        return _said_of(area, name, of)
    if name == "here":
        return area.block(area.here, loose=len(area.here) > 1)
    if name == "facilities":
        return facilities(area.book)
    if name == "list":
        return f"opt_{area.here[0].options}"
    if name == "same":
        columns = [column for column in map(table.column, _SAME) if column]
        return ",".join(f'{area.place(column, whole=True)},{area.place(column)}&""' for column in columns)
    if name == "filled":
        return _filled(area)
    if name.startswith("months_"):
        return _months(area, name)
    column = table.column(name)
    if column is None and name == "notation":
        return '""'
    if column is None:
        raise _NotHere
    return area.place(column)


def _said_of(area: Area, name: str, of: str) -> str:
    if name == "label":
        return f'"{items.find_code(of).name(area.book.lang)}"'
    columns = tuple(column for column in area.table.columns if column.field == of)
    if not columns:
        raise _NotHere
    if name == "all":
        return area.place(columns[0], whole=True)
    if name == "list":
        return f"opt_{columns[0].options}"
    assert name == "sum", name
    return f"({'+'.join(area.place(column) for column in columns)})"


def _filled(area: Area) -> str:
    """Whether a row holds anything."""
    block = area.block((area.table.columns[0], area.table.columns[-1]))
    if area.whole:
        return f'(MMULT(({block}<>"")*1,TRANSPOSE(COLUMN({block})^0))>0)'
    return f'(SUMPRODUCT(({block}<>"")*1)>0)'


def _months(area: Area, name: str) -> str:
    """How many months of a row hold a number, or what they add up to."""
    if not area.table.months:
        raise _NotHere
    block = area.block(area.table.months)
    if not area.whole:
        return f"{'COUNT' if name == 'months_given' else 'SUM'}({block})"
    numbers = f"ISNUMBER({block})*1" if name == "months_given" else f"IF(ISNUMBER({block}),{block},0)"
    return f"MMULT({numbers},TRANSPOSE(COLUMN({block})^0))"


def facilities(book: Book) -> str:
    """The cells in which the codes of facilities are typed, or an empty text where the template has none."""
    table = next((table for table in book.layout.tables if table.role == "facilities"), None)
    code = table.column("code") if table else None
    return Area(book, table, (code,), whole=True).place(code) if table and code else ""
