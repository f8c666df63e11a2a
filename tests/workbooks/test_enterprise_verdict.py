"""The verdict on an enterprise's workbook: 200 rows with 40 faults, and what comes back to whoever filled it in."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from ghginv.workbooks import fingerprints, mark
from ghginv.workbooks.cells import place
from ghginv.workbooks.judge import Judgement
from ghginv.workbooks.judgement import Known
from ghginv.workbooks.layout import MONTHS
from tests.workbooks import enterprise_files as files
from tests.workbooks.enterprise_files import OTHER, THIRD, Filler

Fault = tuple[str, str, str]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return files.write(tmp_path_factory.mktemp("works") / "works.xlsx")


class Planted:
    """Faults put into a workbook: code, sheet and cell of each."""

    def __init__(self, filler: Filler):
        self.filler, self.faults = filler, list[Fault]()

    def plant(self, code: str, sheet: str, field: str, row: int, value: object, at: str = "") -> None:
        """Type a value; the fault shows in its cell, or in that of the field ``at``."""
        cell = self.filler.put(sheet, field, row, value)
        self.faults.append((code, sheet, self.filler.cell(sheet, at, row) if at else cell))

    def times(self, code: str, sheet: str, row: int, factor: float) -> None:
        """All months of a row times a factor; the fault shows in the total."""
        for month in MONTHS:
            cell = self.filler.book[sheet][self.filler.cell(sheet, month, row)]
            cell.value *= factor
        self.also(code, sheet, "quantity", row)

    def also(self, code: str, sheet: str, field: str, row: int) -> None:
        """A fault that shows in a cell and was not typed there."""
        self.faults.append((code, sheet, self.filler.cell(sheet, field, row)))


def faults(filler: Filler) -> list[Fault]:
    """Forty faults, one of each kind, over all sheets."""
    planted = Planted(filler)
    _about_the_enterprise(planted)
    _in_fuels(planted)
    _in_other_sheets(planted)
    return planted.faults


def _about_the_enterprise(planted: Planted) -> None:
    """Basic facts and facilities."""
    planted.plant("enterprise-other-code", "基本信息", "credit_code", 0, OTHER)
    planted.plant("enterprise-other-name", "基本信息", "name", 0, "演示水泥集团（虚构）")
    planted.plant("enterprise-industry-unknown", "基本信息", "industry", 0, "3911水泥")
    planted.plant("choice-unknown", "基本信息", "market", 0, "北京碳市场")
    planted.plant("date-unreadable", "基本信息", "closed", 0, "年底")
    planted.plant("facility-twice", "设施", "code", 20, "F20")
    planted.plant("entry-missing", "设施", "name", 11, None)
    planted.plant("template-region-unknown", "设施", "region", 12, "440399")
    planted.plant("facility-closed-first", "设施", "closed", 20, "2010-01-01")


def _in_fuels(planted: Planted) -> None:
    """Fuels: balances, months, items, units."""
    planted.plant("balance-wrong", "燃料", "purchased", 0, 3000, at="quantity")
    planted.filler.put("燃料", "opening_stock", 1, 700)
    planted.also("balance-differs", "燃料", "quantity", 1)
    planted.plant("evidence-not-listed", "燃料", "evidence", 2, "E01、E88")
    planted.plant("text-number", "燃料", "month_3", 20, "1,200")
    planted.plant("text-number", "燃料", "month_4", 21, "２１．５")
    planted.plant("quantity-negative", "燃料", "month_5", 22, -20)
    planted.plant("total-differs", "燃料", "quantity", 23, 999)
    planted.plant("months-missing", "燃料", "month_7", 24, None)
    planted.plant("month-spike", "燃料", "month_8", 25, 210)
    planted.plant("choice-unknown", "燃料", "item", 26, "无烟媒")
    planted.plant("unit-missing", "燃料", "unit", 27, None)
    planted.plant("unit-wrong-kind", "燃料", "unit", 28, "兆瓦时")
    planted.plant("facility-unknown", "燃料", "facility", 29, "锅炉房")
    planted.plant("entry-twice", "燃料", "facility", 31, "F11", at="item")
    planted.plant("date-number", "燃料", "month_9", 32, datetime.date(2024, 9, 1))
    planted.plant("formula-without-value", "燃料", "month_10", 33, "=10+10")


def _in_other_sheets(planted: Planted) -> None:
    """Vehicles, power, heat, measured values, output, evidence."""
    planted.times("history-unit", "车辆和移动机械", 0, 1000)
    planted.times("history-above", "车辆和移动机械", 1, 4)
    planted.plant("green-above-bought", "购入电力", "green_electricity", 0, 99999)
    planted.also("copied-row", "购入电力", "month_1", 1)
    planted.plant("month-twice", "购入热力", "month_6", -1, "5月")
    planted.plant("measured-other-unit", "实测参数", "quantity", 0, 22000)
    planted.plant("measured-unusual", "实测参数", "quantity", 1, 11.5)
    planted.plant("measured-unit-other", "实测参数", "unit", 2, "kJ/kg")
    planted.plant("measured-twice", "实测参数", "facility", 4, "F04", at="parameter")
    planted.also("measured-without", "实测参数", "parameter", 24)
    planted.plant("measured-laboratory-missing", "实测参数", "laboratory", 5, None)
    planted.plant("entry-missing", "实测参数", "method", 6, None)
    planted.plant("measured-of-nothing", "实测参数", "item", 39, "无烟煤")
    planted.plant("value-added-above", "产量产值", "quantity", 19, 60000)
    planted.plant("evidence-twice", "支撑材料", "number", 29, "E29")


def context(filler: Filler, clean_one: Judgement) -> dict[str, object]:
    """What the workspace knows: the same use last year, and another enterprise with the electricity of one row."""
    last: dict[tuple[str, str, str], float] = {}
    for each in clean_one.activities:
        key = (each.category, each.item, each.facility)
        last[key] = last.get(key, 0.0) + (each.quantity or 0.0)
    row = [each for each in clean_one.activities if each.sheet == "购入电力" and place(each.cell)[0] == 5]
    copied = {each.month: each.quantity or 0.0 for each in row}
    return {
        "region": "440300",
        "enterprises": {OTHER: Known(files.NAME, "440311", {2023: last}), THIRD: Known("另一家（虚构）")},
        "series": {fingerprints.series(copied, 6): ((THIRD, 2024), (OTHER, 2024))},
    }


def test_200_rows_with_40_faults(clean: Path, tmp_path: Path) -> None:
    filler = Filler(clean, tmp_path)
    known = context(filler, files.judged(clean))
    planted = faults(filler)
    assert sum(len(rows) for rows in files.works().values()) == 200
    assert len(planted) == len(set(planted)) == 40
    judgement = filler.judge(**known)
    assert sorted(_told(judgement)) == sorted(planted)
    assert not judgement.accepted
    assert judgement.activities == []


def test_the_corrected_copy_passes_without_any_finding(clean: Path, tmp_path: Path) -> None:
    filler = Filler(clean, tmp_path)
    known = context(filler, files.judged(clean))
    faults(filler)
    marked = tmp_path / "marked.xlsx"
    mark.mark(filler.save(), filler.findings(**known), marked)
    assert not files.judged(marked, **known).accepted
    corrected, right = openpyxl.load_workbook(marked), openpyxl.load_workbook(clean)
    for sheet in right.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if corrected[sheet.title][cell.coordinate].value != cell.value:
                corrected[sheet.title][cell.coordinate].value = cell.value
                corrected[sheet.title][cell.coordinate].number_format = cell.number_format
    for month in MONTHS:  # what another enterprise handed in is not made right by typing it again
        corrected["购入电力"][filler.cell("购入电力", month, 1)].value += 1
    corrected.save(tmp_path / "corrected.xlsx")
    judgement = files.judged(tmp_path / "corrected.xlsx", **known)
    assert judgement.findings == []
    assert len(judgement.activities) == len(files.judged(clean).activities)


def test_the_marked_copy_says_what_is_wrong_in_chinese_with_links(clean: Path, tmp_path: Path) -> None:
    filler = Filler(clean, tmp_path)
    planted = faults(filler)
    findings = filler.findings(**context(filler, files.judged(clean)))
    mark.mark(filler.path, findings, tmp_path / "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    for _, sheet, cell in planted:
        comment = book[sheet][cell].comment
        assert comment.author == "ghginv"
        assert "处理：" in comment.text
    listed = book["检查结果"]
    links = [row[3].hyperlink.location for row in listed.iter_rows(min_row=4) if row[3].hyperlink]
    assert {f"'{sheet}'!{cell}" for _, sheet, cell in planted} <= set(links)
    before = openpyxl.load_workbook(clean)
    for sheet in before.sheetnames:
        assert len(book[sheet].data_validations.dataValidation) == len(before[sheet].data_validations.dataValidation)
        assert book[sheet].protection.sheet == before[sheet].protection.sheet
    assert book["燃料"]["T4"].value == before["燃料"]["T4"].value
    assert set(before.defined_names) <= set(book.defined_names)
    assert (book["ghginv"].sheet_state, book["字典"].sheet_state) == ("veryHidden", "hidden")


def _told(judgement: Judgement) -> list[Fault]:
    """Errors and warnings as code, sheet and cell."""
    return [(each.code, each.sheet, each.cell) for each in judgement.findings if each.severity != "note"]
