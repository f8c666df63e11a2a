"""What people see and programs do not, and the other way round: pictures, formulas, sheets under a password."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.findings import Finding
from ghginv.workbooks.cells import Area, address
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.layout import Column
from ghginv.workbooks.locate import Located
from ghginv.workbooks.rules.enterprise.months import PICTURE

_LOOKED_AT = 2000  # cells under a picture


def pictures(filled: Filled) -> Iterator[Finding]:
    """A picture over entry cells that are mostly blank may hold the data that are missing."""
    for located in filled.tables:
        for area in located.sheet.pictures:
            under = _entry_cells(located, area)
            if under and sum(located.sheet.cell(*cell) is None for cell in under) * 2 > len(under):
                place = f"{address(*under[0])}:{address(*under[-1])}"
                yield Finding("picture-over-entries", "", located.sheet.name, place, place)


def _entry_cells(located: Located, area: Area) -> list[tuple[int, int]]:
    """The entry cells under a picture, row by row, no more than are looked at."""
    first, last = located.header_row + 1, located.header_row + located.table.rows
    columns = sorted(place for place in located.places if place and area.left <= place <= area.right)
    rows = range(max(area.top, first), min(area.bottom, max(last, located.sheet.last_row)) + 1)
    return [(row, column) for row in rows[: _LOOKED_AT // max(len(columns), 1)] for column in columns]


def formulas(filled: Filled) -> Iterator[Finding]:
    """Results of formulas are read, which is said once for a row; the total of the months is the template's own."""
    for entry in filled.all_entries:
        if all(cell.formula is None for cell in entry.cells.values()):
            continue
        found = [column for column in entry.located.table.columns if _computed(entry, column)]
        cell = entry.cell(found[0]) if found else None
        if cell and cell.formula is not None:
            yield entry.finding("row-formulas", found[0], cell.formula, cell.text, count=str(len(found)))


def _computed(entry: Entry, column: Column) -> bool:
    cell = entry.cell(column)
    if cell is None or cell.formula is None or not entry.ready(cell) or PICTURE in cell.formula:
        return False
    return not (entry.is_total(column) and (entry.months or not entry.text(column)))


def passwords(filled: Filled) -> Iterator[Finding]:
    """Sheets under a password are read; whoever corrects them must know it."""
    locked = [sheet.name for sheet in filled.workbook.sheets if sheet.password]
    if locked:
        yield Finding("sheets-password", sheet=locked[0], found="、".join(locked))


def required_texts(filled: Filled) -> Iterator[Finding]:
    """Names, codes and numbers that each row of a list must have."""
    for entry in filled.of_role("facilities", "evidence"):
        for column in entry.located.table.columns:
            if column.required and not column.options and not entry.text(column) and not entry.broken(column):
                yield entry.finding("entry-missing", column, expected=column.zh, expected_en=column.en)
