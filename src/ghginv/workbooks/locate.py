"""Where the tables of a layout stand in a workbook that people have worked on: by sheet name, title and headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ghginv.domain import names
from ghginv.workbooks.cells import Sheet, Workbook, address
from ghginv.workbooks.layout import HEADER_ROW, Column, Layout, Table

_HEADER_WITHIN = 20
_LONG = 200  # headers are shorter; nothing longer is remembered


@dataclass(frozen=True, slots=True)
class Located:
    """A table of the layout in a workbook.

    ``places`` gives for each column of the table the number of its column in the sheet, or None where its header is
    gone and its place is taken by another.
    """

    table: Table
    sheet: Sheet
    header_row: int
    places: tuple[int | None, ...]
    lost: tuple[Column, ...]
    # A row is asked for its columns many times: by identity, as columns are compared slowly, and by field.
    _numbers: dict[int, int | None] = field(init=False, repr=False, compare=False)
    fields: dict[str, Column] = field(init=False, repr=False, compare=False)
    months: tuple[Column, ...] = field(init=False, repr=False, compare=False)
    chosen: tuple[Column, ...] = field(init=False, repr=False, compare=False)
    terms: tuple[Column, ...] = field(init=False, repr=False, compare=False)
    units: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        columns = self.table.columns
        numbers = {id(column): place for column, place in zip(columns, self.places, strict=True)}
        found = {
            "_numbers": numbers,
            "fields": {column.field: column for column in reversed(columns)},
            "months": self.table.months,
            "chosen": tuple(column for column in columns if column.options),
            "terms": tuple(column for column in columns if column.is_term),
            "units": {},  # the spellings met in this table, with their codes
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def place(self, column: Column) -> int | None:
        """The number of a column in the sheet, from 1."""
        return self._numbers[id(column)]

    def header_address(self, column: Column) -> str:
        """Where the header of a column should stand."""
        return address(self.header_row, self.table.columns.index(column) + 1)

    def extra(self) -> Iterator[tuple[str, str]]:
        """Address and text of headers the layout does not know, or of what stands first in a column without one."""
        first: dict[int, int] = {}
        for row in sorted(self.sheet.grid):
            for place in self.sheet.grid[row] if row >= self.header_row else ():
                first.setdefault(place, row)
        for place in sorted(set(first) - set(self.places)):
            cell = self.sheet.cell(first[place], place)
            if cell and cell.text.strip():
                yield cell.address, cell.text.split("\n")[0].strip()


def tables(workbook: Workbook, layout: Layout) -> list[Located]:
    """The tables that were found; one whose headers cannot be found is left out."""
    found = []
    for table in layout.tables:
        sheet = sheet_of(workbook, table)
        located = _locate(sheet, table) if sheet else None
        if located:
            found.append(located)
    return found


def sheet_of(workbook: Workbook, table: Table) -> Sheet | None:
    """The sheet that bears the table's name."""
    wanted = _known(table.sheet)
    return next((sheet for sheet in workbook.sheets if _known(sheet.name[:_LONG]) == wanted), None)


def renamed(workbook: Workbook, table: Table) -> Sheet | None:
    """A sheet of another name whose title is still the table's."""
    wanted = names.plain(table.sheet)
    for sheet in workbook.sheets:
        title = sheet.cell(1, 1)
        if title and names.plain(title.text) in (wanted, wanted + names.plain(table.en)):
            return sheet
    return None


def resembles(sheet: Sheet, table: Table) -> bool:
    """Whether a sheet has most headers of a table, whatever it is called."""
    return _locate(sheet, table) is not None


def _locate(sheet: Sheet, table: Table) -> Located | None:
    wanted = [_known(column.zh) for column in table.columns]
    header_row = HEADER_ROW
    if _matches(sheet, HEADER_ROW, wanted) < len(set(wanted)):
        header_row = max(range(1, _HEADER_WITHIN), key=lambda row: (_matches(sheet, row, wanted), row == HEADER_ROW))
        if _matches(sheet, header_row, wanted) * 2 < len(wanted):
            return None
    headings = {_plain(sheet, header_row, place): place for place in sorted(sheet.grid[header_row], reverse=True)}
    places = [headings.get(name) for name in wanted]
    lost = tuple(column for column, place in zip(table.columns, places, strict=True) if place is None)
    for number, place in enumerate(places, start=1):
        if place is None and number not in places:
            places[number - 1] = number
    return Located(table, sheet, header_row, tuple(places), lost)


def _matches(sheet: Sheet, row: int, wanted: list[str]) -> int:
    return len({_plain(sheet, row, place) for place in sheet.grid.get(row, ())} & set(wanted))


def _plain(sheet: Sheet, row: int, place: int) -> str:
    heading = _heading(sheet, row, place)
    return _known(heading) if len(heading) < _LONG else names.plain(heading)


_known = lru_cache(maxsize=1000)(names.plain)


def _heading(sheet: Sheet, row: int, place: int) -> str:
    """The name in a header cell, without unit, English name and the mark of a required column."""
    cell = sheet.cell(row, place)
    return cell.text.split("\n")[0].rstrip("*＊ ").strip() if cell else ""
