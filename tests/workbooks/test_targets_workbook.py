"""目标进度: live formulas give what the register computed; text never becomes a formula."""

from __future__ import annotations

import math

import openpyxl
import pytest

from ghginv.budget.targets import judge
from ghginv.workbooks import targets_live, targets_page, targets_workbook
from tests.budget.targets import made_up
from tests.recalculation import recalculate
from tests.workbooks.targets_files import material, standing

RULES = judge.rules(2025)
KINDS = {
    "linear": (made_up.indicator(made_up.goal(), base=0), "85"),
    "ahead": (made_up.indicator(made_up.goal(), base=0), "99"),
    "met": (made_up.indicator(made_up.goal(), base=0), "100"),
    "cut": (made_up.indicator(made_up.goal(target="14.5"), measure="cut", unit="%"), "12"),
    "gain": (made_up.indicator(made_up.goal(2030, target=20), measure="gain", unit="%"), "9.5"),
    "fall": (made_up.indicator(made_up.goal(2025, "le", 6), base=10, direction="fall", unit="%"), "7"),
    "compound": (made_up.indicator(made_up.goal(), base=50, path="compound"), "93"),
    "standing": (
        made_up.indicator(made_up.goal(0, "lt", "1.25"), measure="standing", base_year=0, direction="fall"), "1.3"
    ),
    "yearly": (made_up.indicator(made_up.goal(0, target=300), measure="yearly", base_year=0), "140"),
    "about": (made_up.indicator(made_up.goal(operator="about"), base=0), "80"),
    "range": (made_up.indicator(made_up.goal(operator="range", target=3, upper=5), base=0), "2"),
    "milestone": (made_up.indicator(made_up.goal(2024, target=20, role="milestone"), made_up.goal(), base=0), "50"),
}  # fmt: skip


def row(name: str) -> dict:
    one, value = KINDS[name]
    goal = one.current("2025-06")
    found = judge.standing(one, goal, [made_up.report("2025-06", value)], "2025-06", RULES)
    begun = found.begun
    number = {key: float(told) if told is not None else None for key, told in (
        ("expected", found.expected), ("completion", found.completion), ("margin", found.margin), ("gap", found.gap),
        ("value", found.value), ("target", goal.target), ("upper", goal.upper),
        ("begun_value", begun.value if begun else None))}  # fmt: skip
    single = not any(begun and begun.period < each.due < goal.due for each in one.goals) and bool(goal.due)
    return standing(
        **number, indicator=name, year=goal.year or None, sign=one.sign, begun=begun.period if begun else "",
        period="2025-06", state_id=found.state, state=targets_page.word(f"state.{found.state}", "zh"),
        measure_id=one.measure, path_id=one.path,
        operator_id=goal.operator, single=single, forecast=float(found.forecast.value), forecast_met=found.forecast.met,
    )  # fmt: skip


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The workbook as written, and as LibreOffice computes it."""
    folder = tmp_path_factory.mktemp("targets")
    path = folder / "目标进度.xlsx"
    told = {"operator_id": "assigned", "state": "待下达", "state_id": "waiting", "note": "=HYPERLINK(1)"}
    more = [standing(indicator="wait", **told), standing(indicator="none", lead="=乙局", state="未报送")]
    targets_workbook.write(path, material(*map(row, KINDS), *more))
    (computed,) = recalculate([path], folder / "computed")
    return openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(
        computed, data_only=True
    )


def test_every_formula_computes_what_stands_in_its_cell(books):
    written, carried, computed = books
    checked = 0
    for sheet in written:
        for cell in (each for line in sheet.iter_rows() for each in line if each.data_type == "f"):
            ours, theirs = carried[sheet.title][cell.coordinate].value, computed[sheet.title][cell.coordinate].value
            place = (sheet.title, cell.coordinate, ours, theirs)
            if isinstance(ours, float | int):
                assert math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9), place
            else:
                assert (ours or "") == (theirs or ""), place
            checked += 1
    assert checked > 60


def column(book, key: str) -> dict[str, object]:
    at = list(targets_live.COLUMNS).index(key)
    lines = [[cell.value for cell in line] for line in book["各指标"].iter_rows()]
    first = next(number for number, line in enumerate(lines) if line[1] == "指标代码") + 1
    return {line[1]: line[at] for line in lines[first:]}


def test_the_judgement_is_the_same_in_the_workbook(books):
    states = column(books[2], "state")
    for name in ("linear", "ahead", "met", "cut", "gain", "fall", "compound"):
        assert states[name] == targets_page.word(f"state.{row(name)['state_id']}", "zh")


def test_a_changed_value_changes_completion_and_state(books, tmp_path):
    book = books[0]
    at = list(targets_live.COLUMNS).index("value") + 1
    sheet = book["各指标"]
    line = next(cells[1].row for cells in sheet.iter_rows() if cells[1].value == "linear")
    assert not sheet.cell(line, at).protection.locked
    sheet.cell(line, at).value = 100
    book.save(tmp_path / "changed.xlsx")
    (path,) = recalculate([tmp_path / "changed.xlsx"], tmp_path / "computed")
    found = openpyxl.load_workbook(path, data_only=True)
    assert (column(found, "completion")["linear"], column(found, "state")["linear"]) == (1, "已达到")
    met = next(cell.column for line in found["汇总"].iter_rows() for cell in line if cell.value == "已达到")
    row_ = next(cell.row for line in found["汇总"].iter_rows() for cell in line if cell.value == "P")
    assert found["汇总"].cell(row_, met).value == list(column(found, "state").values()).count("已达到")


def test_text_stays_text(books):
    for sheet in books[0]:
        for cell in (each for line in sheet.iter_rows() for each in line):
            if isinstance(cell.value, str) and cell.value.startswith(("=HYPERLINK", "=1+1", "=乙局")):
                assert cell.data_type == "s"


def test_the_margin_stands_with_its_evidence(books):
    texts = [[cell.value for cell in line] for line in books[0]["判断规则"].iter_rows()]
    assert any(line[0] == "target_margin" and line[1] == 5 and line[3] == "own" for line in texts)
