"""The workbook of monthly data: its sheets, drop-downs, protection, the same bytes twice, nothing becomes a formula."""

from __future__ import annotations

import openpyxl
import pytest

from ghginv.domain import plan_tables
from ghginv.errors import InputError
from ghginv.workbooks import monthly_template, read, signature
from ghginv.workbooks.monthly_template import NAMES, Names
from tests.workbooks.monthly_files import CODE, headers

KNOWN = Names([("440300", "测试市"), ("440305", "甲区")], [("C39", "电子")], [(CODE, "=虚构", "F1", "440305", "C39")])
FACTS = {"region": "440300", "year": 2026}


@pytest.fixture(params=["zh", "en"])
def book(request, tmp_path):
    path = tmp_path / "m.xlsx"
    monthly_template.build_monthly(path, FACTS, KNOWN, request.param, budget="B2026", warning="编造 made up")
    return openpyxl.load_workbook(path)


def test_sheets_are_protected_and_entry_cells_are_open(book):
    layout = plan_tables.monthly()
    for table in layout.tables:
        sheet = book[table.zh]
        assert sheet.protection.sheet
        assert sheet.cell(3, 1).protection.locked
        assert not sheet.cell(5, 2).protection.locked
    assert book["字典"].sheet_state == "hidden"
    assert book[signature.SHEET].sheet_state == "veryHidden"


def test_every_choice_and_code_has_its_drop_down(book):
    named = set(book.defined_names)
    for table in plan_tables.monthly().tables[1:]:
        sheet = book[table.zh]
        rules = {str(each.sqref).split(":")[0]: each for each in sheet.data_validations.dataValidation}
        for name in ("月份", "单位"):
            rule = rules[sheet.cell(4, headers(sheet)[name]).coordinate]
            assert rule.formula1.lstrip("=") in named
    assert {"codes_regions", "codes_industries", "list_enterprise_item", "units_indicators"} <= named


def test_lists_say_what_may_be_reported_and_text_stays_text(book):
    sheet = book[NAMES]
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert told[0][:2] == ["440300", "测试市"]
    assert told[0][3:5] == ["C39", "电子"]
    cell = sheet.cell(4, 8)
    assert (cell.value, cell.data_type) == ("=虚构", "s")
    assert book["企业月报"]["B4"].data_type == "s"


def test_a_facility_that_moves_has_one_line_and_both_places(tmp_path):
    moved = Names(facilities=[(CODE, "虚构", "F1", "440305", "C39"), (CODE, "虚构", "F1", "440306", "C39")])
    monthly_template.build_monthly(tmp_path / "m.xlsx", FACTS, moved)
    made = openpyxl.load_workbook(tmp_path / "m.xlsx")
    assert [cell.value for cell in made["企业月报"]["A"][3:6]] == [CODE, None, None]
    assert [made[NAMES].cell(row, 10).value for row in (4, 5)] == ["440305", "440306"]


def test_the_same_template_is_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        monthly_template.build_monthly(tmp_path / f"{name}.xlsx", FACTS, KNOWN)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_it_is_known_again_by_its_signature(tmp_path):
    monthly_template.build_monthly(tmp_path / "m.xlsx", {**FACTS, "enterprise": CODE}, KNOWN, budget="B1")
    signed = signature.read(read.read_workbook(tmp_path / "m.xlsx"))
    assert (signed.kind, signed.region, signed.year, signed.enterprise, signed.budget) == (
        "monthly", "440300", "2026", CODE, "B1",
    )  # fmt: skip


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(InputError):
        monthly_template.build_monthly(tmp_path / "no" / "m.xlsx", FACTS, KNOWN)
