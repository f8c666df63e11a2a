"""Formulas in entry cells: their results are read, and named; those that failed are mistakes."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.findings import Finding
from ghginv.workbooks.filled import Filled


def formulas_in_entries(filled: Filled) -> Iterator[Finding]:
    """A formula with a stored result is allowed; what is kept is the result."""
    for entry in filled.all_entries:
        for column in entry.located.table.columns:
            cell = entry.cell(column)
            if cell and cell.formula is not None and cell.kind != "e" and cell.value is not None:
                yield entry.finding("entry-formula", column, found=cell.formula, expected=cell.text)


def broken_texts(filled: Filled) -> Iterator[Finding]:
    """A text column holds no failed formula; columns of numbers are looked at by their own rules."""
    for entry in (each for each in filled.all_entries if not each.sound):
        for column in entry.located.table.columns:
            cell = entry.cell(column)
            if cell and not column.is_number and entry.broken(column):
                code = "error-cell" if cell.kind == "e" else "formula-without-value"
                found = cell.text or cell.formula or ""
                yield entry.finding(code, column, found=found)
