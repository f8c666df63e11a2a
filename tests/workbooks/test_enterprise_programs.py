"""An enterprise's workbook as other programs save it: LibreOffice, WPS, old formats; and one that needs a password."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from ghginv.errors import InputError
from ghginv.workbooks import mark, read
from tests.recalculation import recalculate
from tests.workbooks import enterprise_files as files
from tests.workbooks import hostile


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return files.write(tmp_path_factory.mktemp("works") / "works.xlsx")


def rewritten(path: Path, into: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The parts of a workbook, changed."""
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return into


def same_records(path: Path, works: Path) -> None:
    """A workbook passes without remarks and says what the original says."""
    judgement, before = files.judged(path), files.judged(works)
    assert judgement.findings == []
    assert judgement.activities == before.activities
    for name in ("parameters", "facilities", "indicators", "evidence"):
        assert getattr(judgement, name) == getattr(before, name)
    assert judgement.about == before.about


def test_saved_by_libreoffice(works: Path, tmp_path: Path) -> None:
    (saved,) = recalculate([works], tmp_path / "saved")
    same_records(saved, works)


def test_saved_by_libreoffice_marked_corrected_and_saved_again(works: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(works)
    right = book["燃料"]["J30"].value
    book["燃料"]["J30"].value = "12吨"
    book.save(tmp_path / "wrong.xlsx")
    (saved,) = recalculate([tmp_path / "wrong.xlsx"], tmp_path / "saved")
    findings = files.judged(saved).findings
    assert [(each.code, each.cell) for each in findings] == [("text-number-unit", "J30")]
    mark.mark(saved, findings, tmp_path / "marked.xlsx")
    marked = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert "吨" in marked["燃料"]["J30"].comment.text
    marked["燃料"]["J30"].value = right
    marked.save(tmp_path / "corrected.xlsx")
    (again,) = recalculate([tmp_path / "corrected.xlsx"], tmp_path / "again")
    same_records(again, works)


def as_wps(name: str, part: bytes) -> bytes:
    """What WPS writes otherwise: its name and namespace, attributes of rows, formulas without an empty value."""
    if name == "docProps/app.xml":
        return part.replace(b"<Application>Microsoft Excel</Application>", b"<Application>WPS Office</Application>")
    if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
        part = part.replace(
            b"<worksheet ", b'<worksheet xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" ', 1
        )
        part = re.sub(rb'<row r="(\d+)"(?! spans="[^"]*" (?:s|ht)=)', rb'<row r="\1" s="0" customFormat="1"', part)
        part = part.replace(b"<v></v></c>", b"</c>")
        return part.replace(b"</worksheet>", b"<extLst/></worksheet>") if b"<tableParts" not in part else part
    return part


def test_saved_by_wps(works: Path, tmp_path: Path) -> None:
    same_records(rewritten(works, tmp_path / "wps.xlsx", as_wps), works)


def converted(path: Path, into: Path, kind: str) -> Path:
    """The workbook in another format."""
    profile = f"-env:UserInstallation={(into / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(into), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return into / f"{path.stem}.{kind}"


def test_saved_in_old_formats(works: Path, tmp_path: Path) -> None:
    old = converted(works, tmp_path, "xls")
    same_records(old, works)
    same_records(shutil.copy(old, tmp_path / "works.et"), works)


def test_a_password_to_open_it(works: Path, tmp_path: Path) -> None:
    import msoffcrypto.format.ooxml

    with works.open("rb") as plain, (tmp_path / "locked.xlsx").open("wb") as locked:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("1234", locked)
    with pytest.raises(InputError) as refusal:
        read.read_workbook(tmp_path / "locked.xlsx")
    assert [each.code for each in refusal.value.findings] == ["workbook-password"]


def test_a_drawing_that_is_no_xml_is_refused(works: Path, tmp_path: Path) -> None:
    def broken(name: str, part: bytes) -> bytes:
        relation = b'<Relationship Id="rId99" Type="%s/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
        if name == "xl/worksheets/_rels/sheet4.xml.rels":
            return part.replace(b"</Relationships>", relation % hostile.OFFICE.encode())
        return part

    path = rewritten(works, tmp_path / "broken.xlsx", broken)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", b"<xdr:wsDr><unclosed")
    with pytest.raises(InputError) as refusal:
        read.read_workbook(path)
    assert [each.code for each in refusal.value.findings] == ["workbook-damaged"]


@pytest.mark.parametrize("count", [5000])
def test_thousands_of_pictures_cost_little(works: Path, tmp_path: Path, count: int) -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    anchor = (
        "<xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col><xdr:row>9</xdr:row></xdr:from>"
        "<xdr:to><xdr:col>16000</xdr:col><xdr:row>1048000</xdr:row></xdr:to><xdr:pic/></xdr:twoCellAnchor>"
    )

    def drawn(name: str, part: bytes) -> bytes:
        relation = f'<Relationship Id="rId99" Type="{hostile.OFFICE}/drawing" Target="../drawings/drawing1.xml"/>'
        if name == "xl/worksheets/_rels/sheet7.xml.rels":
            return part.replace(b"</Relationships>", f"{relation}</Relationships>".encode())
        return part

    path = rewritten(works, tmp_path / "many.xlsx", drawn)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/drawings/drawing1.xml", f'<xdr:wsDr xmlns:xdr="{space}">{anchor * count}</xdr:wsDr>')
    workbook = read.read_workbook(path)
    assert max(len(sheet.pictures) for sheet in workbook.sheets) == 1000
    found = {each.code for each in files.judged(path).findings}
    assert found == {"picture-over-entries"}


def test_values_of_formulas_count_and_not_the_formulas(works: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(works)
    for row in range(4, 24):
        book["购入电力"].cell(row, 4).value = f"={book['购入电力'].cell(row, 4).value}"
    book.save(tmp_path / "formulas.xlsx")
    (saved,) = recalculate([tmp_path / "formulas.xlsx"], tmp_path / "saved")
    judgement = files.judged(saved)
    assert {(each.code, each.severity) for each in judgement.findings} == {("row-formulas", "note")}
    assert len(judgement.findings) == 20
    assert [replace(each, cell="") for each in judgement.activities] == [
        replace(each, cell="") for each in files.judged(works).activities
    ]
