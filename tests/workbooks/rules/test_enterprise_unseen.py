"""Evidence, pictures, hidden and protected sheets of an enterprise's workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from ghginv.workbooks import mark, read
from ghginv.workbooks.cells import Area
from tests.workbooks import enterprise_files as files


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    Picture.new("RGB", (400, 120), "white").save(tmp_path / "picture.png")
    return tmp_path / "picture.png"


def test_evidence_numbers(verdict) -> None:
    verdict.change("支撑材料", 1, number="E01").change("购入电力", 0, evidence="E01；E77，E78")
    found = verdict.findings()
    assert [(each.code, each.cell, each.severity) for each in found] == [
        ("evidence-twice", "A5", "error"),
        ("evidence-not-listed", "T4", "warning"),
    ]
    assert found[1].found == "E77、E78"


def test_a_picture_over_blank_cells(verdict, picture: Path) -> None:
    book = openpyxl.load_workbook(verdict.path())
    image = Image(picture)
    book["购入热力"].add_image(image, "D8")
    book["购入热力"].add_image(Image(picture), "AA1")
    book.save(verdict.folder / "picture.xlsx")
    sheet = read.read_workbook(verdict.folder / "picture.xlsx").sheet("购入热力")
    assert sheet is not None
    assert sheet.pictures == [Area(8, 4, 14, 10), Area(1, 27, 7, 33)]
    (finding,) = files.judged(verdict.folder / "picture.xlsx").findings
    assert (finding.code, finding.cell, finding.severity) == ("picture-over-entries", "D8:J14", "warning")


def test_a_picture_over_filled_cells_hides_nothing(verdict, picture: Path) -> None:
    book = openpyxl.load_workbook(verdict.path())
    small = Image(picture)
    small.width, small.height = 100, 20
    book["购入热力"].add_image(small, "D4")
    book.save(verdict.folder / "picture.xlsx")
    assert files.judged(verdict.folder / "picture.xlsx").findings == []


def test_a_picture_in_a_cell_as_wps_has_it(verdict) -> None:
    book = openpyxl.load_workbook(verdict.path())
    book["燃料"]["J6"] = '=_xlfn.DISPIMG("ID_0123456789ABCDEF",1)'
    book.save(verdict.folder / "wps.xlsx")
    (finding,) = files.judged(verdict.folder / "wps.xlsx").findings
    assert (finding.code, finding.cell) == ("cell-picture", "J6")


def test_a_sheet_under_a_password_is_read_and_can_be_marked(verdict, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(verdict.change("燃料", 2, month_3="x").path())
    book["燃料"].protection.password = "1234"
    book["燃料"].protection.enable()
    book.save(verdict.folder / "locked.xlsx")
    findings = files.judged(verdict.folder / "locked.xlsx").findings
    assert {(each.code, each.severity) for each in findings} == {("sheets-password", "note"), ("not-a-number", "error")}
    mark.mark(verdict.folder / "locked.xlsx", findings, tmp_path / "marked.xlsx")
    copy = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert "处理" in copy["燃料"]["J6"].comment.text
    copy["燃料"]["J6"].value = 20.0
    copy.save(tmp_path / "corrected.xlsx")
    assert [each.code for each in files.judged(tmp_path / "corrected.xlsx").findings] == ["sheets-password"]


def test_hidden_rows_of_every_sheet(verdict) -> None:
    book = openpyxl.load_workbook(verdict.path())
    book["实测参数"].row_dimensions[4].hidden = True
    book["产量产值"].column_dimensions["E"].hidden = True
    book["支撑材料"].sheet_state = "hidden"
    book.save(verdict.folder / "hidden.xlsx")
    found = [(each.code, each.sheet) for each in files.judged(verdict.folder / "hidden.xlsx").findings]
    assert found == [
        ("template-sheet-hidden", "支撑材料"),
        ("template-row-hidden", "实测参数"),
        ("template-column-hidden", "产量产值"),
    ]
