"""Layout into template: a workbook with drop-downs, units, guidance and locked cells, as Excel and WPS want it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import regions, units
from ghginv.workbooks import build_guide, signature
from ghginv.workbooks import layout as layouts
from ghginv.workbooks.build_page import PROTECTION, Book, height, length, lines, longest_word, page, styles
from ghginv.workbooks.layout import HEADER_ROW, Column, Layout, Table
from ghginv.workbooks.prefill import Entry

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

DICTIONARY = "字典"
_CREATED = datetime(2020, 1, 1)  # fixed, so that the same layout gives the same bytes
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
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
    import xlsxwriter

    layout = layouts.load("inventory")
    with xlsxwriter.Workbook(str(path), _SAFE) as file:
        title = layout.zh if lang == "zh" else layout.en
        file.set_properties({"title": title, "created": _CREATED})
        book = Book(file, layout, styles(file), lang, entries or {})
        build_guide.guide(book)
        region_name = regions.find_code(region).zh if regions.known(region) else ""
        build_guide.facts(book, {"region": region, "region_name": region_name, "year": year})
        for table in layout.tables:
            _table(book, table)
        _dictionary(book)
        _signature(book, region, year)


def _table(book: Book, table: Table) -> None:
    widths = [_width(column, book.lang) for column in table.columns]
    colour = next(sector.colour for sector in book.layout.sectors if sector.id == table.sector)
    kept = 2 if table.columns[1].field == "item" else 1
    sheet = page(book, table.sheet, table.en, widths, colour, kept)
    _guide(book, sheet, table, widths)
    headers = [column.header(book.lang) for column in table.columns]
    sheet.set_row(HEADER_ROW - 1, max(height(text, width - 1) for text, width in zip(headers, widths, strict=True)))
    for place, column in enumerate(table.columns):
        _column(book, sheet, table, place, column)
    _rows(book, sheet, table, widths)
    sheet.freeze_panes(HEADER_ROW, kept)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.set_selection(HEADER_ROW, 0, HEADER_ROW, 0)


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
    hint = book.say(column.hint_zh, column.hint_en)
    sheet.write_string(HEADER_ROW - 1, place, column.header(book.lang), style)
    if hint:
        sheet.write_comment(HEADER_ROW - 1, place, hint, {"x_scale": 1.6, "y_scale": 0.7, "font_size": 9})
    first, last = HEADER_ROW, HEADER_ROW + max(table.rows, len(book.entries.get(table.sheet, ()))) - 1
    filled = book.entries.get(table.sheet, ()) if table.column(column.field) is column else ()
    entry = _entry_style(book, column)
    for row in range(first, last + 1):
        value = filled[row - first].get(column.field) if row - first < len(filled) else None
        _write(sheet, row, place, value, entry)
    if entry is book.styles.number:
        cell = f"{_letter(place)}{first + 1}"
        whole = {"type": "formula", "criteria": f"=IFERROR(MOD({cell},1)=0,FALSE)", "format": book.styles.whole}
        sheet.conditional_format(first, place, last, place, whole)
    check = _validation(book, table, column)
    if check:
        title = book.say(column.zh, column.en)[:_TITLE_LENGTH]
        sheet.data_validation(first, place, last, place, {**check, "input_message": hint, "input_title": title})


def _rows(book: Book, sheet: Worksheet, table: Table, widths: Sequence[float]) -> None:
    """Filled rows whose texts are wrapped stand as high as these need; not every program sees to it."""
    for row, entry in enumerate(book.entries.get(table.sheet, ()), start=HEADER_ROW):
        shown = (
            (str(entry.get(column.field) or ""), width) for column, width in zip(table.columns, widths, strict=True)
        )
        most = max(lines(text, width - 2) for text, width in shown)
        if most > 1:
            sheet.set_row(row, 15 * most)


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


def _validation(book: Book, table: Table, column: Column) -> dict[str, Any] | None:
    """The check that Excel makes while one types; ``judge`` makes it again, and all others."""
    choose = book.say("请从下拉列表中选择", "choose from the list")
    if column.options:
        return {"validate": "list", "source": f"=opt_{column.options}", "error_message": choose}
    if column.field == "unit":
        item = table.column("item")
        assert item is not None
        cell = f"${_letter(table.columns.index(item))}{HEADER_ROW + 1}"
        source = f'=INDIRECT(IFERROR(VLOOKUP({cell},map_{item.options},2,FALSE),"units_all"))'
        return {"validate": "list", "source": source, "error_message": choose}
    if column.field == "vintage":
        message = book.say("请填写四位年份", "type a year of four digits")
        between = {"criteria": "between", "minimum": 1900, "maximum": 2100}
        return {"validate": "integer", **between, "error_message": message}
    if column.is_number and column.signed:
        message = book.say("请填写数字", "type a number")
        return {"validate": "custom", "value": f"=ISNUMBER({_here(table, column)})", "error_message": message}
    if column.is_number:
        message = book.say("请填写不小于 0 的数字", "type a number, not below 0")
        return {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": message}
    return None


def _here(table: Table, column: Column) -> str:
    return f"{_letter(table.columns.index(column))}{HEADER_ROW + 1}"


def _letter(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


def _dictionary(book: Book) -> None:
    """The hidden sheet of lists: an entry typed into a validation may not be longer than 255 characters."""
    sheet = book.file.add_worksheet(DICTIONARY)
    names = {canonical: f"units_{number}" for number, canonical in enumerate(book.layout.units)}
    place = 0
    for name, options in book.layout.options.items():
        labels = [option.label(book.lang) for option in options.entries]
        _list(book, sheet, place, f"opt_{name}", labels)
        if options.entries[0].unit:
            _list(book, sheet, place + 1, "", [names[option.unit] for option in options.entries])
            area = f"='{DICTIONARY}'!{_area(place, place + 1, len(labels))}"
            book.file.define_name(f"map_{name}", area)
            place += 1
        place += 1
    for canonical, offered in _unit_lists(book.layout):
        labels = [units.table()[unit].zh if book.lang == "zh" else unit for unit in offered]
        _list(book, sheet, place, names.get(canonical, "units_all"), labels)
        place += 1
    sheet.protect("", PROTECTION)
    sheet.hide()


def _unit_lists(layout: Layout) -> Iterator[tuple[str, list[str]]]:
    yield from ((canonical, list(offered)) for canonical, offered in layout.units.items())
    yield "", list(dict.fromkeys(unit for offered in layout.units.values() for unit in offered))


def _list(book: Book, sheet: Worksheet, place: int, name: str, labels: list[str]) -> None:
    sheet.write_string(0, place, name)
    for row, label in enumerate(labels, start=1):
        sheet.write_string(row, place, label)
    if name:
        book.file.define_name(name, f"='{DICTIONARY}'!{_area(place, place, len(labels))}")


def _area(first: int, last: int, length: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(1, first, length, last))


def _signature(book: Book, region: str, year: int | None) -> None:
    layout = book.layout
    made_for = signature.Signature(layout.kind, layout.version, layout.digest, region, str(year or ""))
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
