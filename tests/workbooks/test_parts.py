"""What stands beside the sheets: number formats and dates, states, names, epochs, macros."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import xlsxwriter

from ghginv.workbooks.read import read_workbook
from tests.workbooks import hostile

CHINESE_DATES = ('yyyy"年"m"月"', "[$-804]aaaa", '[$-804]yyyy"年"m"月"d"日";@', "[h]:mm:ss")
NUMBERS = ("General", "0.00", '0.0"万吨 d"', "#,##0_ ;[Red]-#,##0 ", "0.00E+00", '[>=100]0"m";0', "\\d0", "@")


def test_dates_are_told_by_their_format(tmp_path: Path) -> None:
    codes = [code.replace('"', "&quot;").replace(">", "&gt;") for code in CHINESE_DATES + NUMBERS]
    formats = dict(enumerate(codes, start=164))
    used = [*formats, 14, 27, 31, 57, 2, 49, 999]
    cells = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" s="{n}"><v>1</v></c></row>' for n in range(len(used) + 1))
    path = hostile.workbook(tmp_path / "a.xlsx", hostile.worksheet(cells), styles=hostile.styles(formats, used))
    sheet = read_workbook(path).sheets[0]
    kinds = "".join(cell.kind for cell in sheet.cells.values())
    assert kinds == "d" * len(CHINESE_DATES) + "n" * len(NUMBERS) + "dddd" + "nnn" + "n"


def test_facts_of_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        for name in ("见", "藏", "深藏"):
            book.add_worksheet(name)
        sheet = book.worksheets()[0]
        sheet.write_datetime(1, 1, datetime(2024, 1, 1), book.add_format({"num_format": "yyyy/m/d"}))
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.set_column(2, 4, None, None, {"hidden": True})
        sheet.merge_range("A8:C9", "合并")
        book.worksheets()[1].hide()
        book.worksheets()[2].very_hidden()
        book.define_name("电力因子", "=见!$B$2")
        book.define_name("藏!本表", "=藏!$A$1")
        book.add_vba_project(io.BytesIO(b"macro"), True)
    book = read_workbook(path)
    assert (book.date1904, book.has_macros, book.external_links) == (True, True, [])
    assert book.defined_names == {"电力因子": "见!$B$2", "藏!本表": "藏!$A$1"}
    assert [(sheet.name, sheet.state) for sheet in book.sheets] == [
        ("见", "visible"),
        ("藏", "hidden"),
        ("深藏", "veryHidden"),
    ]
    first = book.sheets[0]
    assert (first.merged, first.hidden_rows, first.hidden_columns) == (["A8:C9"], {2}, {3, 4, 5})
    assert first.cells[2, 2].value == (datetime(2024, 1, 1) - datetime(1904, 1, 1)).days
