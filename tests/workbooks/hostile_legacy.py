"""Old workbooks, .xls and .ods, small ones and such as mean harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import xlwt


def small_xls(path: Path, corners: tuple[tuple[int, int], ...] = ((0, 0),)) -> Path:
    """An .xls file with a number at each of these places, which count from 0."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, column in corners:
        sheet.write(row, column, 1)
    book.save(str(path))
    return path


def dense_xls(path: Path) -> Path:
    """An .xls file of 6 KB with a table of 16 million places."""
    return small_xls(path, ((0, 0), (65_535, 255)))


def ods(path: Path, rows: str) -> Path:
    """An .ods file with these rows."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    spaces = " ".join(f'xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "table", "text", "manifest"))
    table = f'<table:table table:name="表">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}>{entry}</manifest:manifest>")
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return path


def repeated_ods(path: Path) -> Path:
    """An .ods file whose one cell stands for all cells of a sheet."""
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    return ods(path, f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


def far_corners_ods(path: Path) -> Path:
    """An .ods file with two cells, as far from each other as can be."""
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    blank = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    last = f'<table:table-row><table:table-cell table:number-columns-repeated="16383"/>{cell}</table:table-row>'
    return ods(path, f"<table:table-row>{cell}</table:table-row>{blank}{last}")
