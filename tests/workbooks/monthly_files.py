"""Monthly reports as somebody fills them in with Excel: the template, typed into with openpyxl; all is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from ghginv.enterprise.synthetic import credit_code
from ghginv.findings import Finding
from ghginv.workbooks import judge, monthly_template, read
from ghginv.workbooks.judgement import Context, Judgement
from ghginv.workbooks.monthly_known import Stay, Surroundings
from ghginv.workbooks.monthly_template import Names

CODE, OTHER = credit_code(1, "440305"), credit_code(2, "440305")
AROUND = Surroundings(
    today="2026-11-27",
    regions={"440300": (), "440305": ("440300",), "440306": ("440300",)},
    industries={"C39": ("39",), "C26": ("26",), "HH": ()},
    stays=(Stay(CODE, "F1", "440305", "C39"), Stay(OTHER, "F1", "440306", "C26"), Stay(OTHER, "F2", "440306", "C26")),
)
Row = Mapping[str, Any]
Typed = dict[str, Any]


def headers(sheet: Any) -> dict[str, int]:
    """The place of each column by its Chinese name."""
    return {str(cell.value).split("\n")[0].rstrip("*"): cell.column for cell in sheet[3] if cell.value}


def fill(path: Path, facts: Mapping[str, Any], **rows: Sequence[Row]) -> dict[str, list[dict[str, str]]]:
    """Type facts and rows (by Chinese header) into a template; the addresses of what was typed, by sheet and row."""
    book = openpyxl.load_workbook(path)
    sheet = book["基本情况"]
    for line in range(4, sheet.max_row + 1):
        label = str(sheet.cell(line, 1).value or "")
        for name, value in facts.items():
            if label.startswith(name):
                sheet.cell(line, 2).value = value
    where: dict[str, list[dict[str, str]]] = {}
    for name, typed in rows.items():
        sheet = book[name]
        places = headers(sheet)
        where[name] = []
        for line, row in enumerate(typed, start=4):
            cells = {}
            for column, value in row.items():
                cell = sheet.cell(line, places[column])
                cell.value = value
                cells[column] = cell.coordinate
            where[name].append(cells)
    book.save(path)
    return where


def use(month: Any = 3, item: str = "天然气", quantity: Any = 12.5, unit: Any = "万立方米", **more: Any) -> Typed:
    """A row of 企业月报."""
    row = {"统一社会信用代码": CODE, "设施": "F1", "月份": month, "项目": item, "数量": quantity, "单位": unit}
    return {**row, "数据状态": "计量", **more}


def quick(month: Any = 3, item: str = "外购电力", quantity: Any = 100.0, unit: Any = "万千瓦时", **more: Any) -> Typed:
    """A row of 快速指标."""
    row = {"区域代码": "440305", "行业代码": "C39", "月份": month, "项目": item, "数量": quantity, "单位": unit}
    return {**row, "数据状态": "上报", **more}


def economy(month: Any = 3, value: Any = 20.0, **more: Any) -> dict[str, Any]:
    """A row of 经济指标."""
    row = {"区域代码": "440305", "行业代码": "C39", "月份": month, "指标": "增加值", "数值": value, "单位": "亿元"}
    return {**row, "不变价年份": 2025, **more}


BUREAU = {"填报单位": "测试市统计局", "地区代码": "440300", "年度": 2026, "月份或季度": 3}


def judged(
    folder: Path,
    facts: Mapping[str, Any] = BUREAU,
    around: Surroundings | None = AROUND,
    known: Names | None = None,
    **rows: Sequence[Row],
) -> tuple[Judgement, dict[str, list[dict[str, str]]]]:
    """The verdict on a report, and where its rows were typed."""
    path = folder / "月报.xlsx"
    monthly_template.build_monthly(path, {}, known or Names())
    where = fill(path, facts, **rows)
    found = judge.judge(read.read_workbook(path), Context(today_year=2026, monthly=around))
    return found, where


def codes(findings: Sequence[Finding]) -> list[str]:
    return [each.code for each in findings]


def only(judgement: Judgement) -> Finding:
    """The only finding of a verdict."""
    assert len(judgement.findings) == 1, [each.message() for each in judgement.findings]
    return judgement.findings[0]
