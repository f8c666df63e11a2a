"""Cell by cell, the same as openpyxl.

The workbooks are written by xlsxwriter and by openpyxl, and both are saved anew by LibreOffice. openpyxl needs two
loads, for values and for formulas. Where it is known to differ, the comparison says so.
"""

from __future__ import annotations

import random
import subprocess
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.styles
import pytest
import xlsxwriter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from ghginv.workbooks.read import Sheet, read_workbook

WRITERS = ("xlsxwriter", "openpyxl")
SEEDS = range(10)
TEXTS = ("原煤", "  汽油 ", "CO₂ & CH₄", "<v>1</v>", "'引号\"", "一\n二", "😀", "12.5", "１２", "=文字", "a\tb")
ERRORS = ("#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?")
FORMATS = ('yyyy"年"m"月"', "[$-804]yyyy-mm-dd", "h:mm", "[h]:mm:ss", "0.00%", '0.0"m"', "#,##0.00_ ;[Red]-0")
Found = dict[tuple[int, int], tuple[str, object, str | None]]


def draw_value(draw: random.Random) -> Any:
    """A number, text, truth value or date."""
    return draw.choice(
        (
            round(draw.uniform(0, 1e6), draw.randrange(8)),
            -draw.random(),
            draw.randrange(10**6),
            draw.choice(TEXTS),
            draw.random() < 0.5,
            datetime(2020 + draw.randrange(9), 1 + draw.randrange(12), 1, draw.randrange(24)),
        )
    )


def by_xlsxwriter(path: Path, seed: int) -> None:
    draw = random.Random(seed)
    options = {"constant_memory": seed % 3 == 0, "date_1904": seed % 4 == 0, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        styles = [book.add_format({"num_format": code}) for code in FORMATS]
        for name in ("燃料", "Sheet 2"):
            sheet = book.add_worksheet(name)
            for row in sorted(draw.sample(range(60), 30)):
                if draw.random() < 0.2:
                    sheet.set_row(row, None, None, {"hidden": True})
                for column in sorted(draw.sample(range(40), 8)):
                    style = draw.choice([None, *styles])
                    if draw.random() < 0.2:
                        result = draw.choice((1.5, "结果", "", *ERRORS, True))
                        sheet.write_formula(row, column, f'=A{row + 1}*$B$1&"a"', style, result)
                    elif draw.random() < 0.1:
                        sheet.write_blank(row, column, None, styles[0])
                    else:
                        value = draw_value(draw)
                        write = sheet.write_datetime if isinstance(value, datetime) else sheet.write
                        write(row, column, value, style)
            if not options["constant_memory"]:
                sheet.merge_range(70, 1, 72, 4, "合并")
                sheet.merge_range("C80:C95", "高")
            sheet.set_column(30, 32, None, None, {"hidden": True})


def by_openpyxl(path: Path, seed: int) -> None:
    draw = random.Random(seed)
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("表 2")):
        for _ in range(200):
            cell = sheet.cell(1 + draw.randrange(60), 1 + draw.randrange(40))
            cell.value = draw.choice((draw_value(draw), draw.choice(ERRORS), f"=SUM(A1:A{cell.row})"))
            cell.number_format = draw.choice(("General", *FORMATS))
            cell.font = openpyxl.styles.Font(bold=draw.random() < 0.5)
        sheet.append([date(2024, 1, 1), time(6, 30), timedelta(hours=30)])
        sheet["AP1"] = ArrayFormula("AP1:AP3", "=SUM(A1:B3*2)")
        sheet.merge_cells("AQ1:AS4")
        sheet.row_dimensions[1 + draw.randrange(60)].hidden = True
        sheet.column_dimensions["D"].hidden = True
    book.save(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All workbooks, those of LibreOffice in a folder of their own."""
    folder = tmp_path_factory.mktemp("workbooks")
    for seed in SEEDS:
        by_xlsxwriter(folder / f"xlsxwriter-{seed}.xlsx", seed)
        by_openpyxl(folder / f"openpyxl-{seed}.xlsx", seed)
    profile = f"-env:UserInstallation=file://{tmp_path_factory.mktemp('profile')}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "libreoffice")]
    subprocess.run([*command, *map(str, folder.glob("*.xlsx"))], check=True, capture_output=True)
    return folder


def found_by_ghginv(sheet: Sheet) -> Found:
    return {
        place: (cell.kind, cell.value, cell.formula)
        for place, cell in sheet.cells.items()
        if cell.formula or cell.value != ""
    }


def found_by_openpyxl(path: Path) -> dict[str, tuple[Found, list[str], set[int], set[int]]]:
    values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    found = {}
    for sheet in formulas.worksheets:
        cells: Found = {}
        for row in sheet.iter_rows():
            for cell in row:
                value = values[sheet.title].cell(cell.row, cell.column)
                if cell.value not in (None, ""):
                    cells[cell.row, cell.column] = described(cell, value, values.epoch)
        hidden = {row for row, about in sheet.row_dimensions.items() if about.hidden}
        columns = {
            column
            for about in sheet.column_dimensions.values()
            if about.hidden
            for column in range(about.min, about.max + 1)
        }
        merged = sorted(str(area) for area in sheet.merged_cells.ranges)
        found[sheet.title] = cells, merged, hidden & {row for row, _ in cells}, columns
    return found


def described(cell: Any, value: Any, epoch: datetime) -> tuple[str, object, str | None]:
    """A cell of the load of formulas and the same of the load of values, in the words of ghginv."""
    formula = None
    if cell.data_type == "f":
        formula = cell.value.text if isinstance(cell.value, ArrayFormula | DataTableFormula) else cell.value
    kind, content = value.data_type, value.value
    if isinstance(content, datetime | date | time | timedelta):
        return "d", pytest.approx(to_excel(content, epoch), abs=2 / 86400), formula
    if isinstance(content, int | float) and not isinstance(content, bool):
        return "d" if value.is_date else "n", float(content), formula
    return kind, content, formula


def check(path: Path) -> int:
    book = read_workbook(path)
    expected = found_by_openpyxl(path)
    assert [sheet.name for sheet in book.sheets] == list(expected)
    for sheet in book.sheets:
        cells, merged, hidden_rows, hidden_columns = expected[sheet.name]
        found = found_by_ghginv(sheet)
        assert found.keys() == cells.keys()
        different = {place: (found[place], cells[place]) for place in cells if not same(found[place], cells[place])}
        assert different == {}
        assert (sorted(sheet.merged), sheet.hidden_rows, sheet.hidden_columns) == (merged, hidden_rows, hidden_columns)
    return sum(len(sheet.cells) for sheet in book.sheets)


def same(ours: tuple[str, object, str | None], theirs: tuple[str, object, str | None]) -> bool:
    if theirs[1] in (None, ""):  # a formula without value, of which openpyxl does not tell the kind
        return ours[1] in (None, "") and ours[2] == theirs[2] is not None
    return ours == theirs


@pytest.mark.parametrize("saved_by", ["", "libreoffice"])
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("writer", WRITERS)
def test_same_as_openpyxl(writer: str, seed: int, saved_by: str, folder: Path) -> None:
    assert check(folder / saved_by / f"{writer}-{seed}.xlsx") > 300
