"""A cell of a budget's workbook as written: text, number or nothing; what Excel itself cannot mean is a finding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from math import isfinite

from ghginv.domain.plan_tables import Column, Table, Written
from ghginv.findings import Finding
from ghginv.workbooks import dates
from ghginv.workbooks.budget_locate import Located
from ghginv.workbooks.cells import Cell, Workbook, address, column_letters

MOST_ROWS = 50_000  # of a table; a city of twenty districts has some thousand
_MONTH = re.compile(r"\d{4}\D\d{1,2}\D?")
_TEXTS = ("text", "code", "choice")


def value(cell: Cell | None, column: Column, *, date1904: bool = False, percent: bool = False) -> str | float | None:
    """What a cell says in a column: a number stays one, a day becomes ISO, text is left as typed, blanks are None.

    ``percent`` says that the row's numbers are in percent: a cell that Excel shows as 17% holds 0.17 and means 17.
    """
    if cell is None or cell.value is None or cell.kind == "e" or not cell.text.strip():
        return None
    if cell.kind == "d":
        day = dates.read(cell, date1904)
        return day.isoformat() if day else cell.text
    if column.kind == "date":
        plain = unicodedata.normalize("NFKC", cell.text).strip()
        day = None if _MONTH.fullmatch(plain) else dates.read(cell, date1904)
        if day:
            return day.isoformat()
    if isinstance(cell.value, float) and column.kind not in _TEXTS and isfinite(cell.value):
        shown = "%" in cell.number_format and (percent or column.kind == "percent")
        return float(Decimal(repr(cell.value)) * 100) if shown else cell.value
    return cell.text


def rows(workbook: Workbook, located: Located) -> tuple[list[Written], list[Finding]]:
    """The rows below the headers that say something, as written, and what is wrong with single cells."""
    table, sheet = located.table, located.sheet
    written: list[Written] = []
    findings: list[Finding] = []
    below = [row for row in sorted(sheet.grid) if row > located.header_row]
    if len(below) > MOST_ROWS:
        found, expected = str(len(below)), str(MOST_ROWS)
        return [], [Finding("budget-book-too-long", workbook.name, sheet.name, "", found, expected)]
    for row in below:
        cells = sheet.grid[row].cells()
        here = {column.id: cells.get(place) for column, place in _columns(located)}
        wrong = list(_wrong(workbook, located, here))
        values = _values(workbook, table, here)
        if not wrong and not _says(table, values):
            continue
        places = {column.id: address(row, place) for column, place in _columns(located)}
        written.append(Written(table.id, values, workbook.name, sheet.name, places))
        findings += wrong
        if row in sheet.hidden_rows:
            findings.append(Finding("template-row-hidden", workbook.name, sheet.name, f"{row}:{row}", str(row)))
    return written, [*findings, *_hidden_columns(workbook, located, written)]


def _columns(located: Located) -> Iterator[tuple[Column, int]]:
    for column in located.table.columns:
        if column.id in located.places:
            yield column, located.places[column.id]


def _says(table: Table, values: Mapping[str, object]) -> bool:
    """Whether a row was filled in; what a fact is called stands in the template already."""
    label = "fact" if table.id == "facts" else ""
    return any(each is not None for name, each in values.items() if name != label)


def _values(workbook: Workbook, table: Table, cells: Mapping[str, Cell | None]) -> dict[str, str | float | None]:
    percent = _in_percent(table, cells)
    return {
        column.id: value(cells.get(column.id), column, date1904=workbook.date1904, percent=percent)
        for column in table.columns
    }


def _in_percent(table: Table, cells: Mapping[str, Cell | None]) -> bool:
    """Whether the numbers of a row are percentages: its unit is, or that of the indicator or parameter chosen."""
    unit = cells.get("unit")
    if unit and unicodedata.normalize("NFKC", unit.text).strip() == "%":
        return True
    return any(
        cell and (choice := column.choice(cell.text.strip())) and choice.unit == "%"
        for column in table.columns
        if column.choices and (cell := cells.get(column.id))
    )


def _wrong(workbook: Workbook, located: Located, cells: Mapping[str, Cell | None]) -> Iterator[Finding]:
    """Errors and formulas without result; a formula with its result is read and named."""
    for cell in filter(None, cells.values()):
        place = (workbook.name, located.sheet.name, cell.address)
        if cell.kind == "e":
            yield Finding("error-cell", *place, found=cell.text)
        elif cell.formula is not None and cell.value is None:
            yield Finding("formula-without-value", *place, found=cell.formula)
        elif cell.formula is not None:
            yield Finding("entry-formula", *place, found=cell.formula, expected=cell.text)


def _hidden_columns(workbook: Workbook, located: Located, written: Iterable[Written]) -> Iterator[Finding]:
    """Columns that were hidden but hold entries."""
    rows = list(written)
    for column, place in _columns(located):
        if place in located.sheet.hidden_columns and any(row.values[column.id] is not None for row in rows):
            letters = column_letters(place)
            cells = f"{letters}:{letters}"
            yield Finding("template-column-hidden", workbook.name, located.sheet.name, cells, column.zh)
