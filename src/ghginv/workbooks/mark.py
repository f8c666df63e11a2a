"""The sender's own workbook handed back: wrong cells filled and commented, all findings listed on a sheet with links.

Marking is done on a copy with openpyxl, which keeps lists, protection and formats; results of formulas are computed
again when the copy is opened. It is never the archive: what was received is kept as received. A marked copy that was
corrected may be sent again, and marked again: old marks are taken off first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import SEVERITIES, Finding
from ghginv.workbooks.read import Area, Workbook, column_letters, place, read_workbook
from ghginv.workbooks.rules.sheets import FINDINGS_SHEET

if TYPE_CHECKING:
    import openpyxl
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "ghginv"
TITLE = "检查结果（ghginv）"
COLOURS = {"error": "FFFFC7CE", "warning": "FFFFEB9C"}
LEVELS = {"error": "错误", "warning": "警告", "note": "提示"}
_HEADERS = (("序号", 6), ("级别", 8), ("工作表", 18), ("单元格", 10), ("问题", 60), ("处理办法", 60), ("原填充", 12))
_FONT = "微软雅黑"
_FIRST_ROW = 4
_ORIGINAL = "\n\n原批注：\n"
_MARKED_CELLS = 2000
_MERGED_CELLS = 200_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def mark(source: Path, findings: Sequence[Finding], into: Path) -> None:
    """Write a copy of ``source`` (.xlsx, .xls, .ods) as .xlsx, with the findings marked and listed.

    What cannot be read as a workbook at all comes back as the list of findings alone.
    """
    book = _copy(source)
    _unmark(book)
    ordered = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    fills = _mark_cells(book, ordered)
    _list(book, ordered, fills)
    if book.calculation:
        book.calculation.fullCalcOnLoad = True
    book.save(into)


def _copy(source: Path) -> openpyxl.Workbook:
    import openpyxl

    try:
        workbook = read_workbook(source)
    except InputError:
        return _blank()
    if workbook.format == "xlsx" and _merged_cells(workbook) <= _MERGED_CELLS:
        try:
            with source.open("rb") as stream:
                book = openpyxl.load_workbook(stream)
            book.template = False
            return book
        except Exception:  # whatever openpyxl stumbles over, the sender gets the values back
            pass
    return _values(workbook)


def _merged_cells(workbook: Workbook) -> int:
    """How many cells openpyxl would make for merged areas: a whole merged sheet takes gigabytes."""
    areas = [Area.of(text) for sheet in workbook.sheets for text in sheet.merged]
    return sum((area.bottom - area.top + 1) * (area.right - area.left + 1) for area in areas)


def _blank() -> openpyxl.Workbook:
    import openpyxl

    book = openpyxl.Workbook()
    for sheet in list(book.worksheets):
        book.remove(sheet)
    return book


def _values(workbook: Workbook) -> openpyxl.Workbook:
    """A copy of the values, for what openpyxl cannot load."""
    book = _blank()
    keep_merged = _merged_cells(workbook) <= _MERGED_CELLS
    for sheet in workbook.sheets:
        target = book.create_sheet(re.sub(r"[\\*?:/\[\]]", "_", sheet.name)[:31])
        for (row, column), cell in sheet.cells.items():
            if isinstance(cell.value, str):
                _write(target, row, column, cell.value)
            else:
                target.cell(row, column, cell.value).number_format = cell.number_format
        for area in sheet.merged if keep_merged else ():
            target.merge_cells(area)
        target.sheet_state = sheet.state
    return book


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """A text stays a text, whatever sign it begins with."""
    cell = sheet.cell(row, column)
    cell.value = _CONTROL.sub("", text)[:32767]
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")
    return cell


def _mark_cells(book: openpyxl.Workbook, findings: Sequence[Finding]) -> dict[tuple[str, str], str]:
    """Fill and comment the cells of errors and warnings; what they were filled with before, by sheet and cell."""
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.sheet in book.sheetnames and finding.cell and finding.severity in COLOURS:
            by_cell[finding.sheet, _single(book[finding.sheet], finding.cell)].append(finding)
    fills = {}
    for (sheet, address), about in list(by_cell.items())[:_MARKED_CELLS]:
        fills[sheet, address] = _mark_cell(book[sheet][address], about)
    return fills


def _single(sheet: Worksheet, address: str) -> str:
    """The cell to mark for an address, a range, a row (5:5) or a column (D:D); in a merged area its first."""
    first = address.partition(":")[0].replace("$", "")
    if first.isdigit():
        return f"A{first}"
    if first.isalpha():
        return f"{first}1"
    row, column = place(first)
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return f"{column_letters(area.min_col)}{area.min_row}"
    return first


def _mark_cell(cell: Cell, about: Sequence[Finding]) -> str:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    before = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" and cell.fill.fgColor.type == "rgb" else ""
    cell.fill = PatternFill("solid", fgColor=COLOURS[about[0].severity])
    text = "\n".join(f"【{LEVELS[each.severity]}】{each.text()}。\n处理：{each.remedy()}" for each in about)
    kept = f"{_ORIGINAL}{cell.comment.text}" if cell.comment else ""
    lines = sum(len(line) // 22 + 1 for line in (text + kept).split("\n"))
    cell.comment = Comment(_CONTROL.sub("", text + kept), AUTHOR, height=18 * lines + 12, width=320)
    return str(before or "")


def _list(book: openpyxl.Workbook, findings: Sequence[Finding], fills: dict[tuple[str, str], str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = book.create_sheet(FINDINGS_SHEET, 0)
    _write(sheet, 1, 1, TITLE).font = Font(_FONT, 14, bold=True)
    counts = "，".join(f"{LEVELS[level]} {_count(findings, level)} 条" for level in SEVERITIES)
    _write(sheet, 2, 1, f"{counts}。点击单元格地址可跳转；改正错误后，本文件可直接再次提交（本表不读取）。")
    for column, (header, width) in enumerate(_HEADERS, start=1):
        cell = _write(sheet, _FIRST_ROW - 1, column, header)
        cell.font, cell.fill = Font(_FONT, 10, bold=True), PatternFill("solid", fgColor="FFDDEBE4")
        sheet.column_dimensions[column_letters(column)].width = width
    sheet.column_dimensions["G"].hidden = True
    wrap = Alignment(wrap_text=True, vertical="top")
    for number, finding in enumerate(findings, start=1):
        row = _FIRST_ROW - 1 + number
        sheet.cell(row, 1, number).alignment = wrap
        known = finding.sheet in book.sheetnames
        marked = _single(book[finding.sheet], finding.cell) if known and finding.cell else ""
        fill = fills.get((finding.sheet, marked), "")
        texts = (LEVELS[finding.severity], finding.sheet, finding.cell, finding.text(), finding.remedy(), fill)
        for column, text in enumerate(texts, start=2):
            cell = _write(sheet, row, column, text)
            cell.font, cell.alignment = Font(_FONT, 10), wrap
        if finding.severity in COLOURS:
            sheet.cell(row, 2).fill = PatternFill("solid", fgColor=COLOURS[finding.severity])
        if known:
            _link(sheet.cell(row, 4 if finding.cell else 3), finding.sheet, marked or "A1")
    sheet.freeze_panes = f"A{_FIRST_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _show(book, sheet)


def _show(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    """Open the copy at this sheet; two selected sheets would be edited together."""
    book.active = sheet
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _link(cell: Cell, sheet: str, address: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")
    cell.font = Font(_FONT, 10, color="FF0563C1", underline="single")


def _count(findings: Iterable[Finding], level: str) -> int:
    return sum(finding.severity == level for finding in findings)


def _unmark(book: openpyxl.Workbook) -> None:
    """Take off the marks of an earlier copy, and its list."""
    if FINDINGS_SHEET not in book.sheetnames or book[FINDINGS_SHEET]["A1"].value != TITLE:
        return
    for row in book[FINDINGS_SHEET].iter_rows(min_row=_FIRST_ROW, max_col=len(_HEADERS), values_only=True):
        _, _, sheet, address, _, _, fill = row
        if sheet in book.sheetnames and address:
            _unmark_cell(book[sheet][_single(book[sheet], str(address))], str(fill or ""))
    book.remove(book[FINDINGS_SHEET])


def _unmark_cell(cell: Any, fill: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if cell.fill.fgColor.rgb in COLOURS.values():
        cell.fill = PatternFill("solid", fgColor=fill) if fill else PatternFill()
    if cell.comment and cell.comment.author == AUTHOR:
        _, _, original = cell.comment.text.partition(_ORIGINAL)
        cell.comment = Comment(original, "") if original else None
