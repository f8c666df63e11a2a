"""Where a budget's tables stand in a workbook that people have worked on: sheets renamed, columns moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ghginv.domain import names
from ghginv.domain.plan_tables import Column, Table
from ghginv.workbooks import budget_page, signature
from ghginv.workbooks.cells import Cell, Sheet, Workbook
from ghginv.workbooks.rules.sheets import FINDINGS_SHEET

_HEADER_WITHIN = 20
_ALIKE = 0.75  # of headers and columns together that a sheet of another name must share with a table
_LONG = 200
OWN = (budget_page.GUIDE, budget_page.LAYERS, budget_page.DICTIONARY, signature.SHEET, FINDINGS_SHEET)


@dataclass(frozen=True, slots=True)
class Located:
    """A table on a sheet: the row of its headers, the place of each column that was found, both from 1."""

    table: Table
    sheet: Sheet
    header_row: int
    places: dict[str, int]

    @property
    def lost(self) -> list[Column]:
        """Columns whose header is not there."""
        return [column for column in self.table.columns if column.id not in self.places]

    def extra(self) -> Iterator[Cell]:
        """The headers of columns that the table does not have, or what stands first in one without header."""
        known = set(self.places.values())
        for row, cells in self.sheet.rows():
            for place in sorted(cells):
                if row >= self.header_row and place not in known and cells[place].text.strip():
                    known.add(place)
                    yield cells[place]


def locate(workbook: Workbook, tables: Sequence[Table], alike: float = _ALIKE) -> list[Located]:
    """The tables that were found, each on a sheet of its own: first by the sheet's name, then by title and headers.

    ``alike``: the share of headers and columns together that a sheet of another name and title must have in common.
    """
    found: dict[str, Located] = {}
    free = [sheet for sheet in workbook.sheets if sheet.name not in OWN]
    for table in tables:
        sheet = next((each for each in free if _named(each.name, table)), None)
        located = _on(sheet, table, 0.5) if sheet else None
        if sheet and located:
            found[table.id] = located
            free = [each for each in free if each is not sheet]
    for by_title in (True, False):  # a title is worth as much as a name
        least = 0.5 if by_title else alike
        for table in (each for each in tables if each.id not in found):
            wanted = [each for each in free if not by_title or _named(_title(each), table)]
            candidates = [(share, each) for each in wanted if (share := _likeness(each, table)) >= least]
            if candidates:
                sheet = max(candidates, key=lambda pair: pair[0])[1]
                located = _on(sheet, table, 0.0)
                assert located
                found[table.id] = located
                free = [each for each in free if each is not sheet]
    return [found[table.id] for table in tables if table.id in found]


def without_headers(workbook: Workbook, table: Table) -> Sheet | None:
    """A sheet that bears the table's name although its headers are gone."""
    return next((each for each in workbook.sheets if _named(each.name, table)), None)


def _named(text: str, table: Table) -> bool:
    plain = names.plain(text[:_LONG])
    both = names.plain(f"{table.zh}{table.en}")
    return plain in {names.plain(table.zh), names.plain(table.en), table.id, both}


def _title(sheet: Sheet) -> str:
    cell = sheet.cell(1, 1)
    return cell.text if cell else ""


def _likeness(sheet: Sheet, table: Table) -> float:
    """What share of headers and columns together both have, in the best row."""
    return max((_alike(sheet, row, table) for row in range(1, _HEADER_WITHIN)), default=0.0)


def _alike(sheet: Sheet, row: int, table: Table) -> float:
    places = _places(sheet, row, table)
    headers = sum(bool(cell.text.strip()) for cell in sheet.grid[row].cells().values()) if row in sheet.grid else 0
    return len(places) / (headers + len(table.columns) - len(places))


def _on(sheet: Sheet, table: Table, least: float) -> Located | None:
    row = max(range(1, _HEADER_WITHIN), key=lambda each: (len(_places(sheet, each, table)), -each))
    places = _places(sheet, row, table)
    enough = len(places) >= least * len(table.columns)
    return Located(table, sheet, row, places) if enough else None


def _places(sheet: Sheet, row: int, table: Table) -> dict[str, int]:
    """The place of each column whose header stands in a row; of two alike the first."""
    found: dict[str, int] = {}
    for place, cell in sorted(sheet.grid[row].cells().items()) if row in sheet.grid else ():
        if len(cell.text) <= _LONG:
            column = next((each for each in table.columns if budget_page.says(cell.text, each)), None)
            if column:
                found.setdefault(column.id, place)
    return found
