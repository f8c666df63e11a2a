"""Energy balance workbooks set out as they are published, .xlsx and .xls, for tests and for the worked example.

The figures are those of Guangdong 2007 in ``inventories/guangdong-2007/energy_balance.csv``; labels, header and
indents are those of the yearbook. Every part can be replaced, to set out other editions and all that goes wrong.
"""

from __future__ import annotations

import csv
import datetime
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ghginv import folders
from ghginv.workbooks.read import Workbook, read_workbook

EXAMPLE = folders.built_in() / "inventories" / "guangdong-2007"
INPUT = EXAMPLE / "广东能源平衡表-2007.xlsx"
TITLE = "6-19  广东能源平衡表(实物量)-2007"
SUBTITLE = "ENERGY BALANCE OF GUANGDONG-2007 (PHYSICAL QUANTITY)"
COAL, GAS = ("万吨", "104 tn"), ("亿立方米", "108 cu.m")

Key = tuple[str, str]


class Fault(str):
    """A cell that holds an error such as #REF!."""


@dataclass(frozen=True)
class Row:
    """A row: the key of its figures, and its label in both languages."""

    key: str
    label: str
    english: str = ""


@dataclass(frozen=True)
class Column:
    """A column: the key of its figures, its header, its units in both languages, its English name line by line."""

    key: str
    unit: tuple[str, str]
    english: tuple[str, ...] = ()
    label: str = ""

    @property
    def header(self) -> str:
        return self.label or self.key


@dataclass
class Sheet:
    """Cells by (row, column) from 1, merged ranges as corners, and what is hidden."""

    name: str = "Sheet1"
    cells: dict[tuple[int, int], float | str | bool] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def at(self, text: str) -> tuple[int, int]:
        """Where a text stands, blanks around it aside."""
        return next(place for place, value in self.cells.items() if isinstance(value, str) and value.strip() == text)


@dataclass(frozen=True)
class Balance:
    """A balance table to be set out; ``units`` is ``below`` the names, ``inside`` their cells or ``split`` over two."""

    values: Mapping[Key, float | str | bool]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    title: str = TITLE
    subtitle: str = SUBTITLE
    units: str = "below"
    english: bool = True
    notes: tuple[str, ...] = ()

    def changed(self, values: Mapping[Key, float | str | bool | None]) -> Balance:
        """The same table with figures changed, by row and column; None takes one away."""
        merged = {**self.values, **values}
        return replace(self, values={key: value for key, value in merged.items() if value is not None})

    def relabelled(self, labels: Mapping[str, str]) -> Balance:
        """The same table with other row or column labels, by key; an empty label takes the row or column out."""
        rows = [replace(row, label=labels.get(row.key, row.label)) for row in self.rows]
        columns = [replace(column, label=labels.get(column.key, column.header)) for column in self.columns]
        kept_rows, kept_columns = ([each for each in part if each.label] for part in (rows, columns))
        return replace(self, rows=tuple(kept_rows), columns=tuple(kept_columns))  # type: ignore[arg-type]

    def sheet(self, name: str = "Sheet1") -> Sheet:
        """The table on a sheet, in the form of the yearbook."""
        sheet = Sheet(name)
        first = 3 if self.english else 2
        if self.title:
            sheet.cells[1, 1] = self.title
            sheet.merged.append((1, 1, 1, len(self.columns) + first - 1))
        if self.english and self.subtitle:
            sheet.cells[2, 1] = self.subtitle
            sheet.merged.append((2, 1, 2, len(self.columns) + first - 1))
        headers = [_header(column, self) for column in self.columns]
        bottom = 3 + len(headers[0])
        for position, lines in enumerate(headers, first):
            sheet.cells |= {(row, position): line for row, line in enumerate(lines, 4) if line}
        for column, name in enumerate(("项        目", "Item")[: first - 1], 1):
            sheet.cells[4, column] = name
            sheet.merged += [(4, column, bottom, column)] * (bottom > 4)
        for number, row in enumerate(self.rows, bottom + 2):
            sheet.cells[number, 1] = row.label
            if self.english and row.english:
                sheet.cells[number, 2] = row.english
            for position, column in enumerate(self.columns, first):
                if (row.key, column.key) in self.values:
                    sheet.cells[number, position] = self.values[row.key, column.key]
        for number, note in enumerate(self.notes, bottom + 4 + len(self.rows)):
            sheet.cells[number, 1] = note
        return sheet


def _header(column: Column, balance: Balance) -> list[str]:
    """The header cells of a column from the top: name and unit, English name over three rows, English unit."""
    unit, english_unit = (f"({unit})" if unit else "" for unit in column.unit)
    if balance.units == "inside":
        lines = [column.header + unit]
    elif balance.units == "split":
        lines = [column.header, unit[: len(unit) // 2], unit[len(unit) // 2 :]]
    else:
        lines = [column.header, unit]
    if not balance.english:
        return lines
    above = [""] * (len(column.english) < 3)
    names = [*above, *column.english, "", ""][:3]
    return [*lines, *names, english_unit]


def figures() -> dict[Key, float]:
    """The 341 figures of Guangdong 2007 by published row and column."""
    with (EXAMPLE / "energy_balance.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["row"], row["column"]): float(row["value"]) for row in csv.DictReader(stream)}


def guangdong() -> Balance:
    """The table of Guangdong 2007 as the yearbook prints it."""
    return Balance(figures(), ROWS, COLUMNS)


def opened(*sheets: Sheet, suffix: str = ".xlsx") -> Workbook:
    """The sheets as a workbook that was written to a file and read again."""
    with tempfile.TemporaryDirectory() as folder:
        return read_workbook(write(Path(folder) / f"balance{suffix}", *sheets))


def write(path: Path, *sheets: Sheet) -> Path:
    """Write sheets to an .xlsx or .xls file, by its name."""
    (_write_xls if path.suffix == ".xls" else _write_xlsx)(path, sheets)
    return path


def _write_xlsx(path: Path, sheets: tuple[Sheet, ...]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime.datetime(2008, 12, 1, tzinfo=datetime.UTC)})
        form = book.add_format({"num_format": "0.00"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for top, left, bottom, right in sheet.merged:
                page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
            for (row, column), value in sheet.cells.items():
                if isinstance(value, Fault):
                    page.write_formula(row - 1, column - 1, "=1/0", None, value)
                elif isinstance(value, str):
                    page.write_string(row - 1, column - 1, value)
                else:
                    page.write(row - 1, column - 1, value, form)
            for row in sheet.hidden_rows:
                page.set_row(row - 1, None, None, {"hidden": True})
            for column in sheet.hidden_columns:
                page.set_column(column - 1, column - 1, None, None, {"hidden": True})


def _write_xls(path: Path, sheets: tuple[Sheet, ...]) -> None:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        corners = {(top, left): (top, left, bottom, right) for top, left, bottom, right in sheet.merged}
        for (row, column), value in sheet.cells.items():
            if (row, column) in corners:
                top, left, bottom, right = corners[row, column]
                page.write_merge(top - 1, bottom - 1, left - 1, right - 1, value)
            else:
                page.write(row - 1, column - 1, value)
    book.save(str(path))


COLUMNS = (
    Column("煤合计", COAL, ("Coal Total",)),
    Column("原煤", COAL, ("Raw Coal",)),
    Column("洗精煤", COAL, ("Cleaned", "Coal")),
    Column("其他洗煤", COAL, ("Other", "Washed", "Coal")),
    Column("型煤", COAL, ("Briquettes",)),
    Column("焦炭", COAL, ("Coke",)),
    Column("焦炉煤气", GAS, ("Coke Oven", "Gas")),
    Column("其他煤气", GAS, ("Other Gas",)),
    Column("油品合计", COAL, ("Petroleum", "Products", "Total")),
    Column("原油", COAL, ("Crude Oil",)),
    Column("汽油", COAL, ("Gasoline",)),
    Column("煤油", COAL, ("Kerosene",)),
    Column("柴油", COAL, ("Diesel Oil",)),
    Column("燃料油", COAL, ("Fuel Oil",)),
    Column("液化石油气", COAL, ("LPG",)),
    Column("炼厂干气", COAL, ("Refinery", "Gas")),
    Column("天然气", GAS, ("Natural Gas",)),
    Column("其他石油制品", COAL, ("Other", "Petroleum", "Products")),
    Column("其他焦化产品", COAL, ("Other", "Coking", "Products")),
    Column("热力", ("百亿千焦", "1010  kJ"), ("Heat",)),
    Column("电力", ("亿千瓦时", "108 kW•h"), ("Electricity",)),
    Column("其他能源", ("万吨标煤", "104 tce"), ("Other", "Energy")),
)

ROWS = tuple(
    Row(label.strip(), label, english)
    for label, english in (
        ("一.可供本地区消费的能源量", "Total Primary Energy Supply"),
        ("  1.一次能源生产量", "  Indigenous Production"),
        ("  2.回收能", "  Recovery of Energy"),
        ("  3.外省(区、市)调入量", "  Moving In from Other Provinces"),
        ("  4.进口量", "  Import"),
        ("  5.我轮、机在外国加油量", "  Chinese Airplanes & Ships in Refueling Abroad"),
        ("  6.本省(区、市)调出量(-)", "  Sending Out to Other Provinces(-)"),
        ("  7.出口量(-)", "  Export(-)"),
        ("  8.外轮、机在我国加油量(-)", "  Foreign Airplanes & Ships in Refueling in China"),
        ("  9.库存增(-)、减(+)量", "  Stock Change"),
        ("二.加工转换投入(-)产出(+)量", "Input(-) & Output(+) of Transformation"),
        ("  1.火力发电", "  Thermal Power"),
        ("  2.供热", "  Heating Supply"),
        ("  3.洗选煤", "  Coal Washing "),
        ("  4.炼焦", "  Coking"),
        ("  5.炼油", "  Petroleum Refineries"),
        ("  6.制气", "  Gas Works"),
        ("    #焦炭再投入量(-)", "      Coke Input(-)"),
        ("  7.煤制品加工", "  Briquettes"),
        ("三.损失量", "Loss"),
        ("四.终端消费量", "Total Final Consumption"),
        ("  1.农、林、牧、渔、水利业", "  Farming, Forestry, Animal Husbandry, Fishery & Water Conservancy"),
        ("  2.工业", "  Industry"),
        ("    #用作原料、材料", "      Non-Energy Use"),
        ("  3.建筑业", "  Construction"),
        ("  4.交通运输、仓储和邮政业", "  Transport, Storage and Post "),
        ("  5.批发、零售业和住宿、餐饮业", "  Wholesale,Retail Trade and Hotel,Restaurants"),
        ("  6.生活消费", "  Residential Consumption"),
        ("     城镇", "     Urban"),
        ("     乡村", "     Rural"),
        ("  7.其他", "  Other"),
        ("五.平衡差额", "Statistical Difference"),
        ("六.消费量合计", "Sum of Consumption "),
    )
)
