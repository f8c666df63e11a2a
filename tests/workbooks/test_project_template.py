"""The form of a project as a workbook: what it says, what survives people, what cannot get out of it."""

from __future__ import annotations

import openpyxl
import pytest

from ghginv.domain import plan_tables
from ghginv.workbooks import judge, project_reading, project_template, project_words, read
from ghginv.workbooks.judgement import Context

EVIL = "=HYPERLINK(\"x\")"
ROWS = {
    "facts": [{"fact": "name", "value": EVIL}, {"fact": "start", "value": "2026-03-01"}],
    "energy": [{"item": "raw_coal", "use": "fuel", "quantity": 12.5, "unit": "t", "source": "+可研"}],
    "replacement": [{"enterprise": "091", "name": "n", "measure": "m", "done": "2026-01-31", "amount_t": 1.0,
                     "document": "d"}],
}  # fmt: skip


@pytest.fixture
def path(tmp_path):
    project_template.build_project(tmp_path / "项目.xlsx", "zh", ROWS)
    return tmp_path / "项目.xlsx"


def written(path):
    return project_reading.read_project(read.read_workbook(path))


def values(filled, table):
    return [{name: value for name, value in row.values.items() if value is not None} for row in filled.rows[table]]


def test_what_was_written_is_read_back(path):
    filled = written(path)
    assert filled.findings == []
    facts = {row.values["fact"]: row.values["value"] for row in filled.rows["facts"]}
    assert facts["项目名称"] == EVIL
    assert facts["计划开工日期"] == "2026-03-01"
    assert values(filled, "energy") == [
        {"item": "raw_coal", "use": "燃料动力", "quantity": 12.5, "unit": "t", "source": "+可研"}
    ]
    assert values(filled, "replacement")[0]["enterprise"] == "091"
    assert filled.rows["energy"][0].cells["quantity"] == "D4"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_there_is_a_sheet_a_table_with_lists(tmp_path, lang):
    project_template.build_project(tmp_path / "a.xlsx", lang)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [table.zh for table in plan_tables.project().tables] == book.sheetnames[1:9]
    lists = {rule.formula1 for sheet in book for rule in sheet.data_validations.dataValidation}
    assert {"items_energy", "items_process", "list_energy_use", "codes_products", "units_energy"} <= lists
    assert {"items_energy", "units_products"} <= set(book.defined_names)
    assert all(sheet.protection.sheet for sheet in book if sheet.title != "ghginv")
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []


def test_sheets_may_be_renamed_and_columns_moved(path):
    book = openpyxl.load_workbook(path)
    book["能源消费"].title = "能耗"
    book.save(path)
    filled = written(path)
    assert len(filled.rows["energy"]) == 1
    assert "budget-book-renamed" in [each.code for each in filled.findings]


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [("D3", "随便", "template-header-changed"), ("D4", "=1/0", "formula-without-value")],
)
def test_what_people_break_is_named(path, cell, value, code):
    book = openpyxl.load_workbook(path)
    book["能源消费"][cell].value = value
    book.save(path)
    assert code in [each.code for each in written(path).findings]


def test_a_sheet_that_is_gone_is_named(path):
    book = openpyxl.load_workbook(path)
    del book["对标"]
    book.save(path)
    assert "template-sheet-missing" in [each.code for each in written(path).findings]


def test_another_workbook_is_no_form(tmp_path):
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    assert [each.code for each in written(tmp_path / "b.xlsx").findings] == ["project-book-other"]


def test_a_form_is_recognised_and_read_elsewhere(path):
    judgement = judge.judge(read.read_workbook(path), Context(today_year=2026))
    assert judgement.kind == "project"
    assert [each.code for each in judgement.findings] == ["budget-book-elsewhere"]


def test_every_fact_says_what_is_asked_for():
    for choice in plan_tables.project().tables[0].columns[0].choices:
        assert project_words.known(f"fact.{choice.id}")
    for fact, words in project_words.by_fact().items():
        assert project_words.choices(fact, "zh")
        assert len(set(words.values())) == len(project_words.choices(fact, "en"))
