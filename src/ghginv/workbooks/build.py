"""Layout into template: a workbook with drop-downs, units, guidance and locked cells, as Excel and WPS want it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING

from ghginv.domain import regions
from ghginv.workbooks import build_checks, build_conditions, build_guide, build_lists, signature
from ghginv.workbooks import layout as layouts
from ghginv.workbooks.build_page import Book, height, length, lines, longest_word, page, styles
from ghginv.workbooks.layout import HEADER_ROW, MONTHS, Column, Layout, Table
from ghginv.workbooks.layout_model import NUMBERS
from ghginv.workbooks.prefill import Entry

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_CREATED = datetime(2020, 1, 1)  # fixed, so that the same layout gives the same bytes
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_OPTIONS = {**_SAFE, "in_memory": True}  # some sixty small files less for each workbook
_GUIDE_WIDTH = 140.0  # as much as a small screen shows beside nothing else
_HEADER_LINES = 2
_TITLE_LENGTH = 32  # of an input message; a longer one makes Excel refuse the check
_SENTENCE = re.compile(r"(?<=。)(?=.)|(?<=[.)]) (?=[A-Z0-9\u4e00-\u9fff][^.]*\w)")


def build_inventory_template(
    path: Path | str,
    region: str = "",
    year: int | None = None,
    lang: str = "zh",
    entries: Mapping[str, Sequence[Entry]] | None = None,
) -> None:
    """Write the inventory template to ``path``, with region, year and ``entries`` by sheet filled in where given."""
    build_template(path, layouts.load("inventory"), {"region": region, "year": year}, lang, entries)


def build_template(
    path: Path | str,
    layout: Layout,
    facts: Mapping[str, str | int | None],
    lang: str = "zh",
    entries: Mapping[str, Sequence[Entry]] | None = None,
    made_for: Mapping[str, str | int | None] | None = None,
) -> None:
    """Write the template of a layout to ``path``, with basic ``facts`` by field and ``entries`` by sheet filled in.

    ``made_for`` are the facts that its signature names, where they are not those filled in.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), _OPTIONS) as file:
        title = layout.zh if lang == "zh" else layout.en
        file.set_properties({"title": title, "created": _CREATED})
        book = Book(file, layout, styles(file), lang, entries or {})
        build_guide.guide(book)
        region = str(facts.get("region") or "")
        region_name = regions.find_code(region).zh if regions.known(region) else ""
        build_guide.facts(book, {"region_name": region_name, **facts})
        for table in layout.tables:
            _table(book, table)
        if layout.industry:
            build_checks.count(book, facts)
        build_guide.to_sign(book)
        build_lists.dictionary(book)
        _signature(book, facts if made_for is None else made_for)


def _table(book: Book, table: Table) -> None:
    widths = [_width(column, book.lang) for column in table.columns]
    colour = next(sector.colour for sector in book.layout.sectors if sector.id == table.sector)
    kept = _kept(book, table)
    sheet = page(book, table.sheet, table.en, widths, colour, kept)
    _guide(book, sheet, table, widths)
    headers = [column.header(book.lang) for column in table.columns]
    sheet.set_row(HEADER_ROW - 1, max(height(text, width - 1) for text, width in zip(headers, widths, strict=True)))
    for place, column in enumerate(table.columns):
        _column(book, sheet, table, place, column)
    _rows(book, sheet, table, widths)
    if book.layout.industry:
        build_checks.light(book, sheet, table)
    _whole_numbers(book, sheet, table)  # last: some programs apply the first condition that holds, and no other
    sheet.freeze_panes(HEADER_ROW, kept)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.set_selection(HEADER_ROW, 0, HEADER_ROW, 0)


def _kept(book: Book, table: Table) -> int:
    """How many columns stay in view: what a row is about; beside months a little more fits."""
    fields = [column.field for column in table.columns]
    if not book.layout.industry:
        return 2 if fields[1] == "item" else 1
    return max(fields.index(field) + 1 for field in fields[:3] if field not in NUMBERS)


def _guide(book: Book, sheet: Worksheet, table: Table, widths: Sequence[float]) -> None:
    """What the sheet asks for, a sentence a line, above the columns seen first; and the way back to the contents."""
    reach = list(accumulate(widths))
    last = next((place for place, width in enumerate(reach) if width >= _GUIDE_WIDTH), len(widths) - 1)
    sentences = _SENTENCE.split(book.say(table.guide_zh, table.guide_en))
    text = "\n".join(f"· {each}" for each in sentences) if len(sentences) > 1 else sentences[0]
    sheet.merge_range(1, 0, 1, last, text, book.styles.guide)
    sheet.set_row(1, height(text, reach[last] - 2))
    contents = book.layout.guide.sheet
    back = book.say(f"← {contents}", f"← {book.layout.guide.en}")
    sheet.write_url(0, last, f"internal:'{contents}'!A1", book.styles.link, back)


def _column(book: Book, sheet: Worksheet, table: Table, place: int, column: Column) -> None:
    style = book.styles.required if column.required else book.styles.header
    if column.field in MONTHS and MONTHS.index(column.field) // 3 % 2:
        style = book.styles.quarter
    hint = book.say(column.hint_zh, column.hint_en)
    sheet.write_string(HEADER_ROW - 1, place, column.header(book.lang), style)
    if hint:
        sheet.write_comment(HEADER_ROW - 1, place, hint, {"x_scale": 1.6, "y_scale": 0.7, "font_size": 9})
    first, last = HEADER_ROW, HEADER_ROW + max(table.rows, len(book.entries.get(table.sheet, ()))) - 1
    filled = book.entries.get(table.sheet, ())
    key = column.field if table.column(column.field) is column else column.zh  # a second column of a field by its name
    entry = _entry_style(book, column)
    for row in range(first, last + 1):
        value = filled[row - first].get(key) if row - first < len(filled) else None
        if value is None and column.field == "quantity" and table.months:
            _total(sheet, row, place, table, filled[row - first] if row - first < len(filled) else {}, entry)
        else:
            _write(sheet, row, place, value, entry)
    if column.field in MONTHS[1:]:
        return  # all months are checked as one
    check = build_lists.validation(book, table, column)
    if check:
        title = book.say(column.zh, column.en)[:_TITLE_LENGTH]
        prompt = {"input_message": hint, "input_title": title} if hint else {}
        until = place + len(table.months) - 1 if column.field == MONTHS[0] else place
        sheet.data_validation(first, place, last, until, {**check, **prompt})


def _whole_numbers(book: Book, sheet: Worksheet, table: Table) -> None:
    """Whole numbers are shown without a decimal point."""
    numbers = [column for column in table.columns if _entry_style(book, column) is book.styles.number]
    last = build_conditions.last_row(book, table)
    for side_by_side in build_conditions.runs(table, numbers):
        place = build_conditions.place_of(table, side_by_side[0])
        cell = f"{build_lists.letter(place)}{HEADER_ROW + 1}"
        whole = {"type": "formula", "criteria": f"=IFERROR(MOD({cell},1)=0,FALSE)", "format": book.styles.whole}
        sheet.conditional_format(HEADER_ROW, place, last, place + len(side_by_side) - 1, whole)


def _rows(book: Book, sheet: Worksheet, table: Table, widths: Sequence[float]) -> None:
    """Filled rows whose texts are wrapped stand as high as these need; not every program sees to it."""
    for row, entry in enumerate(book.entries.get(table.sheet, ()), start=HEADER_ROW):
        shown = (
            (str(entry.get(column.field) or ""), width) for column, width in zip(table.columns, widths, strict=True)
        )
        most = max(lines(text, width - 2) for text, width in shown)
        if most > 1:
            sheet.set_row(row, 15 * most)


def _total(sheet: Worksheet, row: int, place: int, table: Table, entry: Entry, style: Format) -> None:
    """The year's total of the months, blank while there is none; a measured value has no total but its own cell."""
    if table.role == "measured":
        sheet.write_blank(row, place, None, style)
        return
    from xlsxwriter.utility import xl_range

    first, last = (table.columns.index(month) for month in (table.months[0], table.months[-1]))
    months = xl_range(row, first, row, last)
    given = [value for month in table.months if isinstance(value := entry.get(month.field), int | float)]
    formula = f'=IF(COUNT({months})=0,"",SUM({months}))'
    sheet.write_formula(row, place, formula, style, fsum(given) if given else "")


def _entry_style(book: Book, column: Column) -> Format:
    if column.field == "vintage":
        return book.styles.year
    return book.styles.number if column.is_number else book.styles.entry


def _write(sheet: Worksheet, row: int, place: int, value: str | float | None, style: Format) -> None:
    if value is None:
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, style)
    else:
        sheet.write_number(row, place, value, style)


def _signature(book: Book, facts: Mapping[str, str | int | None]) -> None:
    layout = book.layout
    region, year, enterprise = (str(facts.get(name) or "") for name in ("region", "year", "credit_code"))
    industry = layout.industry.id if layout.industry else ""
    made_for = signature.Signature(layout.kind, layout.version, layout.digest, region, year, industry, enterprise)
    sheet = book.file.add_worksheet(signature.SHEET)
    for row, (name, value) in enumerate(made_for.lines()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.protect("")
    sheet.very_hidden()


def _width(column: Column, lang: str) -> float:
    """Wide enough for entries, and for a header whose names take no more than two lines each."""
    names = column.header(lang).split("\n")
    width = max(column.width, longest_word(column.header(lang)) + 1.5, length(names[-1]) / _HEADER_LINES)
    while any(lines(name, width - 1) > _HEADER_LINES for name in names):
        width += 1
    return width
