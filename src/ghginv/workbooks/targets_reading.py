"""A filled-in workbook of the target register → its rows as written, what it was made for, what is wrong with the file.

Sheets may be renamed and moved, columns moved, headers in either language. Values are judged by ``budget.targets``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from ghginv.domain import plan_tables, target_tables
from ghginv.domain.plan_tables import Written
from ghginv.findings import Finding
from ghginv.workbooks import budget_locate, budget_reading, signature, targets_page
from ghginv.workbooks.cells import Workbook

TABLES = {
    targets_page.REGISTER: (target_tables.FACTS, target_tables.INDICATORS),
    targets_page.PROGRESS: (target_tables.PROGRESS,),
}


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
    rows, wrong = budget_reading.read_tables(workbook, wanted, tables, complain=True)
    findings = [*budget_reading.version_findings(workbook, signed, layout), *budget_reading.linked(workbook)]
    findings += [each for each in wrong if not _comparison(each, kind)]
    told = {name: str(getattr(signed, name)) for name in ("region", "year", "budget", "revision")}
    return Filled(kind, rows, told, findings)


def _comparison(finding: Finding, kind: str) -> bool:
    """The indicators that stand in a workbook of progress for comparison are no sheet too many."""
    shown = (target_tables.table("indicators").zh, target_tables.table("facts").zh)
    return kind == targets_page.PROGRESS and finding.code == "budget-book-extra" and finding.found in shown
