"""A plan's workbook read back: what a cell says, what is refused, what is only remarked; marked copies."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from ghginv.budget import plan
from ghginv.domain import plan_tables
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks import budget_cells, budget_reading, build, judge, mark, read
from tests.workbooks import hostile
from tests.workbooks.budget_sender import changed, codes, put, same_rows, template, unchanged

LAYOUT = plan_tables.load()


# What a cell says


@pytest.mark.parametrize(
    ("sheet", "cell", "typed", "said"),
    [
        ("指标", "E4", "１００", "１００"),
        ("指标", "E4", "100万", "100万"),
        ("指标", "E4", True, "TRUE"),
        ("指标", "C4", 2025, 2025.0),
        ("指标", "C4", "2025年", "2025年"),
        ("指标", "A4", 440305, "440305"),
        ("指标", "G4", 2025, "2025"),
        ("区域", "F4", datetime.datetime(2026, 1, 31), "2026-01-31"),
        ("区域", "F4", datetime.datetime(2026, 1, 31, 12), "2026-01-31"),
        ("区域", "F4", "2026年1月31日", "2026-01-31"),
        ("区域", "F4", "2026/1/31", "2026-01-31"),
        ("区域", "F4", "2026年1月", "2026年1月"),
        ("区域", "F4", "20261301", "20261301"),
        ("指标", "E4", datetime.datetime(2026, 1, 31), "2026-01-31"),
        ("指标", "I4", "=1+1 是文字", "=1+1 是文字"),
        ("指标", "F4", "   ", None),
    ],
)
def test_what_a_cell_says(sheet: str, cell: str, typed: Any, said: Any) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = typed
        if isinstance(typed, str):
            book[sheet][cell].data_type = "s"

    table = LAYOUT.table(sheet)
    assert table
    [row] = [each for each in changed(change).rows[table.id] if cell in each.cells.values()]
    column = next(name for name, place in row.cells.items() if place == cell)
    assert (row.values[column], type(row.values[column])) == (said, type(said))


def test_a_percentage_shown_as_one_is_meant_as_shown() -> None:
    def change(book: openpyxl.Workbook) -> None:
        for sheet, cell in (("预备", "D4"), ("总额参数", "C4"), ("指标", "E4")):
            book[sheet][cell].value = 0.07
            book[sheet][cell].number_format = "0%"

    found = changed(change)
    assert found.rows["reserves"][0].values["share"] == 7.0
    assert found.rows["path"][0].values["value"] == 7.0
    assert found.rows["indicators"][0].values["value"] == 0.07


def test_a_number_typed_as_text_is_found_in_its_cell() -> None:
    found = changed(lambda book: book["指标"].__setitem__("E5", "101.5"))
    _, findings = plan.judge(found.rows)
    assert ("text-number", "指标", "E5") in [(each.code, each.sheet, each.cell) for each in findings]


def test_formulas_are_read_by_their_results_and_errors_named(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for table in LAYOUT.tables:
            sheet = book.add_worksheet(table.zh)
            sheet.write_row(0, 0, [column.zh for column in table.columns])
        sheet = book.get_worksheet_by_name("指标")
        sheet.write_row(1, 0, ["440303", "", 2025, "常住人口"])
        sheet.write_formula("E2", "=50*2", None, 100)
        sheet.write_formula("F2", "=NOWHERE()", None, "#NAME?")
        sheet.write_formula("I2", '="年鉴"', None, "年鉴")
    found = budget_reading.read_plan(read.read_workbook(path))
    [row] = found.rows["indicators"]
    assert (row.values["value"], row.values["unit"]) == (100.0, None)
    assert [(each.code, each.cell, each.found) for each in found.findings if each.cell] == [
        ("entry-formula", "E2", "=50*2"), ("error-cell", "F2", "#NAME?"), ("entry-formula", "I2", '="年鉴"'),
    ]  # fmt: skip


def test_a_formula_without_result_is_refused() -> None:
    found = changed(put("指标", "E4", "=50*2"))  # openpyxl stores no result
    assert codes(found) == [("formula-without-value", "指标", "E4")]
    assert found.rows["indicators"][0].values["value"] is None


# What is refused, and what is only remarked


@pytest.mark.parametrize("make", [hostile.huge_string, hostile.billion_laughs, hostile.truncated, hostile.encrypted])
def test_hostile_files_do_not_get_as_far_as_a_plan(make: Callable[[Path], Path], tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        budget_reading.read_plan(read.read_workbook(make(tmp_path / "hostile.xlsx")))
    assert refusal.value.findings[0].code == hostile.FILES[make]


def test_a_huge_empty_grid_is_no_plan(tmp_path: Path) -> None:
    found = budget_reading.read_plan(read.read_workbook(hostile.far_corners(tmp_path / "far.xlsx")))
    assert [finding.code for finding in found.findings] == ["budget-book-other"]
    assert set(found.rows) == {table.id for table in LAYOUT.tables}


def test_another_kind_of_template(tmp_path: Path) -> None:
    build.build_inventory_template(tmp_path / "inventory.xlsx", "440300", 2025)
    found = budget_reading.read_plan(read.read_workbook(tmp_path / "inventory.xlsx"))
    assert [(each.code, each.found) for each in found.findings] == [("budget-book-other", "inventory")]
    assert (found.told, any(found.rows.values())) == ({}, False)


def test_an_inventory_does_not_take_a_plan() -> None:
    judgement = judge.judge(read.read_workbook(template()), judge.Context(today_year=2026))
    assert [(each.code, each.file) for each in judgement.findings] == [("budget-book-elsewhere", "预算编制.xlsx")]


def test_without_signature_the_tables_are_known_by_their_headers() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.remove(book["ghginv"])
        book.remove(book["约束"])

    found = changed(change)
    same_rows(found, unchanged())
    assert found.told == {}
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.found) == ("budget-book-unsigned", "warning", "约束")


def test_a_revision_that_is_no_number_is_not_used() -> None:
    def change(book: openpyxl.Workbook) -> None:
        [row] = [row for row in book["ghginv"].iter_rows() if row[0].value == "revision"]
        row[1].value = "三"

    found = changed(change)
    assert (found.told["revision"], found.told["budget"]) == ("", "B1")
    assert codes(found) == [("budget-book-revision", "", "")]


def test_another_layout_is_read_by_its_headers() -> None:
    def change(book: openpyxl.Workbook) -> None:
        [row] = [row for row in book["ghginv"].iter_rows() if row[0].value == "digest"]
        row[1].value = "0" * 16

    found = changed(change)
    same_rows(found, unchanged())
    assert [(each.code, each.severity) for each in found.findings] == [("budget-book-version", "warning")]


def test_a_table_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        for table in LAYOUT.tables:
            sheet = book.add_worksheet(table.zh)
            sheet.write_row(0, 0, [column.zh for column in table.columns])
            for row in range(budget_cells.MOST_ROWS + 1 if table.id == "mappings" else 0):
                sheet.write_number(row + 1, 4, 1)
    found = budget_reading.read_plan(read.read_workbook(path))
    [finding] = [each for each in found.findings if each.severity == "error"]
    assert (finding.code, finding.sheet, finding.found) == ("budget-book-too-long", "调整对照", "50001")


def test_values_from_another_workbook_cannot_be_traced() -> None:
    workbook = read.read_workbook(template())
    workbook.external_links.append("file:///C:/能源.xlsx")
    assert [each.code for each in budget_reading.read_plan(workbook).findings] == ["workbook-external-link"]


# Marked copies


def test_a_marked_copy_says_what_is_wrong_and_can_be_sent_again(tmp_path: Path) -> None:
    words = {"column_zh": "数值", "column": "value"}
    findings = [Finding("budget-plan-required", "预算编制.xlsx", "指标", "E5", details=words)]
    into = tmp_path / "marked.xlsx"
    mark.mark(template(), findings, into)
    book = openpyxl.load_workbook(into)
    assert book.sheetnames[0] == "检查结果"
    assert book["指标"]["E5"].comment.text.startswith("【错误】")
    assert book["指标"]["E5"].fill.fgColor.rgb == "FFFFC7CE"
    assert book["指标"].protection.sheet
    assert book["ghginv"].sheet_state == "veryHidden"
    again = budget_reading.read_plan(read.read_workbook(into))
    assert again.findings == []
    assert again.told == unchanged().told
    same_rows(again, unchanged())
