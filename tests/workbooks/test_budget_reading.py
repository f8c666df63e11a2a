"""A plan's workbook read back: whatever people did to sheets and columns, what a cell says, and what is refused."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from ghginv.budget import plan, plan_folder
from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Column, Table, Written
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.folders import built_in
from ghginv.workbooks import budget_cells, budget_reading, budget_template, build, judge, read
from ghginv.workbooks.budget_template import HEADER_ROW, build_plan
from tests.workbooks import budget_files, hostile

LAYOUT = plan_tables.load()
Change = Callable[[openpyxl.Workbook], Any]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook with few empty rows, since it is opened and saved for every case."""
    path = tmp_path_factory.mktemp("plan") / "预算编制.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(budget_template, "ROOM", 3)
        budget_template.build_plan(
            path, budget_files.FACTS, budget_files.ROWS, rules_layers=budget_files.LAYERS, budget="B1", revision=3
        )
    return path


@pytest.fixture
def changed(template: Path, tmp_path: Path) -> Callable[[Change], budget_reading.Plan]:
    """The workbook after a change, as read; every finding can be said in both languages."""

    def read_changed(change: Change) -> budget_reading.Plan:
        book = openpyxl.load_workbook(template)
        change(book)
        book.save(tmp_path / "填报.xlsx")
        found = budget_reading.read_plan(read.read_workbook(tmp_path / "填报.xlsx"))
        for finding in found.findings:
            assert finding.file == "填报.xlsx"
            assert "{" not in finding.message("zh") + finding.message("en")
        return found

    return read_changed


@pytest.fixture(scope="module")
def unchanged(template: Path) -> budget_reading.Plan:
    return budget_reading.read_plan(read.read_workbook(template))


def put(sheet: str, cell: str, value: Any) -> Change:
    return lambda book: book[sheet].__setitem__(cell, value)


def codes(found: budget_reading.Plan) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.sheet, finding.cell) for finding in found.findings]


def values(rows: list[Written]) -> list[dict[str, Any]]:
    return [dict(row.values) for row in rows]


def same_rows(found: budget_reading.Plan, wanted: budget_reading.Plan, *but: str) -> None:
    for table, rows in wanted.rows.items():
        if table not in but:
            assert values(found.rows[table]) == values(rows), table


def move_column(sheet: Worksheet, column: int, to: int) -> None:
    """Take the cells of a column to another, free one."""
    for row in range(HEADER_ROW, sheet.max_row + 1):
        sheet.cell(row, to).value = sheet.cell(row, column).value
        sheet.cell(row, column).value = None


# What was written is read


def test_signature_and_rows(unchanged: budget_reading.Plan) -> None:
    assert unchanged.findings == []
    assert {name: unchanged.told[name] for name in ("kind", "region", "year", "budget", "revision")} == {
        "kind": "budget", "region": "440300", "year": "2026", "budget": "B1", "revision": "3",
    }  # fmt: skip
    row = unchanged.rows["indicators"][1]
    assert row == Written(
        "indicators",
        {"region": "440304", "industry": None, "year": 2025.0, "indicator": "常住人口", "value": 101.5, "unit": "万人",
         "version": None, "price_base": None, "source": "统计年鉴", "evidence": "own", "note": None},
        "预算编制.xlsx", "指标", dict(zip(row.values, (f"{letter}5" for letter in "ABCDEFGHIJK"), strict=True)),
    )  # fmt: skip


def test_a_fact_that_was_not_filled_in_is_no_row(changed: Callable[[Change], budget_reading.Plan]) -> None:
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


def test_sheets_in_another_order_and_under_other_names(
    changed: Callable[[Change], budget_reading.Plan], unchanged: budget_reading.Plan
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.move_sheet("指标", -3)
        book["区域"].title = "各区（2026）"
        book["行业"].title = "industries"
        book["总额参数"].title = "参数"
        book["总额参数" if "总额参数" in book else "参数"]["A1"] = "参数表"

    found = changed(change)
    same_rows(found, unchanged)
    assert codes(found) == [("budget-book-renamed", "各区（2026）", ""), ("budget-book-renamed", "参数", "")]


def test_columns_moved_and_headers_in_english(
    changed: Callable[[Change], budget_reading.Plan], unchanged: budget_reading.Plan
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        move_column(book["指标"], 5, 14)
        for at, column in enumerate(LAYOUT.tables[1].columns, start=1):
            book["区域"].cell(HEADER_ROW, at).value = column.en
        book["行业"].insert_rows(1)

    found = changed(change)
    same_rows(found, unchanged)
    assert found.rows["indicators"][0].cells["value"] == "N4"
    assert codes(found) == []


def test_an_optional_column_taken_out_is_blank(
    changed: Callable[[Change], budget_reading.Plan], unchanged: budget_reading.Plan
) -> None:
    found = changed(lambda book: book["区域"].delete_cols(8))
    assert codes(found) == []
    assert all(row.values["note"] is None for row in found.rows["regions"])


@pytest.mark.parametrize(("header", "lost"), [("数额", "数值"), ("", "数值")])
def test_a_changed_header_is_named(changed: Callable[[Change], budget_reading.Plan], header: str, lost: str) -> None:
    found = changed(put("指标", "E3", header or None))
    [finding] = [each for each in found.findings if each.code == "template-header-changed"]
    assert (finding.sheet, finding.cell, finding.found, finding.expected) == ("指标", "E3", header, lost)


def test_headers_gone_altogether(changed: Callable[[Change], budget_reading.Plan]) -> None:
    found = changed(lambda book: book["指标"].delete_rows(HEADER_ROW))
    assert codes(found) == [("template-headers-lost", "指标", "")]
    assert found.rows["indicators"] == []


def test_a_sheet_that_is_missing(changed: Callable[[Change], budget_reading.Plan]) -> None:
    found = changed(lambda book: book.remove(book["约束"]))
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.expected) == ("template-sheet-missing", "error", "约束")


def test_sheets_and_columns_that_nobody_reads_are_named(changed: Callable[[Change], budget_reading.Plan]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        copy = book.copy_worksheet(book["指标"])
        copy.title = "指标 (2)"
        book["区域"]["J6"] = "另议"
        book.create_sheet("空表")

    assert codes(changed(change)) == [("budget-book-extra", "指标 (2)", ""), ("template-column-extra", "区域", "J6")]


def test_hidden_data_are_read_and_named(
    changed: Callable[[Change], budget_reading.Plan], unchanged: budget_reading.Plan
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["区域"].row_dimensions[5].hidden = True
        book["指标"].column_dimensions["I"].hidden = True
        book["预备"].sheet_state = "hidden"

    found = changed(change)
    same_rows(found, unchanged)
    assert codes(found) == [
        ("template-row-hidden", "区域", "5:5"),
        ("template-column-hidden", "指标", "I:I"),
        ("template-sheet-hidden", "预备", ""),
    ]


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
def test_what_a_cell_says(
    changed: Callable[[Change], budget_reading.Plan], sheet: str, cell: str, typed: Any, said: Any
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = typed
        if isinstance(typed, str):
            book[sheet][cell].data_type = "s"

    table = LAYOUT.table(sheet)
    assert table
    [row] = [each for each in changed(change).rows[table.id] if cell in each.cells.values()]
    column = next(name for name, place in row.cells.items() if place == cell)
    assert (row.values[column], type(row.values[column])) == (said, type(said))


def test_a_percentage_shown_as_one_is_meant_as_shown(changed: Callable[[Change], budget_reading.Plan]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for sheet, cell in (("预备", "D4"), ("总额参数", "C4"), ("指标", "E4")):
            book[sheet][cell].value = 0.07
            book[sheet][cell].number_format = "0%"

    found = changed(change)
    assert found.rows["reserves"][0].values["share"] == 7.0
    assert found.rows["path"][0].values["value"] == 7.0
    assert found.rows["indicators"][0].values["value"] == 0.07


def test_a_number_typed_as_text_is_found_in_its_cell(changed: Callable[[Change], budget_reading.Plan]) -> None:
    found = changed(lambda book: book["指标"].__setitem__("E5", "101.5"))
    _, findings = plan.judge(found.rows)
    assert ("text-number", "指标", "E5") in [(each.code, each.sheet, each.cell) for each in findings]


def test_formulas_are_read_by_their_results_and_errors_named(template: Path, tmp_path: Path) -> None:
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


def test_a_formula_without_result_is_refused(changed: Callable[[Change], budget_reading.Plan]) -> None:
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


def test_an_inventory_does_not_take_a_plan(template: Path) -> None:
    judgement = judge.judge(read.read_workbook(template), judge.Context(today_year=2026))
    assert [(each.code, each.file) for each in judgement.findings] == [("budget-book-elsewhere", "预算编制.xlsx")]


def test_without_signature_the_tables_are_known_by_their_headers(
    changed: Callable[[Change], budget_reading.Plan], unchanged: budget_reading.Plan
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.remove(book["ghginv"])
        book.remove(book["约束"])

    found = changed(change)
    same_rows(found, unchanged)
    assert found.told == {}
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.found) == ("budget-book-unsigned", "warning", "约束")


def test_a_revision_that_is_no_number_is_not_used(changed: Callable[[Change], budget_reading.Plan]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        [row] = [row for row in book["ghginv"].iter_rows() if row[0].value == "revision"]
        row[1].value = "三"

    found = changed(change)
    assert (found.told["revision"], found.told["budget"]) == ("", "B1")
    assert codes(found) == [("budget-book-revision", "", "")]


def test_another_layout_is_read_by_its_headers(
    changed: Callable[[Change], budget_reading.Plan], unchanged: budget_reading.Plan
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        [row] = [row for row in book["ghginv"].iter_rows() if row[0].value == "digest"]
        row[1].value = "0" * 16

    found = changed(change)
    same_rows(found, unchanged)
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


def test_values_from_another_workbook_cannot_be_traced(template: Path) -> None:
    workbook = read.read_workbook(template)
    workbook.external_links.append("file:///C:/能源.xlsx")
    assert [each.code for each in budget_reading.read_plan(workbook).findings] == ["workbook-external-link"]


# Marked copies


def test_a_marked_copy_says_what_is_wrong_and_can_be_sent_again(
    template: Path, unchanged: budget_reading.Plan, tmp_path: Path
) -> None:
    words = {"column_zh": "数值", "column": "value"}
    findings = [Finding("budget-plan-required", "预算编制.xlsx", "指标", "E5", details=words)]
    into = tmp_path / "marked.xlsx"
    budget_reading.mark_plan(template, findings, into)
    book = openpyxl.load_workbook(into)
    assert book.sheetnames[0] == "检查结果"
    assert book["指标"]["E5"].comment.text.startswith("【错误】")
    assert book["指标"]["E5"].fill.fgColor.rgb == "FFFFC7CE"
    assert book["指标"].protection.sheet
    assert book["ghginv"].sheet_state == "veryHidden"
    again = budget_reading.read_plan(read.read_workbook(into))
    assert again.findings == []
    assert again.told == unchanged.told
    same_rows(again, unchanged)


def test_a_marked_copy_that_cannot_be_written(template: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        budget_reading.mark_plan(template, [], tmp_path / "nowhere" / "marked.xlsx")
    assert [each.code for each in refusal.value.findings] == ["results-not-written"]
