"""A filled-in workbook of scenarios → its rows as written, and what is wrong with the file.

Sheets may be renamed and moved, columns moved, headers in either language. Values are judged by
``budget.scenarios.plan``, which sees the rows of a folder of CSV files alike.
"""

from __future__ import annotations

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Written
from ghginv.findings import Finding
from ghginv.workbooks import budget_cells, budget_locate, scenario_page, signature
from ghginv.workbooks.budget_reading import header_findings, sheet_findings
from ghginv.workbooks.cells import Workbook

_NEEDED = 3  # tables without which a workbook that bears no signature is not taken for one of scenarios


def read_scenarios(workbook: Workbook) -> tuple[dict[str, list[Written]], list[Finding]]:
    """The rows by table as written, with their cells. Nothing is raised: errors say why nothing or not all was read."""
    signed, layout = signature.read(workbook), plan_tables.scenarios()
    rows: dict[str, list[Written]] = {table.id: [] for table in layout.tables}
    tables = budget_locate.locate(workbook, layout.tables)
    known = signed is not None and signed.kind == scenario_page.KIND
    if (signed is not None and not known) or (signed is None and len(tables) < _NEEDED):
        found = signed.kind if signed else "、".join(sheet.name for sheet in workbook.sheets[:5])
        return rows, [Finding("scenario-book-other", workbook.name, found=found)]
    findings: list[Finding] = []
    if signed and (signed.version, signed.digest) != (layout.version, scenario_page.digest()):
        told = f"{signed.version} ({signed.digest})", f"{layout.version} ({scenario_page.digest()})"
        findings.append(Finding("budget-book-version", workbook.name, found=told[0], expected=told[1]))
    findings += sheet_findings(workbook, tables, layout, complain=known)
    findings += header_findings(workbook, tables)
    findings += [Finding("workbook-external-link", workbook.name, found=link) for link in workbook.external_links]
    for located in tables:
        read, wrong = budget_cells.rows(workbook, located)
        rows[located.table.id] = read
        findings += wrong
        if read and located.sheet.state != "visible":
            name = located.sheet.name
            findings.append(Finding("template-sheet-hidden", workbook.name, name, found=name))
    return rows, findings
