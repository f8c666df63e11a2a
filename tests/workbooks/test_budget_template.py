"""The workbook in which a budget's plan is filled in: what is in it, and that nothing in it is more than text."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ghginv import folders
from ghginv.domain import plan_tables
from ghginv.errors import InputError
from ghginv.workbooks import budget_page, budget_reading, read, signature
from ghginv.workbooks.budget_template import HEADER_ROW, ROOM, build_plan
from tests.recalculation import recalculate
from tests.workbooks import budget_files

LAYOUT = plan_tables.load()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "预算编制.xlsx"
    build_plan(path, budget_files.FACTS, budget_files.ROWS, rules_layers=budget_files.LAYERS, budget="B1", revision=3)
    return path


@pytest.fixture(scope="module")
def book(template: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(template)


def headers(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[HEADER_ROW] if cell.value]


def test_a_sheet_for_each_table_in_the_order_of_the_layout(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["填写说明", *(table.zh for table in LAYOUT.tables), "层", "字典", "ghginv"]
    assert [book[name].sheet_state for name in ("层", "字典", "ghginv")] == ["visible", "hidden", "veryHidden"]


@pytest.mark.parametrize("table", LAYOUT.tables, ids=lambda table: table.id)
def test_headers_say_name_unit_and_what_is_required(book: openpyxl.Workbook, table: plan_tables.Table) -> None:
    wanted = [budget_page.header(column, "zh") for column in table.columns]
    assert headers(book[table.zh]) == wanted
    assert [text.split("\n")[0].endswith("*") for text in wanted] == [column.required for column in table.columns]


def test_english_headers_keep_the_chinese_name(tmp_path: Path) -> None:
    build_plan(tmp_path / "plan.xlsx", budget_files.FACTS, lang="en")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["基线"]
    assert headers(sheet)[4] == "排放量*\nemissions\n(t)"
    assert sheet["A1"].value == "基线  baseline"


@pytest.mark.parametrize("table", LAYOUT.tables, ids=lambda table: table.id)
def test_only_entry_cells_are_unlocked(book: openpyxl.Workbook, table: plan_tables.Table) -> None:
    sheet = book[table.zh]
    assert sheet.protection.sheet
    fixed = table.id == "facts"
    first = HEADER_ROW + 1
    assert all(cell.protection.locked for row in sheet.iter_rows(1, HEADER_ROW) for cell in row)
    assert sheet.cell(first, 1).protection.locked == fixed
    assert not sheet.cell(first, 2).protection.locked
    last = first - 1 + (len(table.columns[0].choices) if fixed else len(budget_files.ROWS.get(table.id, [])) + ROOM)
    assert not sheet.cell(last, 2).protection.locked
    assert sheet.cell(last + 1, 2).protection.locked


@pytest.mark.parametrize("table", LAYOUT.tables, ids=lambda table: table.id)
def test_sheets_print_one_page_wide_with_their_headers(book: openpyxl.Workbook, table: plan_tables.Table) -> None:
    sheet = book[table.zh]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert int(sheet.freeze_panes[1:]) == HEADER_ROW + 1
    assert "虚构数据" in sheet.oddHeader.center.text


def checks(sheet: Worksheet) -> dict[str, str]:
    """The formula of the validation of each column's first cell."""
    found = {}
    for check in sheet.data_validations.dataValidation:
        for area in check.sqref.ranges:
            found[area.coord.split(":")[0]] = f"{check.type} {check.formula1}"
    return found


def test_choices_and_codes_have_drop_downs(book: openpyxl.Workbook) -> None:
    found = checks(book["指标"])
    assert found["A4"] == "list codes_regions"
    assert found["B4"] == "list codes_industries"
    assert found["C4"] == "whole 1949"
    assert found["D4"] == "list list_indicators_indicator"
    assert found["E4"] == "custom ISNUMBER(E4)"
    assert checks(book["基线"])["C4"] == "list codes_layers"
    assert checks(book["区域"])["F4"].startswith("date ")
    assert checks(book["预备"])["D4"] == "decimal 0"
    names = book.defined_names
    assert {text.removeprefix("list ") for sheet in book for text in checks(sheet).values() if text[:5] == "list "} <= {
        *names
    }
    assert names["codes_regions"].attr_text == "OFFSET('区域'!$A$4,0,0,MAX(1,COUNTA('区域'!$A$4:$A$208)),1)"


def test_lists_hold_the_words_of_the_language(book: openpyxl.Workbook) -> None:
    lists = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book["字典"].columns}
    assert lists["list_regions_kind"] == ["市", "区", "街道", "园区", "市级直管"]
    assert lists["list_evidence"] == ["found", "value_found", "recalled", "derived", "doubtful", "own"]
    assert "万人" in lists["units_indicators"]
    assert [cell.value for cell in book["层"]["A"]][3:] == ["ETSN", "KEY"]


def test_signature_says_what_it_was_written_from(template: Path) -> None:
    found = signature.read(read.read_workbook(template))
    layout = (LAYOUT.version, budget_page.digest())
    assert found == signature.Signature("budget", *layout, "440300", "2026", budget="B1", revision="3")


def test_facts_may_come_as_rows_with_notes(tmp_path: Path) -> None:
    rows = {"facts": [{"fact": "region", "value": "440300"}, {"fact": "起始年度", "value": "2026", "note": "十五五"},
                      {"fact": "name", "value": "旧名"}]}  # fmt: skip
    build_plan(tmp_path / "plan.xlsx", {"name": "新名"}, rows)
    found = budget_reading.read_plan(read.read_workbook(tmp_path / "plan.xlsx"))
    assert [tuple(row.values.values()) for row in found.rows["facts"]] == [
        ("名称", "新名", None), ("地区代码", "440300", None), ("起始年度", "2026", "十五五"),
    ]  # fmt: skip
    assert (found.told["region"], found.told["year"]) == ("440300", "2026")


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    wicked = "=cmd|' /C calc'!A0"
    facts = {**budget_files.FACTS, "name": wicked, "warning": "=1+1"}
    rows = {"regions": [{"code": "=A1", "name": "+1", "kind": "@x", "owner": "-2", "note": "http://x.example"}]}
    build_plan(tmp_path / "plan.xlsx", facts, rows, rules_layers=[("=L", "=层", "=layer")], budget="=B")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    formulas = [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []
    assert [cell.value for cell in book["区域"][4]][:5] == ["=A1", None, "+1", "@x", "-2"]
    assert [cell.hyperlink for cell in book["区域"][4]] == [None] * 8


def test_the_same_plan_gives_the_same_bytes(template: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    build_plan(again, budget_files.FACTS, budget_files.ROWS, rules_layers=budget_files.LAYERS, budget="B1", revision=3)
    assert again.read_bytes() == template.read_bytes()


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    rows = {"regions": [{"code": "1", "name": "名" * 32_768, "kind": "city"}]}
    with pytest.raises(InputError, match="32767") as refusal:
        build_plan(tmp_path / "plan.xlsx", {}, rows)
    assert [finding.code for finding in refusal.value.findings] == ["budget-book-text"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        build_plan(tmp_path / "nowhere" / "plan.xlsx", {})
    assert [finding.code for finding in refusal.value.findings] == ["results-not-written"]


def test_another_program_saves_it_without_loss(template: Path, tmp_path: Path) -> None:
    [saved] = recalculate([template], tmp_path / "saved")
    ours, theirs = (budget_reading.read_plan(read.read_workbook(path)) for path in (template, saved))
    assert theirs.told == ours.told
    assert theirs.findings == []
    for table, rows in ours.rows.items():
        assert [row.values for row in theirs.rows[table]] == [row.values for row in rows], table


def test_every_word_has_both_languages() -> None:
    with folders.file("templates", "workbooks/budget_words.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert all(row["zh"] and row["en"] for row in rows)
    assert len({row["word"] for row in rows}) == len(rows)
