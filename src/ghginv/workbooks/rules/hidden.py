"""Data where nobody looks: hidden sheets, rows and columns are read, and named."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.findings import Finding
from ghginv.workbooks.cells import column_letters
from ghginv.workbooks.filled import Filled


def hidden_sheets(filled: Filled) -> Iterator[Finding]:
    """A table that was hidden but holds entries."""
    for sheet in dict.fromkeys(entry.sheet for entry in filled.all_entries):
        found = filled.workbook.sheet(sheet)
        if found and found.state != "visible":
            yield Finding("template-sheet-hidden", sheet=sheet, found=sheet)


def hidden_rows(filled: Filled) -> Iterator[Finding]:
    """A row that was hidden but holds entries."""
    for entry in filled.all_entries:
        if entry.row in entry.located.sheet.hidden_rows:
            yield Finding(
                "template-row-hidden", sheet=entry.sheet, cell=f"{entry.row}:{entry.row}", found=str(entry.row)
            )


def hidden_columns(filled: Filled) -> Iterator[Finding]:
    """A column that was hidden but holds entries."""
    for located in filled.tables:
        entries = [entry for entry in filled.all_entries if entry.located is located]
        for column in located.table.columns:
            place = located.place(column)
            if place in located.sheet.hidden_columns and any(entry.text(column) for entry in entries):
                letters = column_letters(place or 0)
                yield Finding(
                    "template-column-hidden", sheet=located.sheet.name, cell=f"{letters}:{letters}", found=column.zh
                )
