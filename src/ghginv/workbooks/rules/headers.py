"""Headers that were changed, so that it is not certain what a column says."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.findings import Finding
from ghginv.workbooks import locate
from ghginv.workbooks.cells import place
from ghginv.workbooks.filled import Filled


def lost_headers(filled: Filled) -> Iterator[Finding]:
    """A sheet whose header row cannot be found is not read."""
    found = {located.table.sheet for located in filled.tables}
    for table in filled.layout.tables:
        sheet = locate.sheet_of(filled.workbook, table)
        if sheet and table.sheet not in found:
            expected = "、".join(column.zh for column in table.columns)
            yield Finding("template-headers-lost", sheet=sheet.name, expected=expected)


def changed_headers(filled: Filled) -> Iterator[Finding]:
    """Each column stands under its header, wherever it was moved."""
    for located in filled.tables:
        for column in located.lost:
            where = located.header_address(column)
            cell = located.sheet.cell(*place(where))
            found = cell.text if cell else ""
            yield Finding(
                "template-header-changed", sheet=located.sheet.name, cell=where, found=found, expected=column.zh
            )


def extra_headers(filled: Filled) -> Iterator[Finding]:
    """Columns that the template does not have are not read; the sender should know."""
    for located in filled.tables:
        for where, text in located.extra():
            yield Finding("template-column-extra", sheet=located.sheet.name, cell=where, found=text)
