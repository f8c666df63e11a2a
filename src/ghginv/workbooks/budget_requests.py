"""两上两下: control figures 控制数 to a region or an industry as a workbook with room for its request 申请, and back.

Control figures are locked; differences and sums are live. Requests are judged by ``budget.plan`` like those of a plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Column, Table, Written
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workbooks import budget_cells, budget_locate, budget_page, signature, writing
from ghginv.workbooks.account_page import Entry, Field, Placed, missing
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet
from ghginv.workbooks.budget_reading import linked, told_by, version_findings
from ghginv.workbooks.build_page import PROTECTION
from ghginv.workbooks.cells import Workbook, place
from ghginv.workbooks.results_sheets.page import Live

if TYPE_CHECKING:
    import pandas as pd

_WIDTHS = [9.0, 12.0, 26.0, 16.0, 16.0, 16.0, 15.0, 10.0, 40.0, 18.0, 22.0]
_FILLED = ("requested_t", "reason", "contact")
_MOST = 1e13
_ALIKE = 0.4  # the sheet to fill in has columns besides those that are read
Record = dict[str, Any]


class Request(NamedTuple):
    """``rows`` of the table of requests, ``told`` by the signature (region or industry, budget, revision)."""

    rows: list[Written]
    told: Mapping[str, str]
    findings: list[Finding]


def build_request(
    path: Path | str, *, budget: str, revision: int, control: pd.DataFrame, region: str = "", industry: str = "",
    name: str = "", plan_name: str = "", owner: str = "", warning: str = "", lang: str = "zh",
) -> None:  # fmt: skip
    """Write 区预算表 of a ``region`` or 行业预算表 of an ``industry`` (codes, one of the two; ``name`` is its name).

    ``control``: ``year``; ``industry`` (in a region's workbook) or ``region`` (in an industry's), blank for the whole;
    ``control_t``, ``base_t`` in t; optional ``name`` of what the row is about. UsageError: neither or both codes.
    InputError: no control figure, a file that cannot be written.
    """
    if bool(region) == bool(industry):
        raise UsageError(Finding("budget-book-request-side", found=f"{region} {industry}".strip() or "-"))
    if control.empty:
        raise InputError(Finding("budget-book-request-none", found=name or region or industry))
    with writing.opened(path) as workbook:
        book = BudgetBook(workbook, lang, warning)
        side = "region" if region else "industry"
        title = book.word(f"request.title.{side}", name=name or region or industry)
        writing.titled(workbook, title)
        for key in ("request", "request-sums"):
            workbook.add_worksheet(book.word(f"sheet.{key}"))
        notes = {"plan": plan_name, "owner": owner, "budget": budget, "revision": revision}
        blocks = _table(book, title, side, control, notes)
        _sums(book, title, control, blocks)
        year = str(int(control["year"].min()))
        told = {"region": region, "industry": industry, "year": year, "budget": budget, "revision": str(revision)}
        budget_page.sign(workbook, budget_page.REQUEST, told)


def _table(book: BudgetBook, title: str, side: str, control: pd.DataFrame,
           notes: Mapping[str, object]) -> dict[int, Placed]:  # fmt: skip
    """The sheet to fill in, a block a year with its sums."""
    sheet = BudgetSheet(book, "request", title, _WIDTHS)
    for key, given in (("plan", notes["plan"]), ("owner", notes["owner"]), ("revision", notes["budget"])):
        if given:
            sheet.note(book.word(f"request.{key}", **notes))
    sheet.note(book.word("request.help"))
    fields = _fields(book, side)
    code = "industry" if side == "region" else "region"
    blocks: dict[int, Placed] = {}
    header = sheet.row
    for year, rows in control.sort_values(["year", code], kind="stable").groupby("year"):
        records = rows.to_dict("records")
        first = sheet.row + (0 if blocks else 1)
        block = [_record(each, first + at + 1, code, book) for at, each in enumerate(records)]
        total = _total(int(str(year)), first + 1, records, book)
        blocks[int(str(year))] = sheet.table(fields, block, total, titles=not blocks)
    sheet.sheet.protect("", PROTECTION)
    sheet.finish(header + 1)
    return blocks


def _fields(book: BudgetBook, side: str) -> list[Field]:
    known = {column.id: column for column in _request_table(side).columns}
    styles = {
        "year": "year", "code": "centre", "name": "text", "base_t": "whole", "control_t": "whole",
        "requested_t": "whole", "difference_t": "whole", "difference": "share", "reason": "text", "contact": "text",
        "check": "text",
    }  # fmt: skip
    titles = {key: book.word(f"col.{key}") for key in styles}
    for key in ("year", "code", *_FILLED):
        column = known[{"code": "industry" if side == "region" else "region"}.get(key, key)]
        titles[key] = column.zh if book.lang == "zh" else column.en
    unit = f"\n({book.unit('t')})"
    return [Field(key, titles[key] + (unit if key.endswith("_t") else ""), style) for key, style in styles.items()]


def _record(row: Mapping[Any, Any], line: int, code: str, book: BudgetBook) -> Record:
    """A row to fill in; ``line`` is its number in the sheet, from 1."""
    number = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": _MOST,
              "error_message": book.word("check.request")}  # fmt: skip
    why = book.word("request.reason")
    return {
        "year": int(row["year"]), "code": str(row[code]), "name": str(row.get("name") or book.word("request.whole")),
        "base_t": row.get("base_t"), "control_t": row["control_t"],
        "requested_t": Entry(number), "reason": Entry(), "contact": Entry(),
        "difference_t": Live(f'=IF(ISNUMBER(F{line}),F{line}-E{line},"")', ""),
        "difference": Live(f'=IF(AND(ISNUMBER(F{line}),N(E{line})<>0),F{line}/E{line}-1,"")', ""),
        "check": Live(f'=IF(AND(ISNUMBER(F{line}),I{line}=""),"{why}","")', ""),
    }  # fmt: skip


def _total(year: int, first: int, rows: list[Mapping[Any, Any]], book: BudgetBook) -> Record:
    last = first + len(rows) - 1
    total: Record = {"year": book.word("request.total", year=year)}
    for letter, key in (("D", "base_t"), ("E", "control_t")):
        total[key] = Live(f"=SUM({letter}{first}:{letter}{last})", _sum(rows, key))
    total["requested_t"] = Live(f"=SUM(F{first}:F{last})", 0)
    total["difference_t"] = Live(f"=SUM(G{first}:G{last})", 0)
    return total


def _sum(rows: list[Mapping[Any, Any]], key: str) -> float:
    return float(sum(each[key] for each in rows if not missing(each.get(key))))


def _sums(book: BudgetBook, title: str, control: pd.DataFrame, blocks: Mapping[int, Placed]) -> None:
    """A line a year: base, control figure, request, how much is still to be filled in; all live."""
    sheet = BudgetSheet(book, "request-sums", title, [16.0, 18.0, 18.0, 18.0, 18.0, 16.0])
    keys = ("base_t", "control_t", "requested_t", "difference_t")
    rows = []
    for year, block in blocks.items():
        records = control[control["year"] == year].to_dict("records")
        row: Record = {"year": year}
        for key in keys:
            shown = _sum(records, key) if key in ("base_t", "control_t") else 0
            row[key] = Live(f"=SUM({block.range(key, outside=True)})", shown)
        row["open"] = Live(f"=COUNTBLANK({block.range('requested_t', outside=True)})", len(records))
        rows.append(row)
    titles = {"year": book.word("col.year"), "open": book.word("col.open")}
    titles |= {key: f"{book.word(f'col.{key}')}\n({book.unit('t')})" for key in keys}
    order = ("year", *keys, "open")
    sheet.table([Field(key, titles[key], "year" if key == "year" else "whole") for key in order], rows)
    sheet.sheet.protect("", PROTECTION)
    sheet.finish(landscape=False)


def _request_table(side: str) -> Table:
    """What is read from the workbook of a region (or an industry): the columns of the plan's requests that it has."""
    layout = plan_tables.load()
    table = next(each for each in layout.tables if each.id == "requests")
    own = "region" if side == "region" else "industry"
    columns = tuple(replace(column, required=True) for column in table.columns if column.id != own)
    words = {lang: budget_page.word("sheet.request", lang) for lang in ("zh", "en")}
    return Table("requests", words["zh"], words["en"], columns)


def read_request(workbook: Workbook) -> Request:
    """The requests of a workbook as rows of the plan's table of requests, with their cells.

    Rows without request, reason and contact are left out, and counted. Nothing is raised: findings that are errors say
    why nothing was read. A workbook without signature is refused: nobody could tell whose requests they are.
    """
    signed = signature.read(workbook)
    if signed is None or signed.kind != budget_page.REQUEST or bool(signed.region) == bool(signed.industry):
        found = signed.kind if signed else "、".join(sheet.name for sheet in workbook.sheets[:5])
        return Request([], {}, [Finding("budget-book-request-other", workbook.name, found=found)])
    told, findings = told_by(workbook, signed)
    findings += version_findings(workbook, signed, plan_tables.load())
    side = "region" if signed.region else "industry"
    table = _request_table(side)
    located = next(iter(budget_locate.locate(workbook, [table], _ALIKE)), None)
    if located is None:
        expected = "、".join(column.zh for column in table.columns)
        return Request([], told, [*findings, Finding("template-headers-lost", workbook.name, expected=expected)])
    for column in located.lost:
        where = (workbook.name, located.sheet.name, "")
        findings.append(Finding("template-header-changed", *where, found="-", expected=column.zh))
    findings += linked(workbook)
    written, wrong = budget_cells.rows(workbook, located)
    sums = {row for each in written if (row := _row_of_sum(located, each))}
    findings += [each for each in wrong if not (each.cell and _row(each) in sums)]
    rows = [each for each in written if _row_of_sum(located, each) is None]
    asked = [each for each in rows if any(each.values.get(key) is not None for key in _FILLED)]
    if len(asked) < len(rows):
        details = {"all": len(rows)}
        blank = str(len(rows) - len(asked))
        findings.append(Finding("budget-book-request-blank", workbook.name, located.sheet.name, "", blank, "", details))
    return Request(list(_signed(asked, side, signed.region or signed.industry, table.columns)), told, findings)


def _row_of_sum(located: budget_locate.Located, written: Written) -> int | None:
    """The row, from 1, if it is that of a year's sums: no year, no code, nothing typed."""
    year, code = written.values.get("year"), written.values.get("industry") or written.values.get("region")
    where = written.cells.get("requested_t")
    if not where or isinstance(year, float) or code is not None:
        return None
    row, column = place(where)
    cell = located.sheet.cell(row, column)
    return row if cell is None or cell.formula is not None else None


def _row(finding: Finding) -> int:
    return int("".join(sign for sign in finding.cell.partition(":")[0] if sign.isdigit()) or 0)


def _signed(rows: list[Written], side: str, code: str, columns: tuple[Column, ...]) -> Iterator[Written]:
    """The rows with the region (or industry) of the signature."""
    for each in rows:
        anywhere = each.cells.get(columns[0].id, "")
        yield replace(each, values={**each.values, side: code}, cells={**each.cells, side: anywhere})
