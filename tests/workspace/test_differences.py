"""Two versions cell by cell: exactly what was changed, what it does to the totals, and a word where rows were moved."""

from __future__ import annotations

import openpyxl
import pytest

from ghginv.workspace import differences, submissions
from ghginv.workspace.check import Checked
from ghginv.workspace.create import create
from ghginv.workspace.import_workbook import import_workbook, store
from tests.store.filings import CODE, about, filing
from tests.workspace.files import REGION, workbook

SHEET = "化石燃料"


@pytest.fixture
def workspace(tmp_path):
    return create(tmp_path / "w", REGION, "珠海市")


def versions(workspace, tmp_path, edit) -> differences.Differences:
    """A workbook, and the same after an edit."""
    first = workbook(tmp_path / "a.xlsx", 2020, 1200)
    book = openpyxl.load_workbook(first)
    edit(book)
    book.save(tmp_path / "b.xlsx")
    ids = [import_workbook(workspace, tmp_path / name).submission for name in ("a.xlsx", "b.xlsx")]
    return differences.differences(workspace, *ids)


def place(book, text: str):
    """The cell that holds a text or a number."""
    return next(cell for row in book[SHEET].iter_rows() for cell in row if cell.value == text)


def test_exactly_the_changed_cells_are_named(workspace, tmp_path):
    where = {}

    def edit(book):
        amount, unit = place(book, 1200), place(book, "吨")
        amount.value = 1300.5
        below = book[SHEET].cell(amount.row + 1, unit.column)
        where.update(amount=amount.coordinate)
        book["基本信息"]["B7"] = "李四"
        assert below.value is None

    found = versions(workspace, tmp_path, edit)
    assert found.cells == [
        {"sheet": "基本信息", "cell": "B7", "before": None, "after": "李四", "change": "added"},
        {"sheet": SHEET, "cell": where["amount"], "before": 1200.0, "after": 1300.5, "change": "changed"},
    ]
    (total,) = found.totals
    assert total == {
        "category": "1.2.1", "item": "bituminous", "unit": "t", "before": 1200.0, "after": 1300.5, "difference": 100.5,
    }  # fmt: skip
    assert found.findings == []


def test_backwards_added_is_removed(workspace, tmp_path):
    found = versions(workspace, tmp_path, lambda book: book["基本信息"].__setitem__("B7", "李四"))
    back = differences.differences(workspace, found.after, found.before)
    assert [(row["change"], row["before"], row["after"]) for row in back.cells] == [("removed", "李四", None)]
    assert back.totals == found.totals == []


def test_a_version_against_itself_differs_in_nothing(workspace, tmp_path):
    stored = import_workbook(workspace, workbook(tmp_path / "a.xlsx", 2020))
    found = differences.differences(workspace, stored.submission, stored.submission)
    assert (found.cells, found.totals, found.findings) == ([], [], [])


def test_moved_rows_are_said_to_be_moved(workspace, tmp_path):
    def edit(book):
        row = place(book, 1200).row
        for cell in book[SHEET][row]:
            if cell.value is not None:
                book[SHEET].cell(row + 1, cell.column).value, cell.value = cell.value, None

    found = versions(workspace, tmp_path, edit)
    assert {row["change"] for row in found.cells} == {"added", "removed"}
    assert found.totals == []
    assert [(each.code, each.sheet, each.found) for each in found.findings] == [("diff-rows-moved", SHEET, "1")]


def test_products_of_an_enterprise_are_totalled_by_year(workspace, tmp_path):
    from ghginv.workbooks.judgement import Judgement

    for number in (1, 2):
        path = workbook(tmp_path / f"{number}.xlsx", 2020, number)
        content = path.read_bytes()
        itself, *rest = about()
        judgement = Judgement("enterprise", "440300", 2024, CODE, "1", about=itself)
        judgement.facilities, judgement.indicators, judgement.evidence = rest[:2], rest[2 : 3 + number % 2], rest[4:]
        if number == 2:
            judgement.indicators = [replaced(rest[2], 150000.0)]
        store(workspace, Checked(path, judgement, filing(number, content=content).sha256, content))
    first, second = (each["submission"] for each in submissions.listed(workspace))
    found = differences.differences(workspace, first, second)
    assert found.totals == [
        {
            "category": "",
            "item": "clinker_output",
            "unit": "t",
            "before": 120000.0,
            "after": 150000.0,
            "difference": 30000.0,
        }
    ]


def replaced(indicator, quantity):
    from dataclasses import replace

    return replace(indicator, quantity=quantity)
