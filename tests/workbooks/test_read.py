"""What a file is, is seen from its content; what is no workbook, or a damaged one, is refused."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.errors import InputError
from ghginv.workbooks.read import Workbook, read_workbook
from tests.workbooks import hostile
from tests.workbooks.hostile import worksheet


def refusal(path: Path) -> tuple[str, str]:
    """Code and found of the one finding with which a file is refused; the finding names the file and has a remedy."""
    with pytest.raises(InputError) as refused:
        read_workbook(path)
    (finding,) = refused.value.findings
    assert finding.file == path.name
    assert all(finding.text(lang) and finding.remedy(lang) for lang in ("zh", "en"))
    return finding.code, finding.found


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = "燃料,消费量\n原煤,12\n"
OTHERS = {
    "empty.xlsx": (b"", "workbook-empty"),
    "text.xlsx": (TABLE.encode(), "workbook-is-text"),
    "text.csv": (TABLE.encode("utf-8-sig"), "workbook-is-text"),
    "gb18030.xls": (TABLE.encode("gb18030"), "workbook-is-text"),
    "utf16.txt": (TABLE.encode("utf-16"), "workbook-is-text"),
    "page.xls": (b"\n<HTML><body><table><tr><td>1</td></tr></table>", "workbook-unrecognised"),
    "2003.xls": (b'<?xml version="1.0"?><Workbook/>', "workbook-unrecognised"),
    "report.xlsx": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "workbook-unrecognised"),
    "scan.xlsx": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "workbook-unrecognised"),
    "noise.xlsx": (bytes(range(256)), "workbook-unrecognised"),
    "noise.dat": (bytes(range(256)), "workbook-unknown-suffix"),
    "ole.xls": (OLE + bytes(1024), "workbook-unrecognised"),
    "cut.xls": (OLE + bytes(504) + "Workbook\0".encode("utf-16-le"), "workbook-unrecognised"),
    "nothing.zip": (b"PK\5\6" + bytes(18), "workbook-unrecognised"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_workbook(name: str, tmp_path: Path) -> None:
    content, code = OTHERS[name]
    assert refusal(written(tmp_path / name, content))[0] == code


def test_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx")[0] == "workbook-not-opened"


@pytest.mark.parametrize(
    ("main", "code", "found"),
    [
        ("word/document.xml", "workbook-unrecognised", "DOCX"),
        ("ppt/presentation.xml", "workbook-unrecognised", "PPTX"),
        ("xl/workbook.bin", "workbook-binary", "xlsb"),
        ("other/thing.xml", "workbook-unrecognised", "ZIP"),
    ],
)
def test_other_office_files(main: str, code: str, found: str, tmp_path: Path) -> None:
    parts = {"_rels/.rels": hostile.relationships(("officeDocument", main)), main: "<x/>"}
    assert refusal(hostile.pack(tmp_path / "a.xlsx", parts)) == (code, found)


@pytest.mark.parametrize("absent", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"])
def test_workbook_without_a_part(absent: str, tmp_path: Path) -> None:
    path = hostile.far_corners(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != absent}
    hostile.pack(path, {**parts, "xl/old/workbook.xml": b"<x/>"})
    assert refusal(path)[0] == "workbook-damaged"


def test_workbook_without_sheets(tmp_path: Path) -> None:
    empty = f'<workbook xmlns="{hostile.MAIN}"><sheets/></workbook>'
    assert refusal(hostile.workbook(tmp_path / "a.xlsx", worksheet(), outline=empty))[0] == "workbook-without-sheets"


@pytest.mark.parametrize("suffix", [".xls", ".csv", ""])
def test_suffix_does_not_matter(suffix: str, tmp_path: Path) -> None:
    path = hostile.far_corners(tmp_path / "a.xlsx").rename(tmp_path / f"a{suffix}")
    book = read_workbook(path)
    assert (book.name, book.format, len(book.sheets[0].cells)) == (path.name, "xlsx", 2)


def test_every_truncation_is_refused(tmp_path: Path) -> None:
    content = hostile.far_corners(tmp_path / "a.xlsx").read_bytes()
    for length in range(8, len(content), 37):
        assert refusal(written(tmp_path / "cut.xlsx", content[:length]))[0] == "workbook-damaged"


def test_workbook_is_named_by_its_content(tmp_path: Path) -> None:
    first = read_workbook(hostile.far_corners(tmp_path / "a.xlsx"))
    copy = read_workbook(written(tmp_path / "b.xlsx", (tmp_path / "a.xlsx").read_bytes()))
    assert len(first.sha256) == 64
    assert first.sha256 == copy.sha256


@pytest.mark.parametrize(
    "sheet",
    [
        worksheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'),
        worksheet('<row r="1"><c r="A1"><v>1</c></row>'),
        worksheet(after="<sheetData/>"),
        worksheet().replace("worksheet", "chartsheet"),
        worksheet('<row r="1"><c r="A1"><v>\x01</v></c></row>'),
        worksheet(after='<x:a r="1"/>'),
        worksheet().replace("UTF-8", "GB18030"),
        worksheet().replace("UTF-8", "none"),
        worksheet()[:-3],
        "",
    ],
)
def test_damaged_sheets_are_refused(sheet: str, tmp_path: Path) -> None:
    code, _ = refusal(hostile.workbook(tmp_path / "a.xlsx", sheet))
    assert code in ("workbook-damaged", "workbook-cell-twice")


TEXT_CELL = '<row r="1"><c r="A1" t="str"><v>|</v></c></row>'
BROKEN_TEXT = "<t>煤</t>".encode()[:-5] + b"</t>"  # a character of two bytes instead of three


def test_broken_characters_are_refused(tmp_path: Path) -> None:
    sheet, strings = hostile.worksheet(TEXT_CELL).encode(), hostile.shared_strings("<si>|</si>").encode()
    for name, broken in (
        ("text", {"sheet": sheet.replace(b"|", BROKEN_TEXT[3:-4])}),
        ("formula", {"sheet": sheet.replace(b"<v>|", b"<f>" + BROKEN_TEXT[3:-4] + b"</f><v>")}),
        ("string", {"sheet": sheet, "strings": strings.replace(b"|", BROKEN_TEXT)}),
    ):
        assert refusal(hostile.workbook(tmp_path / f"{name}.xlsx", **broken))[0] == "workbook-damaged"


values = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.sampled_from(["_x0041_", "=1+1", "]]>", "<v>1</v></c>", "&amp;", "\r\n", " ", "'", '"', "_x", "\ufffe"]),
    st.floats(-1e300, 1e300),
    st.booleans(),
)
places = st.tuples(st.integers(1, 300), st.integers(1, 16_384))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(places, values, max_size=30), st.booleans())
def test_what_was_written_is_read(content: dict[tuple[int, int], str | float | bool], constant_memory: bool) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": constant_memory}) as book:
        sheet = book.add_worksheet("表")
        for (row, column), value in sorted(content.items()):
            write = {str: sheet.write_string, bool: sheet.write_boolean, float: sheet.write_number}[type(value)]
            write(row - 1, column - 1, value)
    book = read_bytes(stream.getvalue())
    found = {place: cell.value for place, cell in book.sheets[0].cells.items()}
    assert found.keys() == content.keys()
    for place, value in content.items():
        assert type(found[place]) is type(value)
        assert found[place] == (pytest.approx(value, rel=1e-14, abs=0) if isinstance(value, float) else value)


def read_bytes(content: bytes) -> Workbook:
    with tempfile.TemporaryDirectory() as folder:
        return read_workbook(written(Path(folder) / "a.xlsx", content))
