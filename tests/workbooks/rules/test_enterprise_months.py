"""Months of an enterprise's rows: cells, headers, totals, what stands out."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest

from ghginv.workbooks.layout import MONTHS
from tests.workbooks import enterprise_files as files

DIESEL = 2  # the row of diesel of the first facility in 燃料; its month_1 stands in column H


def changed_book(verdict, change) -> list[tuple[str, str, str]]:
    """The findings on the small works with a change by openpyxl."""
    book = openpyxl.load_workbook(verdict.path())
    change(book)
    book.save(verdict.folder / "changed.xlsx")
    return [(each.code, each.sheet, each.cell) for each in files.judged(verdict.folder / "changed.xlsx").findings]


@pytest.mark.parametrize(
    ("typed", "code", "expected"),
    [
        ("1,200", "text-number", "1200"),
        ("２１．５", "text-number", "21.5"),
        ("20吨", "text-number-unit", "20"),
        ("约20", "not-a-number", ""),
        ("NE", "notation-not-allowed", ""),
        (-3, "quantity-negative", "≥ 0"),
    ],
)
def test_the_cell_of_a_month_is_named(verdict, typed: object, code: str, expected: str) -> None:
    finding = verdict.change("燃料", DIESEL, month_3=typed).one()
    assert (finding.code, finding.sheet, finding.cell, finding.expected) == (code, "燃料", "J6", expected)


def test_purchases_and_stocks_are_numbers(verdict) -> None:
    verdict.change("燃料", 0, purchased="一千").change("燃料", 1, opening_stock=-5)
    assert verdict.found() == [("not-a-number", "燃料", "D4"), ("quantity-negative", "燃料", "E5")]


def test_a_month_that_stands_twice(verdict) -> None:
    def twice(book) -> None:
        book["购入热力"]["I3"] = "5月"

    assert changed_book(verdict, twice) == [("month-twice", "购入热力", "I3")]


def test_a_month_added_twice(verdict) -> None:
    def added(book) -> None:
        book["购入热力"]["W3"] = "5 月"

    assert changed_book(verdict, added) == [("month-twice", "购入热力", "W3")]


def test_a_thirteenth_month(verdict) -> None:
    def beyond(book) -> None:
        book["购入电力"]["X3"] = "13月"
        book["购入热力"]["O3"] = "１３月份"

    assert changed_book(verdict, beyond) == [("month-beyond", "购入电力", "X3"), ("month-beyond", "购入热力", "O3")]


def test_a_column_of_a_month_that_was_deleted(verdict) -> None:
    def deleted(book) -> None:
        book["购入热力"].delete_cols(9)

    assert ("template-header-changed", "购入热力", "I3") in changed_book(verdict, deleted)


def test_a_total_that_was_typed(verdict) -> None:
    total = files.whole(verdict.rows["燃料"][DIESEL])
    assert verdict.change("燃料", DIESEL, quantity=total).found() == []
    finding = verdict.change("燃料", DIESEL, quantity=total + 10).one()
    assert (finding.code, finding.cell) == ("total-differs", "T6")
    assert finding.expected == f"{total:g}"


def test_the_templates_own_total_is_not_remarked(verdict) -> None:
    assert changed_book(verdict, lambda book: None) == []


def test_a_total_whose_formula_adds_up_other_cells(verdict) -> None:
    whole = f"{files.whole(verdict.rows['燃料'][0]):g}".encode()
    with zipfile.ZipFile(verdict.path()) as before, zipfile.ZipFile(verdict.folder / "stale.xlsx", "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/worksheets/sheet4.xml":
                assert part.count(b"</f><v>" + whole) == 1
                part = part.replace(b"</f><v>" + whole, b"</f><v>5")
            after.writestr(name, part)
    (finding,) = files.judged(verdict.folder / "stale.xlsx").findings
    assert (finding.code, finding.severity, finding.cell) == ("total-formula-differs", "warning", "T4")


def test_months_that_are_missing(verdict) -> None:
    finding = verdict.change("燃料", DIESEL, month_3=None, month_11=None).one()
    assert (finding.code, finding.cell, finding.found, finding.severity) == ("months-missing", "J6", "3、11", "warning")


def test_zero_is_a_month(verdict) -> None:
    assert verdict.change("燃料", DIESEL, month_3=0).found() == []


def test_only_the_year(verdict) -> None:
    whole = files.whole(verdict.rows["燃料"][DIESEL])
    finding = verdict.change("燃料", DIESEL, **dict.fromkeys(MONTHS), quantity=whole).one()
    assert (finding.code, finding.severity) == ("year-only", "note")
    judgement = files.judged(verdict.path())
    assert [each.quantity for each in judgement.activities if each.month == 0] == [whole]


def test_a_row_without_any_number(verdict) -> None:
    finding = verdict.change("燃料", DIESEL, **dict.fromkeys(MONTHS)).one()
    assert (finding.code, finding.cell) == ("row-without-number", "T6")


def test_a_notation_key_stands_for_the_numbers(verdict) -> None:
    assert verdict.change("燃料", DIESEL, **dict.fromkeys(MONTHS), notation="NO").found() == []


@pytest.mark.parametrize(("number", "code"), [(200, "month-spike"), (0.02, "month-drop"), (60, ""), (2, "")])
def test_a_month_that_stands_out(verdict, number: float, code: str) -> None:
    found = verdict.change("燃料", DIESEL, month_8=number).findings()
    assert [each.code for each in found] == ([code] if code else [])
    assert [each.cell for each in found] == (["O6"] if code else [])


def test_few_months_say_nothing(verdict) -> None:
    verdict.months("燃料", DIESEL, [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 90])
    assert verdict.found() == []


def test_formulas_are_read_by_their_results_and_said_once_a_row(verdict, tmp_path) -> None:
    from tests.recalculation import recalculate

    book = openpyxl.load_workbook(verdict.path())
    book["燃料"]["H6"], book["燃料"]["I6"] = "=10+9.5", "=H6*1"
    book.save(tmp_path / "formulas.xlsx")
    assert [each.code for each in files.judged(tmp_path / "formulas.xlsx").findings] == ["formula-without-value"] * 2
    (saved,) = recalculate([tmp_path / "formulas.xlsx"], tmp_path / "saved")
    judgement = files.judged(saved)
    (note,) = judgement.findings
    assert (note.code, note.cell, note.severity, note.found) == ("row-formulas", "H6", "note", "=10+9.5")
    months = [
        each.quantity for each in judgement.activities if (each.sheet, each.cell) in (("燃料", "H6"), ("燃料", "I6"))
    ]
    assert months == [19.5, 19.5]
