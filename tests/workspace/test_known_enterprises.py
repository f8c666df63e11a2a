"""Workbooks are held against the year before and against what other enterprises handed in, also within one import."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ghginv.domain import credit_codes
from ghginv.workspace import create, import_folder, known_enterprises, synthetic
from ghginv.workspace.check import check_workbook
from ghginv.workspace.import_folder import Batch, collected, import_files
from ghginv.workspace.place import Workspace

ORDER = synthetic.Order(count=3, seed=4, year=2024, years=2)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A city whose three made-up enterprises handed in 2023; the workbooks of 2024 are there as files."""
    made = create.create(tmp_path / "w", "440300", "虚构")
    for _ in synthetic.write(tmp_path / "sent", ORDER):
        pass
    list(import_files(made, collected([tmp_path / "sent/2023"]), Batch(processes=0)))
    return made


def first(folder: Path) -> Path:
    return sorted(folder.glob("*.xlsx"))[0]


def altered(source: Path, target: Path, factor: float = 1.0, code: str = "", name: str = "") -> Path:
    """A copy with the months of the first row of electricity multiplied, or as another enterprise's."""
    book = openpyxl.load_workbook(source)
    sheet = book["购入电力"]
    for cell in sheet[3]:
        if str(cell.value).endswith("月") and sheet.cell(4, cell.column).value is not None:
            sheet.cell(4, cell.column).value *= factor
    if code:
        book["基本信息"]["B3"].value, book["基本信息"]["B4"].value = code, name
        for row in book["ghginv"].iter_rows():
            if row[0].value == "enterprise":
                row[1].value = code
    book.save(target)
    return target


def test_the_register_has_the_year_by_source(workspace: Workspace, tmp_path: Path) -> None:
    found = known_enterprises.register(workspace)
    assert len(found.enterprises) == ORDER.count
    for known in found.enterprises.values():
        assert set(known.years) == {2023}
        assert any(item == "electricity" for _, item, _ in known.years[2023])
    assert found.series
    assert len(found.contents) == ORDER.count


def test_a_jump_against_the_stored_year_is_told(workspace: Workspace, tmp_path: Path) -> None:
    plain = check_workbook(first(tmp_path / "sent/2024"), workspace=workspace)
    assert not [finding for finding in plain.findings if finding.code.startswith("history")]
    tenfold = altered(first(tmp_path / "sent/2024"), tmp_path / "t.xlsx", factor=10)
    codes = {finding.code for finding in check_workbook(tenfold, workspace=workspace).findings}
    assert codes & {"history-unit", "history-above"}


@pytest.mark.parametrize("processes", [0, 2])
def test_a_copy_in_the_same_import_is_refused(workspace: Workspace, tmp_path: Path, processes: int) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    source = first(tmp_path / "sent/2024")
    body = "91440311FAKE09999"
    code = body + credit_codes.check_sign(body)
    altered(source, folder / "1.xlsx")
    altered(source, folder / "2.xlsx", code=code, name="虚构抄袭企业")
    outcomes = list(import_files(workspace, collected([folder]), Batch(processes=processes)))
    assert [outcome.state for outcome in outcomes] == ["submitted", "refused"]
    (finding,) = [each for each in outcomes[1].findings if each.code == "copied-workbook"]
    assert finding.place == "2.xlsx: 基本信息!B3"
    assert outcomes[0].name in finding.found


def test_a_copy_of_what_is_stored_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    body = "91440311FAKE09998"
    copy = altered(
        first(tmp_path / "sent/2023"),
        tmp_path / "c.xlsx",
        code=body + credit_codes.check_sign(body),
        name="虚构抄袭企业",
    )
    (outcome,) = import_files(workspace, import_folder.collected([copy]), Batch(processes=0))
    assert outcome.state == "refused"
    assert "copied-workbook" in {finding.code for finding in outcome.findings}
