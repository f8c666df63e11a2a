"""The account workbook with a carbon budget: computed anew by LibreOffice, live, and nothing of anybody else in it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from ghginv.workspace import account_files
from ghginv.workspace.budgets.enterprise_side import Side, Sides
from tests.recalculation import recalculate
from tests.workspace import firms
from tests.workspace.firms import FIRM, LOCAL, NAME, OTHER, OTHER_NAME, YEAR


@pytest.fixture(scope="module")
def side(half_a_year: Path) -> Side:
    found = Sides(firms.opened(half_a_year), YEAR).of(FIRM)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def path(half_a_year: Path, side: Side, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("account") / "企业碳账户.xlsx"
    return account_files.write(None, target, firms.opened(half_a_year).workspace, side=side)


def row_of(sheet: object, text: str) -> int:
    """The row whose first cell begins so."""
    return next(row[0].row for row in sheet if str(row[0].value or "").startswith(text))  # type: ignore[attr-defined]


def test_the_sheets_of_a_carbon_account(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["概况", "配额", "排放", "履约", "抵销", "绿电", "结转", "评级", "期限", "分录"]
    assert {sheet.sheet_state for sheet in book} == {"visible"}


def test_libreoffice_computes_the_same(path: Path, tmp_path: Path) -> None:
    (again,) = recalculate([path], tmp_path / "again")
    live, written, computed = (
        openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True),
        openpyxl.load_workbook(again, data_only=True),
    )  # fmt: skip
    count = 0
    for sheet in live:
        for cell in (cell for row in sheet for cell in row if cell.data_type == "f"):
            given, found = (book[sheet.title][cell.coordinate].value for book in (written, computed))
            wanted = (given or None) if isinstance(given, str | None) else pytest.approx(given, abs=1e-6)
            assert (found or None if isinstance(found, str) else found) == wanted, (sheet.title, cell.coordinate)
            count += 1
    assert count > 80


def test_what_is_left_due_and_the_light_follow_what_is_typed(path: Path, tmp_path: Path, side: Side) -> None:
    book = openpyxl.load_workbook(path)
    entries, compliance = book["分录"], book["履约"]
    june = row_of(entries, side.tables["budget_rows"]["entry"].iloc[-1])
    assert entries.cell(row_of(entries, "碳预算的排放分录") + 1, 7).value == "排放（吨）"
    entries.cell(june, 7).value -= 151_000  # from 15.6 % above the plan to less than the plan
    due = row_of(compliance, "清缴") + 3
    assert compliance.cell(due, 3).value is None
    compliance.cell(due, 3).value = 61_000.0  # what is due for 2026 is not stated yet
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    (again,) = recalculate([changed], tmp_path / "again")
    found = openpyxl.load_workbook(again, data_only=True)
    now, was = found["履约"], openpyxl.load_workbook(path, data_only=True)["履约"]
    left, light = row_of(now, "剩余，负数"), row_of(now, "三色灯")
    assert now.cell(left, 2).value == pytest.approx(was.cell(left, 2).value + 151_000)
    assert (was.cell(light, 2).value, now.cell(light, 2).value) == ("红灯", "绿灯")
    assert now.cell(due, 6).value == 61_000
    offset = found["抵销"]
    caps = row_of(offset, "CEA") + 1
    assert [offset.cell(caps, column).value for column in (3, 6, 8)] == [61_000, 3_050, 3_050]
    assert [offset.cell(caps - 1, column).value for column in (3, 6, 7, 8)] == [60_000, 3_000, 1_800, 1_200]


def test_the_carry_over_formula_is_live(path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["结转"]
    row = row_of(sheet, "E")
    assert [sheet.cell(row, column).value for column in (4, 5, 7, 8, 10)] == [2_000, 600, 10_000, 1.5, 9_000]
    sheet.cell(row, 4).value = 2_601
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    (again,) = recalculate([changed], tmp_path / "again")
    found = openpyxl.load_workbook(again, data_only=True)["结转"]
    assert [found.cell(row, column).value for column in (6, 9, 11)] == [2_001, 13_001, 7_000]


def test_offsets_of_shenzhen_and_prices(half_a_year: Path, path: Path, tmp_path: Path) -> None:
    found = Sides(firms.opened(half_a_year), YEAR).of(LOCAL)
    local = account_files.write(None, tmp_path / "local.xlsx", firms.opened(half_a_year).workspace, side=found)
    (again, mine) = recalculate([local, path], tmp_path / "again")
    offset = openpyxl.load_workbook(again, data_only=True)["抵销"]
    at = row_of(offset, "SZA")
    assert [offset.cell(at, column).value for column in (3, 4, 6, 7, 8)] == [6_003, 5_000, 200, 150, 50]
    assert offset.cell(row_of(offset, "SZA"), 9).value == "凭记忆，待核"
    compliance = openpyxl.load_workbook(mine, data_only=True)["履约"]
    assert compliance.cell(row_of(compliance, "净支出"), 2).value == 777 * 81


def test_evidence_marks_and_estimates_are_shown(path: Path) -> None:
    book = openpyxl.load_workbook(path, data_only=True)
    texts = {sheet.title: " ".join(str(cell.value) for row in sheet for cell in row if cell.value) for sheet in book}
    assert "预测是估计" in texts["履约"]
    assert "官方口径" in texts["履约"]
    assert "净口径" in texts["履约"]
    assert "本系统缺省" in texts["期限"]
    assert "已核对原文" in texts["期限"]
    assert "月度估计" in texts["排放"]


def test_no_part_of_the_file_names_another(path: Path, half_a_year: Path, tmp_path: Path) -> None:
    """Every part of the archive: sheets, strings, names, properties, hidden ones too."""
    mine = parts(path)
    assert FIRM in mine
    assert [word for word in (OTHER, OTHER_NAME, "C-OTHER", "G-OTHER", "43211") if word in mine] == []
    found = Sides(firms.opened(half_a_year), YEAR).of(OTHER)
    other = account_files.write(None, tmp_path / "other.xlsx", firms.opened(half_a_year).workspace, side=found)
    theirs = parts(other)
    assert OTHER in theirs
    assert [word for word in (FIRM, NAME, "57200", "C-1<") if word in theirs] == []


def parts(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_text_never_becomes_a_formula(side: Side, half_a_year: Path, tmp_path: Path) -> None:
    from dataclasses import replace

    credits = side.tables["credits"].assign(project='=HYPERLINK("http://x")')
    hostile = replace(side, facts={**side.facts, "name": "=1+1"}, tables={**side.tables, "credits": credits})
    path = account_files.write(None, tmp_path / "a.xlsx", firms.opened(half_a_year).workspace, side=hostile)
    book = openpyxl.load_workbook(path)
    formulas = [cell.value for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert not [each for each in formulas if "HYPERLINK" in each or each == "=1+1"]


def test_english_and_the_same_bytes(side: Side, half_a_year: Path, tmp_path: Path, path: Path) -> None:
    workspace = firms.opened(half_a_year).workspace
    english = account_files.write(None, tmp_path / "e.xlsx", workspace, "en", side)
    names = openpyxl.load_workbook(english).sheetnames
    assert names[:4] == ["Summary", "Quota", "Emissions", "Compliance"]
    again = account_files.write(None, tmp_path / path.name, workspace, side=side)
    assert again.read_bytes() == path.read_bytes()
