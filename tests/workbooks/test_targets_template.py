"""Workbooks of the target register to fill in: what is locked, offered, and read again whatever people moved."""

from __future__ import annotations

import openpyxl
import pytest

from ghginv.errors import InputError
from ghginv.workbooks import read, signature, targets_page, targets_reading, targets_template
from tests.workbooks.targets_files import FACTS, GOALS, PROGRESS


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    path = tmp_path_factory.mktemp("register") / "方案.xlsx"
    targets_template.build_register(path, {"facts": FACTS, "indicators": GOALS}, plan="P", revision=1)
    return path


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    path = tmp_path_factory.mktemp("progress") / "进度.xlsx"
    rows = {"facts": FACTS, "indicators": GOALS, "progress": PROGRESS}
    targets_template.build_progress(path, rows, plan="P", revision=2, period="2025-06")
    return path


def again(path):
    return targets_reading.read(read.read_workbook(path))


def test_a_register_is_read_as_it_was_written(register):
    filled = again(register)
    assert (filled.kind, filled.findings) == (targets_page.REGISTER, [])
    assert {row.values["fact"]: row.values["value"] for row in filled.rows["facts"]}["方案名称"] == "=编造的方案"
    first, second = filled.rows["indicators"]
    assert (first.values["base"], first.values["target"], first.values["operator"]) == (50, 100, "不低于")
    assert (second.values["name"], second.values["measure"]) == ("@能耗下降率", "下降率")
    assert first.cells["target"] == "K4"


def test_facts_may_bear_their_names(tmp_path):
    """A folder of CSV files may name a fact as the sheet does; nothing of it is lost."""
    facts = [{"fact": "方案名称", "value": "编造的方案"}, {"fact": "plan", "value": "P", "note": "代码"}]
    targets_template.build_register(tmp_path / "p.xlsx", {"facts": facts})
    told = {row.values["fact"]: row.values for row in again(tmp_path / "p.xlsx").rows["facts"]}
    assert told["方案名称"]["value"] == "编造的方案"
    assert told["方案代码"]["note"] == "代码"


def test_progress_says_its_plan_version_and_month(sheet):
    filled = again(sheet)
    told = {name: filled.told[name] for name in ("budget", "revision", "year")}
    assert told == {"budget": "P", "revision": "2", "year": "2025-06"}
    assert [row.values["amount"] for row in filled.rows["progress"]] == [None, 12]
    assert filled.findings == []


def test_what_is_known_is_locked_and_what_is_asked_is_not(sheet):
    book = openpyxl.load_workbook(sheet)
    progress = book["进度"]
    assert progress.protection.sheet
    headers = {str(cell.value).split("\n")[0].rstrip("*"): cell.column_letter for cell in progress[3]}
    locked = {name: progress[f"{letter}4"].protection.locked for name, letter in headers.items()}
    assert {name for name, is_locked in locked.items() if is_locked} == {
        "指标代码", "指标名称", "计量单位", "牵头单位", "目标", "上次报送",
    }  # fmt: skip
    assert not progress[f"{headers['指标代码']}6"].protection.locked  # room for months to correct
    assert book["指标"].protection.sheet
    assert book.sheetnames[0] == "填写说明"
    assert book[signature.SHEET].sheet_state == "veryHidden"


def test_drop_downs_offer_words(sheet, register):
    book = openpyxl.load_workbook(sheet)
    formulas = {check.formula1 for check in book["进度"].data_validations.dataValidation}
    assert {"list_progress_status", "list_progress_basis", "list_progress_done"} <= formulas
    dictionary = book["字典"]
    offered = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in dictionary.columns}
    assert offered["list_progress_status"] == ["计量", "上报", "估算"]
    assert "list_indicators_operator" in {
        check.formula1 for check in openpyxl.load_workbook(register)["指标"].data_validations.dataValidation
    }


def test_sheets_renamed_and_columns_moved_are_found(sheet, tmp_path):
    book = openpyxl.load_workbook(sheet)
    book["进度"].title = "六月"
    moved = book["六月"]
    for row in range(3, 8):
        moved[f"N{row}"].value, moved[f"H{row}"].value = moved[f"H{row}"].value, None
    book.save(tmp_path / "moved.xlsx")
    filled = again(tmp_path / "moved.xlsx")
    assert [row.values["amount"] for row in filled.rows["progress"]] == [None, 12]
    assert filled.rows["progress"][1].cells["amount"] == "N5"
    assert [finding.code for finding in filled.findings] == ["budget-book-renamed"]


def test_a_cell_shown_in_percent_means_what_it_shows(sheet, tmp_path):
    book = openpyxl.load_workbook(sheet)
    for cell in ("H4", "H5"):
        book["进度"][cell].value = 0.125
        book["进度"][cell].number_format = "0.0%"
    book.save(tmp_path / "percent.xlsx")
    amounts = [row.values["amount"] for row in again(tmp_path / "percent.xlsx").rows["progress"]]
    assert amounts == [0.125, 12.5]  # only where the unit of the row is percent


def test_another_workbook_is_none_of_these(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "别的"
    book.save(tmp_path / "other.xlsx")
    assert [finding.code for finding in again(tmp_path / "other.xlsx").findings] == ["template-kind-unknown"]


def test_headers_gone_are_told(sheet, tmp_path):
    book = openpyxl.load_workbook(sheet)
    book["进度"].delete_rows(3)
    book.save(tmp_path / "headless.xlsx")
    assert "template-headers-lost" in [finding.code for finding in again(tmp_path / "headless.xlsx").findings]


def test_an_english_workbook_is_read_alike(tmp_path):
    rows = {"facts": FACTS, "indicators": GOALS, "progress": PROGRESS}
    targets_template.build_progress(tmp_path / "en.xlsx", rows, "en", plan="P", revision=1, period="2025-06")
    filled = again(tmp_path / "en.xlsx")
    assert filled.findings == []
    assert filled.rows["progress"][1].values["status"] == "reported"


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(InputError) as refusal:
        targets_template.build_register(tmp_path / "no" / "such" / "folder.xlsx", {})
    assert refusal.value.findings[0].code == "results-not-written"
