"""A filled-in form of a project → its rows as written, and what is wrong with the file."""

from __future__ import annotations

from typing import NamedTuple

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Written
from ghginv.findings import Finding
from ghginv.workbooks import budget_cells, budget_locate, budget_page, budget_reading, signature
from ghginv.workbooks.cells import Workbook

_NEEDED = 3  # tables without which a workbook that bears no signature is not taken for a form


class Filled(NamedTuple):
    """``rows`` by table, every table of the layout."""

    rows: dict[str, list[Written]]
    findings: list[Finding]


def read_project(workbook: Workbook) -> Filled:
    """The rows of a form as written, with their cells.

    Sheets may be renamed and moved, columns moved, headers in either language. Nothing is raised: findings that are
    errors say why nothing or not all was read.
    """
    signed = signature.read(workbook)
    layout = plan_tables.project()
    rows: dict[str, list[Written]] = {table.id: [] for table in layout.tables}
    tables = budget_locate.locate(workbook, layout.tables)
    known = signed is not None and signed.kind == budget_page.PROJECT
    if (signed is not None and not known) or (signed is None and len(tables) < _NEEDED):
        found = signed.kind if signed else "、".join(sheet.name for sheet in workbook.sheets[:5])
        return Filled(rows, [Finding("project-book-other", workbook.name, found=found)])
    findings: list[Finding] = []
    if signed is None:
        gone = [table.zh for table in layout.tables if table not in [each.table for each in tables]]
        findings.append(Finding("budget-book-unsigned", workbook.name, found="、".join(gone) or "-"))
    elif (signed.version, signed.digest) != (layout.version, budget_page.digest_of(layout)):
        found = f"{signed.version} ({signed.digest})"
        expected = f"{layout.version} ({budget_page.digest_of(layout)})"
        findings.append(Finding("budget-book-version", workbook.name, found=found, expected=expected))
    findings += budget_reading.sheet_findings(workbook, tables, layout, complain=known)
    findings += budget_reading.header_findings(workbook, tables)
    findings += [Finding("workbook-external-link", workbook.name, found=link) for link in workbook.external_links]
    for located in tables:
        read, wrong = budget_cells.rows(workbook, located)
        rows[located.table.id] = [each for each in read if _says(each)]
        findings += wrong
        if rows[located.table.id] and located.sheet.state != "visible":
            name = located.sheet.name
            findings.append(Finding("template-sheet-hidden", workbook.name, name, found=name))
    return Filled(rows, findings)


def _says(row: Written) -> bool:
    """Whether a line of facts has a content: what is asked for stands in the template already."""
    return row.table != "facts" or row.values.get("value") is not None or bool(row.values.get("fact"))
