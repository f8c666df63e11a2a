"""Old workbooks hold what the same workbook holds as .xlsx, but for formulas."""

from __future__ import annotations

import subprocess
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from ghginv.errors import InputError
from ghginv.workbooks.legacy_evidence import evidence_of_xls
from ghginv.workbooks.read import Limits, Sheet, Workbook, read_workbook
from tests.workbooks import hostile_legacy

# [MS-XLS] 2.5.10 Bes
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def write(path: Path, rows: int = 40) -> Path:
    """A workbook with all that is compared, nothing in its first rows and columns, and a second, hidden sheet."""
    with xlsxwriter.Workbook(path) as book:
        month = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("燃料")
        sheet.merge_range("C3:F4", "能源消费量")
        for row in range(5, 5 + rows):
            sheet.write_string(row, 2, f"企业{row}")
            sheet.write_number(row, 3, row / 7)
            sheet.write_boolean(row, 4, row % 2 == 0)
            sheet.write_datetime(row, 5, datetime(2024, 1 + row % 12, 1), month)
            sheet.write_formula(row, 7, f"=1+{row}", None, 1 + row)
        sheet.write_formula("J6", "=1/0", None, "#DIV/0!")
        sheet.write_formula("J7", "=NA()", None, "#N/A")
        sheet.set_row(9, None, None, {"hidden": True})
        sheet.set_row(2000, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
        book.add_worksheet("藏").hide()
        book.worksheets()[1].write_formula("B2", "=1/0", None, "#DIV/0!")
    return path


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    folder = tmp_path_factory.mktemp("old")
    path = write(folder / "活动水平.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path_factory.mktemp('profile')}"
    for suffix in ("xls", "ods"):
        command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True)
    return {suffix: read_workbook(path.with_suffix(f".{suffix}")) for suffix in ("xlsx", "xls", "ods")}


def content(sheet: Sheet, suffix: str) -> dict[tuple[int, int], tuple[str, object]]:
    """Kind and value by place. LibreOffice keeps 15 digits in .ods, and writes truth values as numbers there."""
    found = {}
    for place, cell in sheet.cells.items():
        kind, value = ("n", float(cell.value)) if suffix == "ods" and cell.kind == "b" else (cell.kind, cell.value)
        found[place] = kind, pytest.approx(value, rel=1e-14) if isinstance(value, float) else value
    return found


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_same_as_xlsx(suffix: str, books: dict[str, Workbook]) -> None:
    new, old = books["xlsx"], books[suffix]
    assert (old.format, old.name, old.date1904) == (suffix, f"活动水平.{suffix}", False)
    assert [(sheet.name, sheet.state) for sheet in old.sheets] == [("燃料", "visible"), ("藏", "hidden")]
    for before, after in zip(new.sheets, old.sheets, strict=True):
        assert content(after, suffix) == content(before, suffix)
        assert after.merged == before.merged
        assert after.hidden_rows == before.hidden_rows
        assert after.hidden_columns == before.hidden_columns
        assert all(cell.formula is None for cell in after.cells.values())


def test_errors_are_not_blank(books: dict[str, Workbook]) -> None:
    for book in books.values():
        errors = [cell.value for cell in book.sheets[0].cells.values() if cell.kind == "e"]
        assert errors == ["#DIV/0!", "#N/A"]


def xls(path: Path, dates_1904: bool = False) -> Path:
    book = xlwt.Workbook()
    book.dates_1904 = dates_1904
    sheet = book.add_sheet("表")
    for row, error in enumerate(ERRORS):
        sheet.row(row).set_cell_error(0, error)
    day, clock = xlwt.easyxf(num_format_str="yyyy-mm-dd"), xlwt.easyxf(num_format_str="hh:mm:ss")
    sheet.write(0, 1, date(2024, 1, 1), day)
    sheet.write(1, 1, time(6, 0), clock)
    sheet.write(2, 1, datetime(2024, 1, 1, 12), day)
    sheet.write(3, 1, 12480)
    sheet.write(4, 1, True)
    book.save(str(path))
    return path


def test_all_errors_of_xls(tmp_path: Path) -> None:
    sheet = read_workbook(xls(tmp_path / "a.xls")).sheets[0]
    found = [(sheet.cells[row, 1].kind, sheet.cells[row, 1].value) for row in range(1, 8)]
    assert found == [("e", error) for error in ERRORS.values()]


@pytest.mark.parametrize("dates_1904", [False, True])
def test_dates_of_xls_are_serials_of_1900(dates_1904: bool, tmp_path: Path) -> None:
    sheet = read_workbook(xls(tmp_path / "a.xls", dates_1904)).sheets[0]
    found = [(sheet.cells[row, 2].kind, sheet.cells[row, 2].value) for row in range(1, 6)]
    assert found == [("d", 45292.0), ("d", 0.25), ("d", 45292.5), ("n", 12480.0), ("b", True)]


def test_truth_values_of_ods(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="boolean" office:boolean-value="{}"/>'
    rows = f"<table:table-row>{cell.format('true')}{cell.format('false')}</table:table-row>"
    sheet = read_workbook(hostile_legacy.ods(tmp_path / "a.ods", rows)).sheets[0]
    assert [(cell.kind, cell.value) for cell in sheet.cells.values()] == [("b", True), ("b", False)]


def test_old_workbook_named_xlsx(tmp_path: Path) -> None:
    book = read_workbook(xls(tmp_path / "a.xls").rename(tmp_path / "b.xlsx"))
    assert (book.format, book.name, len(book.sheets[0].cells)) == ("xls", "b.xlsx", 12)


def test_large_compound_file_is_followed(tmp_path: Path) -> None:
    """Beyond 7 MB the table of sectors does not fit into the header."""
    book = xlwt.Workbook()
    for number in range(3):
        sheet = book.add_sheet(f"表{number}")
        for row in range(3000):
            sheet.write(row, 0, f"{number}{row:05}" * 150)
            sheet.row(row).set_cell_error(1, 23)
    book.save(str(tmp_path / "a.xls"))
    content = (tmp_path / "a.xls").read_bytes()
    assert int.from_bytes(content[72:76], "little") > 0
    assert [len(evidence.cells) for evidence in evidence_of_xls(content)] == [3000] * 3


def protected(path: Path) -> Path:
    """An .xls file whose first record after the beginning says that the rest is encrypted."""
    content = bytearray(hostile_legacy.small_xls(path).read_bytes())
    start = content.index(b"\x09\x08\x10\x00") + 20
    content[start : start + 2] = b"\x2f\x00"
    path.write_bytes(content)
    return path


def test_password_of_xls(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_workbook(protected(tmp_path / "a.xls"))
    assert [finding.code for finding in refused.value.findings] == ["workbook-password"]


def test_damaged_xls_is_refused_or_read(tmp_path: Path) -> None:
    """Whatever bytes are cut off or turned, no other exception than InputError leaves the reader."""
    content = hostile_legacy.small_xls(tmp_path / "a.xls").read_bytes()
    codes = set()
    for start in range(0, 512, 24):
        for damaged in (content[: start * 10 + 40], content[:start] + b"\xff" * 8 + content[start + 8 :]):
            codes.add(code_of(damaged))
    assert codes == {"", "workbook-damaged"}


def code_of(content: bytes) -> str:
    try:
        evidence_of_xls(content)
    except InputError as refused:
        return refused.findings[0].code
    return ""


def test_cells_of_old_workbooks_count(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_workbook(xls(tmp_path / "a.xls"), Limits(cells=11))
    assert [finding.code for finding in refused.value.findings] == ["workbook-too-many-cells"]
