"""A plan's workbook read back: whatever people did to sheets and columns, what a cell says, and what is refused."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from ghginv.budget import plan, plan_folder
from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Column, Table, Written
from ghginv.folders import built_in
from ghginv.workbooks import budget_reading, read
from ghginv.workbooks.budget_template import HEADER_ROW, build_plan
from tests.workbooks.budget_sender import changed, codes, put, same_rows, unchanged

LAYOUT = plan_tables.load()


def move_column(sheet: Worksheet, column: int, to: int) -> None:
    """Take the cells of a column to another, free one."""
    for row in range(HEADER_ROW, sheet.max_row + 1):
        sheet.cell(row, to).value = sheet.cell(row, column).value
        sheet.cell(row, column).value = None


# What was written is read


def test_signature_and_rows() -> None:
    assert unchanged().findings == []
    assert {name: unchanged().told[name] for name in ("kind", "region", "year", "budget", "revision")} == {
        "kind": "budget", "region": "440300", "year": "2026", "budget": "B1", "revision": "3",
    }  # fmt: skip
    row = unchanged().rows["indicators"][1]
    assert row == Written(
        "indicators",
        {"region": "440304", "industry": None, "year": 2025.0, "indicator": "常住人口", "value": 101.5, "unit": "万人",
         "version": None, "price_base": None, "source": "统计年鉴", "evidence": "own", "note": None},
        "预算编制.xlsx", "指标", dict(zip(row.values, (f"{letter}5" for letter in "ABCDEFGHIJK"), strict=True)),
    )  # fmt: skip


def test_a_fact_that_was_not_filled_in_is_no_row() -> None:
    found = changed(put("基本情况", "B8", None))
    assert [row.values["fact"] for row in found.rows["facts"]][3:6] == ["起始年度", "核算口径", "规则集"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_worked_example_is_the_same_plan_through_both_doors(tmp_path: Path, lang: str) -> None:
    rows = plan_folder.read_folder(built_in() / "budgets" / "shenzhen-demo")
    from_folder, _ = plan.judge(rows)
    assert from_folder
    tables = {name: frame.to_dict("records") for name, frame in from_folder.tables.items()}
    build_plan(tmp_path / "plan.xlsx", from_folder.facts, tables, lang)
    found = budget_reading.read_plan(read.read_workbook(tmp_path / "plan.xlsx"))
    from_workbook, findings = plan.judge(found.rows)
    assert found.findings == []
    assert from_workbook, [finding.message() for finding in findings]
    assert from_workbook.sha256 == from_folder.sha256


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12).filter(
    lambda text: bool(text.strip())
)
_BY_KIND: dict[str, st.SearchStrategy[Any]] = {
    "text": _TEXTS
    | st.sampled_from(["=1+1", "+1", "@x", "-", "_x000D_", "440305", "1e5", " 前后 ", "http://x.example"]),
    "code": _TEXTS | st.sampled_from(["00123", "9144030000000001XA", "E10", "1-2"]),
    "year": st.integers(1949, 2100).map(float),
    "date": st.dates(datetime.date(1901, 1, 1), datetime.date(2100, 12, 31)).map(str),
    "number": st.floats(-1e15, 1e15).map(lambda number: float(f"{number:.15g}") + 0.0),
    "percent": st.floats(0, 100).map(lambda number: float(f"{number:.15g}")),
}


def column_values(column: Column) -> st.SearchStrategy[Any]:
    """What a column may hold, or nothing."""
    if column.choices:
        return st.none() | st.sampled_from([each.id for each in column.choices])
    return st.none() | _BY_KIND[column.kind]


@st.composite
def plans(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Rows of two or three tables; a row says at least one thing."""
    known = st.sampled_from(LAYOUT.tables[1:])
    tables = draw(st.lists(known, min_size=1, max_size=3, unique_by=lambda table: table.id))
    return {table.id: draw(st.lists(_row(table), min_size=1, max_size=4)) for table in tables}


def _row(table: Table) -> st.SearchStrategy[dict[str, Any]]:
    row = st.fixed_dictionaries({column.id: column_values(column) for column in table.columns})
    return row.filter(lambda row: any(value is not None for value in row.values()))


@settings(deadline=None, max_examples=12)
@given(plans(), st.sampled_from(["zh", "en"]))
def test_any_rows_come_back_as_they_were(rows: dict[str, list[dict[str, Any]]], lang: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        build_plan(path, {}, rows, lang)
        found = budget_reading.read_plan(read.read_workbook(path))
    assert found.findings == []
    for table in LAYOUT.tables:
        known = {column.id: column for column in table.columns}
        back = [
            {name: each.id if known[name].choices and (each := known[name].choice(str(value))) else value
             for name, value in row.values.items()}
            for row in found.rows[table.id]
        ]  # fmt: skip
        assert back == rows.get(table.id, [])


# What people do to a workbook


def test_sheets_in_another_order_and_under_other_names() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.move_sheet("指标", -3)
        book["区域"].title = "各区（2026）"
        book["行业"].title = "industries"
        book["总额参数"].title = "参数"
        book["总额参数" if "总额参数" in book else "参数"]["A1"] = "参数表"

    found = changed(change)
    same_rows(found, unchanged())
    assert codes(found) == [("budget-book-renamed", "各区（2026）", ""), ("budget-book-renamed", "参数", "")]


def test_columns_moved_and_headers_in_english() -> None:
    def change(book: openpyxl.Workbook) -> None:
        move_column(book["指标"], 5, 14)
        for at, column in enumerate(LAYOUT.tables[1].columns, start=1):
            book["区域"].cell(HEADER_ROW, at).value = column.en
        book["行业"].insert_rows(1)

    found = changed(change)
    same_rows(found, unchanged())
    assert found.rows["indicators"][0].cells["value"] == "N4"
    assert codes(found) == []


def test_an_optional_column_taken_out_is_blank() -> None:
    found = changed(lambda book: book["区域"].delete_cols(8))
    assert codes(found) == []
    assert all(row.values["note"] is None for row in found.rows["regions"])


@pytest.mark.parametrize(("header", "lost"), [("数额", "数值"), ("", "数值")])
def test_a_changed_header_is_named(header: str, lost: str) -> None:
    found = changed(put("指标", "E3", header or None))
    [finding] = [each for each in found.findings if each.code == "template-header-changed"]
    assert (finding.sheet, finding.cell, finding.found, finding.expected) == ("指标", "E3", header, lost)


def test_headers_gone_altogether() -> None:
    found = changed(lambda book: book["指标"].delete_rows(HEADER_ROW))
    assert codes(found) == [("template-headers-lost", "指标", "")]
    assert found.rows["indicators"] == []


def test_a_sheet_that_is_missing() -> None:
    found = changed(lambda book: book.remove(book["约束"]))
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.expected) == ("template-sheet-missing", "error", "约束")


def test_sheets_and_columns_that_nobody_reads_are_named() -> None:
    def change(book: openpyxl.Workbook) -> None:
        copy = book.copy_worksheet(book["指标"])
        copy.title = "指标 (2)"
        book["区域"]["J6"] = "另议"
        book.create_sheet("空表")

    assert codes(changed(change)) == [("budget-book-extra", "指标 (2)", ""), ("template-column-extra", "区域", "J6")]


def test_hidden_data_are_read_and_named() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["区域"].row_dimensions[5].hidden = True
        book["指标"].column_dimensions["I"].hidden = True
        book["预备"].sheet_state = "hidden"

    found = changed(change)
    same_rows(found, unchanged())
    assert codes(found) == [
        ("template-row-hidden", "区域", "5:5"),
        ("template-column-hidden", "指标", "I:I"),
        ("template-sheet-hidden", "预备", ""),
    ]
