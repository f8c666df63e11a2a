"""The first two sheets of a template: how it is filled in with its sheets by sector, and the basic facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ghginv.workbooks import build_checks
from ghginv.workbooks.build_page import Book, height, page
from ghginv.workbooks.layout import HEADER_ROW

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_NAME_WIDTH = 40.0
_TEXT_WIDTH = 84.0


def guide(book: Book) -> None:
    """The guide: what to do, line by line, then the sheets and the meaning of colours."""
    about, styles = book.layout.guide, book.styles
    sheet = page(book, about.sheet, about.en, [_NAME_WIDTH, _TEXT_WIDTH], "#7F7F7F")
    _heading(book, sheet, 1, book.say(book.layout.zh, book.layout.en))
    width = _NAME_WIDTH + _TEXT_WIDTH
    for row, line in enumerate(about.zh_lines if book.lang == "zh" else about.en_lines, start=2):
        sheet.merge_range(row, 0, row, 1, line, styles.text)
        sheet.set_row(row, height(line, width))
    row = _contents(book, sheet, 3 + len(about.zh_lines)) + 1
    sheet.write_string(row, 0, book.say("填报项", "entry cell"), styles.entry)
    sheet.write_string(row + 1, 0, book.say("必填列标题*", "required column*"), styles.required)
    sheet.write_string(row + 2, 0, book.say("选填列标题", "optional column"), styles.header)
    if book.layout.industry:
        row = _doubts(book, sheet, row + 3) - 3
    sheet.write_string(row + 3, 0, f"ghginv {book.layout.kind} v{book.layout.version}", styles.guide)


def _contents(book: Book, sheet: Worksheet, row: int) -> int:
    """The sheets by sector, each a link with what it is for; the row below the last."""
    facts = book.layout.facts
    _link(book, sheet, row, facts.sheet, facts.en, "")
    row += 1
    for sector in book.layout.sectors:
        tables = [table for table in book.layout.tables if table.sector == sector.id]
        if tables:
            _heading(book, sheet, row, book.say(sector.zh, sector.en))
            row += 1
        for table in tables:
            _link(book, sheet, row, table.sheet, table.en, book.say(table.about_zh, table.about_en))
            row += 1
    if book.layout.industry:
        counted = book.say("有疑问的单元格，按表汇总，自动计算", "cells in doubt by sheet, live")
        _link(book, sheet, row, build_checks.SHEET, build_checks.SHEET_EN, counted)
        row += 1
    if signed := book.layout.signature:
        _link(book, sheet, row, signed.sheet, signed.en, book.say("打印、签字、盖章", "print, sign and seal"))
        row += 1
    return row


def _doubts(book: Book, sheet: Worksheet, row: int) -> int:
    """The colours that cells in doubt take; the row below."""
    must, look = book.styles.doubts["error"], book.styles.doubts["question"]
    sheet.write_string(row, 0, book.say("红色：须改正", "red: must be put right"), must)
    sheet.write_string(row + 1, 0, book.say("橙色：请核实", "orange: should be looked at"), look)
    return row + 2


def _heading(book: Book, sheet: Worksheet, row: int, text: str) -> None:
    sheet.merge_range(row, 0, row, 1, text, book.styles.label)
    sheet.set_row(row, 20)


def _link(book: Book, sheet: Worksheet, row: int, name: str, english: str, about: str) -> None:
    """A line of the contents; the English name stands below the Chinese one."""
    shown = book.say(name, f"{name}  {english}")
    sheet.write_url(row, 0, f"internal:'{name}'!A1", book.styles.link, shown)
    sheet.write_string(row, 1, about, book.styles.guide)
    sheet.set_row(row, max(height(shown, _NAME_WIDTH - 3), height(about, _TEXT_WIDTH)))


def facts(book: Book, known: Mapping[str, str | int | None]) -> None:
    """The basic facts, a line each: name, entry, hint."""
    about = book.layout.facts
    sheet = page(book, about.sheet, about.en, [28 if book.lang == "zh" else 48, 40, 52], "#2E75B6")
    for row, fact in enumerate(about.entries, start=HEADER_ROW - 1):
        name = book.say(fact.zh, f"{fact.zh} {fact.en}")
        sheet.write_string(row, 0, f"{name}*" if fact.required else name, book.styles.label)
        value = known.get(fact.field)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, book.styles.entry)
        else:
            sheet.write_string(row, 1, value or "", book.styles.entry)
        hint = book.say(fact.hint_zh, fact.hint_en)
        sheet.write_string(row, 2, hint, book.styles.hint)
        sheet.set_row(row, max(22, height(str(value or ""), 36)))
        if fact.options:
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": f"=opt_{fact.options}"})
        if fact.field == "year":
            check = {"validate": "integer", "criteria": "between", "minimum": 1990, "maximum": 2100}
            sheet.data_validation(row, 1, row, 1, {**check, "error_message": hint})
    if book.layout.industry:
        build_checks.light_facts(book, sheet)


def to_sign(book: Book) -> None:
    """The page to print, sign and seal, where the template has one."""
    about = book.layout.signature
    if about is None:
        return
    sheet = page(book, about.sheet, about.en, [_NAME_WIDTH + _TEXT_WIDTH], book.layout.sectors[-1].colour)
    for row, line in enumerate(about.zh_lines if book.lang == "zh" else about.en_lines, start=2):
        sheet.write_string(row, 0, line, book.styles.text)
        sheet.set_row(row, max(height(line, _NAME_WIDTH + _TEXT_WIDTH), 40))
