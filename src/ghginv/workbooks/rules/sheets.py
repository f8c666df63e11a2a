"""Sheets that are gone, renamed, added or endless, and references to other workbooks."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import names
from ghginv.findings import Finding
from ghginv.workbooks import build_checks, build_lists, locate, signature
from ghginv.workbooks.filled import MOST_ROWS, Filled
from ghginv.workbooks.layout import Sector, Table

FINDINGS_SHEET = "检查结果"


def missing_sheets(filled: Filled) -> Iterator[Finding]:
    """Every sheet of the template is there, under its name, but for those of sectors taken out as a whole."""
    removed = _removed_sectors(filled)
    for sector, tables in removed.items():
        sheets = "、".join(table.sheet for table in tables)
        yield Finding("template-sector-removed", found=sector.zh, details={"found_en": sector.en, "sheets": sheets})
    for table in filled.layout.tables:
        if locate.sheet_of(filled.workbook, table) or any(table in tables for tables in removed.values()):
            continue
        renamed = locate.renamed(filled.workbook, table)
        if renamed:
            yield Finding("template-sheet-renamed", sheet=renamed.name, found=renamed.name, expected=table.sheet)
        else:
            yield Finding("template-sheet-missing", found=table.sheet, expected=table.sheet)
    facts = filled.layout.facts.sheet
    if filled.workbook.sheet(facts) is None:
        yield Finding("template-sheet-missing", found=facts, expected=facts)


def _removed_sectors(filled: Filled) -> dict[Sector, list[Table]]:
    """Sectors none of whose sheets is there, under whatever name, as long as another sector is complete."""
    layout, workbook = filled.layout, filled.workbook
    by_sector: dict[Sector, list[Table]] = {}
    for table in layout.tables:
        sector = next(each for each in layout.sectors if each.id == table.sector)
        by_sector.setdefault(sector, []).append(table)
    here = [table for table in layout.tables if locate.sheet_of(workbook, table)]
    if not any(all(table in here for table in tables) for tables in by_sector.values()):
        return {}
    known = {names.plain(name) for name in (*_own(filled), *(table.sheet for table in layout.tables))}
    strange = [sheet for sheet in workbook.sheets if names.plain(sheet.name) not in known]

    def gone(table: Table) -> bool:
        lost = table not in here and not locate.renamed(workbook, table)
        return lost and not any(locate.resembles(sheet, table) for sheet in strange)

    return {sector: tables for sector, tables in by_sector.items() if all(map(gone, tables))}


def _own(filled: Filled) -> set[str]:
    """The sheets of a template that hold no records."""
    layout = filled.layout
    signed = {layout.signature.sheet} if layout.signature else set()
    lists, counts = build_lists.DICTIONARY, build_checks.SHEET
    return {layout.guide.sheet, layout.facts.sheet, lists, counts, signature.SHEET, FINDINGS_SHEET, *signed}


def extra_sheets(filled: Filled) -> Iterator[Finding]:
    """Sheets that the template does not have are not read; the sender should know."""
    layout, workbook = filled.layout, filled.workbook
    own = _own(filled)
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
