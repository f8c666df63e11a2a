"""The result workbook recalculates to the inventory, cell by cell, in a program that knows nothing of ours."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ghginv.calculation import layouts
from ghginv.calculation.inventory import Inventory
from ghginv.calculation.totals import counted
from ghginv.errors import InputError
from ghginv.reports import tables
from ghginv.workbooks.results import write_results
from tests import inventories
from tests.recalculation import recalculate

CASES = {
    "广东": (inventories.guangdong, "pg2011", "zh"),
    "ipcc": (inventories.guangdong, "ipcc2006", "en"),
    "gpc": (inventories.guangdong, "gpc", "zh"),
    "city": (inventories.city, "pg2011", "zh"),
    "city-en": (inventories.city, "gpc", "en"),
    "whole": (inventories.whole, "pg2011", "zh"),
    "whole-en": (inventories.whole, "gpc", "en"),
}
TABLES = [
    "全部清单",
    "表A 按排放源",
    "表B 部门构成",
    "表C 部门与气体",
    "表D 气体构成",
    "土地利用变化和林业",
    "能源活动清单",
]
SHEETS = ["说明", "汇总", *TABLES, "参考方法对比", "分部门分品种", "完整性", "排放明细"]


@dataclass(frozen=True)
class Case:
    """A result workbook: as written, its formulas, and the values another program computes from the formulas alone."""

    inventory: Inventory
    written: openpyxl.Workbook
    formulas: openpyxl.Workbook
    computed: openpyxl.Workbook


def without_values(path: Path, into: Path) -> Path:
    """A copy in which no formula has a value, so that nothing can be taken from us."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            copy.writestr(name, content)
    return into


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    """Every case, recalculated in one call."""
    folders = {name: tmp_path_factory.mktemp(name) for name in ("written", "bare", "computed")}
    bare = []
    for name, (inventory, guideline, lang) in CASES.items():
        path = folders["written"] / f"{name}.xlsx"
        write_results(inventory(guideline), path, lang)
        bare.append(without_values(path, folders["bare"] / path.name))
    assert all(cell.value is None for path in bare for _, cell in live(path))
    computed = recalculate(bare, folders["computed"])
    found = {}
    for (name, (inventory, guideline, _)), path in zip(CASES.items(), computed, strict=True):
        written = folders["written"] / path.name
        books = (openpyxl.load_workbook(written, data_only=True), openpyxl.load_workbook(written))
        found[name] = Case(inventory(guideline), *books, openpyxl.load_workbook(path, data_only=True))
    return found


def live(path: Path) -> Iterator[tuple[str, openpyxl.cell.Cell]]:
    """The formulas of a workbook, and their stored values as cells."""
    values = openpyxl.load_workbook(path, data_only=True)
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield cell.value, values[sheet.title][cell.coordinate]


def same(ours: object, theirs: object) -> bool:
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-9 * max(abs(ours), abs(theirs))
    return ours == theirs


def header(sheet: Worksheet) -> dict[str, int]:
    """The columns of a sheet by title (its first line), from the header row."""
    row = next(row for row in sheet.iter_rows() if all(cell.value is not None for cell in row[:3]))
    return {str(cell.value).split("\n")[0]: cell.column for cell in row}


def records(sheet: Worksheet, first: str) -> list[dict[str, object]]:
    """The rows below the header, by title."""
    columns = header(sheet)
    start = next(cell.row for cell in sheet["A"] if cell.value == first) + 1
    return [
        {title: sheet.cell(row, column).value for title, column in columns.items()}
        for row in range(start, sheet.max_row + 1)
        if sheet.cell(row, 1).value is not None
    ]


@pytest.mark.parametrize("name", CASES)
def test_every_formula_recalculates_to_our_value(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    compared, wrong = 0, []
    for sheet in case.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                compared += 1
                ours = case.written[sheet.title][cell.coordinate].value
                theirs = case.computed[sheet.title][cell.coordinate].value
                if not same(ours, theirs):
                    wrong.append((sheet.title, cell.coordinate, cell.value, ours, theirs))
    assert wrong == []
    assert compared > 5 * len(case.inventory.rows)


@pytest.mark.parametrize("name", ["广东", "gpc", "city", "whole"])
def test_the_recalculated_total_is_the_inventory(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    top = records(case.computed["汇总"], "排放源")[0]
    rows = counted(case.inventory.emissions)
    assert top["合计（吨CO2e）"] == pytest.approx(rows["co2e_g"].sum() / 1e6, rel=1e-12)
    for gas in ("CO2", "CH4", "N2O"):
        mass = rows.loc[rows["gas"] == gas, "mass_g"].sum() / 1e6
        assert top[f"{gas}（吨）"] == pytest.approx(mass, rel=1e-12)
    details = records(case.computed["排放明细"], "行号")
    assert len(details) == len(case.inventory.rows)
    assert sum(row["CO2e（吨）"] for row in details if row["计入总量"] == "计入") == pytest.approx(
        rows["co2e_g"].sum() / 1e6, rel=1e-12
    )


def test_no_figure_of_the_tables_is_typed_in(cases: dict[str, Case]) -> None:
    for title in ("汇总", *TABLES, "参考方法对比", "分部门分品种", "排放明细"):
        sheet = cases["广东"].formulas[title]
        numbers = (cell for row in sheet.iter_rows(min_col=2) for cell in row if cell.data_type == "n")
        assert [cell.coordinate for cell in numbers if cell.value is not None] == [], title


def test_an_emission_leads_to_its_activity_and_its_parameters(cases: dict[str, Case]) -> None:
    case = cases["city"]
    sheet = case.formulas["计算-化石燃料燃烧二氧化碳"]
    columns = header(sheet)
    row = next(cell.row for cell in sheet["A"] if cell.value == f"s1:{inventories.SHEET}!D5")
    quantity, carbon = (
        re.findall(r"^='(.+)'!([A-Z]+\d+)(.*)$", sheet.cell(row, columns[title]).value)[0]
        for title in ("活动水平", "单位热值含碳量 CC")
    )
    assert case.written[quantity[0]][quantity[1]].value == 120_000
    # The submitted value is in tC/GJ, the formula takes tC/TJ.
    assert (case.written[carbon[0]][carbon[1]].value, carbon[2]) == (0.0261, "*1000.0")
    assert case.computed[sheet.title].cell(row, columns["单位热值含碳量 CC"]).value == pytest.approx(26.1, rel=1e-12)
    amount, heat = (sheet.cell(row, columns[title]).coordinate for title in ("活动水平", "平均低位发热量 NCV"))
    assert sheet.cell(row, columns["能源量 EN"]).value == f"=(({amount}*{heat})/1000)"


def test_a_changed_quantity_changes_the_total(cases: dict[str, Case], tmp_path: Path) -> None:
    case = cases["city"]
    write_results(case.inventory, tmp_path / "结果.xlsx")
    book = openpyxl.load_workbook(tmp_path / "结果.xlsx")
    sheet = book["活动水平"]
    column = header(sheet)["活动水平"]
    row = next(cell.row for cell in sheet["A"] if cell.value == f"s1:{inventories.SHEET}!D7")
    sheet.cell(row, column).value = 2 * sheet.cell(row, column).value
    book.save(tmp_path / "结果.xlsx")
    (copy,) = recalculate([tmp_path / "结果.xlsx"], tmp_path / "computed")
    after = records(openpyxl.load_workbook(copy, data_only=True)["汇总"], "排放源")[0]["合计（吨CO2e）"]
    rows = case.inventory.emissions
    diesel = rows.loc[rows["activity_id"] == f"s1:{inventories.SHEET}!D7", "co2e_g"].sum() / 1e6
    before = counted(rows)["co2e_g"].sum() / 1e6
    assert diesel > 0
    assert after == pytest.approx(before + diesel, rel=1e-9)


def test_text_never_becomes_a_formula(cases: dict[str, Case]) -> None:
    sheet = cases["city"].formulas["活动水平"]
    columns = header(sheet)
    row = next(cell.row for cell in sheet["A"] if cell.value == f"s1:{inventories.SHEET}!D5")
    for title, text in (("企业", inventories.ENTERPRISE), ("文件", inventories.FILE), ("工作表", inventories.SHEET)):
        cell = sheet.cell(row, columns[title])
        assert (cell.data_type, cell.value) == ("s", text)
    for title, ratios in (("活动水平", []), ("参数", ["=44/12"]), ("来源", []), ("完整性", [])):
        rows = cases["city"].formulas[title].iter_rows()
        assert [cell.value for cells in rows for cell in cells if cell.data_type == "f"] == ratios
    assert cases["city"].computed["活动水平"].cell(row, columns["企业"]).value == inventories.ENTERPRISE


def test_parameters_show_their_evidence_and_lead_to_their_source(cases: dict[str, Case]) -> None:
    book = cases["city"].written
    rows = {row["参数编号"]: row for row in records(book["参数"], "参数编号")}
    assert rows["measured.carbon_content.bituminous"]["证据标记"] == "填报"
    assert rows["gwp.SAR.CH4"]["数值"] == 21
    sheet, columns = book["参数"], header(book["参数"])
    for cell in sheet["A"][3:]:
        source = sheet.cell(cell.row, columns["来源"])
        title, _, address = source.hyperlink.location.partition("!")
        assert book[title.strip("'")][address].value == source.value
    guide = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    marks = ["已查证", "数值已查证", "推算", "未复核", "存疑", "填报"]
    assert sum(guide[mark] for mark in marks) == len(rows)
    assert guide["填报"] == len(inventories.MEASURED)


def test_sheets_stand_in_reading_order_and_print_on_one_width(cases: dict[str, Case]) -> None:
    book = cases["广东"].formulas
    assert book.sheetnames[: len(SHEETS)] == SHEETS
    assert book.sheetnames[-3:] == ["活动水平", "参数", "来源"]
    assert all(name.startswith("计算-") for name in book.sheetnames[len(SHEETS) : -3])
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth is None or sheet.page_setup.fitToWidth == 1
        if sheet.title != "说明":
            assert sheet.freeze_panes
            assert sheet.print_title_rows


def test_the_contents_lead_to_every_sheet(cases: dict[str, Case]) -> None:
    book = cases["city"].written
    links = {cell.value: cell.hyperlink.location for (cell, *_) in book["说明"].iter_rows() if cell.hyperlink}
    assert list(links) == book.sheetnames[1:]
    for name, target in links.items():
        assert target.rpartition("!")[0].strip("'") == name


@pytest.mark.parametrize(("name", "lang"), [("广东", "zh"), ("city-en", "en"), ("whole", "zh"), ("whole-en", "en")])
def test_the_workbook_shows_what_is_printed(cases: dict[str, Case], name: str, lang: str) -> None:
    """Every reporting table of the guideline: the sheet's recalculated cells are those of the printed table."""
    case = cases[name]
    for table in layouts.available(str(case.inventory.about["guideline"])):
        frame = tables.table(case.inventory, table, lang)
        caption = layouts.load(str(case.inventory.about["guideline"]), table).caption(lang)
        sheet = next(each for each in case.computed if each["A1"].value == caption)
        for number, row in enumerate(frame.itertuples(index=False)):
            cells = [cell.value for cell in sheet[4 + number]]
            assert [cells[0], cells[1]] == [row.category, row.name]
            pairs = zip(row[2:], cells[2 : len(row)], strict=True)
            assert all(same(ours, theirs) for ours, theirs in pairs), (table, row, cells)


def test_the_guide_names_the_run_and_its_inputs(cases: dict[str, Case]) -> None:
    case = cases["ipcc"]
    guide = {row[0].value: row[1].value for row in case.written["Guide"].iter_rows()}
    assert guide["Run"] == case.inventory.about["run"]
    assert guide["Submission s1 (SHA-256)"] == "0" * 64
    assert guide["Factor library (SHA-256)"] == case.inventory.about["library_digest"]


def test_the_same_inventory_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_results(inventories.city(), tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_place_that_cannot_be_written_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        write_results(inventories.city(), tmp_path / "没有这个目录" / "结果.xlsx")
    assert [finding.code for finding in refusal.value.findings] == ["results-not-written"]
