"""Control figures out, requests back: live differences, whose requests they are, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ghginv.errors import InputError, UsageError
from ghginv.workbooks import budget_reading, budget_requests, judge, read
from tests.recalculation import recalculate
from tests.workbooks import budget_files

YEARS = (2026, 2027)
Change = Callable[[Worksheet], Any]


def control(code: str = "industry") -> pd.DataFrame:
    """Control figures of two years, rows in no order."""
    names = budget_files.INDUSTRIES if code == "industry" else budget_files.REGIONS
    rows = [
        {"year": year, code: each, "name": name, "control_t": 1000.0 * at + year, "base_t": 1200.5 * at}
        for year in reversed(YEARS)
        for at, (each, name) in enumerate(names.items(), start=1)
    ]
    return pd.DataFrame(rows)


def build(path: Path, **changed: Any) -> Path:
    told: dict[str, Any] = {
        "budget": "B1", "revision": 4, "region": "440305", "name": "南山区", "plan_name": "示例市碳预算",
        "owner": "南山区人民政府", "warning": "虚构", "control": control(),
    }  # fmt: skip
    budget_requests.build_request(path, **{**told, **changed})
    return path


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("requests") / "区预算表.xlsx")


def row_of(sheet: Worksheet, year: int, code: str) -> int:
    rows = sheet.iter_rows(values_only=True)
    return next(number for number, row in enumerate(rows, start=1) if row[:2] == (year, code))


def ask(sheet: Worksheet, year: int, code: str, amount: Any, reason: str | None = "扩建") -> None:
    row = row_of(sheet, year, code)
    for column, value in ((6, amount), (9, reason), (10, "王工")):
        sheet.cell(row, column).value = value


def returned(sent: Path, tmp_path: Path, change: Change) -> budget_requests.Request:
    book = openpyxl.load_workbook(sent)
    change(book.worksheets[0])
    book.save(tmp_path / "交回.xlsx")
    found = budget_requests.read_request(read.read_workbook(tmp_path / "交回.xlsx"))
    for finding in found.findings:
        assert "{" not in finding.message("zh") + finding.message("en")
    return found


def test_only_requests_reasons_and_contacts_can_be_typed(sent: Path) -> None:
    sheet = openpyxl.load_workbook(sent)["预算申请"]
    assert sheet.protection.sheet
    row = row_of(sheet, 2026, "C39")
    assert [cell.column_letter for cell in sheet[row] if not cell.protection.locked] == ["F", "I", "J"]
    open_cells = [cell for line in sheet.iter_rows() for cell in line if not cell.protection.locked]
    assert len(open_cells) == 3 * len(control())


def test_years_in_order_with_control_figures_and_base(sent: Path) -> None:
    sheet = openpyxl.load_workbook(sent)["预算申请"]
    assert row_of(sheet, 2026, "C26") < row_of(sheet, 2026, "D44") < row_of(sheet, 2027, "C26")
    row = row_of(sheet, 2027, "C39")
    assert [cell.value for cell in sheet[row]][:5] == [2027, "C39", "电子设备制造", 2401, 4027]
    assert sheet["A1"].value == "南山区碳预算申请表"


def test_what_was_asked_for_comes_back_with_its_cells(sent: Path, tmp_path: Path) -> None:
    found = returned(sent, tmp_path, lambda sheet: ask(sheet, 2026, "C39", 4500))
    [row] = found.rows
    assert dict(row.values) == {"region": "440305", "industry": "C39", "year": 2026.0, "requested_t": 4500.0,
                                "reason": "扩建", "contact": "王工"}  # fmt: skip
    assert (row.table, row.file, row.sheet) == ("requests", "交回.xlsx", "预算申请")
    sheet = openpyxl.load_workbook(sent)["预算申请"]
    assert row.cells["requested_t"] == f"F{row_of(sheet, 2026, 'C39')}"
    assert {name: found.told[name] for name in ("kind", "region", "industry", "budget", "revision", "year")} == {
        "kind": "budget-request", "region": "440305", "industry": "", "budget": "B1", "revision": "4", "year": "2026",
    }  # fmt: skip
    assert [(each.code, each.found, each.details["all"]) for each in found.findings] == [
        ("budget-book-request-blank", "5", 6)
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_industry_asks_for_its_districts(tmp_path: Path, lang: str) -> None:
    own = {"region": "", "industry": "C39", "name": "电子", "control": control("region"), "lang": lang}
    path = build(tmp_path / "行业预算表.xlsx", **own)
    found = returned(path, tmp_path, lambda sheet: ask(sheet, 2027, "440304", 3000))
    [row] = found.rows
    assert (row.values["region"], row.values["industry"], row.values["year"]) == ("440304", "C39", 2027.0)
    assert found.told["industry"] == "C39"


def test_a_whole_region_without_industries(tmp_path: Path) -> None:
    figures = pd.DataFrame([{"year": 2026, "industry": "", "control_t": 100.0, "base_t": float("nan")}])

    def change(sheet: Worksheet) -> None:
        row = next(cell.row for cell in sheet["A"] if cell.value == 2026)
        sheet.cell(row, 6).value = 120

    found = returned(build(tmp_path / "whole.xlsx", control=figures), tmp_path, change)
    [row] = found.rows
    assert (row.values["industry"], row.values["requested_t"], row.values["reason"]) == (None, 120.0, None)


@pytest.mark.parametrize(("typed", "read_as"), [("４５００", "４５００"), (-5, -5.0), ("5万吨", "5万吨"), (None, None)])
def test_what_is_typed_is_left_to_the_judge(sent: Path, tmp_path: Path, typed: Any, read_as: Any) -> None:
    [row] = returned(sent, tmp_path, lambda sheet: ask(sheet, 2026, "C26", typed)).rows
    assert row.values["requested_t"] == read_as


def test_columns_may_be_moved_and_rows_hidden(sent: Path, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        ask(sheet, 2026, "C26", 4000)
        row = row_of(sheet, 2026, "C26")
        for line in range(row - 1, sheet.max_row + 1):
            sheet.cell(line, 14).value = sheet.cell(line, 6).value
            sheet.cell(line, 6).value = None
        sheet.row_dimensions[row].hidden = True
        sheet.title = "我区申请"

    found = returned(sent, tmp_path, change)
    [row] = [each for each in found.rows if each.values["requested_t"] == 4000.0]
    assert row.cells["requested_t"].startswith("N")
    assert [each.code for each in found.findings] == ["template-row-hidden", "budget-book-request-blank"]


def test_a_row_without_year_and_code_is_not_lost(sent: Path, tmp_path: Path) -> None:
    found = returned(sent, tmp_path, lambda sheet: sheet.cell(sheet.max_row + 1, 6, 999))
    assert [row.values["requested_t"] for row in found.rows] == [999.0]
    assert (found.rows[0].values["year"], found.rows[0].values["industry"]) == (None, None)


def test_a_formula_without_result_is_refused(sent: Path, tmp_path: Path) -> None:
    found = returned(sent, tmp_path, lambda sheet: ask(sheet, 2026, "C26", "=4000+1"))
    assert ("formula-without-value", "error") in [(each.code, each.severity) for each in found.findings]


def test_a_changed_header_and_headers_gone(sent: Path, tmp_path: Path) -> None:
    def header(sheet: Worksheet) -> int:
        return row_of(sheet, 2026, "C26") - 1

    found = returned(sent, tmp_path, lambda sheet: sheet.cell(header(sheet), 6, "数额"))
    assert [each.expected for each in found.findings if each.code == "template-header-changed"] == ["申请量"]
    found = returned(sent, tmp_path, lambda sheet: sheet.delete_rows(header(sheet)))
    assert [each.code for each in found.findings] == ["template-headers-lost"]


def test_differences_and_sums_follow_what_is_typed(sent: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sent)
    ask(book["预算申请"], 2026, "C26", 3100)
    ask(book["预算申请"], 2026, "D44", 5000, reason=None)
    book.save(tmp_path / "filled.xlsx")
    [path] = recalculate([tmp_path / "filled.xlsx"], tmp_path / "computed")
    computed = openpyxl.load_workbook(path, data_only=True)
    sheet = computed["预算申请"]
    first = row_of(sheet, 2026, "C26")
    lines = [[cell.value for cell in sheet[row]][3:11] for row in range(first, first + 4)]
    assert lines[0][:5] == [1200.5, 3026, 3100, 74, pytest.approx(74 / 3026)]
    assert [line[7] for line in lines[:3]] == [None, None, "请填写理由"]
    assert lines[3][:4] == [7203, 12078, 8100, 74 + 5000 - 5026]
    sums = [[cell.value for cell in row] for row in computed["汇总"].iter_rows() if row[0].value in YEARS]
    assert sums == [[2026, 7203, 12078, 8100, 48, 1], [2027, 7203, 12081, 0, 0, 3]]


def test_stored_values_are_those_of_an_empty_request(sent: Path, tmp_path: Path) -> None:
    [path] = recalculate([sent], tmp_path / "computed")
    ours, theirs = (openpyxl.load_workbook(each, data_only=True) for each in (sent, path))
    for sheet in ours.worksheets[:2]:
        for row in sheet.iter_rows():
            for cell in row:
                other = theirs[sheet.title][cell.coordinate].value
                assert (cell.value or None, cell.coordinate) == (other or None, cell.coordinate)


@pytest.mark.parametrize("unsigned", [True, False])
def test_whose_requests_they_are_must_be_known(sent: Path, tmp_path: Path, *, unsigned: bool) -> None:
    book = openpyxl.load_workbook(sent)
    if unsigned:
        book.remove(book["ghginv"])
    else:
        book["ghginv"]["B2"] = "budget"
    book.save(tmp_path / "other.xlsx")
    found = budget_requests.read_request(read.read_workbook(tmp_path / "other.xlsx"))
    assert [(each.code, each.severity) for each in found.findings] == [("budget-book-request-other", "error")]
    assert (found.rows, found.told) == ([], {})


def test_a_request_is_neither_a_plan_nor_an_inventory(sent: Path) -> None:
    workbook = read.read_workbook(sent)
    assert [each.code for each in budget_reading.read_plan(workbook).findings] == ["budget-book-other"]
    assert [each.code for each in judge.judge(workbook, judge.Context(today_year=2026)).findings] == [
        "budget-book-elsewhere"
    ]


@pytest.mark.parametrize("codes", [{"region": ""}, {"industry": "C39"}])
def test_one_side_and_one_only(tmp_path: Path, codes: dict[str, str]) -> None:
    with pytest.raises(UsageError) as refusal:
        build(tmp_path / "x.xlsx", **codes)
    assert [each.code for each in refusal.value.findings] == ["budget-book-request-side"]


def test_no_control_figures(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        build(tmp_path / "x.xlsx", control=control().iloc[:0])
    assert [each.code for each in refusal.value.findings] == ["budget-book-request-none"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        build(tmp_path / "nowhere" / "x.xlsx")
    assert [each.code for each in refusal.value.findings] == ["results-not-written"]


def test_names_never_become_formulas(tmp_path: Path) -> None:
    figures = control().assign(name="=1+1")
    book = openpyxl.load_workbook(build(tmp_path / "x.xlsx", name="=cmd", owner="@x", plan_name="+1", control=figures))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert cells
    assert all(cell.value.startswith(("=IF(", "=SUM(", "=COUNTBLANK(")) for cell in cells)
