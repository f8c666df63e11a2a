"""The workbook of scenarios goes out and comes back as it was, renamed sheets and formula-like texts included."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from ghginv.findings import errors
from ghginv.workbooks import read, scenario_reading, scenario_template
from tests.budget.scenarios.made_up import measure, tables

EVIL = "=HYPERLINK(\"http://x\",\"y\")"


def made(path: Path, lang: str = "zh", **changes) -> Path:
    rows = tables(measures=[measure(owner=EVIL)], **changes)
    scenario_template.build(path, {}, rows, lang)
    return path


def test_rows_come_back_as_they_went_out(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        path = made(tmp_path / f"{lang}.xlsx", lang)
        rows, findings = scenario_reading.read_scenarios(read.read_workbook(path))
        assert not errors(findings)
        assert [row.values["growth"] for row in rows["growth"]] == [5.0, 1.0]
        assert rows["measures"][0].values["owner"] == EVIL
        assert [row.values["driver"] for row in rows["mapping"]] == ["gdp", "gdp", "people", "constant"]


def test_a_text_never_becomes_a_formula(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path / "a.xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == EVIL]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)


def test_renamed_sheets_and_percent_formats_are_read(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book["驱动增速"].title = "增速（改名）"
    cell = book["增速（改名）"]["E4"]
    cell.value, cell.number_format = 0.05, "0%"
    book.save(path)
    rows, findings = scenario_reading.read_scenarios(read.read_workbook(path))
    assert rows["growth"][0].values["growth"] == 5.0
    assert "budget-book-renamed" in {each.code for each in findings}


def test_another_workbook_is_told_apart(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "别的表"
    book.save(tmp_path / "b.xlsx")
    _, findings = scenario_reading.read_scenarios(read.read_workbook(tmp_path / "b.xlsx"))
    assert [each.code for each in findings] == ["scenario-book-other"]


def test_without_signature_tables_that_are_gone_are_named(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path / "a.xlsx"))
    del book["ghginv"], book["措施"]
    book.save(tmp_path / "b.xlsx")
    rows, findings = scenario_reading.read_scenarios(read.read_workbook(tmp_path / "b.xlsx"))
    assert rows["growth"]
    assert [(each.code, each.found) for each in findings] == [("budget-book-unsigned", "措施")]
