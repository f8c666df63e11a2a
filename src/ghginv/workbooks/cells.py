"""What a workbook is once it has been read: sheets of cells that know their address, value, formula and kind.

Cells are kept by row and column, so that a sheet costs what its content costs, however far apart the cells stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Literal, NamedTuple

Kind = Literal["n", "s", "b", "e", "d"]
Value = float | str | bool | None
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_TALL = 100
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


class SharedFormula(NamedTuple):
    """The formula of the cell at (row, column), which other cells hold moved to their own place."""

    text: str
    row: int
    column: int

    def at(self, row: int, column: int) -> str:
        """The formula as it reads in another cell."""
        from openpyxl.formula.translate import Translator

        origin, place = address(self.row, self.column), address(row, column)
        return str(Translator(self.text, origin).translate_formula(place))


@cache
def column_letters(column: int) -> str:
    """The letters of a column: 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The address of a cell: row 7, column 4 is D7."""
    return f"{column_letters(column)}{row}"


def place(text: str) -> tuple[int, int]:
    """Row and column of an address such as D7 or $D$7. Raises ValueError for what is none or lies outside a sheet."""
    match = _ADDRESS.fullmatch(text)
    if match:
        column = 0
        for letter in match[1].upper():
            column = column * 26 + ord(letter) - 64
        row = int(match[2])
        if row <= LAST_ROW and column <= LAST_COLUMN:
            return row, column
    raise ValueError(text)


class Area(NamedTuple):
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def of(cls, text: str) -> Area:
        """The area of a range such as B2:D7 or B2. Raises ValueError for what is none or lies outside a sheet."""
        first, _, last = text.partition(":")
        (row, column), (other_row, other_column) = place(first), place(last or first)
        rows, columns = sorted((row, other_row)), sorted((column, other_column))
        return cls(rows[0], columns[0], rows[1], columns[1])


# A cell as it is kept: kind, value, formula, row, column, number format.
Stored = tuple[Kind, Value, str | SharedFormula | None, int, int, str]


class Cell(NamedTuple):
    """One cell with content.

    ``kind`` is n (number), s (text), b (true or false), e (error such as #REF!) or d (a number shown as a date: a
    serial number of days in the workbook's epoch). ``value`` is a float, text, bool, or None for a formula that was
    saved without its result. ``formula`` begins with an equals sign.
    """

    kind: Kind
    value: Value
    formula: str | None = None
    row: int = 0
    column: int = 0
    number_format: str = "General"

    @property
    def address(self) -> str:
        """Where the cell stands, such as D7."""
        return address(self.row, self.column)

    @property
    def text(self) -> str:
        """The value as one would type it: 12480, not 12480.0."""
        if isinstance(self.value, bool):
            return str(self.value).upper()
        if isinstance(self.value, float):
            return f"{self.value:.15g}" if float(f"{self.value:.15g}") == self.value else repr(self.value)
        return self.value or ""


class _SharingCell(Cell):
    """A cell that shares the formula of another one, which is written out only when it is asked for."""

    __slots__ = ()

    @property
    def formula(self) -> str:
        """The formula as it reads in this cell."""
        shared: Any = self[2]
        return str(shared.at(self.row, self.column))


_cell: Callable[[Stored], Cell] = partial(tuple.__new__, Cell)


def _cell_or_sharing(stored: Stored) -> Cell:
    return tuple.__new__(_SharingCell if isinstance(stored[2], SharedFormula) else Cell, stored)


class Row(Mapping[int, Cell]):
    """The cells of a row by column, from left to right.

    A ``Cell`` is made when it is asked for; until then it is a plain tuple, which the garbage collector passes over.
    """

    __slots__ = ("_make", "_stored")

    def __init__(self, stored: dict[int, Stored], sharing: bool = False):
        self._stored = stored
        self._make = _cell_or_sharing if sharing else _cell

    def __getitem__(self, column: int) -> Cell:
        return self._make(self._stored[column])

    def __iter__(self) -> Iterator[int]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def cells(self) -> dict[int, Cell]:
        """All cells at once."""
        return dict(zip(self._stored, map(self._make, self._stored.values()), strict=True))


@dataclass(slots=True)
class Sheet:
    """One sheet. Rows and columns count from 1; a cell without content is not there.

    ``hidden_rows`` are those hidden rows that hold content. ``merged`` are ranges such as A1:D1. ``pictures`` are the
    areas that pictures lie over, ``password`` says that one protects the sheet.
    """

    name: str
    state: str = "visible"
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    pictures: list[Area] = field(default_factory=list)
    password: bool = False
    grid: dict[int, Row] = field(default_factory=dict, repr=False)
    _flat: dict[int, list[Area]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _tall: list[Area] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def cells(self) -> Cells:
        """The cells by (row, column), row by row as in the file."""
        return Cells(self.grid)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a place, or None where there is no content."""
        cells = self.grid.get(row)
        return cells[column] if cells and column in cells else None

    def shown(self, row: int, column: int) -> Cell | None:
        """The cell that a reader sees at a place: within a merged area, the one at its upper left corner."""
        return self.cell(row, column) or self.cell(*self.corner(row, column))

    def value(self, row: int, column: int) -> Value:
        """The value that a reader sees at a place, merged areas included; None where there is none."""
        cell = self.shown(row, column)
        return None if cell is None else cell.value

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """The rows that hold content, from the top, each with its cells by column."""
        for row in sorted(self.grid):
            yield row, self.grid[row].cells()

    @property
    def last_row(self) -> int:
        """The lowest row that holds content; 0 in an empty sheet."""
        return max(self.grid, default=0)

    @property
    def last_column(self) -> int:
        """The rightmost column that holds content; 0 in an empty sheet."""
        return max((max(cells) for cells in self.grid.values()), default=0)

    def corner(self, row: int, column: int) -> tuple[int, int]:
        """The upper left corner of the merged area around a place; the place itself where nothing is merged."""
        if self._tall is None:
            self._tall = self._sort_areas()
        for area in (*self._flat.get(row, ()), *self._tall):
            if area.top <= row <= area.bottom and area.left <= column <= area.right:
                return area.top, area.left
        return row, column

    def _sort_areas(self) -> list[Area]:
        """Enter the usual, low areas row by row, for a quick look-up; return the tall ones."""
        areas = [Area.of(text) for text in self.merged]
        for area in areas:
            if area.bottom - area.top < _TALL:
                for row in range(area.top, area.bottom + 1):
                    self._flat.setdefault(row, []).append(area)
        return [area for area in areas if area.bottom - area.top >= _TALL]


@dataclass(slots=True)
class Workbook:
    """A workbook that was read whole. ``format`` is xlsx, xls or ods; xls and ods come without formulas."""

    name: str
    sha256: str
    format: str = "xlsx"
    date1904: bool = False
    sheets: list[Sheet] = field(default_factory=list)
    external_links: list[str] = field(default_factory=list)
    has_macros: bool = False
    defined_names: dict[str, str] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of this name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


class Cells(Mapping[tuple[int, int], Cell]):
    """The cells of a sheet by (row, column)."""

    def __init__(self, grid: dict[int, Row]):
        self._grid = grid

    def __getitem__(self, key: tuple[int, int]) -> Cell:
        row, column = key
        return self._grid[row][column]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((row, column) for row, cells in self._grid.items() for column in cells)

    def __len__(self) -> int:
        return sum(map(len, self._grid.values()))
