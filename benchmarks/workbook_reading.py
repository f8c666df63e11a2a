"""How fast workbooks are read, against openpyxl and python-calamine, interleaved in one run.

Run by hand: ``python benchmarks/workbook_reading.py [WORKBOOKS]``. Each workbook has 6 sheets and about 14,000 cells:
merged headings, dates, numbers, texts, numbers typed as text, formulas with values and error cells. The readers take
turns after every few workbooks, so that what else the machine does touches all of them alike. Times are processor time.

* ghginv: value, formula or error and address of each cell, all limits on, each cell looked at.
* ghginv, read only: the same without looking at cells.
* openpyxl twice: the same information, which takes one load for values and one for formulas, each cell looked at.
* python-calamine: bare ``to_python(skip_empty_area=False)`` of all sheets; no formulas, errors become blanks.

What ghginv and openpyxl find is compared cell by cell for the first workbook.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter
from openpyxl.utils.datetime import to_excel
from tabulate import tabulate

from ghginv.workbooks.read import read_workbook

SHEETS, ROWS, NUMBERS = 6, 195, 6
BLOCK = 6
FUELS = ("原煤", "洗精煤", "汽油", "柴油", "天然气", "电力")
Found = tuple[str, int, int, object, object]


def write(path: Path, seed: int) -> None:
    """Write one workbook of random content."""
    draw = random.Random(seed)
    with xlsxwriter.Workbook(path) as book:
        heading, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        month = book.add_format({"num_format": 'yyyy"年"m"月"'})
        for index in range(SHEETS):
            sheet = book.add_worksheet(f"燃料{index + 1}")
            sheet.merge_range(0, 0, 0, NUMBERS + 5, f"能源消费量 {2020 + index}", heading)
            sheet.write_row(1, 0, [f"指标{column}" for column in range(NUMBERS + 6)], heading)
            for row in range(2, ROWS):
                sheet.write_string(row, 0, f"企业{draw.randrange(500)}号")
                sheet.write_datetime(row, 1, datetime(2020 + index, 1 + row % 12, 1), month)
                sheet.write_string(row, 2, draw.choice(FUELS))
                for column in range(3, 3 + NUMBERS):
                    sheet.write_number(row, column, round(draw.random() * 1e4, 3), number)
                sheet.write_string(row, 9, str(draw.randrange(1000)))
                sheet.write_formula(row, 10, f"=SUM(D{row + 1}:I{row + 1})", number, draw.random() * 1e4)
                sheet.write_formula(row, 11, f"=D{row + 1}/0", number, "#DIV/0!")


def of_ghginv(path: Path) -> Iterator[Found]:
    """Every cell, from one reading."""
    for sheet in read_workbook(path).sheets:
        for _, cells in sheet.rows():
            for cell in cells.values():
                yield sheet.name, cell.row, cell.column, cell.value, cell.formula


def of_openpyxl(path: Path) -> Iterator[Found]:
    """Every cell, from two loads."""
    values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    for sheet, other in zip(values, formulas, strict=True):
        for row, other_row in zip(sheet.iter_rows(), other.iter_rows(), strict=True):
            for cell, with_formula in zip(row, other_row, strict=True):
                if with_formula.value is not None:
                    formula = with_formula.value if with_formula.data_type == "f" else None
                    yield sheet.title, cell.row, cell.column, cell.value, formula


def bare_calamine(path: Path) -> None:
    """Values only, as lists."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def look(cells: Iterator[Found]) -> None:
    """Take every cell and keep none."""
    deque(cells, maxlen=0)


READERS: dict[str, Callable[[Path], object]] = {
    "ghginv": lambda path: look(of_ghginv(path)),
    "ghginv, read only": read_workbook,
    "openpyxl twice": lambda path: look(of_openpyxl(path)),
    "python-calamine": bare_calamine,
}


def agree(path: Path) -> int:
    """Compare what ghginv and openpyxl find; return the number of cells."""
    ours = list(of_ghginv(path))
    theirs = [
        (sheet, row, column, to_excel(value) if isinstance(value, datetime) else value, formula)
        for sheet, row, column, value, formula in of_openpyxl(path)
    ]
    if ours != theirs:
        raise SystemExit(f"{path.name}: ghginv and openpyxl do not find the same")
    return len(ours)


def timed(read: Callable[[Path], object], paths: list[Path]) -> float:
    """Processor seconds a workbook; a reader pays for its own garbage and for no other's."""
    gc.collect()
    begin = time.process_time()
    for path in paths:
        read(path)
    return (time.process_time() - begin) / len(paths)


def main(workbooks: int) -> None:
    """Write the workbooks, read them with each reader in turn, print medians and ratios."""
    seconds: dict[str, list[float]] = {name: [] for name in READERS}
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{seed}.xlsx" for seed in range(workbooks)]
        for seed, path in enumerate(paths):
            write(path, seed)
        cells = agree(paths[0])
        for start in range(0, workbooks, BLOCK):
            for name, read in READERS.items():
                seconds[name].append(timed(read, paths[start : start + BLOCK]))
    median = {name: statistics.median(times) for name, times in seconds.items()}
    table = [
        (name, 1000 * time_, median["openpyxl twice"] / time_, time_ / median["python-calamine"])
        for name, time_ in median.items()
    ]
    print(f"{workbooks} workbooks, {cells:,} cells with content each; medians")
    print(tabulate(table, ("reader", "ms/workbook", "x faster than openpyxl", "x calamine's time"), floatfmt=".1f"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
