"""A filled-in workbook of a budget's plan → its rows as written, what it was made for, and what is wrong with the file.

Workbooks of other layouts (projects, scenarios, targets, months) are read by the same functions.
Numbers, units, codes and sums are judged by ``budget.plan``, which sees the rows of a folder of CSV files alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Layout, Written
from ghginv.findings import Finding
from ghginv.workbooks import budget_cells, budget_locate, budget_page, signature
from ghginv.workbooks.budget_locate import OWN, Located
from ghginv.workbooks.cells import Workbook, address

_NEEDED = 3  # tables without which a workbook that bears no signature is not taken for what is asked for


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
    told, wrong = told_by(workbook, signed if signed and signed.kind == budget_page.PLAN else None)
    rows, findings = read_book(workbook, plan_tables.load(), budget_page.PLAN, "budget-book-other")
    return Plan(rows, told, [*wrong, *findings])


class Filled(NamedTuple):
    """``rows`` by table, every table of the layout."""

    rows: dict[str, list[Written]]
    findings: list[Finding]


def read_book(
    workbook: Workbook, layout: Layout, kind: str, other: str, says: Callable[[Written], bool] = lambda _: True
) -> Filled:
    """The rows by table of a workbook signed as of this ``kind``, or unsigned with enough tables of the layout.

    Of any other workbook there are none, and the finding ``other`` says so. Rows that do not ``say`` anything are left
    out. Nothing is raised.
    """
    signed = signature.read(workbook)
    tables = budget_locate.locate(workbook, layout.tables)
    known = signed is not None and signed.kind == kind
    if (signed is not None and not known) or (signed is None and len(tables) < _NEEDED):
        found = signed.kind if signed else "、".join(sheet.name for sheet in workbook.sheets[:5])
        empty: dict[str, list[Written]] = {table.id: [] for table in layout.tables}
        return Filled(empty, [Finding(other, workbook.name, found=found, expected=layout.zh)])
    findings = [*version_findings(workbook, signed, layout), *linked(workbook)]
    if signed is None:
        gone = [table.zh for table in layout.tables if table not in [each.table for each in tables]]
        findings.append(Finding("budget-book-unsigned", workbook.name, found="、".join(gone) or "-"))
    rows, wrong = read_tables(workbook, layout, tables, complain=known, says=says)
    return Filled(rows, [*findings, *wrong])


def read_tables(
    workbook: Workbook, layout: Layout, tables: Sequence[Located], *, complain: bool,
    says: Callable[[Written], bool] = lambda _: True,
) -> Filled:  # fmt: skip
    """The rows of located tables, every table of the layout, and what is wrong with sheets, headers and cells.

    ``complain`` of tables that are not there.
    """
    findings = [*sheet_findings(workbook, tables, layout, complain=complain), *header_findings(workbook, tables)]
    rows: dict[str, list[Written]] = {table.id: [] for table in layout.tables}
    for located in tables:
        read, wrong = budget_cells.rows(workbook, located)
        rows[located.table.id] = [each for each in read if says(each)]
        findings += wrong
        if rows[located.table.id] and located.sheet.state != "visible":
            name = located.sheet.name
            findings.append(Finding("template-sheet-hidden", workbook.name, name, found=name))
    return Filled(rows, findings)


def version_findings(workbook: Workbook, signed: signature.Signature | None, layout: Layout) -> list[Finding]:
    """Whether a workbook was signed with another layout than ours."""
    digest = budget_page.digest_of(layout)
    if signed is None or (signed.version, signed.digest) == (layout.version, digest):
        return []
    found, expected = f"{signed.version} ({signed.digest})", f"{layout.version} ({digest})"
    return [Finding("budget-book-version", workbook.name, found=found, expected=expected)]


def linked(workbook: Workbook) -> list[Finding]:
    """The workbooks that values are taken from, where they cannot be traced."""
    return [Finding("workbook-external-link", workbook.name, found=link) for link in workbook.external_links]


def told_by(workbook: Workbook, signed: signature.Signature | None) -> tuple[dict[str, str], list[Finding]]:
    """What a signature says, by name, and findings; a revision that is no number is left out."""
    if signed is None:
        return {}, []
    told = {name: getattr(signed, name) for name in signature.Signature.__dataclass_fields__}
    findings = []
    if told["revision"] and not (told["revision"].isascii() and told["revision"].isdecimal()):
        findings.append(Finding("budget-book-revision", workbook.name, found=told["revision"]))
        told["revision"] = ""
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
