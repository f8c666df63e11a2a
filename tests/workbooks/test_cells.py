"""Addresses, merged areas, and what a cell shows."""

from __future__ import annotations

import re

import openpyxl.utils.cell
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.workbooks.cells import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    Cell,
    Row,
    Sheet,
    Workbook,
    address,
    column_letters,
    place,
)

rows, columns = st.integers(1, LAST_ROW), st.integers(1, LAST_COLUMN)


@given(rows, columns)
def test_address_and_place_are_inverse(row: int, column: int) -> None:
    assert place(address(row, column)) == (row, column)
    assert column_letters(column) == openpyxl.utils.cell.get_column_letter(column)


def test_absolute_and_small_letters_are_addresses() -> None:
    assert place("$D$7") == place("d7") == (7, 4)


@pytest.mark.parametrize("text", ["", "D", "7", "D0", "XFE1", "A1048577", "AAAA1", "D７", "D7 ", "7D", "D-7"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        place(text)


def test_area_has_its_corners_in_order() -> None:
    assert Area.of("D7:B2") == Area.of("B2:D7") == Area(2, 2, 7, 4)
    assert Area.of("B2") == Area(2, 2, 2, 2)


def sheet_with(merged: list[str], *cells: Cell) -> Sheet:
    sheet = Sheet("表", merged=merged)
    for row in {cell.row for cell in cells}:
        sheet.grid[row] = Row({cell.column: cell for cell in cells if cell.row == row})
    return sheet


def test_merged_area_shows_its_corner() -> None:
    heading = Cell("s", "消费量", row=1, column=2)
    sheet = sheet_with(["B1:D2", "A1:A500"], heading, Cell("s", "煤", row=1, column=1))
    assert sheet.cell(2, 3) is None
    assert sheet.shown(2, 3) == heading
    assert [sheet.value(row, column) for row, column in ((1, 4), (2, 4), (3, 4), (500, 1), (501, 1))] == [
        "消费量",
        "消费量",
        None,
        "煤",
        None,
    ]
    assert sheet.corner(3, 3) == (3, 3)


@given(
    st.lists(st.tuples(st.integers(1, 300), st.integers(1, 20), st.integers(0, 150), st.integers(0, 3)), max_size=8),
    st.integers(1, 500),
    st.integers(1, 25),
)
def test_corner_is_that_of_an_area_around(areas: list[tuple[int, int, int, int]], row: int, column: int) -> None:
    boxes = [Area(top, left, top + down, left + right) for top, left, down, right in areas]
    texts = [f"{address(box.top, box.left)}:{address(box.bottom, box.right)}" for box in boxes]
    around = [box for box in boxes if box.top <= row <= box.bottom and box.left <= column <= box.right]
    corner = Sheet("表", merged=texts).corner(row, column)
    assert corner in ([(box.top, box.left) for box in around] or [(row, column)])


def test_rows_come_from_the_top() -> None:
    sheet = sheet_with([], *(Cell("n", float(row), row=row, column=column) for row in (9, 2) for column in (1, 4)))
    assert [(row, list(cells)) for row, cells in sheet.rows()] == [(2, [1, 4]), (9, [1, 4])]
    assert (sheet.last_row, sheet.last_column, len(sheet.cells)) == (9, 4, 4)
    assert sheet.cells[9, 4] == Cell("n", 9.0, row=9, column=4)
    assert (9, 3) not in sheet.cells


def test_empty_sheet_has_no_last_row() -> None:
    assert (Sheet("表").last_row, Sheet("表").last_column, list(Sheet("表").rows())) == (0, 0, [])


@pytest.mark.parametrize(
    ("value", "text"),
    [(12480.0, "12480"), (0.1, "0.1"), (1 / 3, "0.3333333333333333"), (True, "TRUE"), ("煤", "煤"), (None, "")],
)
def test_text_is_what_one_would_type(value: float | bool | str | None, text: str) -> None:
    assert Cell("n", value).text == text


def test_sheet_by_name() -> None:
    book = Workbook("a.xlsx", "", sheets=[Sheet("甲"), Sheet("乙")])
    assert book.sheet("乙") is book.sheets[1]
    assert book.sheet("丙") is None
