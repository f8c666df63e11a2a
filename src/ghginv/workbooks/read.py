"""Workbooks as they come from strangers: read whole within limits, with evidence by cell, or refused with a remedy.

What a file is, is seen from its content and not from its name: many an .xls is really an .xlsx, a web page or a text.
"""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks.archive import Archive, Limits, refuse
from ghginv.workbooks.cells import Area, Cell, Sheet, Workbook, address, column_letters, place
from ghginv.workbooks.legacy import read_legacy
from ghginv.workbooks.parts import read_formats, read_outline
from ghginv.workbooks.pictures import read_pictures
from ghginv.workbooks.rows import Shared
from ghginv.workbooks.sheets import read_sheet
from ghginv.workbooks.strings import read_strings

__all__ = [
    "Area",
    "Cell",
    "Limits",
    "Sheet",
    "Workbook",
    "address",
    "column_letters",
    "place",
    "read_workbook",
]

_USUAL = Limits()
SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".et", ".ods")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
)
_MARKUP = (
    (b"<?xml", "XML"),
    (b"<!doctype html", "HTML"),
    (b"<html", "HTML"),
    (b"<table", "HTML"),
    (b"mime-version", "MHTML"),
)


def read_workbook(path: Path, limits: Limits = _USUAL) -> Workbook:
    """Read an .xlsx, .xlsm, .xls or .ods file.

    Raises InputError, with one finding that names the file, where it is no workbook, protected, damaged or too large.

    >>> book = read_workbook(Path("energy.xlsx"))               # doctest: +SKIP
    >>> book.sheet("燃料").cell(7, 4)                            # doctest: +SKIP
    Cell(kind='n', value=12480.0, formula=None, row=7, column=4, number_format='General')
    """
    try:
        content = _content(path, limits)
        workbook = _read(content, path, limits)
        if not workbook.sheets:
            refuse("workbook-without-sheets")
        return workbook
    except MemoryError:
        pass
    except InputError as error:
        raise InputError(*(replace(finding, file=path.name) for finding in error.findings)) from None
    raise InputError(Finding("workbook-out-of-memory", file=path.name))


def _content(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(limits.file_size + 1)
    except OSError as error:
        refuse("workbook-not-opened", found=error.strerror or str(error))
    if not content:
        refuse("workbook-empty")
    if len(content) > limits.file_size:
        refuse("workbook-too-large", found=f"> {limits.file_size >> 20} MiB", expected=f"{limits.file_size >> 20} MiB")
    return content


def _read(content: bytes, path: Path, limits: Limits) -> Workbook:
    workbook = Workbook(path.name, hashlib.sha256(content).hexdigest())
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        archive = Archive(content, limits)
        if _is_ods(archive):
            workbook.format = "ods"
        else:
            _read_xlsx(archive, workbook, limits)
            return workbook
    elif content.startswith(_OLE):
        _check_compound_file(content)
        workbook.format = "xls"
        workbook.has_macros = _has_stream(content, "_VBA_PROJECT_CUR")
    else:
        _refuse_other(content, path)
    workbook.sheets = read_legacy(content, workbook.format, limits)
    return workbook


def _is_ods(archive: Archive) -> bool:
    return "mimetype" in archive and b"".join(archive.pieces("mimetype")).endswith(b"opendocument.spreadsheet")


def _read_xlsx(archive: Archive, workbook: Workbook, limits: Limits) -> None:
    main = next((target for kind, target in archive.relations("").values() if kind == "officeDocument"), "")
    if main.endswith(".bin"):
        refuse("workbook-binary", found="xlsb")
    if main.startswith(("word/", "ppt/")) or not any(name.endswith("workbook.xml") for name in archive):
        refuse("workbook-unrecognised", found={"word": "DOCX", "ppt": "PPTX"}.get(main.partition("/")[0], "ZIP"))
    if main not in archive:
        refuse("workbook-damaged", found=main or "_rels/.rels")
    outline = read_outline(archive, main)
    workbook.date1904 = outline.date1904
    workbook.external_links = outline.external_links
    workbook.has_macros = outline.has_macros
    workbook.defined_names = outline.defined_names
    strings = read_strings(archive, outline.strings, limits)
    shared = Shared(strings, read_formats(archive, outline.styles), limits, outline.date1904)
    for name, state, part in outline.sheets:
        if part not in archive:
            refuse("workbook-damaged", sheet=name, found=part)
        sheet = Sheet(name, state)
        read_sheet(sheet, partial(archive.pieces, part), part, shared)
        sheet.pictures = read_pictures(archive, part)
        workbook.sheets.append(sheet)


def _check_compound_file(content: bytes) -> None:
    """Tell an old workbook from an encrypted new one and from other documents, by the names in its directory."""
    if _has_stream(content, "EncryptedPackage"):
        refuse("workbook-password")
    if not (_has_stream(content, "Workbook") or _has_stream(content, "Book")):
        refuse("workbook-unrecognised", found="DOC" if _has_stream(content, "WordDocument") else "OLE")


def _has_stream(content: bytes, name: str) -> bool:
    """Whether the directory names a stream: entries of 128 bytes, the name in UTF-16 at their beginning."""
    entry = f"{name}\0".encode("utf-16-le")
    found = content.find(entry)
    while found >= 0:
        if found % 128 == 0 and content[found + 64 : found + 65] == bytes([len(entry)]):
            return True
        found = content.find(entry, found + 1)
    return False


def _refuse_other(content: bytes, path: Path) -> NoReturn:
    begin = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, kind in (*_OTHERS, *_MARKUP):
        if content.startswith(mark) or begin.startswith(mark):
            refuse("workbook-unrecognised", found=kind)
    if _is_text(content[:65536]):
        refuse("workbook-is-text", found=path.suffix or path.name)
    if path.suffix.lower() not in SUFFIXES:
        refuse("workbook-unknown-suffix", found=path.suffix or path.name, expected=" ".join(SUFFIXES))
    refuse("workbook-unrecognised", found=content[:8].hex(" "))


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\0" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(content)
        except UnicodeDecodeError:
            continue
        return True
    return False
