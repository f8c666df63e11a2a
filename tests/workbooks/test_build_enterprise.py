"""The workbook of an enterprise: its lists, what lights up in an office program, what LibreOffice makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from ghginv.domain import units
from ghginv.domain.terms import TERMS
from ghginv.workbooks import build, build_checks, judge, layout, read, signature
from ghginv.workbooks.rules.enterprise import bounds
from tests.recalculation import recalculate

CODE = "91440300MA5DEM011A"  # made up
FACTS = {
    "credit_code": CODE, "name": "虚构水泥企业", "industry": "3011", "region": "440311", "year": 2024,
}  # fmt: skip
MONTHS = {f"month_{month}": 100.0 for month in range(1, 13)}
COAL = {"facility": "F01", "item": "烟煤", "unit": "吨", **MONTHS}
NCV = {
    "facility": "F01", "item": "烟煤", "parameter": "平均低位发热量", "unit": "GJ/t",
    "month_1": 21.0, "method": "GB/T 213 煤的发热量测定方法",
}  # fmt: skip
POWER = {"facility": "F01", "item": "电力", "unit": "兆瓦时", **MONTHS}
GREEN, CERTIFICATES = "green_electricity", "其中绿色电力证书"
RIGHT: Mapping[str, list[dict[str, Any]]] = {
    "设施": [{"code": "F01", "name": "1 号窑"}, {"code": "F02", "name": "2 号窑"}],
    "燃料": [{**COAL, "purchased": 1250.0, "opening_stock": 50.0, "closing_stock": 100.0}],
    "购入电力": [{**POWER, GREEN: 400.0, CERTIFICATES: 800.0}],
    "实测参数": [NCV],
    "产量产值": [
        {"facility": "F01", "item": "熟料产量（核定用）", "unit": "吨", **MONTHS},
        {"item": "工业总产值", "unit": "万元", "quantity": 900.0},
        {"item": "工业增加值", "unit": "万元", "quantity": 300.0},
    ],
    "支撑材料": [{"number": "E01", "title": "电费发票", "kind": "发票和结算单"}],
}
WRONG: Mapping[str, list[dict[str, Any]]] = {
    "设施": [{"code": "F01", "name": "1 号窑"}, {"code": "F01"}],
    "燃料": [
        {**COAL, "purchased": 1250.0},
        {**COAL, "item": "柴油", "facility": "F09"},
        {**COAL, "item": "天然气", "unit": "吨"},
        {**COAL, "item": "石油焦", "month_3": None, "month_4": "约100", "month_5": -3.0},
        {**COAL, "item": "无烟媒"},
        {**COAL, "item": "褐煤", "quantity": 1300.0},
        {**COAL, "item": "燃料油", "unit": None},
        {"facility": "F01", "unit": "吨", "quantity": 5.0},
        COAL,
        {**COAL, "facility": None, "item": "褐煤"},
    ],
    "购入电力": [{**POWER, GREEN: 401.0, CERTIFICATES: 800.0}],
    "实测参数": [
        {**NCV, "month_1": 2100.0, "month_2": 21.0, "quantity": 5000.0},
        {**NCV, "item": "天然气", "unit": "GJ/t"},
        {**NCV, "item": "柴油", "month_1": None, "method": None},
    ],
    "产量产值": [
        {"item": "工业总产值", "unit": "万元", "quantity": 300.0},
        {"item": "工业增加值", "unit": "万元", "quantity": 900.0},
    ],
    "支撑材料": [{"number": "E01", "title": "电费发票"}, {"number": "E01", "title": "抄表记录", "kind": "电报"}],
}
# Sheet, what is wrong, in how many cells or rows, and the first row
LIT = {
    ("基本信息", "fact_missing"): (1, 4),
    ("基本信息", "credit_code"): (1, 3),
    ("基本信息", "industry"): (1, 5),
    ("设施", "facility_twice"): (2, 4),
    ("设施", "required"): (1, 5),
    ("燃料", "required"): (1, 11),
    ("燃料", "quantity"): (1, 10),
    ("燃料", "choice"): (1, 8),
    ("燃料", "facility"): (1, 5),
    ("燃料", "unit_kind"): (1, 6),
    ("燃料", "not_number"): (1, 7),
    ("燃料", "negative"): (1, 7),
    ("燃料", "months_missing"): (1, 7),
    ("燃料", "total"): (1, 9),
    ("燃料", "balance"): (1, 4),
    ("燃料", "twice"): (2, 4),
    ("购入电力", "green"): (1, 4),
    ("实测参数", "required"): (1, 6),
    ("实测参数", "no_value"): (1, 6),
    ("实测参数", "unit_of_parameter"): (1, 5),
    ("实测参数", "range"): (2, 4),
    ("产量产值", "value_added"): (1, 5),
    ("支撑材料", "number_twice"): (2, 4),
    ("支撑材料", "choice"): (1, 5),
}


def cement() -> layout.Layout:
    return layout.load("enterprise", "cement")


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("right") / "right.xlsx"
    build.build_template(path, cement(), FACTS, "zh", RIGHT)
    return path


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wrong") / "wrong.xlsx"
    facts = {**FACTS, "credit_code": CODE[:-1] + "H", "name": "", "industry": "2614"}
    build.build_template(path, cement(), facts, "zh", WRONG)
    return path


def probed(path: Path, folder: Path) -> tuple[Path, dict[tuple[str, str], list[str]]]:
    """A copy that asks each conditional format of each cell on a sheet's own far side; where its answers stand."""
    book = openpyxl.load_workbook(path)
    asked: dict[tuple[str, str], list[str]] = {}
    for sheet in book:
        place = 60
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                if "MOD(" in rule.formula[0] and sheet.title != "基本信息":
                    continue  # only how whole numbers are shown
                for cells in area.cells.ranges:
                    begin = row_col(cells.min_row, cells.min_col)
                    for row, column in cells.cells:
                        formula = Translator(f"={rule.formula[0]}", begin).translate_formula(row_col(row, column))
                        answer = row_col(row, place + column - cells.min_col)
                        sheet[answer] = f"=IFERROR(N({formula[1:]})<>0,FALSE)"
                        asked.setdefault((sheet.title, row_col(row, column)), []).append(answer)
                    place += cells.max_col - cells.min_col + 1
    book.save(folder / "probe.xlsx")
    return folder / "probe.xlsx", asked


def row_col(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def counted(path: Path) -> dict[tuple[str, str], tuple[int, int]]:
    """What the sheet of checks says: count and first row by sheet and check, where it is not zero."""
    rows = openpyxl.load_workbook(path, data_only=True)[build_checks.SHEET].iter_rows(min_row=5, values_only=True)
    codes = {(each.zh, each.roles == "facts"): each.check for each in build_checks.checks()}
    found, sheet = {}, ""
    for name, what, number, first, _ in rows:
        sheet = name or sheet
        assert isinstance(number, int | float), (sheet, what, number)
        if number:
            found[sheet, codes[what, sheet == "基本信息"]] = (number, first)
    return found


def test_what_is_right_lights_nothing_and_what_is_wrong_is_counted_where_it_stands(right, wrong, tmp_path) -> None:
    recalculated = recalculate([right, wrong], tmp_path / "office")
    assert counted(recalculated[0]) == {}
    assert counted(recalculated[1]) == LIT
    total = openpyxl.load_workbook(recalculated[1], data_only=True)[build_checks.SHEET]["B3"].value
    assert total == sum(number for number, _ in LIT.values())


def test_cells_in_doubt_light_up_in_an_office_program(wrong, tmp_path) -> None:
    probe, asked = probed(wrong, tmp_path)
    (computed,) = recalculate([probe], tmp_path / "office")
    book = openpyxl.load_workbook(computed, data_only=True)
    lit = {
        f"{sheet}!{cell}"
        for (sheet, cell), answers in asked.items()
        if sheet != build_checks.SHEET and any(book[sheet][answer].value is True for answer in answers)
    }
    assert lit == {
        "基本信息!B3", "基本信息!B4", "基本信息!B5", "设施!A4", "设施!A5", "设施!B5",
        "燃料!D4", "燃料!E4", "燃料!F4", "燃料!G4", "燃料!T4", "燃料!B4", "燃料!A5", "燃料!C6",
        "燃料!J7", "燃料!K7", "燃料!L7", "燃料!B8", "燃料!T9", "燃料!C10", "燃料!B11", "燃料!B12",
        "购入电力!Q4", "购入电力!R4", "实测参数!E4", "实测参数!Q4", "实测参数!D5", "实测参数!Q6", "实测参数!R6",
        "产量产值!P5", "支撑材料!A4", "支撑材料!A5", "支撑材料!C5",
    }  # fmt: skip


def test_doubts_go_before_how_whole_numbers_are_shown(wrong) -> None:
    """LibreOffice applies the first condition that holds, and no other."""
    book = openpyxl.load_workbook(wrong)
    for table in cement().tables:
        order = {"whole": [], "doubt": []}
        for area in book[table.sheet].conditional_formatting:
            for rule in area.rules:
                order["whole" if "MOD(" in rule.formula[0] else "doubt"].append(rule.priority)
        assert order["doubt"]
        assert not order["whole"] or max(order["doubt"]) < min(order["whole"])


@pytest.mark.parametrize("which", ["right", "wrong"])
def test_libreoffice_changes_nothing_of_the_verdict(which, request, tmp_path) -> None:
    path = request.getfixturevalue(which)
    (copy,) = recalculate([path], tmp_path / "office")
    ours, theirs = (judge.judge(read.read_workbook(each), judge.Context(2026)) for each in (path, copy))
    assert ours.kind == theirs.kind == "enterprise"
    assert (ours.activities, ours.indicators, ours.facilities) == (
        theirs.activities, theirs.indicators, theirs.facilities,
    )  # fmt: skip
    assert [replaced(each) for each in ours.findings] == [replaced(each) for each in theirs.findings]
    assert ours.accepted == (which == "right"), [each.message() for each in ours.findings]


def replaced(finding) -> tuple[str, str, str, str]:
    return finding.code, finding.sheet, finding.cell, finding.severity


@pytest.mark.parametrize("industry", layout.industries())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_industry_has_a_workbook_that_is_known_again(industry, lang, tmp_path) -> None:
    wanted = layout.load("enterprise", industry)
    build.build_template(tmp_path / "t.xlsx", wanted, FACTS, lang)
    found = signature.read(read.read_workbook(tmp_path / "t.xlsx"))
    assert found == signature.Signature("enterprise", wanted.version, wanted.digest, "440311", "2024", industry, CODE)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    tables = [table.sheet for table in wanted.tables]
    assert book.sheetnames == ["说明", "基本信息", *tables, "核对", "签章", "字典", "ghginv"]
    for table in wanted.tables:
        sheet = book[table.sheet]
        assert sheet.protection.sheet
        assert len([cell for cell in sheet[3] if cell.value]) == len(table.columns)
    names = set(book.defined_names)
    for table in wanted.tables:
        for check in book[table.sheet].data_validations.dataValidation:
            if check.type == "list" and check.formula1.isidentifier():
                assert check.formula1 in names


def test_lists_hold_what_the_industry_uses_and_units_convert() -> None:
    for industry in layout.industries():
        wanted = layout.load("enterprise", industry)
        for canonical, offered in wanted.units.items():
            assert {units.dimension(unit) for unit in offered} == {units.dimension(canonical)}
        for options in wanted.options.values():
            assert all(option.unit in wanted.units for option in options.entries if option.unit)


def test_ranges_of_measured_values_are_those_of_the_judge(tmp_path) -> None:
    build.build_template(tmp_path / "t.xlsx", cement(), FACTS)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    ((sheet, area),) = book.defined_names["ranges"].destinations
    rows = {key.value: (low.value, high.value) for key, low, high in book[sheet][area.replace("$", "")]}
    usual = bounds.parameters()["net_calorific_value", "bituminous"]
    assert rows["烟煤|平均低位发热量|GJ/t"] == pytest.approx((usual.lowest, usual.highest))
    assert rows["烟煤|碳氧化率|1"][1] <= TERMS["oxidation_rate"].ranges["1"][1]
    assert "天然气|平均低位发热量|GJ/10^4 m3" in rows


def test_the_same_call_gives_the_same_bytes(right, tmp_path) -> None:
    build.build_template(tmp_path / "again.xlsx", cement(), FACTS, "zh", RIGHT)
    assert (tmp_path / "again.xlsx").read_bytes() == right.read_bytes()
