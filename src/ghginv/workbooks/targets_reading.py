"""A filled-in workbook of the target register → its rows as written, what it was made for, what is wrong with the file.

Sheets may be renamed and moved, columns moved, headers in either language. Values are judged by ``budget.targets``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from ghginv.domain import plan_tables, target_tables
from ghginv.domain.plan_tables import Written
from ghginv.findings import Finding
from ghginv.workbooks import budget_cells, budget_locate, signature, targets_page
from ghginv.workbooks.budget_reading import header_findings, sheet_findings
from ghginv.workbooks.cells import Workbook, place

TABLES = {
    targets_page.REGISTER: (target_tables.FACTS, target_tables.INDICATORS),
    targets_page.PROGRESS: (target_tables.PROGRESS,),
}
_AMOUNTS = ("amount", "target", "upper", "base")


class Filled(NamedTuple):
    """``rows`` by table of what the kind of workbook asks for; ``told`` by the signature."""

    kind: str
    rows: dict[str, list[Written]]
    told: Mapping[str, str]
    findings: list[Finding]


def read(workbook: Workbook) -> Filled:
    """The rows of a workbook that bears the signature of one of the kinds. Nothing is raised."""
    signed = signature.read(workbook)
    kind = signed.kind if signed else ""
    if signed is None or kind not in TABLES:
        expected = "、".join(targets_page.KINDS)
        return Filled(kind, {}, {}, [Finding("template-kind-unknown", workbook.name, found=kind, expected=expected)])
    layout = plan_tables.targets()
    wanted = replace(layout, tables=tuple(map(target_tables.table, TABLES[kind])))
    tables = budget_locate.locate(workbook, wanted.tables)
    findings: list[Finding] = []
    if (signed.version, signed.digest) != (layout.version, targets_page.digest()):
        found, expected = f"{signed.version} ({signed.digest})", f"{layout.version} ({targets_page.digest()})"
        findings.append(Finding("budget-book-version", workbook.name, found=found, expected=expected))
    findings += [
        each for each in sheet_findings(workbook, tables, wanted, complain=True) if not _comparison(each, kind)
    ]
    findings += header_findings(workbook, tables)
    findings += [Finding("workbook-external-link", workbook.name, found=link) for link in workbook.external_links]
    rows: dict[str, list[Written]] = {name: [] for name in TABLES[kind]}
    for located in tables:
        read_, wrong = budget_cells.rows(workbook, located)
        rows[located.table.id] = _in_percent(workbook, located, read_)
        findings += wrong
        if read_ and located.sheet.state != "visible":
            name = located.sheet.name
            findings.append(Finding("template-sheet-hidden", workbook.name, name, found=name))
    told = {name: str(getattr(signed, name)) for name in ("region", "year", "budget", "revision")}
    return Filled(kind, rows, told, findings)


def _comparison(finding: Finding, kind: str) -> bool:
    """The indicators that stand in a workbook of progress for comparison are no sheet too many."""
    shown = (target_tables.table("indicators").zh, target_tables.table("facts").zh)
    return kind == targets_page.PROGRESS and finding.code == "budget-book-extra" and finding.found in shown


def _in_percent(workbook: Workbook, located: budget_locate.Located, rows: list[Written]) -> list[Written]:
    """The rows, where a cell that Excel shows as 17% holds 0.17 and means 17 in a row whose unit is percent."""
    found = []
    for row in rows:
        values = dict(row.values)
        for name in _AMOUNTS:
            value, where = values.get(name), row.cells.get(name)
            cell = located.sheet.cell(*place(where)) if where and isinstance(value, float) else None
            percent = cell is not None and "%" in cell.number_format and values.get("unit") in ("%", "％")
            if percent and isinstance(value, float):
                values[name] = float(Decimal(repr(value)) * 100)
        found.append(replace(row, values=values))
    return found
