"""Sheets that are gone, renamed, added or endless, and references to other workbooks."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.findings import Finding
from ghginv.workbooks import build, locate, signature
from ghginv.workbooks.filled import MOST_ROWS, Filled

FINDINGS_SHEET = "检查结果"


def missing_sheets(filled: Filled) -> Iterator[Finding]:
    """Every sheet of the template is there, under its name."""
    for table in filled.layout.tables:
        if locate.sheet_of(filled.workbook, table):
            continue
        renamed = locate.renamed(filled.workbook, table)
        if renamed:
            yield Finding("template-sheet-renamed", sheet=renamed.name, found=renamed.name, expected=table.sheet)
        else:
            yield Finding("template-sheet-missing", found=table.sheet, expected=table.sheet)
    facts = filled.layout.facts.sheet
    if filled.workbook.sheet(facts) is None:
        yield Finding("template-sheet-missing", found=facts, expected=facts)


def extra_sheets(filled: Filled) -> Iterator[Finding]:
    """Sheets that the template does not have are not read; the sender should know."""
    layout, workbook = filled.layout, filled.workbook
    own = {layout.guide.sheet, layout.facts.sheet, build.DICTIONARY, signature.SHEET, FINDINGS_SHEET}
    tables = [locate.sheet_of(workbook, table) or locate.renamed(workbook, table) for table in layout.tables]
    for sheet in workbook.sheets:
        if sheet.name not in own and all(sheet is not table for table in tables) and sheet.grid:
            yield Finding("template-sheet-extra", sheet=sheet.name, found=sheet.name)


def too_many_rows(filled: Filled) -> Iterator[Finding]:
    """A table holds no more rows than are read."""
    for located in filled.tables:
        below = sum(row > located.header_row for row in located.sheet.grid)
        if below > MOST_ROWS:
            yield Finding("template-too-long", sheet=located.sheet.name, found=str(below), expected=str(MOST_ROWS))
