"""The form of an evaluation: written, filled in, worked on, read back, judged at its cells."""

from __future__ import annotations

from fractions import Fraction

import openpyxl
import pytest

from ghginv.budget.evaluation import handed_in, rules
from ghginv.budget.evaluation.figures import Figure
from ghginv.domain import plan_tables
from ghginv.errors import InputError
from ghginv.workbooks import evaluation_template
from ghginv.workbooks.read import read_workbook
from tests.budget.evaluation.made_up import YEAR, A, B

LOCAL = rules.load("local-100", YEAR)
ROWS = [
    {"subject": "A", "name": "甲区", "indicator": "intensity-cut", "title": "强度降低", "unit": "%"},
    {"subject": "A", "name": "甲区", "indicator": "measures", "title": "=1+1", "unit": "%", "target": 100.0},
    {"subject": "B", "name": "乙区", "indicator": "pilot", "title": "试点", "unit": "是或否"},
]


@pytest.fixture
def form(tmp_path):
    """A function that writes the form, types into its cells, and reads it back."""

    def filled(typed: dict[str, object], formats: dict[str, str] | None = None, rename: str = ""):
        path = tmp_path / "填报.xlsx"
        evaluation_template.write(path, ROWS, title="评价", about=["说明"], budget="B1", rules="local-100", year=YEAR)
        book = openpyxl.load_workbook(path)
        sheet = book["评价指标填报"]
        for cell, value in typed.items():
            sheet[cell] = value
        for cell, look in (formats or {}).items():
            sheet[cell].number_format = look
        if rename:
            sheet.title = rename
        book.save(path)
        return evaluation_template.read(read_workbook(path))

    return filled


def judged(rows, known=None):
    return handed_in.figures(rows, LOCAL, [A, B], known or {})


def test_an_empty_form_says_nothing(form):
    rows, told, findings = form({})
    assert (rows, told, findings) == ([], {"budget": "B1", "year": str(YEAR)}, [])


def test_text_never_becomes_a_formula(form, tmp_path):
    form({})
    book = openpyxl.load_workbook(tmp_path / "填报.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_values_targets_and_flags_are_read(form):
    rows, _, findings = form({
        "E4": 3.5, "F4": 3.66, "H4": "公报", "I4": "found", "E6": "是", "H6": "文件", "I6": "recalled",
    })  # fmt: skip
    figures, wrong = judged(rows)
    assert findings + wrong == []
    assert [(each.subject, each.indicator, each.value, each.target) for each in figures] == [
        ("A", "intensity-cut", Fraction("3.5"), Fraction("3.66")), ("B", "pilot", 1, None),
    ]  # fmt: skip
    assert figures[0].evidence == "found"


def test_a_cell_shown_in_percent_means_percent(form):
    rows, _, _ = form({"E4": 0.035, "F4": 0.0366, "H4": "公报", "I4": "found"}, {"E4": "0.0%", "F4": "0.00%"})
    (figure,), wrong = judged(rows)
    assert wrong == []
    assert (figure.value, figure.target) == (Fraction("3.5"), Fraction("3.66"))


def test_a_renamed_sheet_is_found(form):
    rows, _, findings = form({"E4": 1, "H4": "公报", "I4": "own"}, rename="表1")
    assert len(rows) == 1
    assert {each.severity for each in findings} <= {"warning", "note"}


@pytest.mark.parametrize(
    ("typed", "cell", "code"),
    [
        ({"E4": "三"}, "E4", "budget-evaluate-number"), ({"E5": -1}, "E5", "budget-evaluate-negative"),
        ({"E6": 2}, "E6", "budget-evaluate-flag"), ({"E4": 1, "H4": None}, "H4", "budget-evaluate-source"),
        ({"E4": 1, "I4": "sure"}, "I4", "budget-evaluate-evidence"),
        ({"E4": 1, "G4": "万吨"}, "G4", "budget-evaluate-unit"),
        ({"E4": 1, "A4": "Z"}, "A4", "budget-evaluate-subject"),
        ({"E4": 1, "C4": "beauty"}, "C4", "budget-evaluate-indicator"),
        ({"E5": 1, "C5": "intensity-cut", "E4": 1}, "A5", "budget-evaluate-twice"),
    ],
)  # fmt: skip
def test_a_fault_is_named_at_its_cell(form, typed, cell, code):
    said = {f"{column}{row}": value for row in (4, 5, 6) for column, value in (("H", "公报"), ("I", "own"))}
    rows, _, _ = form({**said, **typed})
    _, wrong = judged(rows)
    assert [(each.cell, each.code) for each in wrong] == [(cell, code)]
    assert all(each.message("zh") and each.message("en") for each in wrong)


def test_what_the_ledger_knows_is_refused(form):
    rows, _, _ = form({"C4": "execution", "G4": "吨", "E4": 1, "H4": "公报", "I4": "own"})
    known = {("A", "execution"): Figure("A", "execution", Fraction(5), Fraction(6), origin="budget")}
    _, wrong = judged(rows, known)
    assert [each.code for each in wrong] == ["budget-evaluate-known"]


def test_another_workbook_is_no_form(tmp_path):
    path = tmp_path / "别的.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "别的"
    book.save(path)
    with pytest.raises(InputError) as refused:
        evaluation_template.read(read_workbook(path))
    assert [each.code for each in refused.value.findings] == ["budget-evaluate-form"]


def test_nothing_to_ask_is_no_form(tmp_path):
    with pytest.raises(InputError):
        evaluation_template.write(tmp_path / "空.xlsx", [], title="", about=[], budget="", rules="x", year=YEAR)


def test_every_unit_of_a_shipped_rule_is_on_the_form():
    column = next(each for each in plan_tables.evaluation().tables[0].columns if each.id == "unit")
    known = {each.id for each in column.choices} | {each.unit for each in column.choices}
    for name in rules.names():
        rule = rules.load(name, YEAR)
        assert {handed_in.unit_of(rule, part) for part in rule.parts} <= known
