"""Forms 205-1 as enterprises send them, .xlsx and .xls, for tests: made-up figures of a made-up enterprise (虚构).

The header is that of the public copies: group headings over two rows, merged, with a row of letters and serial numbers
below. Every part can be replaced, to set out other copies and all that goes wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ghginv.domain import credit_codes
from ghginv.workbooks.cells import address
from tests.workbooks.balance_files import Fault, Sheet

CODE = "91440300MA5DEM205" + credit_codes.check_sign("91440300MA5DEM205")
NAME = "深圳虚构玻璃制品有限公司"
Value = float | str | bool | Fault
HEADERS = {
    "name": ("", "能源名称", "甲"),
    "unit": ("", "计量单位", "乙"),
    "code": ("", "代码", "丙"),
    "opening_stock": ("", "年初库存量", "1"),
    "purchases": ("购进量", "实物量", "2"),
    "purchase_cost": ("购进量", "金额（千元）", "3"),
    "consumption": ("消费量", "合计", "4"),
    "industrial": ("消费量", "工业生产消费", "5"),
    "feedstock": ("消费量", "用于原材料", "6"),
    "non_industrial": ("消费量", "非工业生产消费", "7"),
    "transport": ("消费量", "合计中：运输工具消费", "8"),
    "closing_stock": ("", "期末库存量", "9"),
    "coefficient": ("", "采用折标系数", "10"),
    "reference": ("", "参考折标系数", "丁"),
}
# Name, unit and code of the rows.
ROWS = (
    ("原煤", "吨", "01"),
    ("  1.无烟煤", "吨", "02"),
    ("  2.炼焦烟煤", "吨", "03"),
    ("  3.一般烟煤", "吨", "04"),
    ("  4.褐煤", "吨", "05"),
    ("焦炭", "吨", "09"),
    ("发生炉煤气", "万立方米", "14"),
    ("天然气（气态）", "万立方米", "15"),
    ("汽油", "吨", "19"),
    ("柴油", "吨", "21"),
    ("热力", "百万千焦", "32"),
    ("电力", "万千瓦时", "33"),
    ("能源合计", "吨标准煤", "40"),
)
COAL = {"opening_stock": 100.0, "purchases": 1250.0, "purchase_cost": 990.0, "consumption": 1300.0,
        "industrial": 1300.0, "closing_stock": 50.0, "coefficient": 0.7143, "reference": 0.7143}  # fmt: skip
FIGURES: dict[str, dict[str, Value]] = {
    "原煤": {**COAL},
    "一般烟煤": {**COAL},
    "天然气（气态）": {"purchases": 500.0, "consumption": 500.0, "industrial": 480.0, "feedstock": 20.0,
                  "non_industrial": 20.0, "coefficient": 13.3},
    "柴油": {"opening_stock": 4.0, "purchases": 60.0, "consumption": 62.5, "industrial": 30.0, "non_industrial": 32.5,
           "transport": 40.0, "closing_stock": 1.5, "coefficient": 1.4571},
    "热力": {"purchases": 8000.0, "consumption": 8000.0, "industrial": 8000.0, "coefficient": 0.0341},
    "电力": {"purchases": 1800.0, "consumption": 1800.0, "industrial": 1750.0, "non_industrial": 50.0,
           "coefficient": 1.229},
    "能源合计": {"consumption": 10154.73, "industrial": 9733.91},
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A form to be set out.

    ``header`` is ``two`` rows, or ``one`` with group and name in a cell; ``facts`` stand ``together`` with their
    labels or ``beside`` them; ``others`` are cells by address with what else stands on the sheet.
    """

    figures: Mapping[str, Mapping[str, Value]]
    rows: tuple[tuple[str, str, str], ...] = ROWS
    columns: tuple[str, ...] = tuple(HEADERS)
    headers: Mapping[str, tuple[str, str, str]] = field(default_factory=lambda: HEADERS)
    title: str = "能源购进、消费与库存"
    number: str = "表    号：２０５－１表"
    code: Value = CODE
    name: str = NAME
    region: Value = "440305"
    industry: Value = "3041"
    period: str = "2023年1—12月"
    header: str = "two"
    merged: bool = True
    serials: bool = True
    facts: str = "together"
    footer: tuple[str, ...] = ("单位负责人：          统计负责人：", "说明：1.统计范围：辖区内规模以上工业法人单位。")
    others: Mapping[str, Value] | None = None

    def changed(self, label: str, **values: Value | None) -> Form:
        """The same form with figures of a row changed; None takes one away."""
        row = {**self.figures.get(label, {}), **values}
        kept = {name: value for name, value in row.items() if value is not None}
        return replace(self, figures={**self.figures, label: kept})

    @property
    def first_row(self) -> int:
        """The first row below the header."""
        return 7 + (self.header == "two") + self.serials

    def at(self, label: str, column: str) -> str:
        """Where a figure of a row stands; ``name``, ``unit`` and ``code`` are columns, too."""
        position = next(place for place, row in enumerate(self.rows) if bare(row[0]) == bare(label))
        return address(self.first_row + position, self.columns.index(column) + 1)

    def head(self, column: str) -> str:
        """Where the name of a column stands."""
        below = self.header == "two" and self.headers[column][0]
        return address(6 + bool(below) if self.merged or self.header != "two" else 7, self.columns.index(column) + 1)

    def sheet(self, name: str = "205-1") -> Sheet:
        """The form on a sheet."""
        sheet = Sheet(name)
        cells = sheet.cells
        width = len(self.columns)
        cells[1, 1] = self.title
        sheet.merged.append((1, 1, 1, width))
        cells[2, width - 1] = self.number
        cells[3, width - 1] = "有效期至：２０２４年６月"
        cells[2, 1] = "文号：国统字〔2022〕100号"
        self._facts(cells)
        self._header(sheet)
        for number, (label, unit, code) in enumerate(self.rows, self.first_row):
            said: dict[str, Value] = {"name": label, "unit": unit, "code": code, **self.figures.get(bare(label), {})}
            for position, column in enumerate(self.columns, 1):
                if said.get(column, "") != "":
                    cells[number, position] = said[column]
        for number, text in enumerate(self.footer, self.first_row + len(self.rows) + 1):
            cells[number, 1] = text
        for place, value in (self.others or {}).items():
            column, row = ord(place[0]) - 64, int(place[1:])
            cells[row, column] = value
        return sheet

    def _facts(self, cells: dict[tuple[int, int], Value]) -> None:
        labels = ("统一社会信用代码", "单位详细名称", "行政区划代码", "行业代码（GB/T 4754-2017）")
        values = (self.code, self.name, self.region, self.industry)
        pairs = [(label, value) for label, value in zip(labels, values, strict=True) if value != ""]
        if self.facts == "together":
            places = ((4, 1), (5, 1), (4, 6), (5, 6))
            for place, (label, value) in zip(places, pairs, strict=False):
                cells[place] = f"{label}：{value}"
            cells[5, 11] = self.period
        else:
            for place, (label, value) in zip(((4, 1), (5, 1), (4, 6), (5, 6)), pairs, strict=False):
                cells[place] = f"{label}："
                cells[place[0], place[1] + 2] = value
            cells[3, 4] = self.period

    def _header(self, sheet: Sheet) -> None:
        for position, column in enumerate(self.columns, 1):
            group, name, serial = self.headers[column]
            if self.header == "one":
                sheet.cells[6, position] = group + name
            elif not group:
                sheet.cells[6, position] = name
                sheet.merged += [(6, position, 7, position)] * self.merged
            else:
                before = self.headers[self.columns[position - 2]][0] if position > 1 else ""
                if group != before:
                    sheet.cells[6, position] = group
                    same = [each for each in self.columns[position - 1 :] if self.headers[each][0] == group]
                    if self.merged and len(same) > 1:
                        sheet.merged.append((6, position, 6, position + len(same) - 1))
                sheet.cells[7, position] = name
            if self.serials:
                sheet.cells[self.first_row - 1, position] = serial


def bare(label: str) -> str:
    """The key of a row's figures: its label without blanks and numbering."""
    return label.strip().split(".")[-1]


def form() -> Form:
    """The form as it should be."""
    return Form(FIGURES)
