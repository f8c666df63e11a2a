"""A filled-in workbook of a budget's plan → its rows as written, what it was made for, and what is wrong with the file.

Numbers, units, codes and sums are judged by ``budget.plan``, which sees the rows of a folder of CSV files alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Layout, Written
from ghginv.findings import Finding
from ghginv.workbooks import budget_cells, budget_locate, budget_page, signature
from ghginv.workbooks.budget_locate import OWN, Located
from ghginv.workbooks.cells import Workbook, address

_NEEDED = 3  # tables without which a workbook that bears no signature is not taken for a plan


class Plan(NamedTuple):
    """``rows`` by table, every table of the layout; ``told`` by the signature: kind, region, year, budget, revision …

    ``told`` is empty where there is no signature; ``revision`` is digits or an empty text.
    """

    rows: dict[str, list[Written]]
    told: Mapping[str, str]
    findings: list[Finding]


def read_plan(workbook: Workbook) -> Plan:
    """The rows of a plan's workbook as written, with their cells.

    Sheets may be renamed and moved, columns moved, headers in either language. Nothing is raised: findings that are
    errors say why nothing or not all was read.
    """
    signed = signature.read(workbook)
    layout = plan_tables.load()
    rows: dict[str, list[Written]] = {table.id: [] for table in layout.tables}
    tables = budget_locate.locate(workbook, layout.tables)
    known = signed is not None and signed.kind == budget_page.PLAN
    if (signed is not None and not known) or (signed is None and len(tables) < _NEEDED):
        found = signed.kind if signed else "、".join(sheet.name for sheet in workbook.sheets[:5])
        return Plan(rows, {}, [Finding("budget-book-other", workbook.name, found=found, expected=layout.zh)])
    told, findings = told_by(workbook, signed)
    if signed is None:
        gone = [table.zh for table in layout.tables if table not in [each.table for each in tables]]
        findings.append(Finding("budget-book-unsigned", workbook.name, found="、".join(gone) or "-"))
    findings += [*sheet_findings(workbook, tables, layout, complain=known), *header_findings(workbook, tables)]
    findings += [Finding("workbook-external-link", workbook.name, found=link) for link in workbook.external_links]
    for located in tables:
        read, wrong = budget_cells.rows(workbook, located)
        rows[located.table.id] = read
        findings += wrong
        if read and located.sheet.state != "visible":
            name = located.sheet.name
            findings.append(Finding("template-sheet-hidden", workbook.name, name, found=name))
    return Plan(rows, told, findings)


def told_by(workbook: Workbook, signed: signature.Signature | None) -> tuple[dict[str, str], list[Finding]]:
    """What a signature says, by name, and findings; a revision that is no number is left out."""
    if signed is None:
        return {}, []
    told = {name: getattr(signed, name) for name in signature.Signature.__dataclass_fields__}
    findings = []
    if told["revision"] and not (told["revision"].isascii() and told["revision"].isdecimal()):
        findings.append(Finding("budget-book-revision", workbook.name, found=told["revision"]))
        told["revision"] = ""
    layout = plan_tables.load()
    if (signed.version, signed.digest) != (layout.version, budget_page.digest()):
        found, expected = f"{signed.version} ({signed.digest})", f"{layout.version} ({budget_page.digest()})"
        findings.append(Finding("budget-book-version", workbook.name, found=found, expected=expected))
    return told, findings


def sheet_findings(
    workbook: Workbook, tables: Sequence[Located], layout: Layout, *, complain: bool
) -> Iterator[Finding]:
    """Tables that are gone or under another name, and sheets with content that nobody reads."""
    by_table = {each.table.id: each for each in tables}
    used = {id(each.sheet) for each in tables}
    for table in layout.tables:
        located = by_table.get(table.id)
        sheet = budget_locate.without_headers(workbook, table)
        if located is None and sheet is not None and id(sheet) not in used:
            expected = "、".join(column.zh for column in table.columns)
            yield Finding("template-headers-lost", workbook.name, sheet.name, expected=expected)
            used.add(id(sheet))
        elif located is None and complain:
            yield Finding("template-sheet-missing", workbook.name, found=table.zh, expected=table.zh)
        elif located and sheet is not located.sheet:
            name = located.sheet.name
            yield Finding("budget-book-renamed", workbook.name, name, found=name, expected=table.zh)
    for sheet in workbook.sheets:
        if sheet.grid and sheet.name not in OWN and id(sheet) not in used:
            yield Finding("budget-book-extra", workbook.name, sheet.name, found=sheet.name)


def header_findings(workbook: Workbook, tables: Sequence[Located]) -> Iterator[Finding]:
    """Headers that are gone, each at a column that has none of the table's where there is one; columns not read."""
    for located in tables:
        extra = list(located.extra())
        free = [cell for cell in extra if cell.row == located.header_row]
        for column in located.lost:
            place = located.table.columns.index(column) + 1
            cell = next((each for each in free if each.column == place), free[0] if free else None)
            if cell is not None:
                free.remove(cell)
                extra.remove(cell)
            if cell is None and not column.required:
                continue  # a column taken out that may be blank
            where = cell.address if cell else address(located.header_row, place)
            found = cell.text.split("\n")[0] if cell else ""
            yield Finding("template-header-changed", workbook.name, located.sheet.name, where, found, column.zh)
        for cell in extra:
            yield Finding("template-column-extra", workbook.name, located.sheet.name, cell.address, cell.text)
