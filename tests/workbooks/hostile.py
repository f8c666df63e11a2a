"""Workbooks built part by part: by hands that mean harm, by broken programs, and in unusual but legal spelling."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msoffcrypto.format.ooxml

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
GIB = 1 << 30
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = f"""{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>
</Types>"""
Part = str | bytes | Iterable[bytes]


def relationships(*targets: tuple[str, str], external: bool = False) -> str:
    """A part of relationships: (kind, target), with the ids rId1, rId2 …"""
    mode = ' TargetMode="External"' if external else ""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}">{entries}</Relationships>'


def outline(properties: str = "", after: str = "") -> str:
    """workbook.xml with one sheet."""
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        f'<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>{after}</workbook>'
    )


def worksheet(rows: str = "", before: str = "", after: str = "") -> str:
    """A sheet with these rows."""
    return f'{DECLARATION}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def shared_strings(items: str) -> str:
    """The shared strings."""
    return f'{DECLARATION}<sst xmlns="{MAIN}" count="1" uniqueCount="1">{items}</sst>'


def styles(formats: Mapping[int, str], used: Iterable[int]) -> str:
    """Number formats by number, and those that cell styles use, in order."""
    known = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in formats.items())
    cells = "".join(f'<xf numFmtId="{number}"/>' for number in used)
    return f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts>{known}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'


def pack(path: Path, parts: Mapping[str, Part]) -> Path:
    """Write a zip archive; a part may come in pieces."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            with archive.open(name, "w", force_zip64=True) as stream:
                if isinstance(content, str):
                    content = content.encode()
                for piece in [content] if isinstance(content, bytes) else content:
                    stream.write(piece)
    return path


def workbook(path: Path, sheet: Part, **others: Part) -> Path:
    """Write a workbook of one sheet. Other parts: ``strings``, ``styles``, ``outline``."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": others.get("outline", outline()),
        "xl/_rels/workbook.xml.rels": relationships(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": others.get("strings", shared_strings("<si><t>煤</t></si>")),
        "xl/styles.xml": others.get("styles", styles({164: "yyyy&quot;年&quot;"}, (0, 164))),
    }
    return pack(path, parts)


def far_corners(path: Path) -> Path:
    """Two legal cells, as far from each other as can be: whoever keeps a full table needs 17 billion places."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    return workbook(path, worksheet(rows))


def column_outside(path: Path) -> Path:
    """One column too far."""
    return workbook(path, worksheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'))


def row_outside(path: Path) -> Path:
    """One row too far."""
    return workbook(path, worksheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'))


def full_merge(path: Path) -> Path:
    """A merged area of the full sheet."""
    merge = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return workbook(path, worksheet('<row r="1"><c r="A1"><v>1</v></c></row>', after=merge))


def _repeated(before: str, piece: str, after: str, size: int) -> Iterable[bytes]:
    yield before.encode()
    block = piece.encode() * (1 + (1 << 20) // len(piece.encode()))
    for _ in range(size // len(block)):
        yield block
    yield after.encode()


def huge_sheet(path: Path) -> Path:
    """A sheet of 1 GiB."""
    before, after = worksheet('<row r="1">|</row>').split("|")
    return workbook(path, _repeated(before, '<c r="A1"><v>1</v></c>', after, GIB))


def huge_string(path: Path) -> Path:
    """A shared string of 1 GiB."""
    before, after = shared_strings("<si><t>|</t></si>").split("|")
    strings = _repeated(before, "x", after, GIB)
    return workbook(path, worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=strings)


def billion_laughs(path: Path) -> Path:
    """Entities that stand for ten of the next."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n + 1};" * 10}">' for n in range(9)) + '<!ENTITY l9 "lol">'
    strings = shared_strings("<si><t>&l0;</t></si>").replace("<sst", f"<!DOCTYPE sst [{entities}]><sst")
    return workbook(path, worksheet(), strings=strings)


def external_entity(path: Path) -> Path:
    """An entity that stands for a file of the machine."""
    sheet = worksheet('<row r="1"><c r="A1" t="str"><v>&file;</v></c></row>')
    return workbook(path, sheet.replace("<worksheet", '<!DOCTYPE x [<!ENTITY file SYSTEM "/etc/hostname">]><worksheet'))


def lying_header(path: Path) -> Path:
    """A zip directory that says 100 bytes where 10 MB follow."""
    before, after = worksheet('<row r="1">|</row>').split("|")
    workbook(path, _repeated(before, " ", after, 10 << 20))
    content = bytearray(path.read_bytes())
    entry = content.index(b"xl/worksheets/sheet1.xml", content.index(b"PK\x01\x02")) - 46
    content[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    return path


def styled_rows(path: Path) -> Path:
    """Every row of the sheet has a style and one blank cell with a style, and no content but in the first."""

    def pieces() -> Iterable[bytes]:
        before, after = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>|').split("|")
        yield before.encode()
        for start in range(2, 1_048_577, 5000):
            rows = range(start, min(start + 5000, 1_048_577))
            yield "".join(f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>' for n in rows).encode()
        yield after.encode()

    return workbook(path, pieces())


def many_cells(path: Path) -> Path:
    """More cells with content than are read, in rows that are all legal."""

    def pieces() -> Iterable[bytes]:
        before, after = worksheet("|").split("|")
        yield before.encode()
        for n in range(1, 201_001):
            cells = "".join(f'<c r="{letter}{n}"><v>{n}.{ord(letter)}</v></c>' for letter in "ABCDE")
            yield f'<row r="{n}">{cells}</row>'.encode()
        yield after.encode()

    return workbook(path, pieces())


def endless_tag(path: Path) -> Path:
    """A comment of 64 MiB, which a parser would hold whole."""
    before, after = worksheet(after="<!--|-->").split("|")
    return workbook(path, _repeated(before, "comment ", after, 64 << 20))


def deep_nesting(path: Path) -> Path:
    """Three million elements, one within the other."""
    before, after = worksheet(after="|").split("|")
    levels = (
        "".join(f'<a b="{n}">' for n in range(start, start + 10_000)).encode() for start in range(0, 3_000_000, 10_000)
    )
    return workbook(path, itertools.chain([before.encode()], levels, [after.encode()]))


def many_members(path: Path) -> Path:
    """An archive of many empty parts."""
    return pack(path, {"[Content_Types].xml": "", **{f"xl/media/{n}": b"" for n in range(6000)}})


def encrypted(path: Path) -> Path:
    """Protected by a password."""
    plain = io.BytesIO(far_corners(path).read_bytes())
    with path.open("wb") as stream:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("密码", stream)
    return path


def truncated(path: Path) -> Path:
    """The first half of a workbook."""
    content = far_corners(path).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def linked(path: Path) -> Path:
    """A workbook that takes values from another one."""
    far_corners(path)
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, Part] = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("worksheet", "worksheets/sheet1.xml"), ("externalLink", "externalLinks/externalLink1.xml")
    )
    parts["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'
    target = relationships(("externalLinkPath", "file:///C:/能源.xlsx"), external=True)
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = target
    return pack(path, parts)


# The code of the finding with which each is refused; empty where it is read.
FILES: dict[Callable[[Path], Path], str] = {
    far_corners: "",
    full_merge: "",
    styled_rows: "",
    linked: "",
    column_outside: "workbook-cell-outside",
    row_outside: "workbook-cell-outside",
    huge_sheet: "workbook-inflates",
    huge_string: "workbook-inflates",
    many_cells: "workbook-too-many-cells",
    many_members: "workbook-inflates",
    endless_tag: "workbook-inflates",
    deep_nesting: "workbook-inflates",
    lying_header: "workbook-damaged",
    truncated: "workbook-damaged",
    billion_laughs: "workbook-doctype",
    external_entity: "workbook-doctype",
    encrypted: "workbook-password",
}
